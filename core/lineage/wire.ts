import type { Exchange } from '../tap.ts';
import type { Json } from '../types.ts';
import { secondsOf } from './dates.ts';
import { isArray } from './leaves.ts';
import { bytesOf, formsOf, jsonIn, type Scalar } from './normalise.ts';

/** Where a value stood when it passed a tap. `row` counts from 0; a column inside of JSON or a node has its path behind a dot. */
export interface Origin {
  readonly exchange: number;
  readonly row: number;
  readonly column: string;
  readonly value: Scalar;
  /** It was a parameter of a write and not a value of an answer. */
  readonly written?: boolean;
}

/** Rows of one exchange, or of an array of objects inside one of its cells. */
export interface Table {
  readonly exchange: number;
  /** What the table is called in a sentence: empty for the exchange's own rows, else the path of the array. */
  readonly path: string;
  readonly columns: ReadonlyMap<string, readonly Scalar[]>;
  readonly rows: number;
}

export interface Wire {
  readonly exchanges: readonly Exchange[];
  /** By normal form: at most one origin per exchange and column, the first row of each. */
  readonly origins: ReadonlyMap<string, readonly Origin[]>;
  readonly tables: readonly Table[];
  readonly texts: readonly Origin[];
  /** Reasons why values may have passed that are not here. */
  readonly partial: readonly string[];
}

/** Most values of one exchange that are indexed; the taps keep no more. */
const VALUES = 100_000;
/** Most columns that an array inside of a cell may have to be read as a table. */
const COLUMNS = 60;

/** Every value that passed the taps during a call, by its normal forms. Messages are no source; parameters of a write are one only when the request may write. */
export function wireOf(exchanges: readonly Exchange[], writes: boolean): Wire {
  const origins = new Map<string, Origin[]>();
  const texts: Origin[] = [];
  const tables: Table[] = [];
  const partial: string[] = [];
  exchanges.forEach((exchange, at) => {
    if (exchange.effect === 'message') return;
    if (exchange.cut) partial.push(`${exchange.store}: not every value of “${short(exchange.statement)}” was recorded`);
    if (exchange.broken === true) partial.push(`${exchange.store}: the connection broke during “${short(exchange.statement)}”`);
    const seen = new Set<string>();
    let left = VALUES;
    const add = (origin: Origin): void => {
      if (left-- <= 0) return;
      if (typeof origin.value === 'string' && origin.value !== '') texts.push(origin);
      for (const form of formsOf(origin.value)) {
        const key = `${origin.column}\u0000${form}`;
        if (seen.has(key)) continue;
        seen.add(key);
        const list = origins.get(form);
        if (list === undefined) origins.set(form, [origin]);
        else list.push(origin);
      }
    };
    exchange.rows.forEach((row, index) => {
      row.forEach((cell, column) => { spread(cell, { exchange: at, row: index, column: exchange.columns[column] ?? '' }, add, tables, 0); });
    });
    if (writes && exchange.effect === 'write' && exchange.error === undefined)
      exchange.parameters.forEach((cell, index) => { spread(cell, { exchange: at, row: 0, column: `parameter ${index + 1}`, written: true }, add, [], 0); });
    const own = tableOf(exchange, at);
    if (own !== undefined) tables.push(own);
  });
  return { exchanges, origins, tables, texts, partial };
}

type Spot = Omit<Origin, 'value'>;
const DEEPEST = 40;

/** All leaves of a cell: of JSON, of nodes, and of text that is JSON; arrays on the way are tables too. */
function spread(cell: Json, spot: Spot, add: (origin: Origin) => void, tables: Table[], depth: number): void {
  if (cell === null || typeof cell !== 'object') {
    add({ ...spot, value: cell });
    if (typeof cell === 'string') inside(cell, spot, add, tables, depth);
  } else if (depth < DEEPEST) {
    if (isArray(cell)) {
      const table = tableOfArray(cell, spot);
      if (table !== undefined) tables.push(table);
      for (const item of cell) spread(item, spot, add, tables, depth + 1);
    } else for (const [name, item] of Object.entries(cell)) spread(item, { ...spot, column: spot.column === '' ? name : `${spot.column}.${name}` }, add, tables, depth + 1);
  }
}

