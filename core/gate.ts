import { grouped } from './grouped.ts';
import { compare, reaches, worstFirst } from './order.ts';
import type { CheckInfo, Demand, DemandResult, Family, Fault, Finding, GateResult, Outcome, Severity, Standard, Verdict } from './types.ts';

/** A check with what it concluded. */
export interface Concluded {
  readonly check: CheckInfo;
  readonly outcome: Outcome;
}

/** Whether a finding can fail a demand: sure enough, bad enough, neither accepted nor known from the baseline. */
export function counts(finding: Finding, atLeast: Severity): boolean {
  return !finding.waiver && !finding.known && finding.confidence !== 'possible' && reaches(finding.severity, atLeast);
}

/** Whether a finding fails a demand of the standard. */
export function failsDemand(finding: Finding, { demands }: Standard): boolean {
  const demand = demands.find((each) => each.category === finding.category);
  return demand !== undefined && demand.required && counts(finding, demand.atLeast);
}

/**
 * The gate: a pure fold of outcomes under a standard. The order of outcomes is irrelevant, and a run in which nothing passed is inconclusive.
 * A planned check that left no outcome counts as one that could not be carried out, so that losing an outcome never turns a run into a pass.
 * Faults of the harness itself forbid a pass, and never hide a failure.
 */
export function gate(standard: Standard, concluded: readonly Concluded[], faults: readonly Fault[], planned: readonly CheckInfo[] = []): GateResult {
  const lost = planned.filter((check) => !concluded.some((each) => each.check.id === check.id));
  const all = [...concluded, ...lost.map((check): Concluded => ({ check, outcome: { status: 'skipped', reason: 'it left no outcome' } }))];
  const sorted = all.sort((a, b) => compare(a.check.id, b.check.id));
  const demands = standard.demands.map((demand) => answer(demand, sorted.filter(({ check }) => check.category === demand.category)));
  const failed = demands.filter((demand) => demand.state === 'fail');
  const unproven = demands.filter((demand) => demand.state === 'unproven');
  if (failed.length > 0) return { verdict: 'fail', reason: failReason(standard, sorted, failed), demands };
  const verdict = verdictWithout(demands, unproven, faults);
  return { verdict, reason: quietReason(verdict, demands, unproven, faults), demands };
}

function verdictWithout(demands: readonly DemandResult[], unproven: readonly DemandResult[], faults: readonly Fault[]): Verdict {
  if (unproven.length > 0 || faults.length > 0) return 'inconclusive';
  return demands.some((demand) => demand.state === 'pass') ? 'pass' : 'inconclusive';
}

function failReason(standard: Standard, concluded: readonly Concluded[], failed: readonly DemandResult[]): string {
  const lowest = new Map(standard.demands.map((demand) => [demand.category, demand.atLeast]));
  const counted = findingsOf(concluded).filter((finding) => counts(finding, lowest.get(finding.category) ?? 'medium')).sort(worstFirst);
  return counted[0]?.what ?? `${failed[0]?.category}: ${failed[0]?.reason}`;
}

function quietReason(verdict: Verdict, demands: readonly DemandResult[], unproven: readonly DemandResult[], faults: readonly Fault[]): string {
  if (verdict === 'pass') {
    const passed = demands.filter((demand) => demand.state === 'pass').length;
    return `${passed} of ${demands.length} demands proven, the others not demanded`.replace(/^(\d+) of \1 .*/, '$1 of $1 demands proven');
  }
  const first = unproven[0];
  if (first) return `${first.category} is unproven: ${first.reason}`;
  return faults[0]?.what ?? 'nothing was examined';
}

function answer(demand: Demand, concluded: readonly Concluded[]): DemandResult {
  const findings = findingsOf(concluded).filter((finding) => counts(finding, demand.atLeast));
  const base = {
    category: demand.category,
    checks: concluded.map(({ check }) => check.id),
    examined: examinedOf(concluded),
    findings: findings.length,
    notes: notesOf(concluded),
  };
  if (findings.length > 0 && demand.required) return { ...base, state: 'fail', reason: `${findings.length} ${findings.length === 1 ? 'finding' : 'findings'}` };
  if (!demand.required) return { ...base, state: 'not demanded', reason: demand.reason ?? 'the standard does not demand it' };
  const gap = gapOf(demand, concluded);
  if (gap) return { ...base, ...gap };
  return { ...base, state: 'pass', reason: examinedText(concluded) };
}

