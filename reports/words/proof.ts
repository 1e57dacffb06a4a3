import type { RunView } from '../../core/fold.ts';
import { compare } from '../../core/order.ts';
import type { ProofSurface } from '../../core/ports.ts';
import type { Proof, ProofData, ProofOutages, ProofVerdict } from '../../core/proof/evidence.ts';
import { proofData, proofOutages } from '../../core/proof/kinds.ts';
import type { Kind } from '../../core/types.ts';
import type { Lookup } from '../renderer.ts';
import { count, grouped } from './words.ts';

/** How a verdict is to be taken: a lie, a failure that is none, an honest answer, or nothing that was proven. */
export type Standing = 'honest' | 'lie' | 'failure' | 'open' | 'none';

/** What a report shows of the live proof: its evidence, and the conclusion on each target, the worst first. */
export interface ProofSeen {
  readonly data: ProofData | undefined;
  readonly outages: ProofOutages | undefined;
  readonly proofs: readonly Proof[];
  readonly coverage: Coverage;
  readonly exceptions: readonly Exception[];
  /** One sentence for each exception that never applied. */
  readonly unused: readonly string[];
}

/** What the platform declares to be right although it looks like a lie, or leaves out of the proof: its kind, what it is about, and why. */
export interface Exception {
  readonly kind: 'constant' | 'degraded' | 'storeless' | 'aside' | 'cache' | 'kept' | 'given';
  readonly about: string;
  readonly reason?: string;
}

/** How far the proof reaches. Shares are percent with one decimal; null where there was nothing to prove. */
export interface Coverage {
  readonly targets: number;
  /** Answered honestly in everything that was tried: proven, cached or with a declared degradation. */
  readonly proven: number;
  /** All targets but those that need no store. */
  readonly applicable: number;
  readonly share: number | null;
  /** Of them, how many the configuration sets aside: they were not asked. */
  readonly aside: number;
  readonly leaves: number;
  readonly traced: number;
  readonly tracedShare: number | null;
  readonly verdicts: readonly { readonly verdict: ProofVerdict; readonly count: number }[];
}

/** Every verdict with how it is to be taken, the worst first: the order of every list of targets. */
const standings: Readonly<Record<ProofVerdict, Standing>> = {
  invented: 'lie', fallback: 'lie', 'stale-lie': 'lie', 'empty-lie': 'lie', 'write-lie': 'lie', 'wrong-blame': 'lie', 'health-lie': 'lie',
  leak: 'failure', crash: 'failure', 'no-recovery': 'failure', hang: 'failure',
  unproven: 'open', degraded: 'honest', cached: 'honest', proven: 'honest', storeless: 'none',
};
const order = Object.keys(standings) as readonly ProofVerdict[];
const confidences = ['certain', 'likely', 'possible'] as const;

export function standingOf(verdict: ProofVerdict): Standing {
  return standings[verdict];
}

/** A standing's second sign beside its colour. */
export const proofGlyphs: Readonly<Record<Standing, string>> = { honest: '✓', lie: '✗', failure: '!', open: '?', none: '–' };

/** The live proof of a run, or undefined when none was made. Evidence that is not of its shape is left to the list of evidence. */
export function proofSeen(run: RunView, lookup: Pick<Lookup, 'json' | 'prove'>): ProofSeen | undefined {
  const data = lastOf(run, lookup, proofData);
  const outages = lastOf(run, lookup, proofOutages);
  if ((!data && !outages) || !lookup.prove) return undefined;
  const proven = lookup.prove(run);
  const proofs = worstFirst(proven?.proofs ?? []);
  return proofs.length === 0 ? undefined : { data, outages, proofs, coverage: coverageOf(proofs), exceptions: exceptionsIn(proven?.declared), unused: proven?.unused ?? [] };
}

/** How far the live proof of a run reaches; undefined when none was made. */
export function coverageSeen(run: RunView, { prove }: Pick<Lookup, 'prove'>): Coverage | undefined {
  const tried = run.evidence.some(({ ref }) => ref.mediaType === undefined && (ref.kind === proofData.name || ref.kind === proofOutages.name));
  const proofs = (tried ? prove?.(run)?.proofs : undefined) ?? [];
  return proofs.length === 0 ? undefined : coverageOf(proofs);
}

