import { settle, unusedWaivers, type Baseline, type Changes } from '../core/baseline.ts';
import type { Check, Circumstances } from '../core/define.ts';
import type { Concluded } from '../core/gate.ts';
import { conclude, seenOf, waiversIn, type Memory, type Seal } from '../core/judge.ts';
import { meet } from '../core/meet.ts';
import { compare } from '../core/order.ts';
import type { Clock, Platform } from '../core/ports.ts';
import type { Proof } from '../core/proof/evidence.ts';
import { proofData } from '../core/proof/kinds.ts';
import { proofsOf } from '../core/proof/proofs.ts';
import type { CheckInfo, EventBody, Finding, Outcome, RunEvent, Some, StackReport, Waiver } from '../core/types.ts';
import { sha256 } from './store.ts';

/** Where outcomes are said: the run's bus, or a replay. */
export interface EventSink {
  readonly events: readonly RunEvent[];
  readonly emit: (body: EventBody) => void;
}

export interface JudgeRequest {
  readonly platform: Platform;
  readonly waivers: readonly Waiver[];
  readonly baseline: Baseline | undefined;
  /** With `--since`: what is not on these lines was there before. */
  readonly changes?: Changes;
  /** What was judged before; judging again from sealed evidence goes without. */
  readonly memory?: Memory | undefined;
}

/** Judges one check over what was sealed when it was made; the findings have the number zero. */
export interface Judge {
  readonly today: string;
  readonly waivers: readonly Waiver[];
  readonly judge: (check: Check) => Outcome;
}

/** A judge over what is sealed so far: the clock is the run's start, and waivers and proofs are those that the evidence carries. */
export function judgeOver(checks: readonly Check[], seals: readonly Seal[], request: JudgeRequest, bus: Pick<EventSink, 'events'>): Judge {
  const circumstances: Circumstances = { now: startOf(bus.events), platform: request.platform, stack: stackReport(bus) };
  const today = new Date(circumstances.now).toISOString().slice(0, 10);
  const proofs = provenBy(seals, request.platform);
  const waivers = [...request.waivers, ...waiversIn(checks, seals, request.memory)];
  return { today, waivers, judge: (check) => settled(met(conclude(check, seals, circumstances, sha256, request.memory), proofs), { ...request, waivers }, today) };
}

/** Judges every check in the order of their ids, numbers the findings, and says each outcome on the bus. */
export function judgeAll(checks: readonly Check[], seals: readonly Seal[], request: JudgeRequest, bus: EventSink, tick: Clock['tick']): readonly Concluded[] {
  const { today, waivers, judge } = judgeOver(checks, seals, request, bus);
  let number = 0;
  const concluded = [...checks].sort((a, b) => compare(a.info.id, b.info.id)).map((check): Concluded => {
    const started = tick();
    const outcome = numbered(judge(check), () => ++number);
    bus.emit({ type: 'check-finished', check: check.info, outcome, ms: Math.round(tick() - started) });
    return { check: check.info, outcome };
  });
  const staleWaivers = judgeWaivers(concluded, waivers, today, () => ++number);
  if (staleWaivers) bus.emit({ type: 'check-finished', ...staleWaivers, ms: 0 });
  return staleWaivers ? [...concluded, staleWaivers] : concluded;
}

/** The live proof's conclusions where there is one; evidence of another shape is for the checks to complain of. */
function provenBy(seals: readonly Seal[], platform: Platform): readonly Proof[] {
  const seen = seenOf(seals);
  try {
    return seen.all(proofData).length > 0 ? proofsOf(seen, platform).proofs : [];
  } catch (error) {
    if (error instanceof TypeError) return [];
    throw error;
  }
}

function met(outcome: Outcome, proofs: readonly Proof[]): Outcome {
  if (outcome.status !== 'fail' || proofs.length === 0) return outcome;
  return { ...outcome, findings: outcome.findings.map((finding) => meet(finding, proofs)) as unknown as Some<Finding> };
}

function settled(outcome: Outcome, request: JudgeRequest, today: string): Outcome {
  if (outcome.status !== 'fail') return outcome;
  return { ...outcome, findings: settle(outcome.findings, request.baseline, request.waivers, today, request.changes) as unknown as Some<Finding> };
}

function numbered(outcome: Outcome, next: () => number): Outcome {
  if (outcome.status !== 'fail') return outcome;
  return { ...outcome, findings: outcome.findings.map((finding) => ({ ...finding, number: next() })) as unknown as Some<Finding> };
}

const waiverCheck: CheckInfo = { id: 'unused-waiver', family: 'audit', category: 'Code clean-up', title: 'Waivers that accept nothing' };

function judgeWaivers(concluded: readonly Concluded[], waivers: readonly Waiver[], today: string, next: () => number): Concluded | undefined {
  if (waivers.length === 0) return undefined;
  const examined = { examined: waivers.length, unit: 'waivers', evidence: [] };
  const findings = unusedWaivers(concluded.flatMap(({ outcome }) => (outcome.status === 'fail' ? outcome.findings : [])), waivers, today)
    .filter(({ waiver }) => concluded.some(({ check }) => check.id === waiver.check) || (waiver.lines !== undefined && concluded.length > 1))
    .map(({ waiver, why }): Finding => ({
      key: `${waiver.check} ${waiver.path ?? waiver.fingerprint ?? ''}${waiver.lines ? ` ${waiver.reason}` : ''}`,
      what: `the waiver of ${waiver.check}${waiver.path ? ` at ${waiver.path}` : ''} accepts nothing: ${why}`,
      why: 'A waiver that is left behind would accept the next problem in the same place without anybody deciding so.',
      fix: waiver.lines ? 'Take the comment out, or name the rule that it is about.' : 'Take it out of the configuration.',
      ...(waiver.lines && waiver.path !== undefined && { location: { uri: waiver.path, line: waiver.lines[0] } }),
      severity: 'low', confidence: 'certain', subject: waiver.owner, number: next(), check: waiverCheck.id, category: waiverCheck.category, family: 'audit',
      fingerprint: sha256(`unused-waiver\n${waiver.check}\n${waiver.path ?? waiver.fingerprint ?? ''}${waiver.lines ? `\n${waiver.reason}` : ''}`).slice(0, 32),
    }));
  const [first, ...rest] = findings;
  return { check: waiverCheck, outcome: first ? { status: 'fail', ...examined, findings: [first, ...rest] } : { status: 'pass', ...examined } };
}

/** The run's own start is the clock of its judgements, so that judging again on another day says the same. */
function startOf(events: readonly RunEvent[]): number {
  return Date.parse(events[0]?.at ?? '') || 0;
}

/** The last report of the stack that the stream holds: what was there while the probes looked. */
function stackReport(bus: Pick<EventSink, 'events'>): StackReport | undefined {
  const changed = bus.events.filter((event) => event.type === 'stack-changed');
  return changed.findLast((event) => event.phase === 'ready' || event.phase === 'failed')?.report;
}