/** Why a demand without counted findings is not a pass, or undefined when it is one. */
function gapOf(demand: Demand, concluded: readonly Concluded[]): Pick<DemandResult, 'state' | 'reason'> | undefined {
  const inapplicable = concluded.filter(({ outcome }) => outcome.status === 'inapplicable');
  if (concluded.length > 0 && inapplicable.length === concluded.length && demand.whenApplicable) {
    return { state: 'not demanded', reason: reasonOf(inapplicable[0]) };
  }
  const broken = concluded.find(({ outcome }) => outcome.status === 'error' || outcome.status === 'skipped');
  if (broken) return { state: 'unproven', reason: `${broken.check.id}: ${reasonOf(broken)}` };
  const unexamined = concluded.flatMap(({ check, outcome }) => ('unproven' in outcome ? (outcome.unproven ?? []).map((text) => `${check.id}: ${text}`) : []));
  if (unexamined[0] !== undefined) return { state: 'unproven', reason: unexamined[0] };
  const silent = demand.families.find((family) => !answered(family, concluded));
  if (silent) return { state: 'unproven', reason: silentReason(silent, concluded) };
  return undefined;
}

function silentReason(family: Family, concluded: readonly Concluded[]): string {
  const said = concluded.find(({ check, outcome }) => check.family === family && outcome.status === 'inapplicable');
  return said ? reasonOf(said) : `nothing of ${family} was examined`;
}

function answered(family: Family, concluded: readonly Concluded[]): boolean {
  return concluded.some(({ check, outcome }) => check.family === family && (outcome.status === 'pass' || outcome.status === 'fail'));
}

function reasonOf(one: Concluded | undefined): string {
  if (!one) return '';
  if (one.outcome.status === 'error') return one.outcome.fault.what;
  return 'reason' in one.outcome ? one.outcome.reason : '';
}

function findingsOf(concluded: readonly Concluded[]): readonly Finding[] {
  return concluded.flatMap(({ outcome }) => (outcome.status === 'fail' ? outcome.findings : []));
}

function examinedOf(concluded: readonly Concluded[]): number {
  return [...unitsOf(concluded).values()].reduce((sum, count) => sum + count, 0);
}

/** By unit: the most that any check examined, since thirty rules over the same 214 files have examined 214 files; but flows and scenarios each their own. */
function unitsOf(concluded: readonly Concluded[]): ReadonlyMap<string, number> {
  const units = new Map<string, number>();
  for (const { check, outcome } of concluded) {
    if (outcome.status !== 'pass' && outcome.status !== 'fail') continue;
    const before = units.get(outcome.unit) ?? 0;
    const own = check.family === 'e2e' || check.family === 'load';
    units.set(outcome.unit, own ? before + outcome.examined : Math.max(before, outcome.examined));
  }
  return units;
}

function examinedText(concluded: readonly Concluded[]): string {
  return [...unitsOf(concluded)].map(([unit, count]) => `${grouped(count)} ${count === 1 ? singular(unit) : unit}`).join(', ');
}

/** Units are plural words of English; one with its number inside ("steps and expectations") is left alone. */
function singular(unit: string): string {
  return /^[a-z]+s$/.test(unit) ? unit.slice(0, -1) : unit;
}

function notesOf(concluded: readonly Concluded[]): readonly string[] {
  return concluded.flatMap(({ check, outcome }) => {
    if (outcome.status === 'inapplicable') return [`${check.id} not demanded: ${outcome.reason}`];
    const waived = outcome.status === 'fail' ? outcome.findings.filter((finding) => finding.waiver).length : 0;
    return [
      ...('note' in outcome && outcome.note ? [outcome.note] : []),
      ...(waived > 0 ? [`${check.id}: ${waived} waived`] : []),
    ];
  });
}
