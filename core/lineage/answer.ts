import { numberOf } from './candidates.ts';
import type { Found } from './context.ts';
import { same, toleranceOf } from './figures.ts';
import type { Place } from './leaves.ts';
import { shapeOf } from './numbers.ts';
import { hinted, isDataLike, slugOf, wordsOf } from './words.ts';

interface List {
  count: number;
  sourced: number;
  readonly labels: Map<string, number>;
  readonly numbers: Map<string, Stats>;
}
interface Stats {
  count: number;
  sum: number;
  min: number;
  max: number;
}

/**
 * Explains what is left by the answer itself, as far as that is explained: the length of a list, the place in it, sums over it, how many of it carry a label,
 * the number of pages. A list whose own elements nothing explains explains nothing.
 */
export function fromAnswer(leaves: readonly Place[], found: readonly Found[]): readonly Found[] {
  if (!found.some((one, index) => one.source === 'unsourced' && isDataLike(leaves[index]?.value ?? null))) return found;
  const lists = listsOf(leaves, found);
  const totals = numbersOf(leaves, found);
  return found.map((one, index) => {
    const leaf = leaves[index];
    if (one.source !== 'unsourced' || leaf === undefined) return one;
    const how = placed(leaf) ?? listed(leaf, lists) ?? paging(leaf, totals) ?? together(leaf, totals.get(leaf.parent) ?? []);
    return how === undefined ? one : { source: 'derived', how };
  });
}

function listsOf(leaves: readonly Place[], found: readonly Found[]): ReadonlyMap<string, ReadonlyMap<string, List>> {
  const lists = new Map<string, List>();
  leaves.forEach(({ pointer, value, index }, at) => {
    if (index === undefined) return;
    const place = lastPosition(pointer);
    if (place === undefined) return;
    const list = lists.get(place.list) ?? { count: 0, sourced: 0, labels: new Map<string, number>(), numbers: new Map<string, Stats>() };
    list.count = Math.max(list.count, place.at + 1);
    const source = found[at]?.source;
    if (source === 'wire' || source === 'derived') {
      if (isDataLike(value)) list.sourced++;
      const number = numberOf(value);
      if (number !== undefined) list.numbers.set(place.rest, counted(list.numbers.get(place.rest), number));
      else if (typeof value === 'string' && value.length <= 60) list.labels.set(slugOf(value), (list.labels.get(slugOf(value)) ?? 0) + 1);
    }
    lists.set(place.list, list);
  });
  return byContainer(lists);
}

/** Lists kept for one object. */
const LISTS = 50;

/** Lists by each object that they stand in, near or far. */
function byContainer(lists: ReadonlyMap<string, List>): ReadonlyMap<string, ReadonlyMap<string, List>> {
  const containers = new Map<string, Map<string, List>>();
  for (const [pointer, list] of lists) {
    for (let container = pointer; ; container = container.slice(0, container.lastIndexOf('/'))) {
      const inside = containers.get(container) ?? new Map<string, List>();
      if (inside.size < LISTS) inside.set(pointer, list);
      containers.set(container, inside);
      if (container === '') break;
    }
  }
  return containers;
}

function counted(stats: Stats | undefined, number: number): Stats {
  if (stats === undefined) return { count: 1, sum: number, min: number, max: number };
  stats.count++;
  stats.sum += number;
  stats.min = Math.min(stats.min, number);
  stats.max = Math.max(stats.max, number);
  return stats;
}

function lastPosition(pointer: string): { readonly list: string; readonly at: number; readonly rest: string } | undefined {
  const parts = pointer.split('/');
  for (let index = parts.length - 1; index > 0; index--)
    if (/^\d+$/.test(parts[index] ?? '')) return { list: parts.slice(0, index).join('/'), at: Number(parts[index]), rest: parts.slice(index + 1).join('/') };
  return undefined;
}

