import { proofVerdicts, type Proof, type ProofVerdict } from './evidence.ts';

export type Witnessed = Proof['verdicts'][number];
type Confidence = Witnessed['confidence'];

const worst: readonly ProofVerdict[] = ['invented', 'fallback', 'write-lie', 'empty-lie', 'stale-lie', 'wrong-blame', 'health-lie', 'leak', 'crash', 'hang', 'no-recovery'];
const rank = (verdict: ProofVerdict): number => (worst.includes(verdict) ? worst.indexOf(verdict) : worst.length + proofVerdicts.indexOf(verdict));
const confidences: readonly Confidence[] = ['certain', 'likely', 'possible'];

/** Worst first: what counts before what is only possible, then by verdict, confidence, field and outage; the order of the evidence plays no part. */
export const byWeight = (left: Witnessed, right: Witnessed): number =>
  Number(left.confidence === 'possible') - Number(right.confidence === 'possible') || rank(left.verdict) - rank(right.verdict) || confidences.indexOf(left.confidence) - confidences.indexOf(right.confidence)
  || compare(left.field ?? '', right.field ?? '') || compare(left.outage ?? '', right.outage ?? '') || compare(left.sentence, right.sentence);

export const compare = (left: string, right: string): number => (left < right ? -1 : left > right ? 1 : 0);

/** What several outages of one store show alike is one line, with their kinds; the same line twice is one. Sorted. */
export function merged(verdicts: readonly Witnessed[]): readonly Witnessed[] {
  const groups = Map.groupBy(verdicts, ({ verdict, confidence, field, outage, sentence }) => { const { store, kind } = parted(outage); return JSON.stringify([verdict, confidence, field ?? '', store, sentence.replace(`(${kind})`, '()')]); });
  return [...groups.values()].flatMap(([first, ...others]) => {
    if (first === undefined) return [];
    const { store, kind } = parted(first.outage);
    const kinds = [...new Set([first, ...others].map(({ outage }) => parted(outage).kind))].toSorted(compare).join(', ');
    return [first.outage === undefined ? first : { ...first, outage: `${store} ${kinds}`, sentence: first.sentence.replace(`(${kind})`, `(${kinds})`) }];
  }).toSorted(byWeight);
}

/** `postgres refuse`, `third party rates refuse`: the last word is the kind. */
function parted(outage = ''): { readonly store: string; readonly kind: string } {
  const at = outage.lastIndexOf(' ');
  return { store: outage.slice(0, Math.max(0, at)), kind: outage.slice(at + 1) };
}

/** Clauses as one sentence reads them: `a, b and c`. */
export function listed(parts: readonly string[]): string {
  return parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1) ?? ''}`;
}
export const upper = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