function lastOf<T>(run: RunView, lookup: Pick<Lookup, 'json'>, kind: Kind<T>): T | undefined {
  const ref = run.evidence.findLast((each) => each.ref.kind === kind.name && each.ref.mediaType === undefined)?.ref;
  if (!ref) return undefined;
  try {
    return kind.parse(lookup.json(ref.digest));
  } catch {
    return undefined;
  }
}

function exceptionsIn(declared: ProofSurface | undefined): readonly Exception[] {
  if (!declared) return [];
  return [
    ...declared.constants.map(({ target, field, reason }): Exception => ({ kind: 'constant', about: `${field} of ${target}`, reason })),
    ...declared.degraded.map(({ target, marker, reason }): Exception => ({ kind: 'degraded', about: `${target}, marked by ${marker}`, reason })),
    ...declared.storeless.map(({ target, reason }): Exception => ({ kind: 'storeless', about: target, reason })),
    ...(declared.aside ?? []).map(({ target, reason }): Exception => ({ kind: 'aside', about: target, reason })),
    ...declared.caches.map(({ store, prefix, ttlSeconds }): Exception => ({ kind: 'cache', about: `${store} ${prefix}`, reason: `at most ${ttlSeconds} s old` })),
    ...declared.keep.map((about): Exception => ({ kind: 'kept', about })),
    ...declared.given.map(({ store, statement, reason }): Exception => ({ kind: 'given', about: `${store}: ${statement}`, reason })),
  ];
}

function worstFirst(proofs: readonly Proof[]): readonly Proof[] {
  return proofs.toSorted((a, b) =>
    order.indexOf(a.verdict) - order.indexOf(b.verdict) || confidences.indexOf(a.confidence) - confidences.indexOf(b.confidence) || compare(a.target.name, b.target.name));
}

export function coverageOf(proofs: readonly Proof[]): Coverage {
  const proven = proofs.filter(({ verdict }) => standings[verdict] === 'honest').length;
  const applicable = proofs.filter(({ verdict }) => verdict !== 'storeless').length;
  const leaves = proofs.reduce((sum, each) => sum + each.leaves, 0);
  const traced = proofs.reduce((sum, each) => sum + each.traced, 0);
  const verdicts = order.map((verdict) => ({ verdict, count: proofs.filter((each) => each.verdict === verdict).length })).filter((each) => each.count > 0);
  return { targets: proofs.length, proven, applicable, share: percent(proven, applicable), aside: proofs.filter(({ target }) => target.aside !== undefined).length, leaves, traced, tracedShare: percent(traced, leaves), verdicts };
}

/** Never rounded up to 100 while something is missing. */
function percent(part: number, whole: number): number | null {
  if (whole === 0) return null;
  return part === whole ? 100 : Math.min(99.9, Math.round((part / whole) * 1000) / 10);
}

/** `22 of 24 endpoints proven (91.7 %)`. */
export function provenText({ proven, applicable, share, aside }: Coverage): string {
  return `${grouped(proven)} of ${count(applicable, 'endpoint')} proven${share === null ? '' : ` (${share} %)`}${aside === 0 ? '' : `, ${grouped(aside)} set aside`}`;
}

/** `1,204 of 1,215 leaves of data traced to their source (99.1 %)`; nothing where no answer had data. */
export function tracedText({ leaves, traced, tracedShare }: Coverage): string | undefined {
  return tracedShare === null ? undefined : `${grouped(traced)} of ${count(leaves, 'leaf of data', 'leaves of data')} traced to their source (${tracedShare} %)`;
}

/** `1 invented, 1 fallback, 2 unproven`: what is not proven, the worst first; empty when all is. */
export function lackText({ verdicts }: Coverage): string {
  return verdicts.filter(({ verdict }) => ['lie', 'failure', 'open'].includes(standings[verdict])).map(({ verdict, count: n }) => `${grouped(n)} ${verdict}`).join(', ');
}

/** Why a target stands where it stands, in one sentence: its worst witness, or what is missing. */
export function whyOf({ verdict, verdicts, reason, target }: Proof): string | undefined {
  const witness = verdicts[0]?.sentence;
  return (verdict === 'unproven' ? (reason ?? witness) : (witness ?? reason)) ?? target.missing;
}
