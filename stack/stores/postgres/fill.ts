import type pg from 'pg';
import type { Json } from '../../../core/types.ts';
import type { StoreAddress } from '../../driver.ts';
import { change } from '../change/column.ts';
import type { Turn } from '../change/turn.ts';
import { copyName, quoted, readCatalog, undoSchema, written, type Table } from './catalog.ts';
import { invent } from './invent.ts';
import { planColumn, readSql } from './plan.ts';
import { relationsOf, staysBecause } from './roles.ts';
import { copyRow, type Inserted } from './rows.ts';
import { needSnapshot } from './shake.ts';
import { refreshViews } from './views.ts';
import { attempted, transaction, working } from './work.ts';

/** How many tables deep a row's parents are made. */
const parentDepth = 6;
const sampleRows = 500;

/** Adds one row to a table: like one of the snapshot's where it has any, with a new key and the nonce in its texts; else one that fits the columns. */
export async function fill(address: StoreAddress, holding: string, nonce: string, signal: AbortSignal, read = readCatalog): Promise<{ readonly values: Readonly<Record<string, Json>> } | { readonly refused: string }> {
  return working(address, 'store-refused', signal, async (client) => {
    const done = await transaction(client, 'BEGIN', async (): Promise<Inserted> => {
      await needSnapshot(address, client);
      const tables = await read(client);
      const table = tables.find((each) => each.label === holding);
      if (!table) return { refused: `there is no table ${holding}` };
      if (table.purpose?.apart) return { refused: table.purpose.because };
      await client.query('SET CONSTRAINTS ALL IMMEDIATE');
      return addRow(client, table, tables, nonce, 0);
    });
    if ('refused' in done) return done;
    await refreshViews(client);
    return { values: done.row };
  });
}

async function addRow(client: pg.ClientBase, table: Table, tables: readonly Table[], nonce: string, depth: number): Promise<Inserted> {
  const template = await attempted(client, async () => fromSnapshot(client, table, tables, nonce));
  if (!('refused' in template) && template.value && 'row' in template.value) return template.value;
  const made = await invent(client, table, nonce, async (target) => {
    const parent = tables.find((each) => each.oid === target);
    if (!parent || parent.oid === table.oid || depth >= parentDepth) return { refused: `no row of ${parent?.label ?? 'another table'} to refer to` };
    return addRow(client, parent, tables, nonce, depth + 1);
  });
  if ('row' in made || 'refused' in template || !template.value || 'row' in template.value) return made;
  return template.value;
}

/** A copy of a row that the snapshot holds of this table, with the fewest nulls; undefined where it holds none. */
async function fromSnapshot(client: pg.ClientBase, table: Table, tables: readonly Table[], nonce: string): Promise<Inserted | undefined> {
  const found = await fullestKept(client, table);
  if (!found) return undefined;
  const from = `${found.copy} AS t`;
  const parents = await bringParents(client, table, tables, found.copy, 't.ctid = $1::tid', [found.id], 0);
  if (parents) return parents;
  const relations = relationsOf(tables);
  const turn: Turn = { row: 7, column: 0, nonce, now: Date.now(), parts: new Set(['text']) };
  const texts = new Map<string, string>();
  for (const column of written(table)) {
    if (column.element || staysBecause(table, column, tables, relations) !== undefined) continue;
    const { rows } = await client.query<{ id: string; value: string }>(`SELECT t.ctid::text AS id, ${readSql(column)} AS value FROM ${from} WHERE t.${quoted(column.name)} IS NOT NULL ORDER BY t.ctid = $2::tid DESC LIMIT $1`, [sampleRows, found.id]);
    const own = rows.find((row) => row.id === found.id)?.value ?? undefined;
    const planned = own === undefined ? undefined : planColumn(table, column, rows.flatMap((row) => (row.value === null ? [] : [row.value])));
    const made = planned && 'way' in planned && own !== undefined ? change(planned.way, own, turn) : undefined;
    if (made !== undefined) texts.set(column.name, made);
  }
  const done = await copyRow(client, table, { from, id: found.id }, turn, texts, true);
  return done === 'gone' ? undefined : done;
}

async function fullestKept(client: pg.ClientBase, table: Table): Promise<{ readonly copy: string; readonly id: string } | undefined> {
  const kept = await client.query<{ number: number }>(`SELECT number FROM ${undoSchema}.tables WHERE sql = ANY ($1) AND rows > 0 ORDER BY number DESC`, [table.leaves.map((leaf) => leaf.sql)]);
  for (const { number } of kept.rows) {
    const { rows } = await client.query<{ id: string }>(`SELECT ctid::text AS id FROM (SELECT ctid, * FROM ${copyName(number)} ORDER BY ctid DESC LIMIT ${sampleRows}) AS t ORDER BY ${written(table).length === 0 ? '' : `num_nonnulls(${written(table).map((column) => `t.${quoted(column.name)}`).join(', ')}) DESC, `}ctid DESC LIMIT 1`);
    if (rows[0]) return { copy: copyName(number), id: rows[0].id };
  }
  return undefined;
}

/** Puts the rows that a kept row refers to back from the snapshot where they are not there: with their own keys, their own parents first. */
async function bringParents(client: pg.ClientBase, table: Table, tables: readonly Table[], copy: string, where: string, values: readonly string[], depth: number): Promise<{ readonly refused: string } | undefined> {
  for (const reference of table.references) {
    const parent = tables.find((each) => each.oid === reference.target);
    const columns = reference.columns.map((column) => `t.${quoted(column)}::text`);
    const { rows } = await client.query<{ key: readonly (string | null)[] }>(`SELECT ARRAY[${columns.join(', ')}]::text[] AS key FROM ${copy} AS t WHERE ${where}`, [...values]);
    const key = rows[0]?.key;
    if (!parent || !key || key.some((value) => value === null)) continue;
    const match = reference.targetColumns.map((column, index) => `t.${quoted(column)}::text = $${index + 1}`).join(' AND ');
    const wanted = key.map(String);
    if (((await client.query(`SELECT FROM ${parent.sql} AS t WHERE ${match} LIMIT 1`, wanted)).rowCount ?? 0) > 0) continue;
    if (depth >= parentDepth) return { refused: `${table.label} refers to ${parent.label} over more than ${parentDepth} tables` };
    const kept = await client.query<{ number: number }>(`SELECT number FROM ${undoSchema}.tables WHERE sql = ANY ($1)`, [parent.leaves.map((leaf) => leaf.sql)]);
    for (const { number } of kept.rows) {
      const refused = await bringParents(client, parent, tables, copyName(number), match, wanted, depth + 1);
      if (refused) return refused;
      const names = written(parent).map((column) => quoted(column.name)).join(', ');
      await client.query(`INSERT INTO ${parent.sql} (${names}) OVERRIDING SYSTEM VALUE SELECT ${names} FROM ${copyName(number)} AS t WHERE ${match}`, wanted);
    }
  }
  return undefined;
}
