import { numberOf } from './candidates.ts';
import type { Contexts, Found } from './context.ts';
import { toleranceOf } from './figures.ts';
import type { Place } from './leaves.ts';
import { isDataLike } from './words.ts';
import { told, type Wire } from './wire.ts';

/** Fewest different points that make a straight line no chance. */
const POINTS = 4;
/** Columns of a row, and values of one field, that are tried. */
const COLUMNS = 30;
const VALUES = 2_000;

interface Point {
  readonly x: number;
  readonly y: number;
}

/**
 * Explains a number in a list by a column of the rows that its elements came from, where all of them lie on one straight line over it: a price with tax, another unit,
 * another currency, a number counted from an offset.
 */
export function fromLine(leaves: readonly Place[], found: readonly Found[], contexts: Contexts, wire: Wire): readonly Found[] {
  const open = new Map<string, number[]>();
  leaves.forEach(({ field, value, index }, at) => {
    if (index === undefined || typeof value !== 'number' || found[at]?.source !== 'unsourced' || !isDataLike(value)) return;
    const list = open.get(field);
    if (list === undefined) open.set(field, [at]);
    else list.push(at);
  });
  const lines = new Map<number, Found>();
  for (const list of open.values()) {
    if (list.length < POINTS) continue;
    const line = lineOf(list.map((at) => leaves[at] as Place), contexts, wire);
    if (line !== undefined) for (const at of list) lines.set(at, line);
  }
  return lines.size === 0 ? found : found.map((one, at) => lines.get(at) ?? one);
}

function lineOf(places: readonly Place[], contexts: Contexts, wire: Wire): Found | undefined {
  for (const [exchange, points] of rowsBy(places.slice(0, VALUES), contexts)) {
    if (points.length < Math.min(places.length, VALUES)) continue;
    const { columns = [], rows = [] } = wire.exchanges[exchange] ?? {};
    for (const [column, name] of columns.slice(0, COLUMNS).entries()) {
      const over = points.flatMap(({ row, value }): readonly Point[] => { const cell = rows[row]?.[column]; const x = cell === undefined || (cell !== null && typeof cell === 'object') ? undefined : numberOf(cell); return x === undefined ? [] : [{ x, y: value }]; });
      if (over.length === points.length && straight(over)) return { source: 'derived', how: `on one straight line over ${told(wire, { exchange, row: 0, column: name }).replace(/ of row 1$/, '')}`, exchange, column: name };
    }
  }
  return undefined;
}

/** The row of each element, for each exchange that has one. */
function rowsBy(places: readonly Place[], contexts: Contexts): ReadonlyMap<number, readonly { readonly row: number; readonly value: number }[]> {
  const found = new Map<number, { row: number; value: number }[]>();
  for (const { parent, value } of places) {
    const seen = new Set<number>();
    for (const [exchange, row] of contexts.get(parent)?.values() ?? []) {
      if (seen.has(exchange)) continue;
      seen.add(exchange);
      const list = found.get(exchange) ?? [];
      list.push({ row, value: Number(value) });
      found.set(exchange, list);
    }
  }
  return found;
}

/** All points on the line through the outermost two, as far as the digits that were written tell; not all at one height. */
function straight(points: readonly Point[]): boolean {
  if (new Set(points.map(({ x }) => x)).size < POINTS || new Set(points.map(({ y }) => y)).size < POINTS) return false;
  const sorted = points.toSorted((left, right) => left.x - right.x);
  const [first, last] = [sorted[0] as Point, sorted.at(-1) as Point];
  const slope = (last.y - first.y) / (last.x - first.x);
  const rounding = Math.max(...points.map(({ y }) => toleranceOf(y)));
  const spread = Math.abs(last.y - first.y);
  // Rounding as coarse as the whole rise would make anything straight.
  return rounding * 20 <= spread && points.every(({ x, y }) => Math.abs(first.y + slope * (x - first.x) - y) <= rounding * 2);
}
