import { SECOND } from './dates.ts';
import { same, toleranceOf, type Derived } from './figures.ts';
import { AGES, labelsOf, momentOf, partOf, SHORTEST_AGE } from './moments.ts';
import { shapeOf } from './numbers.ts';
import { formsOf, tidy, type Scalar } from './normalise.ts';
import { numberOf } from './candidates.ts';
import { hinted, wordsOf } from './words.ts';
import type { Wire } from './wire.ts';

/** Most columns of a row whose pairs are tried. */
const COLUMNS = 30;

interface Cell<T> {
  readonly column: string;
  readonly value: T;
}

/**
 * How a leaf follows from one row: the row that the values beside it came from. Few numbers stand in a row, so that two digits tell enough.
 * `now` is the time of the call, for ages.
 */
export function derivedInRow(value: string | number, key: string, wire: Wire, exchange: number, row: number, now: number): Derived | undefined {
  const cells = cellsOf(wire, exchange, row);
  if (typeof value === 'number') return numberInRow(value, key, exchange, cells, now);
  const number = numberOf(value.replace(/[a-z ]+$/i, ''));
  return textInRow(value, exchange, cells) ?? (number === undefined ? undefined : numberInRow(number, key, exchange, cells, now));
}

function cellsOf(wire: Wire, exchange: number, row: number): readonly Cell<Scalar>[] {
  const { columns = [], rows = [] } = wire.exchanges[exchange] ?? {};
  return (rows[row] ?? []).slice(0, COLUMNS).flatMap((value, index) => (value !== null && typeof value !== 'object' ? [{ column: columns[index] ?? '', value }] : []));
}

function numberInRow(value: number, key: string, exchange: number, cells: readonly Cell<Scalar>[], now: number): Derived | undefined {
  const { significant } = shapeOf(value);
  const tolerance = toleranceOf(value);
  const numbers = numbersIn(cells);
  if (significant >= 2 || hinted(key, 'ratio') || hinted(key, 'aggregate') || hinted(key, 'count')) {
    const one = ofOne(value, tolerance, numbers);
    if (one !== undefined) return { exchange, what: `${one} of the same row` };
    const pair = ofPair(value, tolerance, numbers);
    if (pair !== undefined) return { exchange, what: `${pair} of the same row`, pair };
  }
  const dates = cells.flatMap(({ column, value: cell }) => { const moment = momentOf(cell); return moment === undefined ? [] : [{ column, value: moment.ms + belowMs(cell) }]; });
  const part = dates.find(({ value: ms }) => partOf(value, wordsOf(key), ms));
  if (part !== undefined) return { exchange, what: `a part of the date in ${part.column} of the same row` };
  if (significant >= 2 || hinted(key, 'duration')) {
    const how = between(value, tolerance, dates, now, hinted(key, 'duration'));
    if (how !== undefined) return { exchange, what: how };
  }
  if (!hinted(key, 'length')) return undefined;
  const measured = cells.find(({ value: cell }) => typeof cell === 'string' && lengthsOf(cell).includes(value));
  return measured === undefined ? undefined : { exchange, what: `length of ${measured.column}` };
}

const lengthsOf = (text: string): readonly number[] => [text.length, [...text].length, new TextEncoder().encode(text).length, text.trim().split(/\s+/).length, Math.floor((text.replace(/=+$/, '').length * 3) / 4)];

function ofOne(value: number, tolerance: number, numbers: readonly Cell<number>[]): string | undefined {
  const ways: readonly (readonly [(a: number) => number, string])[] = [
    [(a) => a, ', rounded,'], [(a) => a * 100, ' as a percentage'], [(a) => a / 100, ' in hundredths'], [(a) => a / 1_000, ' in thousandths'], [(a) => a * 1_000, ' times a thousand'], [(a) => 100 - a, ' taken from 100'], [(a) => 1 - a, ' taken from 1'], [(a) => 100 * (1 - a), ' taken from 100 %'], [(a) => -a, ' with the other sign'],
    [(a) => a / 1_024, ' in 1,024'], [(a) => a / 1_048_576, ' in 1,048,576'], [(a) => a / 60, ' divided by 60'], [(a) => a / 3_600, ' divided by 3,600'], [(a) => a * 60, ' times 60'],
  ];
  for (const { column, value: a } of numbers) for (const [made, how] of ways) if (same(value, made(a), tolerance)) return `${column}${how}`;
  return undefined;
}

/** Identifiers count nothing, so that nobody computes with them. */
const isIdentifier = (column: string): boolean => /(^|_)(id|pk|oid|uuid|key|no)$/i.test(column) || /[a-z]Id$/.test(column);

const pairings: readonly (readonly [(a: number, b: number) => number, string])[] = [
  [(a, b) => a * b, 'product'], [(a, b) => a / b, 'quotient'], [(a, b) => (100 * a) / b, 'percentage'], [(a, b) => a - b, 'difference'], [(a, b) => a + b, 'sum'], [(a, b) => (100 * (a - b)) / b, 'change'], [(a, b) => (100 * (b - a)) / b, 'remaining share'],
  [(a, b) => (a * b) / 100, 'percentage taken'], [(a, b) => a * (1 + b / 100), 'sum with a percentage'], [(a, b) => a * (1 - b / 100), 'difference with a percentage'], [(a, b) => a * (1 + b), 'sum with a share'], [(a, b) => a * (1 - b), 'difference with a share'],
];

