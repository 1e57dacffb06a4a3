import type { Judgement, Problem } from '../core/types.ts';
import { starvation } from '../core/starved.ts';
import type { LoadResult } from './result.ts';

/** Judges load results: thresholds with what was found, and nothing at all from a measurement that cannot be trusted. */
export function judgeLoad(results: readonly LoadResult[]): Judgement {
  const samples = results.reduce((sum, each) => sum + each.answers + each.errors, 0);
  const told = results.map(judgeOne);
  const doubts = told.flatMap((each) => each.doubts);
  const note = results.map(describe).join('; ');
  if (samples === 0) return { examined: 0, problems: [], unproven: doubts.length > 0 ? doubts : ['no request was answered or refused'], note };
  const problems = told.flatMap((each) => each.problems);
  if (doubts.length > 0 && problems.length === 0) return { examined: 0, problems: [], unproven: doubts, note };
  return { examined: samples, problems, unit: 'requests', note, ...(doubts.length > 0 && { unproven: doubts }) };
}

function judgeOne(result: LoadResult): { readonly problems: readonly Problem[]; readonly doubts: readonly string[] } {
  const failed = errors(result);
  const late = [...slow(result), ...few(result)];
  // Who keeps to the threshold on a starved machine keeps to it.
  const starved = failed.length + late.length > 0 ? starvation(result.granted) : undefined;
  const doubts = [...(starved === undefined ? [] : [`${result.scenario}: ${starved}`]), ...doubtsAbout(result)];
  // Errors are real whoever sent the request, if the platform had a machine to work on; times and rates are only as good as the generator.
  return { doubts, problems: [...(starved === undefined ? failed : []), ...(doubts.length > 0 ? [] : late)] };
}

/** Why the generator's own figures are not to be trusted. */
function doubtsAbout(result: LoadResult): readonly string[] {
  const { cpu, busy, saturated } = result.generator;
  return [
    ...(saturated ? [`${result.scenario}: the generator was saturated (${percent(cpu)} of a core, its loop busy ${percent(busy)} of the time): it measured itself`] : []),
    ...(result.reconciled ? [] : [`${result.scenario}: the counts do not agree (${result.difference ?? 'no reason given'})`]),
  ];
}

function errors(result: LoadResult): readonly Problem[] {
  const bad = result.errors + result.non2xx;
  const ratio = bad / Math.max(1, result.answers + result.errors);
  if (ratio <= result.threshold.maxErrorRatio) return [];
  const worst = [...result.targets].sort((a, b) => badOf(b) - badOf(a))[0];
  return [{
    key: `errors:${result.scenario}`,
    what: `${bad} of ${result.answers + result.errors} requests failed under load${worst ? `, most of them ${worst.target}` : ''}`,
    why: 'Users get these errors when others are using the platform at the same time.',
    fix: 'Look at the service’s log for that time: pools that run out, timeouts, rate limits.',
    severity: 'high', confidence: 'certain',
    ...(worst && { subject: worst.target }),
    expected: `at most ${percent(result.threshold.maxErrorRatio)} errors`,
    found: `${percent(ratio)}: ${errorKinds(result)}`,
    reproduce: reproduce(result),
  }];
}

function badOf(target: LoadResult['targets'][number]): number {
  return target.errors + Object.entries(target.statuses).reduce((sum, [status, count]) => (status.startsWith('2') ? sum : sum + count), 0);
}

function errorKinds(result: LoadResult): string {
  const statuses = new Map<string, number>();
  for (const target of result.targets) {
    for (const [status, count] of Object.entries(target.statuses)) if (!status.startsWith('2')) statuses.set(status, (statuses.get(status) ?? 0) + count);
  }
  return [
    ...[...statuses].sort().map(([status, count]) => `${count} × ${status}`),
    ...(result.timeouts > 0 ? [`${result.timeouts} timeouts`] : []),
    ...(result.errors > result.timeouts ? [`${result.errors - result.timeouts} connections lost (${result.firstError ?? 'no reason given'})`] : []),
  ].join(', ');
}

function slow(result: LoadResult): readonly Problem[] {
  const { p99 } = result.latencyMs;
  if (p99 <= result.threshold.p99Ms) return [];
  const slowest = [...result.targets].sort((a, b) => b.p99Ms - a.p99Ms)[0];
  return [{
    key: `slow:${result.scenario}`,
    what: `With ${result.connections} connections, one request in a hundred takes ${Math.round(p99)} ms or more${slowest ? `; slowest is ${slowest.target}` : ''}`,
    why: 'At this load some user is always waiting that long.',
    fix: 'Find what the slowest endpoint waits for: a missing index, a query for each row, a pool that is too small.',
    severity: 'medium', confidence: 'certain',
    ...(slowest && { subject: slowest.target }),
    expected: `p99 ≤ ${result.threshold.p99Ms} ms`,
    found: `p99 ${p99} ms${slowest ? ` (${slowest.target}: ${slowest.p99Ms} ms)` : ''}`,
    reproduce: reproduce(result),
  }];
}

function few(result: LoadResult): readonly Problem[] {
  if (result.rate.mean >= result.threshold.minRate) return [];
  return [{
    key: `rate:${result.scenario}`,
    what: `The platform answers ${Math.round(result.rate.mean)} requests a second with ${result.connections} connections`,
    why: 'It is less than what the platform is meant to carry.',
    fix: 'Find what the requests wait for; if the demand is wrong, state another in the configuration under load.',
    severity: 'medium', confidence: 'certain',
    expected: `at least ${result.threshold.minRate} a second`,
    found: `${result.rate.mean} a second`,
    reproduce: reproduce(result),
  }];
}

function reproduce(result: LoadResult): readonly string[] {
  return [`assay load --only ${result.scenario}`];
}

function describe(result: LoadResult): string {
  const { threshold } = result;
  const from = result.thresholdFrom === 'configuration' ? '' : `, ${result.thresholdFrom} threshold`;
  return `p99 ${Math.round(result.latencyMs.p99)} ms at ${Math.round(result.rate.mean)}/s (budget ${threshold.p99Ms} ms); `
    + `${result.connections} connections, ${result.targets.length} endpoints, at least ${threshold.minRate}/s, at most ${percent(threshold.maxErrorRatio)} errors${from}${leftOut(result.leftOut)}`;
}

/** `6 left out: 5 it may write, 1 it answers 501`: by reason, for the list itself stands in the evidence. */
function leftOut(each: readonly string[]): string {
  const reasons = new Map<string, number>();
  for (const one of each) {
    const reason = /\((.*)\)$/.exec(one)?.[1] ?? one;
    reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
  }
  return each.length === 0 ? '' : `; ${each.length} left out: ${[...reasons].map(([reason, count]) => `${count} ${reason}`).join(', ')}`;
}

function percent(share: number): string {
  return `${Math.round(share * 1000) / 10} %`;
}
