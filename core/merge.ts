import { fault } from './fault.ts';
import { gate } from './gate.ts';
import { compare, worstFirst } from './order.ts';
import { canonical } from './seal.ts';
import type { CheckInfo, EventBody, EventOf, Fault, Finding, Outcome, RunEvent, Some, Standard, Verdict } from './types.ts';

/** What the runs were parts of: the plan that would have run everything at once. */
export interface Whole {
  /** Id of the run that is made. */
  readonly run: string;
  readonly standard: Standard;
  readonly planned: readonly CheckInfo[];
  readonly probes: EventOf<'run-started'>['probes'];
  readonly environment: Readonly<Record<string, string>>;
  /** Trouble of the merging itself, such as a part that is missing. */
  readonly faults: readonly Fault[];
}

type Stream = readonly RunEvent[];

/**
 * One run out of several that each did a part of it; merging shards equals the whole. Events keep their times and stand in one order whatever the order of the
 * parts: what was seen by time, then what was judged by its name, as one run judges. A check that several parts concluded counts with the worst of what they said, and the gate is folded anew, so that no part can hide another's failure.
 */
export function mergeRuns(parts: readonly Stream[], whole: Whole, exitOf: (verdict: Verdict, faults: readonly Fault[], interrupted: boolean) => EventOf<'run-finished'>['exit']): Stream {
  const seen = parts.flatMap((events) => withoutRepeated(events, parts)).filter((event) => !['run-started', 'check-foreseen', 'check-finished', 'run-finished', 'fault-raised'].includes(event.type));
  const checks = mergedChecks(parts);
  const faults = faultsOf(parts, whole);
  const told = [...inOrder([...unique(seen), ...faults]), ...checks];
  const start = parts.map(startOf).reduce((first, each) => (each.at < first.at ? each : first));
  const raised = faults.map((event) => event.fault);
  const result = gate(whole.standard, checks.map(({ check, outcome }) => ({ check, outcome })), raised, whole.planned);
  const last = parts.flat().reduce((latest, { at }) => (at > latest ? at : latest), start.at);
  const bodies: readonly (EventBody & { readonly at: string })[] = [
    { ...start, standard: whole.standard, planned: whole.planned, probes: whole.probes, environment: whole.environment },
    ...told,
    { type: 'run-finished', at: last, verdict: result.verdict, gate: result, exit: exitOf(result.verdict, raised, raised.some(({ code }) => code === 'interrupted')), ms: Date.parse(last) - Date.parse(start.at) },
  ];
  return bodies.map((body, seq) => ({ ...body, run: whole.run, seq }));
}

/** Why the runs are not parts of one: the first difference, in one line. Undefined when they are. */
export function whyApart(parts: readonly Stream[]): string | undefined {
  const [first, ...others] = parts.map(startOf);
  if (!first) return 'no run was named';
  for (const other of others) {
    const differs = circumstancesOf(first).find(([name, value]) => circumstancesOf(other).some(([same, its]) => same === name && its !== value));
    if (!differs) continue;
    const [name, value] = differs;
    return `${name} is ${value} in ${first.run} and ${circumstancesOf(other).find(([same]) => same === name)?.[1]} in ${other.run}`;
  }
  return undefined;
}

/** What must be the same in every part. */
function circumstancesOf({ assay, platform, profile, standard, environment }: EventOf<'run-started'>): readonly (readonly [string, string])[] {
  const { commit, only } = environment;
  return [
    ['the version of assay', assay], ['the platform', platform], ['the profile', profile], ['the standard', `${standard.id} ${standard.version}`],
    ...(commit === undefined ? [] : [['the commit', commit] as const]), ['the selection', only ?? 'everything'],
  ];
}

function startOf(events: Stream): EventOf<'run-started'> {
  const [first] = events;
  if (first?.type !== 'run-started') throw new TypeError('a run begins with run-started');
  return first;
}

/** A probe that saw the same in an earlier part has nothing to add: its events there would be evidence counted twice. */
function withoutRepeated(events: Stream, parts: readonly Stream[]): Stream {
  const before = parts.slice(0, parts.indexOf(events)).flat();
  const repeated = new Set(events.flatMap((event) => {
    if (event.type !== 'probe-finished' && event.type !== 'probe-skipped') return [];
    return before.some((other) => other.type === event.type && other.probe === event.probe && resultOf(other) === resultOf(event) && canonical(other) !== canonical({ ...event, run: other.run, seq: other.seq })) ? [event.probe] : [];
  }));
  return events.filter((event) => !('probe' in event && repeated.has(event.probe)) && !(event.type === 'progress' && repeated.has(event.scope)));
}

