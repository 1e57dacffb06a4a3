import type { Check, Seen, Unit } from '../core/define.ts';
import { asFault, fault } from '../core/fault.ts';
import { gate } from '../core/gate.ts';
import { seenOf, type Memory, type Seal } from '../core/judge.ts';
import type { Clock, Platform, Ports, Probe, Stack } from '../core/ports.ts';
import type { Access, Fault, GateResult, ServiceState, StackReport, Standard, Verdict, Waiver } from '../core/types.ts';
import type { Baseline, Changes } from '../core/baseline.ts';
import { mend, pipeOnly } from './between.ts';
import type { EventBus } from './bus.ts';
import { http } from './http.ts';
import { Foresight } from './foresight.ts';
import { judgeAll } from './judging.ts';
import { sessionsOn } from './sessions.ts';
import { runProbe, skipProbe, type ProbeTools } from './probing.ts';

/** How long the stack may take to go away, on every path. */
const TEARDOWN_MS = 60_000;

/** A stack that is up, as the engine needs it. */
export interface Running {
  readonly stack: Stack;
  readonly stop: (deadlineMs: number) => Promise<void>;
  /** Lets go of a stack that stays: nothing of ours may keep this process alive for its sake. */
  readonly leave: () => void;
}
export interface BootHooks {
  /** Which way the platform is brought up, and why, before anything starts. */
  readonly onDriver: (driver: StackReport['driver'], because: string) => void;
  /** Which services there will be, before any of them starts. */
  readonly onPlanned: (services: readonly string[]) => void;
  readonly onService: (state: ServiceState) => void;
  /** What is done beside starting services; empty when that has ended. */
  readonly onStep: (what: string) => void;
}

export interface RunRequest {
  readonly assay: string;
  readonly platform: Platform;
  readonly profile: string;
  readonly standard: Standard;
  readonly units: readonly Unit[];
  readonly waivers: readonly Waiver[];
  readonly baseline: Baseline | undefined;
  readonly changes?: Changes;
  readonly memory?: Memory;
  readonly environment: Readonly<Record<string, string>>;
  /** Undefined when nothing in the plan needs a stack. Throws a FaultError when the stack does not come up. */
  readonly boot: ((signal: AbortSignal, hooks: BootHooks) => Promise<Running>) | undefined;
  readonly keep: boolean;
  /** What the source serves, read from what the source probes sealed. */
  readonly routes?: (seen: Seen) => ReturnType<ServedBy>;
}
type ServedBy = Ports['routes'];

export interface RunResult {
  readonly verdict: Verdict;
  readonly gate: GateResult;
  readonly exit: 0 | 1 | 2 | 3 | 130;
}

/** Access classes that have the running stack, in the order in which they get it; only `observe` is shared. */
const liveOrder: readonly Access[] = ['observe', 'mutate', 'flow', 'outage', 'load'];

/** One run: source probes beside the boot, live probes in order, teardown on every path, judgement, gate. Never throws. */
export async function execute(request: RunRequest, tools: ProbeTools, signal: AbortSignal): Promise<RunResult> {
  const { bus, clock } = tools;
  const started = clock.tick();
  announce(request, bus);
  const foresight = new Foresight({ ...request, checks: checksOf(request.units), probes: probesOf(request.units) }, bus, clock.tick);
  const seals = await probeAll(request, tools, signal, foresight);
  if (signal.aborted) bus.raise(fault('interrupted', 'the run was interrupted'));
  const concluded = judgeAll(checksOf(request.units), seals, request, bus, clock.tick);
  const result = gate(request.standard, concluded, bus.faults, checksOf(request.units).map((check) => check.info));
  const exit = exitOf(result.verdict, bus.faults, signal.aborted);
  bus.emit({ type: 'run-finished', verdict: result.verdict, gate: result, exit, ms: Math.round(clock.tick() - started) });
  return { verdict: result.verdict, gate: result, exit };
}

/** 0 pass, 1 fail, 2 what the user can mend in arguments or files, 3 inconclusive or our own trouble, 130 interrupted. */
export function exitOf(verdict: Verdict, faults: readonly Fault[], interrupted: boolean): RunResult['exit'] {
  if (interrupted) return 130;
  if (verdict === 'fail') return 1;
  if (verdict === 'pass') return 0;
  return faults.some((each) => each.exit === 2) ? 2 : 3;
}

export function probesOf(units: readonly Unit[]): readonly Probe[] {
  return units.flatMap((unit) => (unit.probe ? [unit.probe] : []));
}

export function checksOf(units: readonly Unit[]): readonly Check[] {
  return units.flatMap((unit) => (unit.check ? [unit.check] : []));
}

function announce(request: RunRequest, bus: EventBus): void {
  bus.emit({
    type: 'run-started', schema: 1, assay: request.assay, platform: request.platform.name, standard: request.standard, profile: request.profile,
    planned: checksOf(request.units).map((check) => check.info),
    probes: probesOf(request.units).map(({ id, access }) => ({ id, access })),
    environment: request.environment,
  });
}

