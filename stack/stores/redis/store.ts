import type { Redis } from 'ioredis';
import type { RoundTrip, Store, StoreAnswer } from '../../../core/ports.ts';
import type { Json } from '../../../core/types.ts';
import type { StoreAddress } from '../../driver.ts';
import { notOurs } from '../refusal.ts';
import { connected } from './connect.ts';
import { redisWorld } from './world.ts';

/** A marker that is not removed (the process was killed) ends by itself. */
const markerSeconds = 60;

/** The one home of ioredis. Every call opens its own connection and closes it. */
export function openRedis(address: StoreAddress, ours: boolean, undoFolder: string): Store {
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
    ...(ours && { world: redisWorld(address, undoFolder) }),
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

function argument(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function toJson(value: unknown): Json {
  if (value === undefined || value === null) return null;
  if (Buffer.isBuffer(value)) return value.toString('utf8');
  if (Array.isArray(value)) return value.map(toJson);
  return typeof value === 'number' || typeof value === 'boolean' ? value : String(value);
}
