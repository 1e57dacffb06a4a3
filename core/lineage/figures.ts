import type { Candidate, Candidates } from './candidates.ts';
import { shapeOf } from './numbers.ts';
import { hinted, related, slugOf } from './words.ts';

export interface Derived {
  readonly what: string;
  readonly exchange?: number;
  /** The operation and the two figures of one row that it joins, where it is that. */
  readonly pair?: string;
}

/** Half a unit of the last digit that was written, and what binary arithmetic may add. */
export function toleranceOf(value: number): number {
  const { decimals } = shapeOf(value);
  return 0.5 * 10 ** -Math.min(decimals, 15) + Math.abs(value) * 1e-12;
}

/** A leaf that is the candidate rounded, or cut off, at the leaf's own digits. */
export function same(leaf: number, candidate: number, tolerance: number): boolean {
  const difference = Math.abs(leaf - candidate);
  return difference <= tolerance || (difference < tolerance * 2 && Math.abs(leaf) <= Math.abs(candidate)) || difference <= Math.abs(candidate) * 1e-9;
}

/** How a number follows from the rows: a count, an aggregate, a rounding, another unit, a group's figure, two figures together (where `pairs` still allows the walk that they cost). */
export function derivedNumber(value: number, key: string, candidates: Candidates, pairs: () => boolean): Derived | undefined {
  const { significant } = shapeOf(value);
  const tolerance = toleranceOf(value);
  const group = candidates.groups.get(slugOf(key))?.find((candidate) => same(value, candidate.value, tolerance));
  if (group !== undefined) return group;
  for (const candidate of near(candidates.sorted, value, tolerance * 2)) if (same(value, candidate.value, tolerance) && telling(candidate, significant, key)) return candidate;
  const scaled = otherUnit(value, significant, key, candidates, tolerance);
  if (scaled !== undefined) return scaled;
  return (significant >= 5 || hinted(key, 'ratio')) && pairs() ? ofTwo(value, tolerance, candidates.figures) : undefined;
}

const telling = (candidate: Candidate, significant: number, key: string): boolean =>
  significant >= candidate.digits || (candidate.hint !== undefined && hinted(key, candidate.hint)) || (candidate.column !== undefined && related(key, candidate.column));

/** Candidates within a distance of a value, by binary search. */
function* near(sorted: readonly Candidate[], value: number, distance: number): Generator<Candidate> {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle]?.value ?? 0) < value - distance) low = middle + 1;
    else high = middle;
  }
  for (let index = low; index < sorted.length; index++) {
    const candidate = sorted[index];
    if (candidate === undefined || candidate.value > value + distance) return;
    yield candidate;
  }
}

const UNITS: readonly (readonly [number, string])[] = [[100, 'hundredths'], [1_000, 'thousandths'], [60, 'sixtieths'], [3_600, 'hours for seconds'], [86_400, 'days for seconds'], [1_024, 'in 1,024'], [1_048_576, 'in 1,048,576'], [3_600_000, 'hours for milliseconds']];

function otherUnit(value: number, significant: number, key: string, { sorted }: Candidates, tolerance: number): Derived | undefined {
  for (const [factor, unit] of UNITS) {
    for (const [wanted, scale] of [[value * factor, factor], [value / factor, 1 / factor]] as const) {
      for (const candidate of near(sorted, wanted, tolerance * scale + Math.abs(wanted) * 1e-9)) {
        if (significant >= Math.max(4, candidate.digits) || (significant >= 2 && candidate.column !== undefined && related(key, candidate.column)))
          return { ...candidate, what: `${candidate.what}, in another unit (${unit})` };
      }
    }
  }
  return undefined;
}

/** Two figures whose quotient, percentage, change, difference, sum or product a number is. */
export function ofTwo(value: number, tolerance: number, figures: readonly Candidate[]): Derived | undefined {
  if (value === 0) return undefined;
  for (const first of figures) {
    const a = first.value;
    if (a === 0) continue;
    for (const [target, made, how] of waysTo(value, a)) {
      if (!Number.isFinite(target) || target === 0) continue;
      for (const second of near(figures, target, Math.abs(target) * (2 * tolerance / Math.abs(value)) + 1e-9)) {
        if (second !== first && Math.abs(made(second.value) - value) <= tolerance) return { exchange: first.exchange, what: `${how}: ${first.what} and ${second.what}` };
      }
    }
  }
  return undefined;
}

type Way = readonly [target: number, made: (b: number) => number, how: string];
function waysTo(value: number, a: number): readonly Way[] {
  return [
    [(100 * a) / value, (b) => (100 * a) / b, 'percentage of two figures'],
    [a / value, (b) => a / b, 'quotient of two figures'],
    [(100 * a) / (value + 100), (b) => (100 * (a - b)) / b, 'change between two figures'],
    [(100 * a) / (100 - value), (b) => (100 * (b - a)) / b, 'remaining share of two figures'],
    [a - value, (b) => a - b, 'difference of two figures'],
    [value - a, (b) => a + b, 'sum of two figures'],
    [value / a, (b) => a * b, 'product of two figures'],
  ];
}
