import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import type { Json } from '../../../core/types.ts';
import { isId } from '../change/names.ts';
import { quoted, type Check, type Column, type Reference, type Table } from './catalog.ts';
import { labelsOf } from './roles.ts';
import type { Inserted } from './rows.ts';
import { attempted } from './work.ts';

/** How often a row is tried with other values where a check or a unique column refuses one. */
const attempts = 24;

/** Makes the parent of a row: a row of the table with that oid. */
export type MakeParent = (target: string) => Promise<Inserted>;

/**
 * Inserts a row that fits the columns: defaults where there are some, an existing row for each reference (or a new parent), a label of an enum or check,
 * else a value by type and name, with the nonce in every text. Where a check refuses a column, other values are tried.
 */
export async function invent(client: pg.ClientBase, table: Table, nonce: string, makeParent: MakeParent): Promise<Inserted> {
  const references = await referenced(client, table, makeParent);
  if ('refused' in references) return references;
  const columns = table.columns.filter((column) => !column.generated && !column.identity && !references.has(column.name));
  const choices = new Map(columns.flatMap((column) => {
    const values = candidates(table, column, nonce);
    // A constant default of a key would be taken by the first row.
    const given = column.hasDefault && (column.generates || ![...table.key, ...table.uniques.flat()].includes(column.name));
    return given || values.length === 0 ? [] : [[column.name, { column, values, at: 0 }] as const];
  }));
  const lacking = columns.find((column) => column.notNull && !column.hasDefault && !choices.has(column.name));
  if (lacking) return { refused: `${table.label}.${lacking.name} needs a value of type ${lacking.type}, and none is known` };
  const draft: Draft = { references, choices, empty: new Map() };
  let words = '';
  for (let attempt = 0; attempt < attempts; attempt++) {
    let error: unknown;
    const done = await attempted(client, () => insert(client, table, valuesOf(draft)).catch((each: unknown) => {
      error = each;
      throw each;
    }));
    if (!('refused' in done)) return done.value;
    words = done.refused;
    if (!tryNext(table, draft, error)) break;
  }
  return { refused: words };
}

type Values = ReadonlyMap<string, { readonly value: string | null; readonly type: string }>;

/** A row in the making: the references it has, the values that each column may take, and what was left empty for the sake of a check. */
interface Draft {
  readonly references: Values;
  readonly choices: ReadonlyMap<string, { readonly column: Column; readonly values: readonly string[]; at: number }>;
  readonly empty: Map<string, { readonly sets: readonly (readonly string[])[]; at: number }>;
}

function valuesOf({ references, choices, empty }: Draft): Values {
  const values = new Map<string, { readonly value: string | null; readonly type: string }>([...references]);
  for (const [name, { column, values: all, at }] of choices) values.set(name, { value: all[at] ?? null, type: column.type });
  for (const { sets, at } of empty.values()) {
    for (const name of sets[at] ?? []) {
      const given = values.get(name);
      if (given) values.set(name, { ...given, value: null });
    }
  }
  return values;
}

async function insert(client: pg.ClientBase, table: Table, values: Values): Promise<Inserted> {
  const names = [...values.keys()].map((name) => quoted(name)).join(', ');
  const places = [...values.values()].map(({ type }, index) => `$${index + 1}::${type}`).join(', ');
  const body = values.size === 0 ? 'DEFAULT VALUES' : `(${names}) VALUES (${places})`;
  const { rows } = await client.query<{ row: Readonly<Record<string, Json>> }>(`INSERT INTO ${table.sql} AS i ${body} RETURNING to_json(i.*) AS row`, [...values.values()].map(({ value }) => value));
  return rows[0] ? { row: rows[0].row } : { refused: 'a trigger or a rule of the table took the row away' };
}

/** Moves the columns that the refusal is about to their next value: those of the named check or unique set, else of the domain; false when none has another. */
function tryNext(table: Table, draft: Draft, error: unknown): boolean {
  const told = (field: string) => (error instanceof Error && field in error ? String((error as unknown as Readonly<Record<string, unknown>>)[field] ?? '') : '');
  const check = table.checks.find((each) => each.name === told('constraint'));
  if (check && emptyNext(table, check, draft)) return true;
  const { choices } = draft;
  const about = check ? check.columns : told('column') ? [told('column')] : told('code') === '23505' ? duplicated(table, told('detail')) : [...choices.keys()].filter((name) => choices.get(name)?.column.type.includes(told('dataType') || '\0'));
  // Columns of one check take turns: the first that has another value moves, and the ones before it begin again.
  for (const name of about) {
    const choice = choices.get(name);
    if (!choice) continue;
    if (choice.at + 1 < choice.values.length) {
      choice.at++;
      return true;
    }
    choice.at = 0;
  }
  return false;
}

/** Checks over several columns often want some of them empty (one parent of two, no end before it ended): each alone, all, all but one. */
function emptyNext(table: Table, check: Check, draft: Draft): boolean {
  const state = draft.empty.get(check.name);
  if (state) return ++state.at < state.sets.length;
  const loose = check.columns.filter((name) => table.columns.some((column) => column.name === name && !column.notNull));
  if (check.columns.length < 2 || loose.length === 0) return false;
  const sets = [...loose.map((name) => [name]), ...(loose.length > 1 ? [loose] : []), ...(loose.length > 2 ? loose.map((kept) => loose.filter((name) => name !== kept)) : [])];
  draft.empty.set(check.name, { sets, at: 0 });
  return true;
}

