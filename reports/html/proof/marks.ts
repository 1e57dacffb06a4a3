import type { OutageSeen, Pass, Proof, ProofVerdict } from '../../../core/proof/evidence.ts';
import { wordOf, type Outage } from '../../../core/tap.ts';
import { proofGlyphs, standingOf, type ProofSeen, type Standing } from '../../words/proof.ts';
import { html, type Html } from '../markup.ts';

/** What one cell of the matrix says: how it is to be taken, and the word for it. */
export interface Mark {
  readonly standing: Standing;
  readonly word: string;
}

/** A verdict as glyph and word; the colour only repeats it. */
export function verdictMark(verdict: ProofVerdict): Html {
  return signOf({ standing: standingOf(verdict), word: verdict });
}

export function signOf({ standing, word }: Mark): Html {
  return html`<span class="state p-${standing}"><i aria-hidden="true">${proofGlyphs[standing]}</i>${word}</span>`;
}

const passStandings = { honest: 'honest', lie: 'lie', 'not applicable': 'none', unproven: 'open' } as const;

export function passMark(proof: Proof, pass: Pass): Mark {
  // Not coming back is a failure, and no lie.
  if (pass === 'recover' && proof.passes[pass] === 'lie') return { standing: 'failure', word: 'no-recovery' };
  const said = proof.passes[pass] ?? 'not applicable';
  // An answer without data, such as a health route's, has nothing to trace.
  if (pass === 'baseline' && said === 'unproven' && proof.leaves === 0 && standingOf(proof.verdict) !== 'open') return { standing: 'none', word: 'no data to trace' };
  return { standing: passStandings[said], word: said };
}

export function outageMark(verdict: ProofVerdict | 'honest'): Mark {
  return { standing: verdict === 'honest' ? 'honest' : standingOf(verdict), word: verdict };
}

/** Whether the target is a route of health, and whether it told the truth: no pass of its own, but a column of the matrix. */
export function healthMark({ outages }: ProofSeen, proof: Proof): Mark {
  if (proof.verdicts.some((each) => each.verdict === 'health-lie')) return { standing: 'lie', word: 'health-lie' };
  const asked = (outages?.outages ?? []).some((seen) => seen.health.some(({ url }) => pathOf(url) === proof.target.path));
  return asked ? { standing: 'honest', word: 'honest' } : { standing: 'none', word: 'not applicable' };
}

function pathOf(url: string): string {
  return url.replace(/^[a-z]+:\/\/[^/]*/, '').replace(/[?#].*$/, '');
}

/** One outage that was inflicted: a column of the matrix. */
export interface OutageColumn {
  readonly store: string;
  readonly kind: string;
}

/** Every outage of which any target has a verdict, by store and in the order in which it was inflicted. */
export function outageColumns({ proofs, outages }: ProofSeen): readonly OutageColumn[] {
  const inflicted = (outages?.outages ?? []).map(({ store, outage }): OutageColumn => ({ store, kind: kindOf(outage) }));
  const all = [...inflicted, ...proofs.flatMap((proof) => proof.outages)];
  const unique = [...new Map(all.map(({ store, kind }) => [`${store} ${kind}`, { store, kind }])).values()];
  const judged = unique.filter(({ store, kind }) => proofs.some((proof) => verdictUnder(proof, { store, kind }) !== undefined));
  return [...Map.groupBy(judged, ({ store }) => store).values()].flat();
}

export function verdictUnder(proof: Proof, { store, kind }: OutageColumn): ProofVerdict | 'honest' | undefined {
  return proof.outages.find((each) => each.store === store && each.kind === kind)?.verdict;
}

/** `hang`; of the errors the word of the protocol too: `error 57P01`. */
export function kindOf(outage: Outage): string {
  const word = wordOf(outage);
  return outage.kind === 'error' && word === outage.kind ? `error ${outage.error}` : word;
}

/** The outage that a verdict's column stands for; the kind may be told with or without its error. */
export function seenUnder(outages: readonly OutageSeen[], { store, kind }: OutageColumn): OutageSeen | undefined {
  return outages.find((seen) => seen.store === store && (kindOf(seen.outage) === kind || wordOf(seen.outage) === kind));
}
