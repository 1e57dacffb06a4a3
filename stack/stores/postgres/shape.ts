import type pg from 'pg';
import type { Holding } from '../../../core/ports.ts';
import { readCatalog, undoSchema, userSchemas } from './catalog.ts';
import { labelsOf } from './roles.ts';

/** Names of schemas, tables, views, columns, types, indexes, constraints, functions and sequences, enum labels, and the values that a check allows. */
export async function words(client: pg.ClientBase): Promise<readonly string[]> {
  const { rows } = await client.query<{ word: string }>(
    `WITH spaces AS (SELECT n.oid, n.nspname FROM pg_namespace n WHERE ${userSchemas})
     SELECT nspname AS word FROM spaces
     UNION SELECT c.relname FROM pg_class c JOIN spaces s ON s.oid = c.relnamespace
     UNION SELECT a.attname FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN spaces s ON s.oid = c.relnamespace WHERE a.attnum > 0 AND NOT a.attisdropped
     UNION SELECT t.typname FROM pg_type t JOIN spaces s ON s.oid = t.typnamespace WHERE t.typname NOT LIKE '\\_%'
     UNION SELECT format_type(a.atttypid, NULL) FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN spaces s ON s.oid = c.relnamespace WHERE a.attnum > 0 AND NOT a.attisdropped
     UNION SELECT e.enumlabel FROM pg_enum e JOIN pg_type t ON t.oid = e.enumtypid JOIN spaces s ON s.oid = t.typnamespace
     UNION SELECT k.conname FROM pg_constraint k JOIN spaces s ON s.oid = k.connamespace
     UNION SELECT p.proname FROM pg_proc p JOIN spaces s ON s.oid = p.pronamespace`, [undoSchema]);
  const labels = (await readCatalog(client)).flatMap((table) => table.columns.flatMap((column) => labelsOf(table, column)));
  return [...new Set([...rows.map((row) => row.word), ...labels])].sort();
}

/** Tables with their number of rows; views and what an extension brought are none. */
export async function holdings(client: pg.ClientBase): Promise<readonly Holding[]> {
  const found: Holding[] = [];
  for (const table of await readCatalog(client)) {
    const { rows } = await client.query<{ count: string }>(`SELECT count(*)::text AS count FROM ${table.sql}`);
    found.push({ name: table.label, count: Number(rows[0]?.count ?? 0) });
  }
  return found;
}
