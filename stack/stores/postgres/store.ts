import type pg from 'pg';
import type { RoundTrip, Store, StoreAnswer } from '../../../core/ports.ts';
import type { Json } from '../../../core/types.ts';
import type { StoreAddress } from '../../driver.ts';
import { notOurs } from '../refusal.ts';
import { connected } from './connect.ts';
import { postgresWorld } from './world.ts';

/** The one home of node-postgres. Every call opens its own connection and closes it. */
export function openPostgres(address: StoreAddress, ours: boolean): Store {
  return {
    name: address.name,
    kind: 'postgres',
    ask: (signal) => connected(address, signal, ask),
    roundTrip: async (marker, signal) => {
      if (!ours) throw notOurs(address);
      return roundTrip(address, marker, signal);
    },
    query: (statement, parameters, signal) => connected(address, signal, async (client) => (await client.query(statement, [...parameters])).rows.map(jsonRow)),
    ...(ours && { world: postgresWorld(address) }),
  };
}

async function ask(client: pg.Client, connectMs: number): Promise<StoreAnswer> {
  const start = performance.now();
  await client.query('SELECT 1');
  const answerMs = performance.now() - start;
  const { rows } = await client.query<{ version: string; limit: number; used: number }>(
    `SELECT current_setting('server_version') AS version, current_setting('max_connections')::int AS limit,
            (SELECT count(*)::int FROM pg_stat_activity WHERE backend_type = 'client backend') AS used`,
  );
  const [row] = rows;
  if (!row) throw new Error('SELECT without a row');
  return { version: row.version, connectMs, answerMs, connections: { limit: row.limit, used: row.used } };
}

/**
 * The marker is a large object: it is written through the same log as rows, and needs no right to create tables, which a careful
 * platform does not give to its own user. It is read over a second connection, so that it must have been committed.
 */
async function roundTrip(address: StoreAddress, marker: string, signal: AbortSignal): Promise<RoundTrip> {
  const start = performance.now();
  const oid = await connected(address, signal, async (client) =>
    (await client.query<{ oid: number }>('SELECT lo_from_bytea(0, $1) AS oid', [Buffer.from(marker)])).rows[0]?.oid ?? 0);
  return connected(address, signal, async (client) => {
    const { rows } = await client.query<{ value: Buffer }>('SELECT lo_get($1::oid) AS value', [oid]);
    await client.query('SELECT lo_unlink($1::oid)', [oid]);
    const left = await client.query('SELECT 1 FROM pg_largeobject_metadata WHERE oid = $1::oid', [oid]);
    return { written: marker, read: rows[0]?.value.toString() ?? null, removed: left.rowCount === 0, ms: performance.now() - start };
  });
}

function jsonRow(row: Readonly<Record<string, unknown>>): Readonly<Record<string, Json>> {
  return Object.fromEntries(Object.entries(row).map(([name, value]) => [name, toJson(value)]));
}

function toJson(value: unknown): Json {
  if (value === undefined || value === null) return null;
  if (value instanceof Date) return value.toISOString();
  if (Buffer.isBuffer(value)) return value.toString('base64');
  if (typeof value === 'bigint') return value.toString();
  if (Array.isArray(value)) return value.map(toJson);
  if (typeof value === 'object') return jsonRow(value as Readonly<Record<string, unknown>>);
  return value as Json;
}