/** The columns of `Key (lower(email))=(…) already exists.` */
function duplicated(table: Table, detail: string): readonly string[] {
  const key = /^Key \((.*?)\)=\(/.exec(detail)?.[1] ?? '';
  const words = new Set(key.split(/[^\w]+/));
  return table.columns.map((column) => column.name).filter((name) => words.has(name));
}

async function referenced(client: pg.ClientBase, table: Table, makeParent: MakeParent): Promise<Values | { readonly refused: string }> {
  const values = new Map<string, { readonly value: string | null; readonly type: string }>();
  for (const reference of table.references) {
    const key = await parentKey(client, reference, makeParent);
    for (const [index, name] of reference.columns.entries()) {
      const column = table.columns.find((each) => each.name === name);
      if (!column || values.has(name)) continue;
      if ('refused' in key && column.notNull) return key;
      values.set(name, { value: 'refused' in key ? null : (key.texts[index] ?? null), type: column.type });
    }
  }
  return values;
}

async function parentKey(client: pg.ClientBase, reference: Reference, makeParent: MakeParent): Promise<{ readonly texts: readonly string[] } | { readonly refused: string }> {
  const columns = reference.targetColumns.map((column) => `t.${quoted(column)}::text`).join(', ');
  const name = (await client.query<{ sql: string }>('SELECT $1::oid::regclass::text AS sql', [reference.target])).rows[0]?.sql ?? '';
  const read = async () => (await client.query<{ texts: readonly string[] }>(`SELECT ARRAY[${columns}] AS texts FROM ${name} AS t LIMIT 1`)).rows[0]?.texts;
  const there = await read();
  if (there) return { texts: there };
  const made = await makeParent(reference.target);
  if ('refused' in made) return made;
  const texts = await read();
  return texts ? { texts } : { refused: `no row of ${name} to refer to` };
}

/** Values to try, the most plausible first; none where the type is not known. */
function candidates(table: Table, column: Column, nonce: string): readonly string[] {
  const labels = labelsOf(table, column);
  if (labels.length > 0) return labels;
  if (column.element) return [texts.has(column.element.base) ? `{${nonce}}` : '{}'];
  if (texts.has(column.base)) return textCandidates(column, nonce);
  if (column.base === 'uuid') return [randomUUID()];
  return byType(nonce)[column.base] ?? [];
}

function textCandidates(column: Column, nonce: string): readonly string[] {
  const all = [`${nonce} ${column.name.replaceAll('_', ' ')}`, nonce, `${nonce}@example.test`, `https://example.test/${nonce}`, nonce.toUpperCase(), '0123456789', 'DE', 'EUR', '{}', '2026-01-01'];
  const first = [
    [/mail/i, 2], [/url|link|website|href/i, 3], [/currency/i, 7], [/country/i, 6], [/json|data$|payload|meta/i, 8], [/phone|zip|postal/i, 5],
  ].find(([pattern]) => (pattern as RegExp).test(column.name))?.[1] as number | undefined ?? (/slug|code|key|sku|handle|login|username|status|state|type|kind/i.test(column.name) || isId(column.name) ? 1 : 0);
  const most = column.modifier > 4 && column.base !== 'text' ? column.modifier - 4 : Infinity;
  return [...new Set([all[first] ?? nonce, ...all].map((text) => text.slice(0, most)))];
}

const texts: ReadonlySet<string> = new Set(['text', 'varchar', 'bpchar', 'citext', 'name']);

function byType(nonce: string): Readonly<Record<string, readonly string[]>> {
  const now = Date.now();
  const at = (ms: number) => new Date(now + ms).toISOString();
  const whole = ['7', '1', '0', '100', '1000', '-1', '2026'];
  const moments = [at(-3_600_000), at(86_400_000), at(-40 * 86_400_000)];
  return {
    int2: whole.slice(0, 6), int4: whole, int8: whole, numeric: ['7.25', '0.5', ...whole], float4: ['7.25', '0.5', ...whole], float8: ['7.25', '0.5', ...whole], money: ['7.25'], bool: ['true', 'false'],
    date: moments.map((moment) => moment.slice(0, 10)), timestamp: moments, timestamptz: moments, time: ['10:00'], timetz: ['10:00Z'], interval: ['1 hour'], json: [JSON.stringify({ note: nonce }), '[]'], jsonb: [JSON.stringify({ note: nonce }), '[]'],
    bytea: [`\\x${Buffer.from(nonce).toString('hex')}`], inet: ['127.0.0.1'], cidr: ['127.0.0.0/8'], macaddr: ['02:00:00:00:00:01'], point: ['(1,1)'], xml: [`<note>${nonce}</note>`], tsvector: [nonce], hstore: [`note=>${nonce}`], bit: ['1'], varbit: ['1'],
    int4range: ['[1,5)'], int8range: ['[1,5)'], numrange: ['[1,5)'], daterange: ['[2026-01-01,2026-02-01)'], tsrange: ['[2026-01-01,2026-02-01)'], tstzrange: ['[2026-01-01,2026-02-01)'],
  };
}
