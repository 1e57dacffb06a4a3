import type { Check, Circumstances, Seen } from './define.ts';
import { fault } from './fault.ts';
import { compare, worstFirst } from './order.ts';
import type { CheckInfo, Digest, Evidence, EvidenceRef, Fault, Finding, Judgement, Kind, Outcome, Problem, Some, Waiver } from './types.ts';

/** What one probe left: evidence, a fault, or the reason why it was not run. */
export interface Seal {
  readonly probe: string;
  readonly kind: string;
  readonly result: Evidence | Fault | { readonly reason: string; readonly inapplicable: boolean };
}

/** SHA-256 of a text in hexadecimal, handed in because the core has no hash function of its own. */
export type Hash = (text: string) => string;

/** What a check said of evidence. */
export interface KeptJudgement {
  readonly judgement: Judgement;
  readonly waivers: readonly Waiver[];
}

/** Judgements of before by the same code, by a name that holds the check and the digests of all that it looked at. */
export interface Memory {
  readonly recall: (name: string) => KeptJudgement | undefined;
  readonly keep: (name: string, judgement: KeptJudgement) => void;
}

/** Judges one check over what was sealed. It never throws: a check that does is an `error` outcome. Findings are numbered later. */
export function conclude(check: Check, seals: readonly Seal[], circumstances: Circumstances, hash: Hash, memory?: Memory): Outcome {
  const visible = check.probe === undefined ? seals : seals.filter((seal) => seal.probe === check.probe);
  const missing = obstacle(check, visible);
  if (missing) return missing;
  const looked = new Set<Digest>();
  try {
    const judgement = remembered(check, visible, looked, memory) ?? judged(check, visible, looked, circumstances, memory);
    return outcomeOf(check.info, judgement, [...looked].sort(), hash);
  } catch (error) {
    return { status: 'error', fault: fault('judge-failed', `${check.info.id} could not judge what was seen`, { cause: error }) };
  }
}

/** A judgement of before, of the same evidence by the same code. It looked at what it would look at now. */
function remembered(check: Check, seals: readonly Seal[], looked: Set<Digest>, memory: Memory | undefined): Judgement | undefined {
  const kept = recall(check, seals, memory);
  if (kept) for (const digest of digestsFor(check, seals)) looked.add(digest);
  return kept?.judgement;
}

function judged(check: Check, seals: readonly Seal[], looked: Set<Digest>, circumstances: Circumstances, memory: Memory | undefined): Judgement {
  const judgement = check.judge(seenOf(seals, looked), circumstances);
  const digests = digestsFor(check, seals);
  // Whoever looked at more, or at less, than it says that it needs is asked each time.
  const whole = digests.length === looked.size && digests.every((each) => looked.has(each));
  if (check.lasting && whole) memory?.keep(nameOf(check, digests), { judgement, waivers: check.waives?.(seenOf(seals)) ?? [] });
  return judgement;
}

function recall(check: Check, seals: readonly Seal[], memory: Memory | undefined): KeptJudgement | undefined {
  return check.lasting ? memory?.recall(nameOf(check, digestsFor(check, seals))) : undefined;
}

function nameOf(check: Check, digests: readonly Digest[]): string {
  return [check.info.id, ...digests].join(' ');
}

function digestsFor(check: Check, seals: readonly Seal[]): readonly Digest[] {
  return seals.flatMap(({ kind, result }) => ('digest' in result && check.needs.some((each) => each.name === kind) ? [result.digest] : []));
}

/** The waivers that the evidence carries, as far as the checks that know them can read it. */
export function waiversIn(checks: readonly Check[], seals: readonly Seal[], memory?: Memory): readonly Waiver[] {
  return checks.flatMap((check) => (check.waives && !obstacle(check, seals) ? recall(check, seals, memory)?.waivers ?? check.waives(seenOf(seals)) : []));
}

/** What stands in the way of judging: a needed probe failed, was not run, or has nothing to see here. */
function obstacle(check: Check, seals: readonly Seal[]): Outcome | undefined {
  for (const kind of check.also ?? []) {
    const failed = seals.find((seal) => seal.kind === kind.name && 'code' in seal.result)?.result;
    if (failed && 'code' in failed) return { status: 'error', fault: failed };
    const skipped = seals.find((seal) => seal.kind === kind.name && 'reason' in seal.result)?.result;
    if (skipped && 'reason' in skipped && !skipped.inapplicable) return { status: 'skipped', reason: skipped.reason };
  }
  for (const kind of check.needs) {
    const of = seals.filter((seal) => seal.kind === kind.name).map((seal) => seal.result);
    const failed = of.find((result) => 'code' in result);
    if (failed) return { status: 'error', fault: failed };
    if (of.some((result) => 'digest' in result)) continue;
    const skipped = of.find((result) => 'reason' in result);
    if (!skipped) return { status: 'skipped', reason: `no probe looked for ${kind.name}` };
    return { status: skipped.inapplicable ? 'inapplicable' : 'skipped', reason: skipped.reason };
  }
  return undefined;
}

/** What was sealed, as checks look at it; what is looked at is noted in `looked`. */
export function seenOf(seals: readonly Seal[], looked: Set<Digest> = new Set()): Seen {
  return {
    all<T>(kind: Kind<T>) {
      const found: Evidence<T>[] = [];
      for (const { kind: name, result } of seals) {
        if (name !== kind.name || !('digest' in result)) continue;
        looked.add(result.digest);
        found.push({ ...refOf(result), body: kind.parse(result.body) });
      }
      return found;
    },
  };
}

/** What evidence is called, without its body, which may not have been read yet. */
export function refOf({ kind, digest, at, subject, bytes, mediaType }: EvidenceRef): EvidenceRef {
  return { kind, digest, at, subject, bytes, ...(mediaType !== undefined && { mediaType }) };
}

function outcomeOf(check: CheckInfo, judgement: Judgement, evidence: readonly Digest[], hash: Hash): Outcome {
  if ('inapplicable' in judgement) return { status: 'inapplicable', reason: judgement.inapplicable };
  const examined = {
    examined: judgement.examined,
    unit: judgement.unit ?? 'things',
    ...(judgement.note !== undefined && { note: judgement.note }),
    ...(judgement.unproven && judgement.unproven.length > 0 && { unproven: judgement.unproven }),
    evidence,
  };
  const findings = findingsOf(check, judgement.problems, evidence, hash);
  if (isSome(findings)) return { status: 'fail', ...examined, findings };
  if (judgement.examined > 0) return { status: 'pass', ...examined };
  const why = judgement.unproven?.[0];
  return { status: 'error', fault: fault('nothing-examined', why ? `${check.id} examined nothing: ${why}` : `${check.id} examined nothing`) };
}

function findingsOf(check: CheckInfo, problems: readonly Problem[], evidence: readonly Digest[], hash: Hash): readonly Finding[] {
  const sorted = [...problems].sort((a, b) => compare(a.key, b.key) || compare(a.location?.uri ?? '', b.location?.uri ?? '') || (a.location?.line ?? 0) - (b.location?.line ?? 0));
  const times = new Map<string, number>();
  const findings = sorted.map((problem): Finding => {
    const nth = times.get(problem.key) ?? 0;
    times.set(problem.key, nth + 1);
    const fingerprint = hash(`${check.id}\n${problem.key}\n${nth}`).slice(0, 32);
    return { ...problem, evidence: problem.evidence ?? evidence, number: 0, check: check.id, category: check.category, family: check.family, fingerprint };
  });
  return findings.sort(worstFirst);
}

function isSome<T>(items: readonly T[]): items is Some<T> {
  return items.length > 0;
}
