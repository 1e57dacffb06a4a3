import { readdir, readFile } from 'node:fs/promises';
import type { Logger } from '@quotedesk/shared/logger.ts';
import type { Database, Queryable } from '@quotedesk/shared/postgres.ts';

const directory = new URL('../../migrations/', import.meta.url);
// Any number that no other program uses on this database: two migrations at a time would trip over each other.
const LOCK = 7_310_442;

/** Runs each SQL file once, in the order of their names, all of them in one transaction. */
export async function applyMigrations(database: Database, logger: Logger): Promise<void> {
  const files = (await readdir(directory)).filter((name) => name.endsWith('.sql')).sort();
  await database.transaction(async (tx) => {
    await tx.query('SELECT pg_advisory_xact_lock($1)', [LOCK]);
    await tx.query(
      'CREATE TABLE IF NOT EXISTS schema_migrations (name text PRIMARY KEY, applied_at timestamptz NOT NULL DEFAULT now())',
    );
    const done = new Set(
      (await tx.query<{ name: string }>('SELECT name FROM schema_migrations')).map((row) => row.name),
    );
    for (const name of files.filter((file) => !done.has(file))) {
      await applyOne(tx, name);
      logger.info({ migration: name }, 'applied');
    }
  });
}

async function applyOne(tx: Queryable, name: string): Promise<void> {
  await tx.query(await readFile(new URL(name, directory), 'utf8'));
  await tx.query('INSERT INTO schema_migrations (name) VALUES ($1)', [name]);
}
