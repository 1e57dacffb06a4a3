import pg from 'pg';
import { setTimeout as sleep } from 'node:timers/promises';
import { fault, FaultError } from '../../core/fault.ts';
import type { History } from '../store.ts';
import { historyOn } from './history.ts';
import { migrate } from './migrate.ts';
import type { Sql } from './sql.ts';

const mostConnections = 4;
const connectMs = 3_000;
const queryMs = 8_000;
/** How long the start waits for a database that is starting itself. */
const startMs = 30_000;
const retryMs = 500;
/** Waiting helps only where nobody answered, or the server said that it is not ready yet. */
const passing = new Set(['ECONNREFUSED', 'ECONNRESET', 'ETIMEDOUT', 'ENOTFOUND', 'EAI_AGAIN', '57P03', '53300']);

/**
 * The history in PostgreSQL, by URL; the password may come from PGPASSWORD instead. Losing the database later does not end the process:
 * queries reject until it is back. Throws a FaultError `history-unwritable` when it cannot be reached or refuses within 30 s.
 */
export async function openPostgres(url: string, tell: (sentence: string) => void, signal: AbortSignal): Promise<History> {
  const where = placeOf(url);
  const pool = new pg.Pool({
    connectionString: url, max: mostConnections, connectionTimeoutMillis: connectMs, query_timeout: queryMs, statement_timeout: queryMs,
    idle_in_transaction_session_timeout: queryMs, application_name: 'assay serve',
  });
  // A connection that breaks while it is idle is told here and nowhere else; without a listener it would end the process.
  pool.on('error', (error) => tell(`${where} closed a connection: ${error.message}`));
  const sql: Sql = {
    query: async <T>(text: string, values: readonly unknown[] = []) => (await pool.query(text, [...values])).rows as T[],
    transaction: (work) => inTransaction(pool, work),
    close: () => pool.end(),
  };
  try {
    await untilReady(() => migrate(sql, true), signal);
    return historyOn(sql, where);
  } catch (error) {
    await pool.end();
    signal.throwIfAborted();
    throw new FaultError(fault('history-unwritable', `${where} cannot keep the history`, { cause: error, fix: 'Check --database: host, port, user, password (or PGPASSWORD) and that the user may create tables.' }));
  }
}

/** Address, user and database of a URL, without password and options. */
function placeOf(url: string): string {
  if (!/^postgres(ql)?:\/\//.test(url) || !URL.canParse(url)) throw new FaultError(fault('usage', '--database is no address of a PostgreSQL: it looks like postgres://user@host:5432/name'));
  const { username, host, pathname } = new URL(url);
  return `PostgreSQL at ${username === '' ? '' : `${username}@`}${host}${pathname}`;
}

async function untilReady(work: () => Promise<void>, signal: AbortSignal): Promise<void> {
  const until = performance.now() + startMs;
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (!isPassing(error) || performance.now() > until) throw error;
      await sleep(retryMs, undefined, { signal });
    }
  }
}

function isPassing(error: unknown): boolean {
  const code = (error as { readonly code?: string }).code ?? '';
  return passing.has(code) || (error instanceof Error && /timeout|terminated/i.test(error.message));
}

async function inTransaction<T>(pool: pg.Pool, work: (query: Sql['query']) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  let broken: Error | undefined;
  const onError = (error: Error): void => { broken = error; };
  client.on('error', onError);
  try {
    await client.query('begin');
    const result = await work(async <Row>(text: string, values: readonly unknown[] = []) => (await client.query(text, [...values])).rows as Row[]);
    await client.query('commit');
    return result;
  } catch (error) {
    await client.query('rollback').catch((failed: Error) => { broken = failed; });
    throw error;
  } finally {
    client.off('error', onError);
    client.release(broken);
  }
}
