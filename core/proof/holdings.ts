import { slugOf, wordsOf } from '../lineage/words.ts';
import type { ProofCall, ProofData } from './evidence.ts';

export const singular = (word: string): string => word.replace(/ies$/, 'y').replace(/(?<=(?:s|x|ch|sh))es$/, '').replace(/s$/, '');

/** The singular of what a holding itself is called: `public.customers` is `customer`. */
export const ownName = (name: string): string => singular(slugOf(name.split(/[.:]/).find((part) => part !== 'public' && part !== '*') ?? name));

export interface Unasked {
  readonly store: string;
  readonly name: string;
  readonly count: number;
}

/** Holdings with entries that the taps saw and no statement of the baseline call spoke of, by the singular of their own names (`public.customers` → `customer`). None where nothing was called. */
export function unaskedHoldings(data: ProofData, calls: readonly ProofCall[]): ReadonlyMap<string, Unasked> {
  const baseline = calls.filter(({ pass }) => pass === 'baseline');
  const found = new Map<string, Unasked>();
  if (baseline.length === 0) return found;
  const statements = baseline.flatMap((call) => call.statements).filter(({ effect }) => effect === 'read' || effect === 'write');
  const asked = new Set(statements.flatMap(({ statement, parameters }) => wordsOf(`${statement} ${JSON.stringify(parameters)}`).map(singular)));
  for (const store of data.stores.toSorted((left, right) => (left.name < right.name ? -1 : 1)))
    for (const { name, count } of store.holdings) {
      const own = ownName(name);
      if (store.observed && count > 0 && !wordsOf(own).every((word) => asked.has(singular(word))) && !found.has(own)) found.set(own, { store: store.name, name, count });
    }
  return found;
}
