import { worstFirst } from './order.ts';
import type {
  Access,
  CheckInfo,
  EvidenceRef,
  EventOf,
  Fault,
  Finding,
  Foreseen,
  GateResult,
  Outcome,
  RunEvent,
  StackReport,
  Standard,
  Verdict,
} from './types.ts';

/** A stretch of the run's time, in milliseconds since its start. `ms` is absent while it goes on. */
export interface Bar {
  readonly id: string;
  readonly kind: 'stack' | 'probe' | 'check';
  readonly access?: Access;
  readonly startMs: number;
  readonly ms?: number;
  readonly state: 'running' | 'done' | 'failed' | 'idle';
}

export interface CheckView {
  readonly check: CheckInfo;
  readonly outcome: Outcome;
  readonly ms: number;
}

/** Sealed evidence with the probe that brought it: its own body, or something attached to it. */
export interface EvidenceView {
  readonly probe: string;
  readonly ref: EvidenceRef;
  readonly attached: boolean;
}

/** A probe that was not run: `inapplicable` when the platform has nothing for it. */
export interface SkippedProbe {
  readonly probe: string;
  readonly access: Access;
  readonly reason: string;
  readonly inapplicable: boolean;
}

/** Trouble with the unit that met it; the run's own has none. */
export interface FaultView {
  readonly fault: Fault;
  readonly from?: string;
}

/** What a check is expected to say while the run goes on; its outcome takes this place. */
export interface ForeseenView {
  readonly check: CheckInfo;
  readonly status: Outcome['status'];
  readonly failing: number;
  readonly worst: readonly Foreseen[];
}

export interface Progress {
  readonly done: number;
  readonly total: number;
  readonly label: string;
}

export interface Header {
  readonly run: string;
  readonly at: string;
  readonly assay: string;
  readonly platform: string;
  readonly standard: Standard;
  readonly profile: string;
  readonly planned: readonly CheckInfo[];
  readonly probes: readonly { readonly id: string; readonly access: Access }[];
  readonly environment: Readonly<Record<string, string>>;
}

/** Everything that a report shows, folded from the events. Two equal streams give two equal views. */
export interface RunView {
  readonly header: Header;
  readonly stack: StackReport | undefined;
  readonly phase: EventOf<'stack-changed'>['phase'] | undefined;
  readonly bootMs: number | undefined;
  readonly bars: readonly Bar[];
  readonly outcomes: readonly CheckView[];
  /** Checks that have no outcome yet and whose evidence is sealed; none once the run has finished. */
  readonly foreseen: readonly ForeseenView[];
  /** Worst first: what only may be, what is waived and what the baseline knows come last. */
  readonly findings: readonly Finding[];
  readonly evidence: readonly EvidenceView[];
  readonly skipped: readonly SkippedProbe[];
  readonly faults: readonly FaultView[];
  readonly progress: Readonly<Record<string, Progress>>;
  readonly finished: boolean;
  /** Inconclusive until the run has finished: a stream that was cut off has proven nothing. */
  readonly verdict: Verdict;
  readonly gate: GateResult;
  readonly exit: number | undefined;
  /** How long the run took, or the time of its last event. */
  readonly ms: number;
}

/** The whole stream at once. */
export function foldRun(events: Iterable<RunEvent>): RunView {
  let view = emptyRun;
  for (const event of events) view = applyEvent(view, event);
  return view;
}

const unfinished: GateResult = { verdict: 'inconclusive', reason: 'The run did not finish, so nothing is proven.', demands: [] };

export const emptyRun: RunView = {
  header: {
    run: '',
    at: '',
    assay: '',
    platform: '',
    standard: { id: '', version: '', title: '', stack: false, demands: [] },
    profile: '',
    planned: [],
    probes: [],
    environment: {},
  },
  stack: undefined,
  phase: undefined,
  bootMs: undefined,
  bars: [],
  outcomes: [],
  foreseen: [],
  findings: [],
  evidence: [],
  skipped: [],
  faults: [],
  progress: {},
  finished: false,
  verdict: 'inconclusive',
  gate: unfinished,
  exit: undefined,
  ms: 0,
};

/** One event further. The live reports keep the view and call this for each event. */
export function applyEvent(before: RunView, event: RunEvent): RunView {
  const view = { ...before, ms: event.type === 'run-started' ? 0 : Math.max(before.ms, sinceStart(before, event)) };
  switch (event.type) {
    case 'run-started':
      return { ...view, header: headerOf(event) };
    case 'stack-changed':
      return stackChanged(view, event);
    case 'probe-started':
      return {
        ...view,
        bars: [...view.bars, { id: event.probe, kind: 'probe', access: event.access, startMs: sinceStart(view, event), state: 'running' }],
      };
    case 'probe-finished':
      return probeFinished(view, event);
    case 'probe-skipped':
      return {
        ...view,
        skipped: [...view.skipped, { probe: event.probe, access: event.access, reason: event.reason, inapplicable: event.inapplicable }],
      };
    case 'evidence-attached':
      return { ...view, evidence: [...view.evidence, { probe: event.probe, ref: event.ref, attached: true }] };
    case 'check-finished':
      return checkFinished(view, event);
    case 'check-foreseen':
      return checkForeseen(view, event);
    case 'progress':
      return { ...view, progress: { ...view.progress, [event.scope]: { done: event.done, total: event.total, label: event.label } } };
    case 'fault-raised':
      return withFault(view, event.fault);
    case 'run-finished':
      return { ...view, foreseen: [], finished: true, verdict: event.verdict, gate: event.gate, exit: event.exit, ms: event.ms };
  }
}

