import type { Circumstances, Seen } from '../../core/define.ts';
import type { Proof, ProofVerdict } from '../../core/proof/evidence.ts';
import type { Judgement, Problem, Severity } from '../../core/types.ts';
import { proofData } from '../../core/proof/kinds.ts';
import { proofsOf, type Proofs } from '../../core/proof/proofs.ts';

/** Judges the conclusions of the proof. A platform without a store has nothing that its answers could come from: what its source invents is for the audit. */
export function judgeProofs(seen: Seen, { stack, platform }: Circumstances, judge: (proven: Proofs) => Judgement): Judgement {
  if (stack && stack.stores.every((store) => store.missing !== undefined)) return { inapplicable: 'the stack has no store' };
  return judge(proofsOf(seen, platform));
}

/** The same over the targets that suffered an outage; nothing follows where none did. */
export function judgeSuffering(seen: Seen, circumstances: Circumstances, judge: (proofs: readonly Proof[]) => Judgement): Judgement {
  return judgeProofs(seen, circumstances, ({ proofs }) => {
    const suffered = proofs.filter((proof) => proof.outages.length > 0);
    return suffered.length > 0 ? judge(suffered) : { examined: 0, problems: [], unproven: ['no outage was inflicted on a store that an endpoint needs'] };
  });
}

/** Targets that are demanded, and those that need a store which the profile leaves out on purpose: they say so themselves (501), or cannot be asked for that reason. */
export function demandedOf(proofs: readonly Proof[], seen: Seen, { stack }: Circumstances): { readonly demanded: readonly Proof[]; readonly leftOut: readonly Proof[] } {
  const absent = new Set((stack?.stores ?? []).filter((store) => store.missing === 'profile').map((store) => stack?.absent[store.name]));
  const unserved = new Set(seen.all(proofData).flatMap(({ body }) => body.calls.filter(({ pass, status }) => pass === 'baseline' && status === 501).map(({ target }) => target)));
  const isLeftOut = ({ verdict, target }: Proof): boolean => absent.size > 0 && verdict === 'unproven' && (unserved.has(target.name) || (target.missing !== undefined && absent.has(target.missing)));
  return { demanded: proofs.filter((proof) => !isLeftOut(proof)), leftOut: proofs.filter(isLeftOut) };
}

export interface Words {
  readonly severity: Severity;
  readonly why: string;
  readonly fix: string;
}

/** One problem for each target and verdict of the given words: the sentence of its worst witness, and the others counted. */
export function problemsOf(proofs: readonly Proof[], words: Readonly<Partial<Record<ProofVerdict, Words>>>): readonly Problem[] {
  return proofs.flatMap((proof) => {
    const kinds = new Map<ProofVerdict, Proof['verdicts'][number][]>();
    for (const each of proof.verdicts) if (words[each.verdict]) kinds.set(each.verdict, [...(kinds.get(each.verdict) ?? []), each]);
    return [...kinds].flatMap(([verdict, all]) => problemOf(proof, verdict, all, words[verdict]));
  });
}

function problemOf(proof: Proof, verdict: ProofVerdict, all: readonly Proof['verdicts'][number][], words: Words | undefined): readonly Problem[] {
  const [worst, ...others] = all;
  if (!worst || !words) return [];
  const { target } = proof;
  const more = others.length > 0 ? ` ${others.length} more like it${fieldsText(others)}.` : '';
  const { why, fix, severity } = words;
  return [{
    key: `${target.name}:${verdict}`, subject: target.name, severity, confidence: worst.confidence, why, fix,
    what: `${worst.sentence}${more}`, ...(target.handler && { location: target.handler }), ...(target.curl !== undefined && { reproduce: [target.curl] }),
  }];
}

function fieldsText(others: readonly Proof['verdicts'][number][]): string {
  const named = [...new Set(others.flatMap((each) => each.field ?? each.outage ?? []))];
  return named.length > 0 ? ` (${named.slice(0, 5).join(', ')}${named.length > 5 ? ', …' : ''})` : '';
}

/** Targets as a judgement counts them: those with a verdict are examined, those that could not be tested say why, those that are set aside are named and keep nothing from passing. */
export function counted(proofs: readonly Proof[], problems: readonly Problem[], note?: string): Judgement {
  const open = proofs.filter((proof) => proof.verdict === 'unproven');
  const aside = open.filter(({ target }) => target.aside !== undefined);
  const told = [...(note === undefined ? [] : [note]), ...(aside.length === 0 ? [] : [`set aside: ${aside.map(({ target }) => target.name).join(', ')}`])].join('; ');
  return {
    examined: proofs.length - open.length, unit: 'endpoints', problems, ...(told !== '' && { note: told }),
    unproven: open.filter((proof) => !aside.includes(proof)).map((proof) => `${proof.target.name}: ${proof.reason ?? 'nothing was seen of it'}`),
  };
}
