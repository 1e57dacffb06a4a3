import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import type { Json } from '../../../core/types.ts';
import { change, type Way } from '../change/column.ts';
import { sameForm } from '../change/text.ts';
import { mark, type Turn } from '../change/turn.ts';
import { quoted, written, type Column, type Table } from './catalog.ts';
import type { Picked } from './pick.ts';
import { readSql } from './plan.ts';
import type { Referring, Relations } from './roles.ts';
import { attempted, codeOf } from './work.ts';

/** A row as it stands after it was inserted, by column. */
export type Inserted = { readonly row: Readonly<Record<string, Json>> } | { readonly refused: string };

/** One of so many free rows goes, or of those that take others along; one of so many is copied, and at most so many copies are made. */
const removeEach = 4;
const cascadeEach = 8;
const copyEach = 8;
const copyLimit = 20;
/** A sequence may lag behind rows that were loaded with their keys; so often the next number is tried. */
const keyAttempts = 5;

/**
 * Takes away about a quarter of the rows that no other row refers to; where every row is referred to, some of those whose references the database itself
 * takes along. Returns how many, or the server's words.
 */
export async function removeRows(client: pg.ClientBase, table: Table, rows: readonly Picked[], relations: Relations): Promise<number | { readonly refused: string }> {
  const referring = (relations.referring.get(table.oid) ?? []).filter((one) => one.columns.length > 0);
  let loose = await unreferred(client, rows, referring);
  let each = removeEach;
  if (loose.length === 0 && referring.some((one) => one.cascades)) {
    loose = await unreferred(client, rows, referring.filter((one) => !one.cascades));
    each = cascadeEach;
  }
  const going = rows.length < 2 ? [] : loose.filter((_, place) => place % each === (loose.length === 1 ? 0 : 1));
  const done = await attempted(client, async () => {
    let count = 0;
    for (const [leaf, own] of Map.groupBy(going, (row) => row.leaf)) count += (await client.query(`DELETE FROM ONLY ${leaf} AS t WHERE t.ctid = ANY ($1::tid[])`, [own.map((row) => row.id)])).rowCount ?? 0;
    return count;
  });
  return 'refused' in done ? done : done.value;
}

async function unreferred(client: pg.ClientBase, rows: readonly Picked[], referring: readonly Referring[]): Promise<readonly Picked[]> {
  const free = referring.map(({ table: other, columns, targetColumns }) =>
    `NOT EXISTS (SELECT FROM ${other.sql} AS o WHERE ${columns.map((column, index) => `o.${quoted(column)} = t.${quoted(targetColumns[index] ?? '')}`).join(' AND ')})`);
  const ids = new Map<string, ReadonlySet<string>>();
  for (const [leaf, own] of Map.groupBy(rows, (row) => row.leaf)) {
    const found = await client.query<{ id: string }>(`SELECT t.ctid::text AS id FROM ONLY ${leaf} AS t WHERE ${['t.ctid = ANY ($1::tid[])', ...free].join(' AND ')}`, [own.map((row) => row.id)]);
    ids.set(leaf, new Set(found.rows.map((row) => row.id)));
  }
  return rows.filter((row) => ids.get(row.leaf)?.has(row.id));
}

/** Adds copies of some rows under new keys, never as many as were taken away: a count of rows must be another one afterwards. Returns how many, or why the first could not be. */
export async function addRows(client: pg.ClientBase, table: Table, rows: readonly Picked[], turn: Omit<Turn, 'row' | 'column'>, removed: number): Promise<number | { readonly refused: string }> {
  const chosen = rows.filter((_, place) => place % copyEach === 0).slice(0, copyLimit);
  // Once more, for the one copy that makes a difference.
  const sources = [...chosen, ...chosen];
  let added = 0;
  let words: string | undefined;
  for (const [place, source] of sources.entries()) {
    if (place >= chosen.length && added !== removed) break;
    const done = await copyRow(client, table, { from: `ONLY ${source.leaf} AS t`, id: source.id }, { ...turn, row: 1_000_000 + place, column: 0 });
    if (done === 'gone') continue;
    if ('row' in done) added++;
    else words ??= done.refused;
  }
  return added > 0 || words === undefined ? added : { refused: words };
}

/**
 * Copies one row with a new key, new values in unique columns and the columns that `more` gives; within the open transaction. With `alone` the table is
 * thought to be empty: a reference may then be unique and stay.
 */