function resultOf(event: EventOf<'probe-finished'> | EventOf<'probe-skipped'>): string {
  if (event.type === 'probe-skipped') return event.reason;
  return 'digest' in event.result ? event.result.digest : canonical(event.result);
}

function mergedChecks(parts: readonly Stream[]): readonly EventOf<'check-finished'>[] {
  const finished = parts.flat().filter((event) => event.type === 'check-finished');
  const merged = [...Map.groupBy(finished, ({ check }) => check.id).values()].map((same) => same.reduce((one, other) => ({ ...later(one, other), outcome: worse(one.outcome, other.outcome) })));
  let number = 0;
  return merged.toSorted((a, b) => Number(a.check.id === 'unused-waiver') - Number(b.check.id === 'unused-waiver') || compare(a.check.id, b.check.id)).map((event) => {
    if (event.outcome.status !== 'fail') return event;
    const findings = event.outcome.findings.map((finding) => ({ ...finding, number: ++number })) as unknown as Some<Finding>;
    return { ...event, outcome: { ...event.outcome, findings } };
  });
}

function later<T extends RunEvent>(one: T, other: T): T {
  return other.at > one.at ? other : one;
}

/** From what says least to what weighs most: only what was examined by nobody stays inapplicable. */
const weights: readonly Outcome['status'][] = ['inapplicable', 'pass', 'skipped', 'error', 'fail'];

/** What two parts say of one check together: the worse of both, with all that either found and could not look at. The order does not matter. */
function worse(one: Outcome, other: Outcome): Outcome {
  if (canonical(one) === canonical(other)) return one;
  const [light, heavy] = [one, other].toSorted((a, b) => weights.indexOf(a.status) - weights.indexOf(b.status) || compare(canonical(a), canonical(b))) as [Outcome, Outcome];
  if (!('examined' in heavy) || !('examined' in light)) return heavy;
  const unproven = [...new Set([...(light.unproven ?? []), ...(heavy.unproven ?? [])])].sort(compare);
  const all = { ...heavy, examined: Math.max(light.examined, heavy.examined), evidence: [...new Set([...light.evidence, ...heavy.evidence])].sort(compare), ...(unproven.length > 0 && { unproven }) };
  if (all.status !== 'fail' || light.status !== 'fail') return all;
  const known = new Set(all.findings.map(({ fingerprint }) => fingerprint));
  const added = light.findings.filter(({ fingerprint }) => !known.has(fingerprint));
  const [first, ...rest] = added.length === 0 ? all.findings : [...all.findings, ...added].sort((a, b) => worstFirst(a, b) || compare(a.fingerprint, b.fingerprint));
  return first ? { ...all, findings: [first, ...rest] } : all;
}

/** The faults of all parts, each once; a part without an end has seen less than it was asked for. */
function faultsOf(parts: readonly Stream[], whole: Whole): readonly EventOf<'fault-raised'>[] {
  const raised = parts.flat().filter((event) => event.type === 'fault-raised');
  const at = raised.at(-1)?.at ?? parts.map(startOf)[0]?.at ?? '';
  const cut = parts.filter((events) => !events.some(({ type }) => type === 'run-finished')).map((events) => fault('run-unreadable', `the run ${startOf(events).run} was cut off before it came to a verdict`));
  const own = [...whole.faults, ...cut].map((each): EventOf<'fault-raised'> => ({ type: 'fault-raised', fault: each, run: whole.run, seq: 0, at }));
  return [...new Map([...raised, ...own].toReversed().map((event) => [`${event.fault.code} ${event.fault.what}`, event])).values()].toReversed();
}

/** The same event of two parts is one: what they share is the same down to its time. */
function unique(events: Stream): Stream {
  return [...new Map(events.map((event) => [canonical({ ...event, run: '', seq: 0 }), event])).values()];
}

/** By time; at the same moment what begins stands before what ends, and the rest by name, so that the order of the parts does not show. */
function inOrder(events: Stream): Stream {
  const ranks: readonly EventBody['type'][] = ['stack-changed', 'probe-skipped', 'probe-started', 'progress', 'evidence-attached', 'probe-finished', 'fault-raised'];
  return events.map((event, index) => ({ event, index })).sort((a, b) =>
    compare(a.event.at, b.event.at) || ranks.indexOf(a.event.type) - ranks.indexOf(b.event.type) || compare(nameOf(a.event), nameOf(b.event)) || a.index - b.index).map(({ event }) => event);
}

function nameOf(event: RunEvent): string {
  if ('probe' in event) return event.probe;
  if (event.type === 'progress') return event.scope;
  return event.type === 'fault-raised' ? `${event.fault.code} ${event.fault.what}` : '';
}