const placed = ({ value, key, index }: Place): string | undefined =>
  index !== undefined && typeof value === 'number' && (value === index || value === index + 1) && hinted(key, 'place') ? 'its place in the list' : undefined;

/** Lists that stand in the same object, or in one inside of it. */
function listed({ value, key, parent }: Place, lists: ReadonlyMap<string, ReadonlyMap<string, List>>): string | undefined {
  const number = typeof value === 'number' ? value : typeof value === 'string' ? numberOf(value) : undefined;
  if (number === undefined) return undefined;
  const tolerance = toleranceOf(number);
  const { significant } = shapeOf(number);
  const around = parent.slice(0, Math.max(0, parent.lastIndexOf('/')));
  for (const [pointer, { count, sourced, labels, numbers }] of [...(lists.get(parent) ?? []), ...(lists.get(around) ?? [])]) {
    if (sourced === 0) continue;
    if (number === count) return `count of the ${count} elements of ${pointer === '' ? 'the answer' : pointer}`;
    const labelled = labels.get(slugOf(key));
    if (labelled !== undefined && labelled === number) return `count of the elements of ${pointer} with “${key}”`;
    if (significant < 3 && !hinted(key, 'aggregate') && !hinted(key, 'count')) continue;
    for (const [field, { sum, min, max, count: summed }] of numbers) {
      const made = [sum, sum / summed, max, min].findIndex((one) => same(number, one, tolerance));
      if (made >= 0) return `${['sum', 'average', 'maximum', 'minimum'][made] ?? ''} of ${field} over ${pointer}`;
    }
  }
  return undefined;
}

/** Figures of one object of which two may make a third. */
const BESIDE = 32;
type Numbers = ReadonlyMap<string, readonly { readonly key: string; readonly value: number }[]>;

function numbersOf(leaves: readonly Place[], found: readonly Found[]): Numbers {
  const numbers = new Map<string, { key: string; value: number }[]>();
  leaves.forEach(({ parent, key, value }, index) => {
    const source = found[index]?.source;
    if (typeof value !== 'number' || source === undefined || source === 'unsourced' || source === 'earlier') return;
    const list = numbers.get(parent) ?? [];
    if (list.length < BESIDE) list.push({ key, value });
    numbers.set(parent, list);
  });
  return numbers;
}

/** The number of pages: a total that is explained, over the size of a page. */
function paging({ value, key, parent }: Place, numbers: Numbers): string | undefined {
  if (typeof value !== 'number' || !wordsOf(key).some((word) => /^(?:pages?|last)$/.test(word))) return undefined;
  const beside = [...(numbers.get(parent) ?? []), ...(numbers.get('') ?? [])];
  for (const total of beside)
    for (const size of beside)
      if (size !== total && size.value > 0 && Math.ceil(total.value / size.value) === value) return `${total.key} over ${size.key}, rounded up`;
  return undefined;
}

/** A figure of two explained ones beside it. */
function together({ value, key }: Place, beside: readonly { readonly key: string; readonly value: number }[]): string | undefined {
  const number = typeof value === 'number' ? value : typeof value === 'string' ? numberOf(value) : undefined;
  if (number === undefined || (shapeOf(number).significant < 3 && !hinted(key, 'ratio') && !hinted(key, 'aggregate') && !hinted(key, 'count'))) return undefined;
  const tolerance = toleranceOf(number);
  for (const a of beside)
    for (const b of beside) {
      if (a === b) continue;
      const made = [(100 * a.value) / b.value, a.value / b.value, a.value - b.value, a.value + b.value, a.value * b.value, (100 * (a.value - b.value)) / b.value].some((one) => same(number, one, tolerance));
      if (made) return `made of ${a.key} and ${b.key}, which stand beside it`;
    }
  const sum = beside.reduce((total, one) => total + one.value, 0);
  return beside.length > 2 && same(number, sum, tolerance) ? 'sum of the figures beside it' : undefined;
}
