import { createServer } from 'node:net';
import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FaultError } from '../../core/fault.ts';
import { freePort, hasNeo4j, startNeo4j, startPostgres, startRedis, type TestStore } from '../../test/stores.ts';
import { openStore } from './open.ts';
import { waitReady } from './ready.ts';
import { StoreRefusal } from './refusal.ts';

const signal = () => AbortSignal.timeout(20_000);
const graph = await hasNeo4j();

const kinds = [
  { kind: 'postgres', start: startPostgres, words: 'password authentication failed for user "desk"', version: /^17\./, one: 'SELECT 1 + $1::int AS value', answer: [{ value: 3 }] },
  { kind: 'redis', start: startRedis, words: 'WRONGPASS', version: /^\d+\./, one: 'ECHO', answer: [{ value: '2' }] },
  { kind: 'neo4j', start: startNeo4j, words: 'unauthorized', version: /^5\./, one: 'RETURN 1 + $1 AS value', answer: [{ value: 3 }] },
] as const;

for (const { kind, start, words, version, one, answer } of kinds) {
  describe.skipIf(kind === 'neo4j' && !graph)(kind, () => {
    let running: TestStore;
    beforeAll(async () => {
      running = await start();
    }, 120_000);
    afterAll(() => running.stop());

    it('tells its version and how fast it answers', async () => {
      const seen = await openStore(running.address, false).ask(signal());
      expect(seen.version).toMatch(version);
      expect(seen.connectMs).toBeGreaterThan(0);
      expect(seen.answerMs).toBeGreaterThan(0);
      if (kind !== 'neo4j') expect(seen.connections?.limit).toBeGreaterThan(seen.connections?.used ?? Infinity);
    });

    it('takes a marker through the store and leaves nothing', async () => {
      const trip = await openStore(running.address, true).roundTrip('marker-ä-1', signal());
      expect(trip).toMatchObject({ written: 'marker-ä-1', read: 'marker-ä-1', removed: true });
    });

    it('writes nothing to a store that is not ours', async () => {
      await expect(openStore(running.address, false).roundTrip('m', signal())).rejects.toThrow('was not booted by assay');
    });

    it('queries with parameters', async () => {
      expect(await openStore(running.address, false).query(one, [2], signal())).toEqual(answer);
    });

    it('quotes the server when the password is wrong, and not the password', async () => {
      const error = await openStore({ ...running.address, password: 'not-the-password' }, false).ask(signal()).catch((each: unknown) => each);
      expect(error).toBeInstanceOf(StoreRefusal);
      const { fault, refusal } = error as StoreRefusal;
      expect([fault.code, refusal]).toEqual(['store-refused', 'credentials']);
      expect(fault.what).toContain(words);
      expect(JSON.stringify(fault)).not.toContain('not-the-password');
    });

    it('says that nobody listens', async () => {
      const error = await openStore({ ...running.address, port: await freePort() }, false).ask(signal()).catch((each: unknown) => each);
      expect(error).toMatchObject({ refusal: 'unreachable' });
      expect((error as FaultError).fault.what).toMatch(/ECONNREFUSED|Failed to connect/);
    });

    it('gives up on a server that accepts and says nothing', async () => {
      const silent = createServer((socket) => socket.on('error', () => undefined)).listen(0, '127.0.0.1');
      await once(silent, 'listening');
      const { port } = silent.address() as { port: number };
      const start = performance.now();
      await expect(openStore({ ...running.address, port }, false).ask(signal())).rejects.toThrow();
      expect(performance.now() - start).toBeLessThan(9_000);
      silent.close();
    }, 12_000);

    it('ends as soon as the run is interrupted', async () => {
      const silent = createServer((socket) => socket.on('error', () => undefined)).listen(0, '127.0.0.1');
      await once(silent, 'listening');
      const { port } = silent.address() as { port: number };
      const start = performance.now();
      await expect(openStore({ ...running.address, port }, false).ask(AbortSignal.timeout(100))).rejects.toThrow();
      expect(performance.now() - start).toBeLessThan(2_000);
      silent.close();
    });
  });
}

describe('waitReady', () => {
  it('quotes the last attempt when time is up', async () => {
    const store = openStore({ name: 'cache', kind: 'redis', host: '127.0.0.1', port: await freePort(), user: '', password: '', database: '' }, true);
    await expect(waitReady(store, 600, signal())).rejects.toThrow(/cache \(redis\) did not answer within 0\.6 s; last attempt: .*ECONNREFUSED/);
  });
});
