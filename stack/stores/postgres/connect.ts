import pg from 'pg';
import { FaultError } from '../../../core/fault.ts';
import type { StoreAddress } from '../../driver.ts';
import { connectLimitMs, statementError, statementLimitMs, StoreRefusal, within, type RefusalKind } from '../refusal.ts';

const short: Limits = { statementMs: statementLimitMs, totalMs: connectLimitMs + 4 * statementLimitMs };

/** How long one statement, and the whole work on a connection, may take, in milliseconds. */
export interface Limits {
  readonly statementMs: number;
  readonly totalMs: number;
}

/** Runs work on a connection of its own, which is closed on every path. Throws a StoreRefusal, a FaultError of the work, or an error with the server's words. */
export async function connected<T>(address: StoreAddress, signal: AbortSignal, work: (client: pg.Client, connectMs: number) => Promise<T>, limits: Limits = short): Promise<T> {
  signal.throwIfAborted();
  const client = new pg.Client({
    host: address.host, port: address.port, user: address.user, password: address.password, database: address.database, application_name: 'assay',
    connectionTimeoutMillis: connectLimitMs, statement_timeout: limits.statementMs, query_timeout: limits.statementMs + 500,
  });
  // A connection that breaks while it is idle emits `error`; without a listener that would end the process.
  client.on('error', () => undefined);
  return within(signal, limits.totalMs, async () => {
    const start = performance.now();
    await client.connect().catch((error: unknown) => {
      throw new StoreRefusal(address, refusalOf(error), error);
    });
    const connectMs = performance.now() - start;
    return work(client, connectMs).catch((error: unknown) => {
      throw error instanceof FaultError ? error : statementError(address, error);
    });
  }, () => client.end());
}

/** Errors of class 28 are about who logs in, 3D000 is a database that is not there; the client itself speaks of SASL when a password is missing. */
function refusalOf(error: unknown): RefusalKind {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const message = error instanceof Error ? error.message : '';
  if (code.startsWith('28') || code === '3D000' || message.startsWith('SASL')) return 'credentials';
  return /^E[A-Z]+$/.test(code) || code === '' ? 'unreachable' : 'answer';
}
