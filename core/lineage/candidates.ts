import { momentsOf } from './dates.ts';
import { decimalsOf } from './numbers.ts';
import type { Scalar } from './normalise.ts';
import { slugOf, type Hint } from './words.ts';
import type { Table, Wire } from './wire.ts';

/** A number that follows from the rows of a call. It explains a leaf of so many digits, or one whose name says the same. */
export interface Candidate {
  readonly value: number;
  /** Fewest digits that count for which a coincidence is unlikely enough. */
  readonly digits: number;
  readonly hint?: Hint;
  readonly column?: string;
  readonly exchange: number;
  readonly what: string;
}

export interface Candidates {
  /** By value, ascending. */
  readonly sorted: readonly Candidate[];
  /** Counts and sums of the rows that carry a label, by the label's slug. */
  readonly groups: ReadonlyMap<string, readonly Candidate[]>;
  /** Single figures of which two may make a third. */
  readonly figures: readonly Candidate[];
}

/** Most different labels for which a column is read as a category. */
const LABELS = 60;
const GROUPED_COLUMNS = 8;
/** Most figures of one exchange. */
const FIGURES = 40;

export function candidatesOf(wire: Wire): Candidates {
  const all = new Map<string, Candidate>();
  const groups = new Map<string, Candidate[]>();
  const figures = new Map<string, Candidate>();
  const perExchange = new Map<number, number>();
  const add = (candidate: Candidate): void => {
    if (Number.isFinite(candidate.value)) all.set(`${candidate.exchange} ${candidate.what} ${candidate.value}`, candidate);
  };
  const figure = (candidate: Candidate): void => {
    add(candidate);
    const used = perExchange.get(candidate.exchange) ?? 0;
    if (used >= FIGURES || !Number.isFinite(candidate.value)) return;
    perExchange.set(candidate.exchange, used + 1);
    figures.set(`${candidate.exchange} ${candidate.what}`, candidate);
  };
  for (const table of wire.tables) ofTable(table, wire.exchanges[table.exchange]?.statement ?? '', add, figure, groups);
  return { sorted: ascending([...all.values()]), groups, figures: ascending([...figures.values()]) };
}

const ascending = (list: readonly Candidate[]): readonly Candidate[] => list.toSorted((left, right) => left.value - right.value);
type Add = (candidate: Candidate) => void;

function ofTable(table: Table, statement: string, add: Add, figure: Add, groups: Map<string, Candidate[]>): void {
  const { exchange, path, rows } = table;
  const of = path === '' ? '' : ` in ${path}`;
  figure({ value: rows, digits: path === '' ? 1 : 2, hint: 'count', exchange, what: `count of the ${rows} rows${of}` });
  for (const [column, cells] of table.columns) {
    const numbers = numbersOf(cells);
    if (numbers !== undefined && rows === 1) {
      for (const value of numbers) figure({ value, digits: 3, column, exchange, what: `${column}, rounded` });
    } else if (numbers !== undefined) {
      ofNumbers(numbers, column, table, add, figure);
      if (path === '') ofCounts(numbers, column, table, statement, add);
    }
    ofCells(cells, column, table, add);
  }
  if (rows > 1) grouped(table, groups);
}

/** The numbers of a column, where all of its values that are not null are numbers. */
export function numbersOf(cells: readonly Scalar[]): readonly number[] | undefined {
  const numbers: number[] = [];
  for (const cell of cells) {
    if (cell === null) continue;
    const value = numberOf(cell);
    if (value === undefined) return undefined;
    numbers.push(value);
  }
  return numbers.length === 0 ? undefined : numbers;
}

export function numberOf(cell: Scalar): number | undefined {
  if (typeof cell === 'number') return cell;
  if (typeof cell !== 'string' || cell.length > 30) return undefined;
  const [decimal] = decimalsOf(cell.trim());
  return decimal === undefined ? undefined : Number(decimal);
}

