import type pg from 'pg';
import { fault, FaultError } from '../../../core/fault.ts';
import type { StoreAddress } from '../../driver.ts';
import { copyName, quoted, undoSchema } from './catalog.ts';
import { tableSum, together } from './checksum.ts';
import { unbound } from './unbound.ts';
import { refreshViews } from './views.ts';
import { asReplica, codeOf, transaction, working } from './work.ts';

interface Kept {
  readonly number: number;
  readonly sql: string;
  readonly columns: readonly string[];
  readonly rows: string;
  readonly sum: string;
}

/**
 * Puts the rows of every table that is not as the snapshot says back, in one transaction, and compares before it is committed. Readers go on reading;
 * writers wait. Numbers that sequences gave out meanwhile stay given out: a platform may hold some of them in its memory.
 */
export async function restore(address: StoreAddress, signal: AbortSignal): Promise<{ readonly checksum: string }> {
  return working(address, 'restore-failed', signal, async (client) => {
    const checksum = await transaction(client, 'BEGIN', () => putBack(address, client)).catch(async (error: unknown) => {
      throw codeOf(error) === '55P03' ? new FaultError(fault('restore-failed', `${address.name}: ${await whoHolds(client, error)}`, { cause: error })) : error;
    });
    await refreshViews(client, true);
    return { checksum };
  });
}

async function putBack(address: StoreAddress, client: pg.ClientBase): Promise<string> {
  const about = await client.query<{ there: boolean }>(`SELECT to_regclass('${undoSchema}.about') IS NOT NULL AS there`);
  if (!about.rows[0]?.there) throw new FaultError(fault('restore-failed', `${address.name} holds no snapshot`));
  const wanted = (await client.query<{ checksum: string }>(`SELECT checksum FROM ${undoSchema}.about`)).rows[0]?.checksum ?? '';
  const kept = (await client.query<Kept>(`SELECT number, sql, columns, rows::text, sum FROM ${undoSchema}.tables ORDER BY number`)).rows;
  const replica = await asReplica(client);
  if (kept.length > 0) await client.query(`LOCK TABLE ${kept.map((each) => `ONLY ${each.sql}`).join(', ')} IN SHARE ROW EXCLUSIVE MODE`);
  const changed: Kept[] = [];
  for (const each of kept) {
    const now = await tableSum(client, each.sql, each.columns);
    if (now.sum !== each.sum || String(now.rows) !== each.rows) changed.push(each);
  }
  if (replica) await copyBack(client, changed);
  else if (changed.length > 0) await unbound(client, () => copyBack(client, changed));
  await forwardSequences(client);
  return compare(address, client, kept, changed, wanted);
}

/** All rows go before any comes back: a row may have moved from one partition to another meanwhile. */
async function copyBack(client: pg.ClientBase, changed: readonly Kept[]): Promise<void> {
  for (const { sql } of changed) await client.query(`DELETE FROM ONLY ${sql}`);
  for (const { sql, number, columns } of changed) {
    if (columns.length === 0) continue;
    const names = columns.map((column) => quoted(column)).join(', ');
    await client.query(`INSERT INTO ${sql} (${names}) OVERRIDING SYSTEM VALUE SELECT ${names} FROM ${copyName(number)}`);
  }
}

async function compare(address: StoreAddress, client: pg.ClientBase, kept: readonly Kept[], changed: readonly Kept[], wanted: string): Promise<string> {
  const sums = [];
  const wrong: string[] = [];
  for (const each of kept) {
    const now = changed.includes(each) ? await tableSum(client, each.sql, each.columns) : { rows: Number(each.rows), sum: each.sum };
    if (now.sum !== each.sum || String(now.rows) !== each.rows) wrong.push(`${each.sql} (${now.rows} rows, ${each.rows} expected)`);
    sums.push({ sql: each.sql, ...now });
  }
  const checksum = together(sums);
  if (checksum === wanted) return checksum;
  throw new FaultError(fault('restore-failed', `${address.name} is not as it was: ${wrong.slice(0, 5).join(', ') || `checksum ${checksum}, ${wanted} expected`}`));
}

/** A sequence may have been set back by TRUNCATE … RESTART IDENTITY; it never goes back by us. */
async function forwardSequences(client: pg.ClientBase): Promise<void> {
  const { rows } = await client.query<{ sql: string; last_value: string; is_called: boolean; up: boolean }>(
    `SELECT sql, last_value::text, is_called, up FROM ${undoSchema}.sequences WHERE to_regclass(sql) IS NOT NULL`);
  for (const { sql, last_value, is_called, up } of rows) {
    await client.query(`SELECT setval($1::regclass, $2::bigint, $3) FROM ${sql} WHERE last_value ${up ? '<' : '>'} $2::bigint OR (last_value = $2::bigint AND $3 AND NOT is_called)`, [sql, last_value, is_called]);
  }
}

async function whoHolds(client: pg.ClientBase, error: unknown): Promise<string> {
  const { rows } = await client.query<{ pid: number; seconds: number; query: string }>(
    `SELECT pid, extract(epoch FROM now() - xact_start)::int AS seconds, left(regexp_replace(query, '\\s+', ' ', 'g'), 120) AS query
     FROM pg_stat_activity WHERE xact_start IS NOT NULL AND pid <> pg_backend_pid() AND datname = current_database() ORDER BY xact_start LIMIT 3`);
  const words = error instanceof Error ? error.message : String(error);
  return [words, ...rows.map((row) => `connection ${row.pid} has a transaction open for ${row.seconds} s, last statement: ${row.query}`)].join('; ');
}