async function probeAll(request: RunRequest, tools: ProbeTools, signal: AbortSignal, foresight: Foresight): Promise<readonly Seal[]> {
  const probes = probesOf(request.units);
  const source = probes.filter((probe) => probe.access === 'source');
  const live = probes.filter((probe) => probe.access !== 'source');
  const reading = Promise.all(source.map((probe) => runProbe(probe, tools, undefined, signal)));
  let served: ReturnType<ServedBy> | undefined;
  const routes = (): ReturnType<ServedBy> => (served ??= reading.then((seals) => request.routes?.(seenOf(seals)) ?? []));
  // Without a stack the judgement itself comes at once.
  if (live.length === 0 && !request.boot) return reading;
  const told = reading.then((seals) => foresight.tell(seals, false));
  const [fromSource, fromStack] = await Promise.all([reading, probeStack(request, live, { ...tools, routes }, signal, { foresight, told })]);
  return [...fromSource, ...fromStack];
}

/** What those who watch are told, and when what the source shows is told to its end. */
interface Telling {
  readonly foresight: Foresight;
  readonly told: Promise<void>;
}

async function probeStack(request: RunRequest, live: readonly Probe[], tools: ProbeTools, signal: AbortSignal, { foresight, told }: Telling): Promise<readonly Seal[]> {
  const running = await bootStack(request, tools, signal);
  await told;
  if (!running) return live.map((probe) => skipProbe(probe, signal.aborted ? 'the run was interrupted' : 'the stack did not come up', false, tools.bus));
  try {
    const seals: Seal[] = [];
    const token = sessionsOn(request.platform, running.stack, http, (value) => tools.redactor.learn(value));
    const withSessions: ProbeTools = { ...tools, token };
    for (const access of liveOrder) {
      const sealed = await probeClass(live.filter((probe) => probe.access === access), access, withSessions, running.stack, signal);
      seals.push(...sealed);
      if (!signal.aborted) await foresight.tell(sealed, true);
    }
    return seals;
  } finally {
    if (!request.keep || signal.aborted) await takeDown(running, tools);
    else running.leave();
  }
}

async function probeClass(probes: readonly Probe[], access: Access, tools: ProbeTools, stack: Stack, signal: AbortSignal): Promise<readonly Seal[]> {
  if (access === 'observe') return Promise.all(probes.map((probe) => guarded(probe, tools, stack, signal)));
  if (access === 'load' && probes.length > 0) await pipeOnly(stack, tools.bus, signal);
  const seals: Seal[] = [];
  for (const probe of probes) {
    seals.push(await guarded(probe, tools, stack, signal));
    if (access === 'outage' && stack.ours && !signal.aborted) await mend(stack, tools.bus, signal);
  }
  return seals;
}

/** A probe that would change, break or load a stack which is not ours is not run. */
async function guarded(probe: Probe, tools: ProbeTools, stack: Stack, signal: AbortSignal): Promise<Seal> {
  if (signal.aborted) return skipProbe(probe, 'the run was interrupted', false, tools.bus);
  if (!stack.ours && probe.access !== 'observe') return skipProbe(probe, `attached: assay did not boot this stack, so nothing that needs ${probe.access} is done to it`, true, tools.bus);
  return runProbe(probe, tools, stack, signal);
}

async function bootStack(request: RunRequest, tools: ProbeTools, signal: AbortSignal): Promise<Running | undefined> {
  const { bus, clock } = tools;
  const started = clock.tick();
  const services = new Map<string, ServiceState>();
  let chosen: Pick<StackReport, 'driver' | 'because'> = { driver: 'compose', because: 'no driver was chosen' };
  const report = (): StackReport => ({ ...chosen, absent: {}, stores: [], services: [...services.values()] });
  const elapsed = (): number => Math.round(clock.tick() - started);
  try {
    if (!request.boot) throw new Error('the plan has live probes and no stack');
    const running = await request.boot(signal, {
      onDriver(driver, because) {
        chosen = { driver, because };
      },
      onPlanned(names) {
        for (const name of names) services.set(name, { name, state: 'starting', addresses: {} });
        bus.emit({ type: 'stack-changed', phase: 'booting', report: report(), ms: elapsed() });
      },
      onService(state) {
        services.set(state.name, state);
        bus.emit({ type: 'stack-changed', phase: 'booting', report: report(), ms: elapsed() });
      },
      onStep(label) {
        const ready = [...services.values()].filter(({ state }) => state === 'ready' || state === 'done').length;
        bus.emit({ type: 'progress', scope: 'boot', done: ready, total: services.size, label });
      },
    });
    bus.emit({ type: 'stack-changed', phase: 'ready', report: running.stack.report, ms: elapsed() });
    return running;
  } catch (error) {
    bus.emit({ type: 'stack-changed', phase: 'failed', report: report(), ms: elapsed() });
    bus.raise(asFault(error, 'boot-failed', 'the stack did not come up'));
    return undefined;
  }
}

async function takeDown(running: Running, { bus, clock }: { readonly bus: EventBus; readonly clock: Clock }): Promise<void> {
  const started = clock.tick();
  bus.emit({ type: 'stack-changed', phase: 'stopping', report: running.stack.report, ms: 0 });
  try {
    await running.stop(TEARDOWN_MS);
  } catch (error) {
    bus.raise(asFault(error, 'teardown-failed', 'the stack did not go away'));
  }
  bus.emit({ type: 'stack-changed', phase: 'down', report: running.stack.report, ms: Math.round(clock.tick() - started) });
}
