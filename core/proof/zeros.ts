import { keyOf, slugOf, wordsOf } from '../lineage/words.ts';
import type { Field } from './evidence.ts';
import type { Exceptions } from './exceptions.ts';
import { singular, unaskedHoldings, type Unasked } from './holdings.ts';
import { saying } from './naming.ts';
import { follows, unseen, type DataSeen, type Suspicion } from './suspects.ts';

/** So many zeros of one answer are no chance: one alone may count something of the process that has the name of a table. */
const SEVERAL = 2;
const COUNTING = new Set(['total', 'count', 'num', 'number', 'n', 'of', 'all', 'the']);

/**
 * Zeros that call something empty which is not, and nobody asked: `total_customers: 0`, while the store holds 8 customers and no statement of the call speaks of them.
 * On an empty database such an answer is the honest one, letter by letter; a zero by itself is no data.
 */
export function zerosOf(seen: DataSeen, exceptions: Exceptions): readonly Suspicion[] {
  const { target, entry, data, calls } = seen;
  if (entry.cachedBy !== undefined) return [];
  const unasked = unaskedHoldings(data, calls);
  const zeros = entry.fields.flatMap((field) => {
    const holding = isZeroCount(field) ? unasked.get(countedBy(field.field)) : undefined;
    return holding && exceptions.constant(target.name, field.field) === undefined ? [{ field, holding }] : [];
  });
  const confidence = unseen(seen) !== undefined || zeros.length < SEVERAL ? 'possible' : 'likely';
  return zeros.map(({ field, holding }): Suspicion => ({ verdict: 'invented', confidence, field: field.field, pointer: field.pointer, by: ['baseline'], sentence: sentence(target.name, field, holding) }));
}

function isZeroCount(field: Field): boolean {
  return field.value === 0 && field.leaves === 1 && !field.volatile && !field.field.includes('/-') && !follows(field) && field.empty !== 'followed';
}

/** What a name counts, in the singular: `total_customers`, `customerCount` → `customer`; of another name nothing that a holding is called. */
function countedBy(field: string): string {
  return singular(slugOf(wordsOf(keyOf(field)).filter((word) => !COUNTING.has(word)).join(' ')));
}

function sentence(target: string, field: Field, { store, name, count }: Unasked): string {
  return `${target} answers ${saying(field.field, field.value)}. ${store} holds ${count} entries of ${name}, and none of them was asked for.`;
}