export async function copyRow(client: pg.ClientBase, table: Table, source: { readonly from: string; readonly id: string }, turn: Turn, more: ReadonlyMap<string, string> = new Map(), alone = false): Promise<Inserted | 'gone'> {
  const fresh = freshColumns(table, alone);
  if ('refused' in fresh) return fresh;
  const read = await client.query<{ texts: readonly (string | null)[] }>(`SELECT ARRAY[${fresh.columns.map((column) => readSql(column)).join(', ')}]::text[] AS texts FROM ${source.from} WHERE t.ctid = $1::tid`, [source.id]);
  const [row] = read.rows;
  if (!row) return 'gone';
  const values = new Map(more);
  for (const [place, column] of fresh.columns.entries()) {
    const text = row.texts[place] ?? null;
    const made = text === null && !table.key.includes(column.name) ? undefined : await freshValue(client, table, column, text, { ...turn, column: place });
    if (made !== undefined) values.set(column.name, made);
  }
  const columns = written(table).filter((column) => !column.identity && !(table.key.includes(column.name) && column.generates && !table.references.some((each) => each.columns.includes(column.name))));
  const parameters: string[] = [source.id];
  const expressions = columns.map((column) => {
    const value = values.get(column.name);
    if (fresh.empty.has(column.name)) return 'NULL';
    return value === undefined ? `t.${quoted(column.name)}` : `$${parameters.push(value)}::${column.type}`;
  });
  if (columns.length === 0) return inserted(client, `INSERT INTO ${table.sql} AS i DEFAULT VALUES RETURNING to_json(i.*) AS row`, []);
  const names = columns.map((column) => quoted(column.name)).join(', ');
  return inserted(client, `INSERT INTO ${table.sql} AS i (${names}) SELECT ${expressions.join(', ')} FROM ${source.from} WHERE t.ctid = $1::tid RETURNING to_json(i.*) AS row`, parameters);
}

async function inserted(client: pg.ClientBase, statement: string, parameters: readonly string[]): Promise<Inserted> {
  let words = '';
  for (let attempt = 0; attempt < keyAttempts; attempt++) {
    let code = '';
    const done = await attempted(client, () => client.query<{ row: Readonly<Record<string, Json>> }>(statement, [...parameters]).catch((error: unknown) => {
      code = codeOf(error);
      throw error;
    }));
    if ('refused' in done) words = done.refused;
    else return done.value.rows[0] ? { row: done.value.rows[0].row } : { refused: 'a trigger or a rule of the table took the row away' };
    if (code !== '23505') break;
  }
  return { refused: words };
}

/** Columns that must differ in a copy: keys without a default, and one of each unique set; `empty` ones become null instead. */
function freshColumns(table: Table, alone: boolean): { readonly columns: readonly Column[]; readonly empty: ReadonlySet<string> } | { readonly refused: string } {
  const refers = (name: string) => table.references.some((each) => each.columns.includes(name));
  const column = (name: string) => table.columns.find((each) => each.name === name);
  const columns = new Set<Column>();
  const empty = new Set<string>();
  const byItself = table.key.some((name) => !refers(name) && (column(name)?.generates || column(name)?.identity));
  const sets = [...(table.key.length > 0 && !byItself ? [table.key] : []), ...table.uniques];
  for (const set of sets) {
    const own = set.map(column).find((each) => each !== undefined && !refers(each.name) && !each.generated);
    const loose = set.map(column).find((each) => each !== undefined && !each.notNull);
    if (own?.identity || (own?.generates && table.key.includes(own.name))) continue;
    if (own) columns.add(own);
    else if (loose && !alone) empty.add(loose.name);
    else if (!alone) return { refused: `its unique columns (${set.join(', ')}) are references` };
  }
  return { columns: [...columns], empty };
}

async function freshValue(client: pg.ClientBase, table: Table, column: Column, text: string | null, turn: Turn): Promise<string | undefined> {
  if (column.base === 'uuid') return randomUUID();
  if (['int2', 'int4', 'int8', 'numeric'].includes(column.base)) {
    const { rows } = await client.query<{ next: string }>(`SELECT (coalesce(max(${quoted(column.name)}), 0) + 1)::text AS next FROM ${table.sql}`);
    return rows[0]?.next;
  }
  const all: Turn = { ...turn, parts: new Set(['numbers', 'dates', 'text', 'choices']) };
  if (column.category === 'S') {
    const most = column.modifier > 4 && column.base !== 'text' ? column.modifier - 4 : undefined;
    const marked = `${mark(turn)}${/^\S*$/.test(text ?? '') ? '-' : ' '}${text ?? ''}`;
    return change({ way: 'text', most }, text ?? '', all) ?? (most === undefined || marked.length <= most ? marked : sameForm(text ?? '', turn));
  }
  const ways: Readonly<Record<string, Way>> = { interval: { way: 'interval' }, time: { way: 'time' }, bool: { way: 'boolean' }, float8: { way: 'number', limits: {} } };
  const way = ways[column.base];
  if (way) return change(way, text ?? '', all);
  const dates = ['date', 'timestamp', 'timestamptz'];
  return dates.includes(column.base) ? (await client.query<{ value: string }>(`SELECT ($1::${column.type} - $2::interval)::${column.type}::text AS value`, [text, `${2 + (turn.row % 97)} days 61 minutes`])).rows[0]?.value : undefined;
}
