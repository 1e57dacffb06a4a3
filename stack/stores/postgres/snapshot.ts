import type pg from 'pg';
import { fault, FaultError } from '../../../core/fault.ts';
import type { StoreAddress } from '../../driver.ts';
import { copyName, ofPlatform, quoted, readCatalog, undoSchema, userSchemas, written } from './catalog.ts';
import { tableSum, together, type TableSum } from './checksum.ts';
import { restore } from './restore.ts';
import { asReplica, transaction, working } from './work.ts';

/** Most bytes of tables that are copied inside the platform's own database. */
const copyLimitBytes = 4 * 1024 ** 3;

/**
 * Copies every table into a schema of its own in the same database, in one transaction: the platform's connections stay open, and a copy that is
 * there is complete, whoever finds it. A snapshot that an interrupted run left is put back first, for what stands beside it is not the truth.
 */
export async function snapshot(address: StoreAddress, signal: AbortSignal): Promise<{ readonly checksum: string; readonly entries: number }> {
  await undoLeft(address, signal);
  return working(address, 'snapshot-failed', signal, (client) => transaction(client, 'BEGIN ISOLATION LEVEL REPEATABLE READ', async () => {
    // Event triggers of the platform have no business with our schema.
    await asReplica(client);
    await client.query(`CREATE SCHEMA ${undoSchema};
      CREATE TABLE ${undoSchema}.tables (number int PRIMARY KEY, sql text NOT NULL, columns text[] NOT NULL, rows bigint NOT NULL, sum text NOT NULL);
      CREATE TABLE ${undoSchema}.about (checksum text NOT NULL, entries bigint NOT NULL, taken_at timestamptz NOT NULL DEFAULT now());
      CREATE TABLE ${undoSchema}.sequences (sql text PRIMARY KEY, last_value bigint NOT NULL, is_called boolean NOT NULL, up boolean NOT NULL)`);
    await keepSequences(client);
    const sums = await copyTables(address, client);
    const checksum = together(sums);
    const entries = sums.reduce((sum, each) => sum + each.rows, 0);
    await client.query(`INSERT INTO ${undoSchema}.about (checksum, entries) VALUES ($1, $2)`, [checksum, entries]);
    return { checksum, entries };
  }));
}

/** Forgets the snapshot; without one it does nothing. */
export async function forget(address: StoreAddress, signal: AbortSignal): Promise<void> {
  await working(address, 'snapshot-failed', signal, (client) => transaction(client, 'BEGIN', async () => {
    await asReplica(client);
    await client.query(`DROP SCHEMA IF EXISTS ${undoSchema} CASCADE`);
  }));
}

/** Puts back what an interrupted run left changed: true when there was such a snapshot. It is forgotten then. */
export async function undoLeft(address: StoreAddress, signal: AbortSignal): Promise<boolean> {
  const left = await working(address, 'restore-failed', signal, async (client) =>
    (await client.query<{ left: boolean }>(`SELECT to_regclass('${undoSchema}.about') IS NOT NULL AS left`)).rows[0]?.left === true);
  if (left) {
    await restore(address, signal);
    await forget(address, signal);
  }
  return left;
}

async function copyTables(address: StoreAddress, client: pg.ClientBase): Promise<readonly (TableSum & { readonly sql: string })[]> {
  const tables = (await readCatalog(client)).filter((table) => !table.purpose?.apart);
  const leaves = tables.flatMap((table) => table.leaves.map((leaf) => ({ ...leaf, columns: written(table).map((column) => column.name) })));
  await refuseTooLarge(address, client, leaves.map((leaf) => leaf.oid));
  const sums: (TableSum & { readonly sql: string })[] = [];
  for (const [number, { sql, columns }] of leaves.entries()) {
    await client.query(`CREATE TABLE ${copyName(number)} AS SELECT ${columns.map((column) => quoted(column)).join(', ')} FROM ONLY ${sql}`);
    const sum = await tableSum(client, sql, columns);
    await client.query(`INSERT INTO ${undoSchema}.tables VALUES ($1, $2, $3, $4, $5)`, [number, sql, columns, sum.rows, sum.sum]);
    sums.push({ sql, ...sum });
  }
  return sums;
}

async function refuseTooLarge(address: StoreAddress, client: pg.ClientBase, oids: readonly string[]): Promise<void> {
  const { rows } = await client.query<{ bytes: string }>('SELECT coalesce(sum(pg_table_size(o)), 0)::text AS bytes FROM unnest($1::oid[]) AS o', [oids]);
  const bytes = Number(rows[0]?.bytes ?? 0);
  if (bytes <= copyLimitBytes) return;
  throw new FaultError(fault('snapshot-failed', `${address.name} holds ${Math.round(bytes / 1024 ** 2)} MiB in its tables; at most ${copyLimitBytes / 1024 ** 2} MiB are copied`, {
    fix: 'Load less sample data, or leave the checks that change data out.',
  }));
}

async function keepSequences(client: pg.ClientBase): Promise<void> {
  const { rows } = await client.query<{ schema: string; name: string; up: boolean }>(
    `SELECT n.nspname AS schema, c.relname AS name, s.seqincrement > 0 AS up FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_sequence s ON s.seqrelid = c.oid
     WHERE c.relkind = 'S' AND c.relpersistence <> 't' AND ${userSchemas} AND ${ofPlatform}`, [undoSchema]);
  for (const { schema, name, up } of rows) {
    const sql = quoted(schema, name);
    await client.query(`INSERT INTO ${undoSchema}.sequences SELECT $1, last_value, is_called, $2 FROM ${sql}`, [sql, up]);
  }
}
