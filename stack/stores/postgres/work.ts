import { setTimeout as delay } from 'node:timers/promises';
import type pg from 'pg';
import type { FaultCode } from '../../../core/fault.ts';
import type { StoreAddress } from '../../driver.ts';
import { asFaultOf } from '../refusal.ts';
import { connected } from './connect.ts';

/** Longest waits of work on the whole database, in milliseconds. */
const limits = { statementMs: 120_000, totalMs: 400_000 };
/** How long one attempt waits for a lock that the platform holds, and how often it is tried. */
const lockMs = 3_000;
const attempts = 4;
const pauseMs = 400;

/** What rows look like as text depends on the session; these settings make it exact and the same every time. A policy that hides rows must fail, not hide them from us. */
const settings = `SET datestyle = 'ISO, YMD'; SET intervalstyle = 'postgres'; SET timezone = 'UTC'; SET extra_float_digits = 1; SET bytea_output = 'hex';
  SET lock_timeout = ${lockMs}; SET row_security = off; SET synchronize_seqscans = off; SET client_encoding = 'UTF8'`;

/** Runs work on the whole database over one connection; what goes wrong becomes a fault of the given code with the server's words. */
export function working<T>(address: StoreAddress, code: FaultCode, signal: AbortSignal, work: (client: pg.ClientBase) => Promise<T>): Promise<T> {
  return asFaultOf(code, signal, () => connected(address, signal, async (client) => {
    await client.query(settings);
    return work(client);
  }, limits));
}

/** One transaction, tried again when a lock of the platform stood in the way. */
export async function transaction<T>(client: pg.ClientBase, begin: 'BEGIN' | 'BEGIN ISOLATION LEVEL REPEATABLE READ', work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    await client.query(begin);
    try {
      const value = await work();
      await client.query('COMMIT');
      return value;
    } catch (error) {
      await client.query('ROLLBACK');
      if (attempt >= attempts || !again.has(codeOf(error))) throw error;
    }
    await delay(attempt * pauseMs);
  }
}

/** Runs a part of a transaction that may be refused: the refusal undoes that part alone and comes back as the server's words. */
export async function attempted<T>(client: pg.ClientBase, work: () => Promise<T>): Promise<{ readonly value: T } | { readonly refused: string }> {
  await client.query('SAVEPOINT part');
  try {
    const value = await work();
    await client.query('RELEASE SAVEPOINT part');
    return { value };
  } catch (error) {
    if (codeOf(error) === '') throw error;
    await client.query('ROLLBACK TO SAVEPOINT part; RELEASE SAVEPOINT part');
    return { refused: error instanceof Error ? error.message : String(error) };
  }
}

/**
 * Lets this transaction write rows without triggers and without asking whether references hold: what is put back did hold.
 * False where the user lacks that right.
 */
export async function asReplica(client: pg.ClientBase): Promise<boolean> {
  const done = await attempted(client, () => client.query('SET LOCAL session_replication_role = replica'));
  return 'value' in done;
}

/** SQLSTATE of a server's refusal; empty for anything else. */
export function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' && /^[0-9A-Z]{5}$/.test(error.code) ? error.code : '';
}

/** lock_not_available, deadlock_detected, serialization_failure */
const again: ReadonlySet<string> = new Set(['55P03', '40P01', '40001']);
