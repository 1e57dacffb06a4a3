import { decide, type Way } from '../change/column.ts';
import { textLimit } from '../change/text.ts';
import { mostOf } from '../change/number.ts';
import { quoted, type Column, type Table } from './catalog.ts';
import { labelsOf } from './roles.ts';

/** A column whose values are going to change, and how. */
export interface Planned {
  readonly column: Column;
  readonly way: Way;
  /** Values of other rows, to try where a new one is refused. */
  readonly present: readonly string[];
}

/** SQL of a column's value as text, as it is read and compared: arrays as JSON, documents and null as null. */
export function readSql(column: Column, alias = 't'): string {
  const name = `${alias}.${quoted(column.name)}`;
  const text = column.element ? `to_json(${name})::text` : `${name}::text`;
  return `CASE WHEN octet_length(${text}) <= ${textLimit} THEN ${text} END`;
}

/** Decides a column by its type and some thousands of its values. */
export function planColumn(table: Table, column: Column, values: readonly string[]): Planned | { readonly stays: string } {
  const type = column.element ?? column;
  const samples = column.element ? values.flatMap(elementsOf) : values;
  const decision = byType(table, column, type, samples);
  return 'stays' in decision ? decision : { column, way: decision, present: [...new Set(samples)].slice(0, 20) };
}

/** The elements of a JSON array as texts, nested ones too; nulls are left out. */
export function elementsOf(json: string): readonly string[] {
  const flat = (value: unknown): readonly string[] => (Array.isArray(value) ? value.flatMap(flat) : value === null ? [] : [typeof value === 'string' ? value : JSON.stringify(value)]);
  return flat(JSON.parse(json));
}

/** An array's JSON with other elements, as PostgreSQL's literal and as JSON. */
export function withElements(json: string, change: (text: string, place: number) => string | undefined): { readonly literal: string; readonly changed: boolean } {
  let place = 0;
  let changed = false;
  const write = (value: unknown): string => {
    if (Array.isArray(value)) return `{${value.map(write).join(',')}}`;
    if (value === null) return 'NULL';
    const text = typeof value === 'string' ? value : JSON.stringify(value);
    const made = change(text, place++);
    if (made !== undefined && made !== text) changed = true;
    return `"${(made ?? text).replace(/["\\]/g, '\\$&')}"`;
  };
  const literal = write(JSON.parse(json));
  return { literal, changed };
}

function byType(table: Table, column: Column, type: { readonly base: string; readonly category: string }, samples: readonly string[]): Way | { readonly stays: string } {
  const unique = table.uniques.some((columns) => columns.length === 1 && columns[0] === column.name);
  const facts = { name: column.name, unique, labels: column.element ? (type.category === 'E' ? column.labels : []) : labelsOf(table, column) };
  const integer = integers[type.base];
  if (integer) return decide({ ...facts, kind: 'integer', limits: { most: integer } }, samples);
  if (type.base === 'numeric') return decide({ ...facts, kind: 'decimal', limits: { most: numericMost(column.modifier) } }, samples);
  if (type.base === 'float4' || type.base === 'float8') return decide({ ...facts, kind: 'decimal' }, samples);
  if (texts.has(type.base)) return decide({ ...facts, kind: 'text', most: column.modifier > 4 && type.base !== 'text' && !column.element ? column.modifier - 4 : undefined }, samples);
  if (type.category === 'E') return decide({ ...facts, kind: 'text' }, samples);
  if (type.base === 'json' || type.base === 'jsonb') return jsonWay(facts, samples);
  const simple = simpleWays[type.base];
  return simple ? { way: simple } : { stays: `values of type ${column.type} are left alone` };
}

function jsonWay(facts: { readonly name: string; readonly unique: boolean }, samples: readonly string[]): Way | { readonly stays: string } {
  const decision = decide({ ...facts, kind: 'text', labels: [], unique: false }, samples.filter((text) => /^[[{]/.test(text)));
  return 'way' in decision && decision.way === 'json' ? decision : { way: 'json', among: () => [] };
}

function numericMost(modifier: number): string | undefined {
  if (modifier < 4) return undefined;
  return mostOf(((modifier - 4) >> 16) & 0xffff, (modifier - 4) & 0x7ff);
}

const integers: Readonly<Record<string, string>> = { int2: '32767', int4: '2147483647', int8: '9223372036854775807' };
const texts: ReadonlySet<string> = new Set(['text', 'varchar', 'bpchar', 'citext']);
const simpleWays: Readonly<Record<string, 'moment' | 'time' | 'interval' | 'boolean'>> = {
  date: 'moment', timestamp: 'moment', timestamptz: 'moment', time: 'time', timetz: 'time', interval: 'interval', bool: 'boolean',
};