/** What a text may hold: JSON, a link of values (`a:b|c`) is left alone; bytes that are text. */
function inside(text: string, spot: Spot, add: (origin: Origin) => void, tables: Table[], depth: number): void {
  const json = jsonIn(text);
  if (json !== undefined) {
    spread(json, spot, add, tables, depth + 1);
    return;
  }
  for (const [column, value] of literals(text)) add({ ...spot, column: column === '' ? spot.column : `${spot.column}.${column}`, value });
  if (text.length < 12 || /\s/.test(text)) return;
  const bytes = bytesOf(text);
  const read = bytes === undefined ? undefined : textOf(bytes);
  if (read === undefined) return;
  const inner = jsonIn(read);
  if (inner === undefined) add({ ...spot, value: read });
  else spread(inner, spot, add, tables, depth + 1);
}

const LITERAL = /^[{([].*[})\]]$/s;
const LINES = /^(?:[\w.-]+[:=][^\n]*\r?\n){2,}/;

/** Parts of PostgreSQL's arrays, rows, ranges and hstore, of lines `name:value` (Redis' INFO), and the parts of an interval. */
function literals(text: string): readonly (readonly [name: string, value: Scalar])[] {
  const clean = text.trim();
  if (LITERAL.test(clean) || clean.includes('"=>"')) return clean.split(/[{}()[\],"]+|=>/).filter((part) => part !== '').map((part) => ['', part]);
  if (LINES.test(`${text}\n`)) return text.split(/\r?\n/).flatMap((line) => { const at = line.search(/[:=]/); return at > 0 ? [[line.slice(0, at), line.slice(at + 1).trim()] as const] : []; });
  return clean.length < 50 && secondsOf(clean) !== undefined ? clean.split(/[^\d.]+/).filter((part) => part !== '').map((part) => ['', Number(part)]) : [];
}

function textOf(bytes: Uint8Array): string | undefined {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return /[\p{Cc}\p{Cn}]/u.test(text.replace(/[\t\r\n]/g, '')) ? undefined : text;
  } catch {
    return undefined;
  }
}

const isScalar = (value: Json): value is Scalar => value === null || typeof value !== 'object';

function tableOf(exchange: Exchange, at: number): Table | undefined {
  if (exchange.kind === 'redis' || exchange.effect === 'session' || exchange.effect === 'transaction' || exchange.columns.length === 0) return undefined;
  const columns = new Map<string, Scalar[]>();
  exchange.columns.slice(0, COLUMNS).forEach((name, index) => {
    const cells = exchange.rows.map((row) => row[index] ?? null).filter(isScalar);
    if (cells.length === exchange.rows.length && !columns.has(name)) columns.set(name, cells);
  });
  return { exchange: at, path: '', columns, rows: exchange.rowCount };
}

/** An array of objects, or of scalars, inside of a cell. */
function tableOfArray(items: readonly Json[], { exchange, column }: Spot): Table | undefined {
  if (items.length === 0) return undefined;
  const columns = new Map<string, Scalar[]>();
  const first = items[0];
  if (first !== null && typeof first === 'object' && first !== undefined && !isArray(first)) {
    for (const name of Object.keys(first).slice(0, COLUMNS)) {
      const cells = items.map((item) => (item !== null && typeof item === 'object' && !isArray(item) ? (item[name] ?? null) : null)).filter(isScalar);
      if (cells.length === items.length) columns.set(name, cells);
    }
  } else {
    const cells = items.filter(isScalar);
    if (cells.length === items.length) columns.set(column, cells);
  }
  return { exchange, path: column === '' ? 'its list' : column, columns, rows: items.length };
}

const SHORT = 80;
export function short(statement: string): string {
  const line = statement.replace(/\s+/g, ' ').trim();
  return line.length <= SHORT ? line : `${line.slice(0, SHORT - 1)}…`;
}

/** `postgres: “SELECT … FROM quotes” → total of row 2`. */
export function told(wire: Wire, { exchange, row, column, written }: Pick<Origin, 'exchange' | 'row' | 'column' | 'written'>): string {
  const { store = '', statement = '', rows = [] } = wire.exchanges[exchange] ?? {};
  const place = column === '' ? 'its reply' : rows.length > 1 ? `${column} of row ${row + 1}` : column;
  return `${store}: “${short(statement)}” ${written === true ? 'was given it as' : '→'} ${place}`;
}

/** `postgres: “SELECT … FROM quotes”`. */
export const asked = (wire: Wire, exchange: number): string => `${wire.exchanges[exchange]?.store ?? ''}: “${short(wire.exchanges[exchange]?.statement ?? '')}”`;
