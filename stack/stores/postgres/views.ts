import type pg from 'pg';
import { ofPlatform, quoted, undoSchema, userSchemas } from './catalog.ts';
import { codeOf } from './work.ts';

/** How often a view is tried that somebody reads just then; each time waits for as long as the session waits for a lock. */
const attempts = 4;

/**
 * Refreshes every materialised view that holds rows, in the order in which they were made; returns those that could not be, with the server's words.
 * With `must` a view that stays locked is an error: it would go on showing what is no longer there.
 */
export async function refreshViews(client: pg.ClientBase, must = false): Promise<Readonly<Record<string, string>>> {
  const { rows } = await client.query<{ schema: string; name: string }>(
    `SELECT n.nspname AS schema, c.relname AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE c.relkind = 'm' AND c.relispopulated AND ${userSchemas} AND ${ofPlatform} ORDER BY c.oid`, [undoSchema]);
  const refused: Record<string, string> = {};
  for (const { schema, name } of rows) {
    for (let attempt = 1; attempt <= attempts; attempt++) {
      const error: unknown = await client.query(`REFRESH MATERIALIZED VIEW ${quoted(schema, name)}`).then(() => undefined, (each: unknown) => each);
      if (error === undefined) break;
      if (codeOf(error) === '') throw error;
      // A reader's lock goes away; what the server refuses for another reason it would have refused before the change, too.
      if (codeOf(error) === '55P03' && attempt < attempts) continue;
      if (codeOf(error) === '55P03' && must) throw error;
      refused[`${schema}.${name}`] = `not refreshed: ${error instanceof Error ? error.message : String(error)}`;
      break;
    }
  }
  return refused;
}