function ofNumbers(numbers: readonly number[], column: string, { exchange }: Table, add: Add, figure: Add): void {
  const sorted = numbers.toSorted((left, right) => left - right);
  const sum = numbers.reduce((total, value) => total + value, 0);
  const at = (place: number): number => sorted[place] ?? 0;
  const middle = (sorted.length - 1) / 2;
  const ends = { minimum: at(0), maximum: at(sorted.length - 1) };
  const about = { digits: 3, hint: 'aggregate', column, exchange } as const;
  figure({ ...about, value: sum, what: `sum of ${column}` });
  add({ ...about, value: sum / numbers.length, what: `average of ${column}` });
  add({ ...about, value: (at(Math.floor(middle)) + at(Math.ceil(middle))) / 2, what: `median of ${column}` });
  add({ ...about, value: ends.minimum, what: `minimum of ${column}` });
  add({ ...about, value: ends.maximum, what: `maximum of ${column}` });
  add({ ...about, value: ends.maximum - ends.minimum, what: `range of ${column}` });
  for (const value of new Set(numbers)) add({ value, digits: 5, column, exchange, what: `${column}, rounded` });
}

const COUNTING = /\bcount\s*\(/i;
const COUNTED = /\bfrom\s+(?:only\s+)?["`]?(?:\w+["`]?\.["`]?)?(\w+)/i;

/** Counts of groups together are the count of all: under the name of what was counted. */
function ofCounts(numbers: readonly number[], column: string, { exchange }: Table, statement: string, add: Add): void {
  const counted = COUNTED.exec(statement)?.[1];
  if (counted === undefined || !COUNTING.test(statement) || !numbers.every((value) => Number.isInteger(value) && value >= 0)) return;
  add({ value: numbers.reduce((total, value) => total + value, 0), digits: 3, column: counted, exchange, what: `sum of ${column} over the groups of ${counted}` });
}

function ofCells(cells: readonly Scalar[], column: string, { exchange, rows }: Table, add: Add): void {
  if (rows < 2) return;
  const present = cells.filter((cell) => cell !== null && cell !== false);
  const about = { digits: 3, hint: 'count', column, exchange } as const;
  add({ ...about, value: new Set(present.map(String)).size, what: `number of different values of ${column}` });
  if (present.length < cells.length) {
    add({ ...about, value: present.length, what: `number of rows with ${column}` });
    add({ ...about, value: cells.length - present.length, what: `number of rows without ${column}` });
  }
}

function grouped({ exchange, columns }: Table, groups: Map<string, Candidate[]>): void {
  const sums = [...columns].flatMap(([name, cells]) => { const numbers = cells.map(numberOf); return numbers.some((value) => value !== undefined) ? [{ name, numbers }] : []; }).slice(0, GROUPED_COLUMNS);
  for (const [column, cells] of columns) {
    const labels = new Set(cells.filter((cell) => typeof cell === 'string' || typeof cell === 'boolean'));
    if (labels.size === 0 || labels.size > LABELS || [...labels].some((label) => String(label).length > 80 || momentsOf(String(label)).length > 0)) continue;
    const totals = new Map<string, { count: number; sums: number[] }>();
    cells.forEach((cell, row) => {
      const label = slugOf(String(cell));
      const total = totals.get(label) ?? { count: 0, sums: sums.map(() => 0) };
      total.count++;
      sums.forEach(({ numbers }, index) => { total.sums[index] = (total.sums[index] ?? 0) + (numbers[row] ?? 0); });
      totals.set(label, total);
    });
    for (const [label, total] of totals) {
      const list = groups.get(label) ?? [];
      list.push({ value: total.count, digits: 1, exchange, column, what: `count of the rows whose ${column} is “${label}”` });
      sums.forEach(({ name }, index) => list.push({ value: total.sums[index] ?? 0, digits: 1, exchange, column: name, what: `sum of ${name} where ${column} is “${label}”` }));
      groups.set(label, list);
    }
  }
}
