import pg from 'pg';
import { afterAll, beforeAll, beforeEach } from 'vitest';
import type { StoreAddress } from '../stack/driver.ts';
import { startPostgres, type TestStore } from './stores.ts';

/** A new database on a running server, with one connection that stays open as a platform's does. */
export interface Database {
  readonly address: StoreAddress;
  readonly client: pg.Client;
  readonly close: () => Promise<void>;
}

let number = 0;

/** One server for the tests of a file, and for each of them a new database, handed to `use`. */
export function databaseForEach(use: (database: Database) => void): void {
  let running: TestStore;
  beforeAll(async () => {
    running = await startPostgres();
  });
  afterAll(() => running.stop());
  beforeEach(async () => {
    const database = await newDatabase(running.address);
    use(database);
    return database.close;
  });
}

export async function newDatabase(server: StoreAddress): Promise<Database> {
  const address = { ...server, database: `platform_${process.pid}_${++number}` };
  const admin = await connect(server);
  await admin.query(`CREATE DATABASE ${address.database}`);
  await admin.end();
  const client = await connect(address);
  return { address, client, close: () => client.end() };
}

export async function connect(at: StoreAddress): Promise<pg.Client> {
  const client = new pg.Client({ host: at.host, port: at.port, user: at.user, password: at.password, database: at.database });
  client.on('error', () => undefined);
  await client.connect();
  return client;
}

/** Every row of every table and materialised view outside our own schema, as text in order. */
export async function everything(client: pg.Client): Promise<Readonly<Record<string, readonly string[]>>> {
  const { rows } = await client.query<{ name: string }>(
    `SELECT c.oid::regclass::text AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE relkind IN ('r', 'p', 'm') AND n.nspname !~ '^(pg_|information_schema$|assay_)'`);
  const all: Record<string, readonly string[]> = {};
  for (const { name } of rows) all[name] = (await client.query<{ row: string }>(`SELECT t::text AS row FROM ${name} t ORDER BY 1`)).rows.map((each) => each.row);
  return all;
}
