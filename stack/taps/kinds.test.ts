import { Redis } from 'ioredis';
import neo4j from 'neo4j-driver';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { wordOf, type TapOutage, type Trouble } from '../../core/tap.ts';
import type { TapKind } from '../../core/types.ts';
import { serve, json } from '../../test/platform.ts';
import { hasNeo4j, startNeo4j, startPostgres, startRedis } from '../../test/stores.ts';
import { startTap, type TestTap } from '../../test/tap.ts';

/** What a platform has open: asks, and says what came. */
interface Client {
  readonly read: () => Promise<unknown>;
  readonly write: () => Promise<unknown>;
  readonly end: () => Promise<unknown>;
}
interface Subject {
  readonly kind: TapKind;
  readonly troubles: readonly Trouble[];
  readonly start: () => Promise<{ readonly address: { readonly host: string; readonly port: number }; readonly client: (port: number) => Promise<Client>; readonly stop: () => Promise<unknown> | void }>;
}

const limitMs = 1_200;
const signal = (): AbortSignal => AbortSignal.timeout(40_000);

const subjects: readonly Subject[] = [
  {
    kind: 'postgres', troubles: ['57P01', '53300', 'READONLY'],
    start: async () => {
      const { address, stop } = await startPostgres();
      return {
        address, stop,
        client: async (port) => {
          const pool = new pg.Pool({ host: '127.0.0.1', port, user: 'desk', password: address.password, database: 'postgres', max: 1, connectionTimeoutMillis: limitMs, query_timeout: limitMs });
          pool.on('error', () => undefined);
          await pool.query('CREATE TABLE IF NOT EXISTS kept (id serial, word text)');
          return { read: async () => (await pool.query<{ word: string }>("SELECT 'word' AS word")).rows[0]?.word, write: () => pool.query("INSERT INTO kept (word) VALUES ('w')"), end: () => pool.end() };
        },
      };
    },
  },
  {
    kind: 'redis', troubles: ['LOADING', 'READONLY'],
    start: async () => {
      const { address, stop } = await startRedis('');
      return {
        address, stop,
        client: async (port) => {
          const redis = new Redis({ host: '127.0.0.1', port, commandTimeout: limitMs, maxRetriesPerRequest: 0, retryStrategy: () => 50 });
          redis.on('error', () => undefined);
          await redis.set('key', 'word');
          return { read: () => redis.get('key'), write: () => redis.set('key', 'word'), end: () => Promise.resolve(redis.disconnect()) };
        },
      };
    },
  },
  ...(await hasNeo4j() ? [{
    kind: 'neo4j', troubles: ['TransientError', 'READONLY'],
    start: async () => {
      const { address, stop } = await startNeo4j();
      return {
        address, stop,
        client: async (port) => {
          const driver = neo4j.driver(`bolt://127.0.0.1:${port}`, neo4j.auth.basic('neo4j', address.password), { encrypted: false, maxConnectionPoolSize: 2, connectionAcquisitionTimeout: limitMs, connectionTimeout: limitMs, maxTransactionRetryTime: 0 });
          const within = (work: Promise<unknown>): Promise<unknown> => Promise.race([work, new Promise((_, reject) => setTimeout(() => reject(new Error('no answer')), limitMs))]);
          const run = async (statement: string): Promise<unknown> => (await driver.executeQuery(statement, {}, { database: 'neo4j' })).records[0]?.get(0) as unknown;
          await run("CREATE (k:Kept {word: 'word'})");
          return { read: () => within(run('MATCH (k:Kept) RETURN k.word LIMIT 1')), write: () => within(run("CREATE (k:Kept {word: 'word'}) RETURN k.word")), end: () => driver.close() };
        },
      };
    },
  } satisfies Subject] : []),
  {
    kind: 'http', troubles: ['500'],
    start: async () => {
      const server = await serve((_, response) => json(response, 200, 'word'));
      const { port } = new URL(server.origin);
      return {
        address: { host: '127.0.0.1', port: Number(port) }, stop: () => server.close(),
        client: (at) => {
          const ask = async (method: string): Promise<unknown> => {
            const answer = await fetch(`http://127.0.0.1:${at}/word`, { method, signal: AbortSignal.timeout(limitMs) });
            if (!answer.ok) throw new Error(String(answer.status));
            return answer.json();
          };
          return Promise.resolve({ read: () => ask('GET'), write: () => ask('POST'), end: () => Promise.resolve() });
        },
      };
    },
  },
];

/** All that a tap can inflict on each kind: injected, proved active, met by an official client that had a connection open, undone. What only processes and containers can suffer is tried in drivers/control.test.ts. */
describe.each(subjects)('before $kind', ({ kind, troubles, start }) => {
  let store: Awaited<ReturnType<Subject['start']>>;
  let it: TestTap;
  let client: Client;

  beforeAll(async () => {
    store = await start();
    it = await startTap(kind, store.address);
    client = await store.client(it.port);
  });
  afterAll(async () => {
    await client.end();
    await it.stop();
    await store.stop();
  });

  const outages: readonly TapOutage[] = [{ kind: 'refuse' }, { kind: 'reset' }, { kind: 'hang' }, { kind: 'slow', ms: 300 }, { kind: 'cut', afterBytes: 3 }, ...troubles.map((error) => ({ kind: 'error', error } as const))];
  test.each(outages.map((outage) => ({ name: outage.kind === 'error' ? outage.error : outage.kind, outage })))('$name', async ({ outage }) => {
    expect(await client.read()).toBe('word');
    const { seen } = await it.tap.inflict(outage, signal());
    expect(seen).toMatch(/^a new connection .*; one that was open /);
    const began = performance.now();
    const read = await client.read().catch(() => 'failed');
    const write = await client.write().then(() => 'written', () => 'failed');
    const passes = outage.kind === 'slow';
    if (passes) expect(performance.now() - began).toBeGreaterThan(550);
    if (wordOf(outage) !== 'read-only') expect([read, write]).toEqual(passes ? ['word', 'written'] : ['failed', 'failed']);
    else expect([await client.read().catch(() => 'failed'), await client.write().then(() => 'written', () => 'failed')]).toEqual(['word', 'failed']);
    await it.tap.heal(signal());
    await expect.poll(() => client.read().catch(() => 'failed'), { timeout: 15_000 }).toBe('word');
    await expect.poll(() => client.write().then(() => 'written', () => 'failed'), { timeout: 15_000 }).toBe('written');
  });
});
