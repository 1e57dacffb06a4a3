import type pg from 'pg';
import { ofPlatform, quoted, undoSchema, userSchemas } from './catalog.ts';
import { codeOf } from './work.ts';

/** Refreshes every materialised view that holds rows, in the order in which they were made; returns those that could not be, with the server's words. */
export async function refreshViews(client: pg.ClientBase): Promise<Readonly<Record<string, string>>> {
  const { rows } = await client.query<{ schema: string; name: string }>(
    `SELECT n.nspname AS schema, c.relname AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE c.relkind = 'm' AND c.relispopulated AND ${userSchemas} AND ${ofPlatform} ORDER BY c.oid`, [undoSchema]);
  const refused: Record<string, string> = {};
  for (const { schema, name } of rows) {
    await client.query(`REFRESH MATERIALIZED VIEW ${quoted(schema, name)}`).catch((error: unknown) => {
      if (codeOf(error) === '') throw error;
      refused[`${schema}.${name}`] = `not refreshed: ${error instanceof Error ? error.message : String(error)}`;
    });
  }
  return refused;
}
