import type { Found } from './context.ts';
import type { Place } from './leaves.ts';
import { pairsInRow } from './row.ts';
import type { Wire } from './wire.ts';

type Pair = NonNullable<Found['pair']> & { readonly at: number };

/**
 * A field of a list is computed in one way, so that two figures of a row which make it in one element make it in all. Where no pair and operation makes it in each of the elements
 * that were explained so, they met it by chance and explain nothing.
 */
export function withoutChance(leaves: readonly Place[], found: readonly Found[], wire: Wire): readonly Found[] {
  const chance = new Set([...pairsByField(leaves, found).values()].filter((pairs) => isChance(pairs, leaves, found, wire)).flatMap((pairs) => pairs.map(({ at }) => at)));
  return chance.size === 0 ? found : found.map((one, at) => (chance.has(at) ? { source: 'unsourced' } : one));
}

function pairsByField(leaves: readonly Place[], found: readonly Found[]): ReadonlyMap<string, readonly Pair[]> {
  const fields = new Map<string, Pair[]>();
  leaves.forEach(({ field, index }, at) => {
    const pair = index === undefined ? undefined : found[at]?.pair;
    if (pair === undefined) return;
    const pairs = fields.get(field) ?? [];
    pairs.push({ ...pair, at });
    fields.set(field, pairs);
  });
  return fields;
}

function isChance(pairs: readonly Pair[], leaves: readonly Place[], found: readonly Found[], wire: Wire): boolean {
  if (new Set(pairs.map(({ way }) => way)).size < 2) return false;
  let common: ReadonlySet<string> | undefined;
  for (const { at, row } of pairs) {
    const { value } = leaves[at] ?? {};
    const { exchange } = found[at] ?? {};
    if ((typeof value !== 'string' && typeof value !== 'number') || exchange === undefined) continue;
    const ways = pairsInRow(value, wire, exchange, row);
    const left: ReadonlySet<string> = common === undefined ? ways : new Set([...common].filter((way) => ways.has(way)));
    if (left.size === 0) return true;
    common = left;
  }
  return false;
}
