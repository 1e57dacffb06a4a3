import { causeText, fault, FaultError } from '../../../core/fault.ts';
import type { ServiceControl, ServiceOutage } from '../../../core/tap.ts';
import { endGroup } from '../../group.ts';
import type { Journal } from '../../journal.ts';
import { isRunning } from '../../owner.ts';
import { notBack, readyMs, toSuffer } from '../../outages.ts';
import { pause } from '../../ready.ts';
import { freeze, killTree, thaw } from '../../tree.ts';
import type { Processes } from './lives.ts';
import { start } from './process.ts';
import type { Started } from './process.ts';
import type { Role } from './role.ts';
import { settle } from './role.ts';

export interface Controlled {
  /** Services and how they are started; taps are not among them. */
  readonly roles: ReadonlyMap<string, Role>;
  readonly processes: Processes;
  readonly journal: Journal;
  /** The stack stays after us, so its undo must be able to start a process again. */
  readonly keep: boolean;
}

/** A store may have much to write; that is bounded. */
const endMs = 20_000;
/** All of it is gone by then; what remains is that the system tells us. */
const reapMs = 2_000;
const lookMs = 10;
const keptLines = 10;
const kinds: readonly ServiceOutage['kind'][] = ['stop', 'kill', 'pause'];

/** Control over the processes of a native stack. What it does to one it does to everything that descends from it. */
export function controlProcesses(controlled: Controlled): ServiceControl {
  const { roles, journal } = controlled;
  return {
    startedAt: (service) => Promise.resolve(runningOf(controlled, service)?.startedAt),
    kinds: (service) => (roles.has(service) ? kinds : []),
    inflict: (service, outage, signal) => inflict(controlled, service, outage, signal),
    heal: async (service, signal) => {
      roleOf(controlled, service);
      const process = runningOf(controlled, service);
      if (process) thaw(process.pid);
      await bringUp(controlled, service, signal);
      journal.dropUndo(service);
    },
    start: (service, signal) => bringUp(controlled, service, signal),
    restart: async (service, signal) => {
      const process = runningOf(controlled, service);
      if (process) await end(controlled, process, roleOf(controlled, service));
      await bringUp(controlled, service, signal);
    },
  };
}

async function inflict(controlled: Controlled, service: string, { kind }: ServiceOutage, signal: AbortSignal): Promise<{ readonly seen: string }> {
  const { journal, keep } = controlled;
  const role = roleOf(controlled, service);
  if (!kinds.includes(kind)) throw new FaultError(fault('usage', `a process cannot suffer ${kind}; ${kinds.join(', ')} are possible`));
  // Only the process that we started ourselves: by the start time that was noted with its id.
  const process = toSuffer(service, kind, journal.undo[0], runningOf(controlled, service));
  signal.throwIfAborted();
  journal.addUndo({ service, kind: 'process', pid: process.pid, started: process.started, ...(keep && { spec: role.spec }) });
  if (kind === 'pause') {
    const halted = await freeze(process.pid);
    return { seen: `${halted === 1 ? '1 process' : `${halted} processes`} of ${service} ${halted === 1 ? 'stands' : 'stand'} still` };
  }
  if (kind === 'stop') await end(controlled, process, role);
  else await gone(controlled, process, killTree(process.pid));
  return { seen: `process ${process.pid} of ${service} ${kind === 'stop' ? 'was asked to end and' : 'was killed and'} is gone` };
}

async function end(controlled: Controlled, process: Started, { spec }: Role): Promise<void> {
  thaw(process.pid);
  await gone(controlled, process, endGroup(process.pid, spec.endSignal ?? spec.stopSignal, endMs));
}

async function gone({ journal }: Controlled, process: Started, ending: Promise<unknown>): Promise<void> {
  await ending;
  // A process that we let go of does not keep ours alive, so its end is waited for by the clock.
  for (const until = performance.now() + reapMs; process.code() === undefined && performance.now() < until;) await pause(lookMs);
  journal.dropProcess(process.pid);
}

/** Starts the service if it does not run, and waits until it is ready as at its first start. */
async function bringUp(controlled: Controlled, service: string, signal: AbortSignal): Promise<void> {
  const { processes, journal } = controlled;
  const role = roleOf(controlled, service);
  const process = runningOf(controlled, service) ?? await start(role.spec, journal);
  processes.set(service, process);
  const limit = AbortSignal.timeout(readyMs);
  let last = 'it said nothing';
  try {
    await settle(role, process, (detail) => void (last = detail), AbortSignal.any([signal, limit]));
  } catch (error) {
    signal.throwIfAborted();
    throw notBack(service, { inTime: !limit.aborted, last: limit.aborted ? last : causeText(error), lines: await process.tail(keptLines) });
  }
}

function runningOf({ processes }: Controlled, service: string): Started | undefined {
  const process = processes.get(service);
  return process && process.code() === undefined && isRunning(process.pid, process.started) ? process : undefined;
}

function roleOf({ roles }: Controlled, service: string): Role {
  const role = roles.get(service);
  if (!role) throw new FaultError(fault('usage', `there is no service ${service} that runs as a process of this stack`));
  return role;
}
