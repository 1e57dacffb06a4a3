import { Redis } from 'ioredis';
import type { RoundTrip, Store, StoreAnswer } from '../../../core/ports.ts';
import type { Json } from '../../../core/types.ts';
import type { StoreAddress } from '../../driver.ts';
import { connectLimitMs, notOurs, statementError, statementLimitMs, StoreRefusal, within } from '../refusal.ts';

/** A marker that is not removed (the process was killed) ends by itself. */
const markerSeconds = 60;

/** The one home of ioredis. Every call opens its own connection and closes it. */
export function openRedis(address: StoreAddress, ours: boolean): Store {
  return {
    name: address.name,
    kind: 'redis',
    ask: (signal) => connected(address, signal, ask),
    roundTrip: async (marker, signal) => {
      if (!ours) throw notOurs(address);
      return roundTrip(address, marker, signal);
    },
    query: (statement, parameters, signal) => connected(address, signal, async (client) => {
      const [command = '', ...words] = statement.trim().split(/\s+/);
      return [{ value: toJson(await client.call(command, ...words, ...parameters.map(argument))) }];
    }),
  };
}

async function ask(client: Redis, connectMs: number): Promise<StoreAnswer> {
  const start = performance.now();
  const pong = await client.call('PING');
  const answerMs = performance.now() - start;
  if (pong !== 'PONG') throw new Error(`PING was answered with ${String(pong).slice(0, 80)}`);
  const info = await client.info('server').then(async (server) => `${server}\n${await client.info('clients')}`);
  const field = (name: string) => new RegExp(`^${name}:(.*)$`, 'm').exec(info)?.[1]?.trim();
  const limit = Number(field('maxclients'));
  const used = Number(field('connected_clients'));
  return { version: field('redis_version') ?? '', connectMs, answerMs, ...(limit > 0 && used > 0 && { connections: { limit, used } }) };
}

/** Reads over a second connection: what a pipeline or a client-side cache holds would not be seen there. */
async function roundTrip(address: StoreAddress, marker: string, signal: AbortSignal): Promise<RoundTrip> {
  const start = performance.now();
  const key = `assay:marker:${marker}`;
  await connected(address, signal, (client) => client.call('SET', key, marker, 'EX', String(markerSeconds), 'NX'));
  return connected(address, signal, async (client) => {
    const read = await client.call('GET', key);
    await client.call('DEL', key);
    const left = await client.call('EXISTS', key);
    return { written: marker, read: typeof read === 'string' ? read : null, removed: left === 0, ms: performance.now() - start };
  });
}

async function connected<T>(address: StoreAddress, signal: AbortSignal, work: (client: Redis, connectMs: number) => Promise<T>): Promise<T> {
  signal.throwIfAborted();
  const client = new Redis({
    host: address.host, port: address.port, lazyConnect: true, retryStrategy: () => null, maxRetriesPerRequest: 0, protocol: 2,
    connectTimeout: connectLimitMs, commandTimeout: statementLimitMs, enableReadyCheck: false, disableClientInfo: true,
  });
  // ioredis tells a failed connection twice; the listener keeps the copy on the emitter from ending the process.
  let last: unknown;
  client.on('error', (error: unknown) => {
    last = error;
  });
  return within(signal, connectLimitMs + 4 * statementLimitMs, async () => {
    const start = performance.now();
    await client.connect().catch((error: unknown) => {
      throw new StoreRefusal(address, 'unreachable', last ?? error);
    });
    await logIn(client, address);
    const connectMs = performance.now() - start;
    return work(client, connectMs).catch((error: unknown) => {
      throw aboutCredentials(error) ? new StoreRefusal(address, 'credentials', error) : statementError(address, error);
    });
  }, async () => client.disconnect());
}

/** Logs in by our own command: the client's own way prints warnings and hides the server's words. */
async function logIn(client: Redis, address: StoreAddress): Promise<void> {
  try {
    if (address.password) await client.call('AUTH', ...(address.user ? [address.user] : []), address.password);
    if (address.database && address.database !== '0') await client.call('SELECT', address.database);
  } catch (error) {
    throw new StoreRefusal(address, aboutCredentials(error) ? 'credentials' : 'answer', error);
  }
}

/** A server that wants a password says so at the first command, not when connecting; one that has too many clients answers AUTH with that. */
function aboutCredentials(error: unknown): boolean {
  return error instanceof Error && /^(NOAUTH|WRONGPASS|NOPERM|ERR (AUTH|DB index|invalid DB))/.test(error.message);
}

function argument(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function toJson(value: unknown): Json {
  if (value === undefined || value === null) return null;
  if (Buffer.isBuffer(value)) return value.toString('utf8');
  if (Array.isArray(value)) return value.map(toJson);
  return typeof value === 'number' || typeof value === 'boolean' ? value : String(value);
}
