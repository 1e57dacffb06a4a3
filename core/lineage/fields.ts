import type { Field } from '../proof/evidence.ts';
import type { Json } from '../types.ts';
import { compareLeaves } from './compare.ts';
import { parentOf } from './leaves.ts';
import type { Leaf, Source, Traced } from './types.ts';
import { isDataLike } from './words.ts';

/** One of the baseline's calls: its answer, its trace, and a digest of what the taps returned meanwhile. */
export interface BaselineCall {
  readonly answer: Json;
  readonly traced: Traced;
  readonly storeSaid: string;
}

/** Values of a field that are kept as examples of how it changed from call to call. */
const EXAMPLES = 3;

/** The fields of a target's answer over its baseline calls: sources of the first call; `volatile` where two calls differ although the stores said the same. */
export function fieldsOf(calls: readonly BaselineCall[]): readonly Field[] {
  const [first] = calls;
  if (first === undefined) return [];
  const groups = Map.groupBy(first.traced.leaves, ({ field }) => field);
  const sourced = sourcedObjects(first.traced.leaves);
  const restless = volatileFields(calls);
  return [...groups].map(([field, leaves]) => {
    const seen = restless.get(field);
    return seen === undefined ? fieldOf(field, leaves, sourced, seen) : { ...fieldOf(field, leaves, sourced, seen), suspected: mostSuspected(field, calls) };
  });
}

/** What moves by itself may once have met a value of the stores by chance. */
const mostSuspected = (field: string, calls: readonly BaselineCall[]): number => Math.max(...calls.map(({ traced }) => suspects(traced.leaves.filter((leaf) => leaf.field === field)).length));
const suspects = (leaves: readonly Leaf[]): readonly Leaf[] => leaves.filter(({ source, dataLike }) => source === 'unsourced' && dataLike);


function fieldOf(field: string, leaves: readonly Leaf[], sourced: ReadonlySet<string>, seen: readonly Json[] | undefined): Field {
  const sources: Partial<Record<Source, number>> = {};
  for (const { source } of leaves) sources[source] = (sources[source] ?? 0) + 1;
  const suspect = suspects(leaves);
  const stores = [...new Set(leaves.flatMap(({ store }) => store ?? []))].toSorted();
  const example = suspect[0] ?? leaves.find(({ dataLike }) => dataLike) ?? leaves[0];
  return {
    field,
    pointer: example?.pointer ?? '',
    value: example?.value ?? null,
    leaves: leaves.length,
    sources,
    dataLike: leaves.some(({ dataLike }) => dataLike),
    ...(example?.how === undefined ? {} : { how: example.how }),
    besideSourced: suspect.some(({ pointer }) => !POSITION.test(pointer) && sourced.has(parentOf(pointer))),
    volatile: seen !== undefined,
    ...(seen === undefined ? {} : { seen }),
    suspected: suspect.length,
    ...(stores.length === 0 ? {} : { stores }),
  };
}

const POSITION = /\/\d+$/;
/** Pointers of objects with a data-like leaf from a store directly in them. A list is no object: its elements are not beside one another. */
function sourcedObjects(leaves: readonly Leaf[]): ReadonlySet<string> {
  const objects = new Set<string>();
  for (const { pointer, source, dataLike } of leaves) if (dataLike && !POSITION.test(pointer) && (source === 'wire' || source === 'derived')) objects.add(parentOf(pointer));
  return objects;
}

/** Fields that differ between two calls to which the stores said the same, with values of them. A list in another order is not another list. */
function volatileFields(calls: readonly BaselineCall[]): ReadonlyMap<string, readonly Json[]> {
  const found = new Map<string, readonly Json[]>();
  const [first, ...others] = calls;
  for (const other of others) {
    if (first === undefined || other.storeSaid !== first.storeSaid) continue;
    const reactions = compareLeaves(first.answer, other.answer);
    const before = Map.groupBy(first.traced.leaves, ({ field }) => field);
    const after = Map.groupBy(other.traced.leaves, ({ field }) => field);
    for (const [field, leaves] of before) {
      const changed = leaves.find(({ pointer }) => reactions.get(pointer) === 'followed');
      const same = after.get(field);
      if (changed === undefined || same === undefined || sameValues(leaves, same)) continue;
      const now = same.find(({ pointer }) => pointer === changed.pointer) ?? same[0];
      found.set(field, [...(found.get(field) ?? [changed.value]), now?.value ?? null].slice(0, EXAMPLES));
    }
  }
  return found;
}

function sameValues(left: readonly Leaf[], right: readonly Leaf[]): boolean {
  const text = (leaves: readonly Leaf[]): string => JSON.stringify(leaves.map(({ value }) => value).filter(isDataLike).map(String).toSorted());
  return left.length === right.length && text(left) === text(right);
}
