import type pg from 'pg';
import { ofPlatform, quoted, undoSchema, userSchemas } from './catalog.ts';

/**
 * For a user that may not write as a replica: within the open transaction, takes foreign keys away and switches triggers off, does the work, and puts both
 * back as they were. Needs the ownership of the tables.
 */
export async function unbound(client: pg.ClientBase, work: () => Promise<void>): Promise<void> {
  const triggers = await client.query<Trigger>(
    `SELECT n.nspname AS schema, c.relname AS table, t.tgname AS name, t.tgenabled AS enabled FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE NOT t.tgisinternal AND t.tgparentid = 0 AND t.tgenabled IN ('O', 'A') AND c.relkind IN ('r', 'p') AND ${userSchemas} AND ${ofPlatform}`, [undoSchema]);
  const keys = await client.query<Key>(
    `SELECT n.nspname AS schema, c.relname AS table, k.conname AS name, pg_get_constraintdef(k.oid) AS definition FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid JOIN pg_namespace n ON n.oid = c.relnamespace
     WHERE k.contype = 'f' AND k.conparentid = 0 AND ${userSchemas} AND ${ofPlatform}`, [undoSchema]);
  for (const each of triggers.rows) await client.query(`ALTER TABLE ${quoted(each.schema, each.table)} DISABLE TRIGGER ${quoted(each.name)}`);
  for (const each of keys.rows) await client.query(`ALTER TABLE ${quoted(each.schema, each.table)} DROP CONSTRAINT ${quoted(each.name)}`);
  await work();
  for (const each of keys.rows) await client.query(`ALTER TABLE ${quoted(each.schema, each.table)} ADD CONSTRAINT ${quoted(each.name)} ${each.definition}`);
  for (const each of triggers.rows) await client.query(`ALTER TABLE ${quoted(each.schema, each.table)} ENABLE ${each.enabled === 'A' ? 'ALWAYS ' : ''}TRIGGER ${quoted(each.name)}`);
}

interface Trigger {
  readonly schema: string;
  readonly table: string;
  readonly name: string;
  readonly enabled: 'O' | 'A';
}
interface Key {
  readonly schema: string;
  readonly table: string;
  readonly name: string;
  readonly definition: string;
}
