import pg from 'pg';
import { asError, StoreUnavailable } from './errors.ts';
import { CONNECT_MS, MIGRATION_MS, POOL_SIZE, PROBE_MS, QUERY_MS, STATEMENT_MS, within } from './limits.ts';
import type { Logger } from './logger.ts';

/** An error that PostgreSQL reported, with its SQLSTATE. */
export const { DatabaseError } = pg;

export type Values = readonly unknown[];

export interface Queryable {
  query<Row extends pg.QueryResultRow>(sql: string, values?: Values): Promise<readonly Row[]>;
}

/** SQLSTATE classes that are our own mistake or a broken rule of the data; everything else means the store is out. */
const OWN_FAULT = /^(22|23|42)/;

export function isStoreFault(error: unknown): boolean {
  return !(error instanceof pg.DatabaseError && error.code !== undefined && OWN_FAULT.test(error.code));
}

function queryableOn(connection: pg.Pool | pg.PoolClient): Queryable {
  return {
    async query<Row extends pg.QueryResultRow>(sql: string, values: Values = []): Promise<readonly Row[]> {
      try {
        return (await connection.query<Row>(sql, [...values])).rows;
      } catch (error) {
        throw isStoreFault(error) ? new StoreUnavailable('postgres', error) : error;
      }
    },
  };
}

/** Gives the error of a connection that cannot be used again. */
async function rollBack(tx: Queryable): Promise<Error | undefined> {
  try {
    await tx.query('ROLLBACK');
    return undefined;
  } catch (error) {
    return asError(error);
  }
}

// Money is numeric(12,2), sequences count from one: both are exact as a JavaScript number.
const AS_NUMBER: ReadonlySet<number> = new Set([pg.types.builtins.NUMERIC, pg.types.builtins.INT8]);

const types = {
  getTypeParser(oid: number, format?: 'text' | 'binary') {
    return AS_NUMBER.has(oid) ? Number : pg.types.getTypeParser(oid, format);
  },
} as pg.CustomTypesConfig;

interface QueryLimits {
  readonly queryMs: number;
  readonly statementMs: number;
}

const SERVING: QueryLimits = { queryMs: QUERY_MS, statementMs: STATEMENT_MS };
export const MIGRATING: QueryLimits = { queryMs: MIGRATION_MS, statementMs: MIGRATION_MS };

export class Database implements Queryable {
  readonly #pool: pg.Pool;

  constructor(connectionString: string, logger: Logger, limits: QueryLimits = SERVING) {
    this.#pool = new pg.Pool({
      connectionString,
      ssl: connectionString.includes('sslmode=') ? { rejectUnauthorized: false } : false,
      types,
      max: POOL_SIZE,
      keepAlive: true,
      connectionTimeoutMillis: CONNECT_MS,
      query_timeout: limits.queryMs,
      statement_timeout: limits.statementMs,
      idle_in_transaction_session_timeout: 10_000,
    });
    // A server that goes away ends its connections: idle ones tell the pool, busy ones tell themselves.
    // Without these two listeners Node would end the process.
    this.#pool.on('error', (error) => logger.warn({ err: error }, 'postgres: idle connection lost'));
    this.#pool.on('connect', (client) =>
      client.on('error', (error) => logger.warn({ err: error }, 'postgres: connection lost')),
    );
  }

  query<Row extends pg.QueryResultRow>(sql: string, values: Values = []): Promise<readonly Row[]> {
    return queryableOn(this.#pool).query<Row>(sql, values);
  }

  /** All or nothing. A connection that failed in the middle is thrown away, not given back to the pool. */
  async transaction<Result>(work: (tx: Queryable) => Promise<Result>): Promise<Result> {
    const client = await this.#connect();
    const tx = queryableOn(client);
    let broken: Error | undefined;
    try {
      await tx.query('BEGIN');
      const result = await work(tx);
      await tx.query('COMMIT');
      return result;
    } catch (error) {
      broken = error instanceof StoreUnavailable ? error : await rollBack(tx);
      throw error;
    } finally {
      client.release(broken);
    }
  }

  async ping(): Promise<void> {
    await within(PROBE_MS, this.query('SELECT 1'));
  }

  async close(): Promise<void> {
    await this.#pool.end();
  }

  async #connect(): Promise<pg.PoolClient> {
    try {
      return await this.#pool.connect();
    } catch (error) {
      throw new StoreUnavailable('postgres', error);
    }
  }
}

/** For statements that always give exactly one row, such as a count. */
export function onlyRow<Row>(rows: readonly Row[]): Row {
  const [row] = rows;
  if (row === undefined || rows.length !== 1) {
    throw new Error(`expected one row, got ${rows.length}`);
  }
  return row;
}