function headerOf(event: EventOf<'run-started'>): Header {
  const { run, at, assay, platform, standard, profile, planned, probes, environment } = event;
  return { run, at, assay, platform, standard, profile, planned, probes, environment };
}

function sinceStart(view: RunView, event: RunEvent): number {
  return Math.max(0, Date.parse(event.at) - Date.parse(view.header.at) || 0);
}

/** Boot and teardown are bars too: they start with their first event and end with the last of their phase. */
function stackChanged(view: RunView, event: EventOf<'stack-changed'>): RunView {
  const now = sinceStart(view, event);
  const id = event.phase === 'stopping' || event.phase === 'down' ? 'teardown' : 'boot';
  const ends = event.phase !== 'booting' && event.phase !== 'stopping';
  const open = view.bars.find((bar) => bar.kind === 'stack' && bar.id === id && bar.state === 'running');
  const startMs = open?.startMs ?? Math.max(0, ends ? now - event.ms : now);
  const bar: Bar = ends
    ? { id, kind: 'stack', startMs, ms: now - startMs, state: event.phase === 'failed' ? 'failed' : 'done' }
    : { id, kind: 'stack', startMs, state: 'running' };
  return {
    ...view,
    stack: event.phase === 'stopping' || event.phase === 'down' ? (view.stack ?? event.report) : event.report,
    phase: event.phase,
    bootMs: event.phase === 'ready' || event.phase === 'failed' ? event.ms : view.bootMs,
    bars: open ? view.bars.map((each) => (each === open ? bar : each)) : [...view.bars, bar],
  };
}

function probeFinished(view: RunView, event: EventOf<'probe-finished'>): RunView {
  const failed = 'code' in event.result;
  const open = view.bars.find((bar) => bar.kind === 'probe' && bar.id === event.probe && bar.state === 'running');
  const startMs = open?.startMs ?? Math.max(0, sinceStart(view, event) - event.ms);
  const bar: Bar = { id: event.probe, kind: 'probe', access: event.access, startMs, ms: event.ms, state: failed ? 'failed' : 'done' };
  const next = { ...view, bars: open ? view.bars.map((each) => (each === open ? bar : each)) : [...view.bars, bar] };
  if ('code' in event.result) return withFault(next, event.result, event.probe);
  return { ...next, evidence: [...next.evidence, { probe: event.probe, ref: event.result, attached: false }] };
}

function checkForeseen(view: RunView, { check: id, status, failing, worst }: EventOf<'check-foreseen'>): RunView {
  const check = view.header.planned.find((each) => each.id === id);
  if (!check || view.outcomes.some((each) => each.check.id === id)) return view;
  return { ...view, foreseen: [...view.foreseen.filter((each) => each.check.id !== id), { check, status, failing, worst }] };
}

function checkFinished(view: RunView, event: EventOf<'check-finished'>): RunView {
  const { check, outcome, ms } = event;
  const state = outcome.status === 'pass' ? 'done' : outcome.status === 'fail' || outcome.status === 'error' ? 'failed' : 'idle';
  const bar: Bar = { id: check.id, kind: 'check', startMs: Math.max(0, sinceStart(view, event) - ms), ms, state };
  const next: RunView = {
    ...view,
    bars: [...view.bars, bar],
    outcomes: [...view.outcomes, { check, outcome, ms }],
    foreseen: view.foreseen.filter((each) => each.check.id !== check.id),
    findings: outcome.status === 'fail' ? [...view.findings, ...outcome.findings].sort(byWeight) : view.findings,
  };
  return outcome.status === 'error' ? withFault(next, outcome.fault, check.id) : next;
}

/** The same trouble is told once, also when a probe, a check and the run all report it. */
function withFault(view: RunView, fault: Fault, from?: string): RunView {
  if (view.faults.some((each) => each.fault.code === fault.code && each.fault.what === fault.what)) return view;
  return { ...view, faults: [...view.faults, { fault, ...(from !== undefined && { from }) }] };
}

function byWeight(a: Finding, b: Finding): number {
  return Number(a.known === true) - Number(b.known === true) || worstFirst(a, b) || a.number - b.number;
}
