import { isFault, type Check } from '../core/define.ts';
import { fault } from '../core/fault.ts';
import { gate } from '../core/gate.ts';
import type { Seal } from '../core/judge.ts';
import type { Evidence, EventBody, RunEvent, Standard } from '../core/types.ts';
import { judgeAll, type EventSink } from '../engine/judging.ts';
import { exitOf, type RunResult } from '../engine/run.ts';
import { readEvents } from '../engine/runs.ts';
import { EvidenceStore } from '../engine/store.ts';
import { allUnits } from './assemble.ts';
import { readCircumstance } from './circumstances.ts';

export interface Rejudged extends RunResult {
  readonly events: readonly RunEvent[];
  readonly recorded: RunResult['verdict'] | undefined;
}

/** Judges a run again from what is sealed, with the clock of then: no stack, no browser, no network. */
export async function rejudge(folder: string): Promise<Rejudged> {
  const events = readEvents(folder);
  const circumstance = readCircumstance(folder);
  const first = events[0] as Extract<RunEvent, { readonly type: 'run-started' }>;
  const finished = events.find((event) => event.type === 'run-finished');
  const seen = events.filter((event) => event.type !== 'check-foreseen' && event.type !== 'check-finished' && event.type !== 'run-finished');
  const planned = new Set(first.planned.map((check) => check.id));
  const checks = (await allUnits(circumstance.units)).flatMap((unit) => (unit.check && planned.has(unit.check.info.id) ? [unit.check] : []));
  const sink = new Replay(seen);
  const concluded = judgeAll(checks, sealsIn(seen, new EvidenceStore(folder)), { platform: circumstance.platform, waivers: circumstance.waivers, baseline: circumstance.baseline, ...(circumstance.changes && { changes: circumstance.changes }) }, sink, () => 0);
  const missing = absent(planned, checks);
  for (const each of missing) sink.emit({ type: 'fault-raised', fault: each });
  // Killed before its verdict: whatever the evidence says so far, nobody saw the run to its end.
  if (!finished) sink.emit({ type: 'fault-raised', fault: fault('run-unreadable', 'the run was cut off before it came to a verdict') });
  const faults = sink.events.flatMap((event) => (event.type === 'fault-raised' ? [event.fault] : []));
  const result = gate(first.standard as Standard, concluded, faults, first.planned);
  const interrupted = faults.some((each) => each.code === 'interrupted');
  const exit = exitOf(result.verdict, faults, interrupted);
  sink.emit({ type: 'run-finished', verdict: result.verdict, gate: result, exit, ms: finished?.type === 'run-finished' ? finished.ms : 0 });
  return { verdict: result.verdict, gate: result, exit, events: sink.events, recorded: finished?.type === 'run-finished' ? finished.verdict : undefined };
}

function absent(planned: ReadonlySet<string>, checks: readonly Check[]): ReturnType<typeof fault>[] {
  const there = new Set(checks.map((check) => check.info.id));
  return [...planned].filter((id) => !there.has(id)).map((id) => fault('run-unreadable', `the check ${id} of this run is not in this assay`));
}

/** What each probe left, read back from disk and compared with its digest. */
function sealsIn(events: readonly RunEvent[], store: EvidenceStore): readonly Seal[] {
  return events.flatMap((event): readonly Seal[] => {
    if (event.type === 'probe-skipped') return [{ probe: event.probe, kind: event.kind, result: { reason: event.reason, inapplicable: event.inapplicable } }];
    if (event.type !== 'probe-finished') return [];
    const { result } = event;
    if (isFault(result)) return [{ probe: event.probe, kind: event.kind, result }];
    const evidence: Evidence = { ...result, body: store.json(result.digest) };
    return [{ probe: event.probe, kind: event.kind, result: evidence }];
  });
}

/** An event stream in memory that goes on where a recorded one left off. */
class Replay implements EventSink {
  readonly #events: RunEvent[];
  readonly #last: RunEvent | undefined;

  constructor(events: readonly RunEvent[]) {
    this.#events = [...events];
    this.#last = events.at(-1);
  }

  get events(): readonly RunEvent[] {
    return this.#events;
  }

  emit(body: EventBody): void {
    this.#events.push({ run: this.#last?.run ?? '', seq: this.#events.length, at: this.#last?.at ?? '', ...body });
  }
}
