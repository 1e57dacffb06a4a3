import type { Field, ProofCall, ProofData, Relation, Target } from './evidence.ts';
import type { Witnessed } from './verdicts.ts';

/** Everything that was seen of one target's data. */
export interface DataSeen {
  readonly target: Target;
  readonly entry: ProofData['fields'][number];
  readonly calls: readonly ProofCall[];
  readonly relations: readonly Relation[];
  readonly data: ProofData;
  /** Fields that were still answered, unchanged, with a store out: field → store. */
  readonly stillThere: ReadonlyMap<string, string>;
}
export interface Suspicion extends Witnessed {
  readonly field: string;
  readonly pointer: string;
  /** Which passes bore witness. */
  readonly by: readonly ('shake' | 'empty' | 'fill' | 'vary' | 'outage' | 'baseline')[];
}

/** Data-like leaves of a field that nothing explained. */
export const suspectedIn = (field: Field): number => field.suspected ?? (field.dataLike ? (field.sources.unsourced ?? 0) : 0);

export const supplied = (field: Field): boolean => (field.sources.wire ?? 0) + (field.sources.derived ?? 0) > 0;
/** It has another value when the stores have: whatever the computation, it came from them. */
export const follows = (field: Field): boolean => field.shake === 'followed' || (field.moved?.followed ?? 0) > 0;

/** A field that only the answer from the empty stores had. */
export const onlyWhenEmpty = ({ emptied, empty }: Field): boolean => emptied !== undefined && empty === undefined;

/** Why what is unsourced may still have come from somewhere: a store that nobody could read. */
export function unseen({ data, entry }: DataSeen): string | undefined {
  const blind = data.stores.find(({ observed }) => !observed);
  if (blind !== undefined) return `What ${blind.name} supplies could not be seen.`;
  return entry.partial?.[0] === undefined ? undefined : `Not everything was seen: ${entry.partial[0]}.`;
}