/** Every way in which two figures of a row make a number. */
function* ofPairs(value: number, tolerance: number, all: readonly Cell<number>[]): Generator<string> {
  const numbers = all.filter(({ column }) => !isIdentifier(column));
  for (const first of numbers)
    for (const second of numbers)
      if (first !== second) for (const [made, how] of pairings) if (same(value, made(first.value, second.value), tolerance)) yield `${how}, ${first.column} and ${second.column}`;
}

/** The first of them; the others are not looked for. */
function ofPair(value: number, tolerance: number, numbers: readonly Cell<number>[]): string | undefined {
  for (const way of ofPairs(value, tolerance, numbers)) return way;
  return undefined;
}

/** The same for a row by its place, of a number that stands as one or as a text. */
export function pairsInRow(value: string | number, wire: Wire, exchange: number, row: number): ReadonlySet<string> {
  const number = typeof value === 'number' ? value : numberOf(value.replace(/[a-z ]+$/i, ''));
  return new Set(number === undefined ? [] : ofPairs(number, toleranceOf(number), numbersIn(cellsOf(wire, exchange, row))));
}

const numbersIn = (cells: readonly Cell<Scalar>[]): readonly Cell<number>[] => cells.flatMap(({ column, value }) => { const number = numberOf(value); return number === undefined ? [] : [{ column, value: number }]; });

const FINER = /:\d{2}[.,]\d{3}(\d{1,6})/;
/** What a text says below the millisecond, in milliseconds: two moments of a row may lie that close together. */
function belowMs(cell: Scalar): number {
  const digits = typeof cell === 'string' ? FINER.exec(cell)?.[1] : undefined;
  return digits === undefined ? 0 : Number(`0.${digits}`);
}

/** How long an answer may lie behind the time that it was computed with. */
const SLACK = 2 * SECOND;

function between(value: number, tolerance: number, dates: readonly Cell<number>[], now: number, named: boolean): string | undefined {
  for (const [unit, name] of AGES) {
    for (const first of dates) {
      for (const second of dates) if (first !== second && same(value, (first.value - second.value) / unit, tolerance)) return `${name} between ${second.column} and ${first.column} of the same row`;
      if (named && Math.abs(value) * unit >= SHORTEST_AGE && Math.abs(Math.abs(value) - Math.abs(now - first.value) / unit) <= tolerance * 2 + SLACK / unit) return `${name} between ${first.column} of the same row and now`;
    }
  }
  return undefined;
}

/** A text made of the row's values, of their parts, or of a date's. Every digit must come from the row; words may stand between. */
function textInRow(value: string, exchange: number, cells: readonly Cell<Scalar>[]): Derived | undefined {
  const text = tidy(value).toLowerCase();
  for (const { column, value: cell } of cells) {
    const moment = momentOf(cell);
    if (moment !== undefined && (labelsOf(moment.ms).includes(text) || sameMinute(text, moment.ms))) return { exchange, what: `the date in ${column} of the same row, as a label` };
    if (typeof cell === 'string' && text.length >= 3 && tidy(cell).toLowerCase().includes(text)) return { exchange, what: `a part of ${column} of the same row` };
  }
  let rest = text;
  const used: string[] = [];
  const pieces = cells.flatMap(({ column, value: cell }) => spellings(cell).map((spelling) => ({ column, spelling }))).toSorted((left, right) => right.spelling.length - left.spelling.length);
  for (const { column, spelling } of pieces) {
    if (!rest.includes(spelling)) continue;
    rest = rest.replaceAll(spelling, '\u0000');
    used.push(column);
  }
  const letters = (rest.match(/[\p{L}\p{N}]/gu) ?? []).length;
  if (used.length === 0 || /\p{N}/u.test(rest) || letters > 2 * (text.length - rest.length)) return undefined;
  return { exchange, what: `made of ${[...new Set(used)].join(', ')} of the same row` };
}

/** `14:05`, `2:05 pm`: the time of a moment in any zone of whole or half hours. */
function sameMinute(text: string, ms: number): boolean {
  const match = /^\d{1,2}:(\d{2})(?::(\d{2}))?(?:\s?[ap]m)?$/.exec(text);
  const date = new Date(ms);
  return match !== null && Number(match[1]) % 30 === date.getUTCMinutes() % 30 && (match[2] === undefined || Number(match[2]) === date.getUTCSeconds());
}

function spellings(cell: Scalar): readonly string[] {
  if (typeof cell === 'boolean' || cell === null) return [];
  const plain = tidy(String(cell)).toLowerCase();
  const decimals = formsOf(cell).filter((form) => form.startsWith('n:')).map((form) => form.slice(2));
  return [plain, ...decimals, ...decimals.map((decimal) => Number(decimal).toFixed(2))].filter((spelling) => spelling.length >= 2 || /^\d$/.test(spelling));
}
