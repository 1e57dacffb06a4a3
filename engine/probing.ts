import { asFault, fault } from '../core/fault.ts';
import type { Clock, KnownEndpoint, Platform, Ports, Probe, Stack } from '../core/ports.ts';
import { refOf, type Seal } from '../core/judge.ts';
import { isFault } from '../core/define.ts';
import type { Evidence, Fault } from '../core/types.ts';
import type { EventBus } from './bus.ts';
import { http } from './http.ts';
import { grantMeter } from './machine.ts';
import type { Redactor } from './redact.ts';
import type { EvidenceStore } from './store.ts';

/** How long after its signal a probe may take to let go before it is left behind. */
const GRACE_MS = 2_000;

/** One for all probes: what one of them was told so shortly before holds for the next. */
const granted = grantMeter();

export interface ProbeTools {
  readonly platform: Platform;
  readonly store: EvidenceStore;
  readonly bus: EventBus;
  readonly redactor: Redactor;
  readonly clock: Clock;
  /** Signs in once for each role; set when the stack is up. */
  readonly token?: Ports['token'];
  /** What the source serves, told once the source probes are done. */
  readonly routes?: Ports['routes'];
  /** What the platform's endpoints are and how they answer, asked when somebody wants to know. */
  readonly survey?: (ports: Ports, signal: AbortSignal) => Promise<readonly KnownEndpoint[]>;
}

/** Runs one probe within its time and seals what it saw. Never throws: trouble is a fault in the evidence's place. */
export async function runProbe(probe: Probe, tools: ProbeTools, stack: Stack | undefined, signal: AbortSignal): Promise<Seal> {
  const { bus, clock } = tools;
  const reason = probe.without?.(tools.platform);
  if (reason !== undefined) return skipProbe(probe, reason, true, bus);
  bus.emit({ type: 'probe-started', probe: probe.id, access: probe.access });
  const started = clock.tick();
  const result = await collect(probe, tools, stack, signal);
  const ms = Math.round(clock.tick() - started);
  bus.emit({ type: 'probe-finished', probe: probe.id, access: probe.access, kind: probe.kind.name, result: isFault(result) ? result : refOf(result), ms });
  return { probe: probe.id, kind: probe.kind.name, result };
}

/** Says that a probe was not run, and why. */
export function skipProbe(probe: Probe, reason: string, inapplicable: boolean, bus: EventBus): Seal {
  bus.emit({ type: 'probe-skipped', probe: probe.id, access: probe.access, kind: probe.kind.name, reason, inapplicable });
  return { probe: probe.id, kind: probe.kind.name, result: { reason, inapplicable } };
}

async function collect(probe: Probe, tools: ProbeTools, stack: Stack | undefined, signal: AbortSignal): Promise<Evidence | Fault> {
  const timeout = AbortSignal.timeout(probe.timeoutMs);
  const both = AbortSignal.any([signal, timeout]);
  try {
    const { subject, body, canonical } = await abandonable(probe.collect(portsFor(probe, tools, stack, both), both), both);
    return canonical ? tools.store.sealCanonical(probe.kind.name, subject, canonical) : tools.store.seal(probe.kind.name, subject, body);
  } catch (error) {
    if (signal.aborted) return fault('interrupted', `${probe.id} was interrupted`);
    if (timeout.aborted) return fault('probe-timeout', `${probe.id} did not finish within ${probe.timeoutMs / 1000} s`, { cause: error });
    return asFault(error, 'probe-failed', `${probe.id} could not be carried out`);
  }
}

/** The promise, or a rejection a short grace after the signal: a probe that ignores its signal cannot hold up the run. */
async function abandonable<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const onAbort = Promise.withResolvers<never>();
  const abort = (): void => {
    timer = setTimeout(() => onAbort.reject(signal.reason), GRACE_MS);
  };
  if (signal.aborted) abort();
  else signal.addEventListener('abort', abort, { once: true });
  try {
    return await Promise.race([promise, onAbort.promise]);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', abort);
  }
}

function portsFor(probe: Probe, tools: ProbeTools, stack: Stack | undefined, signal: AbortSignal): Ports {
  const { platform, clock, store, bus, redactor } = tools;
  const ports: Ports = {
    platform, clock, http, granted,
    routes: async () => tools.routes?.() ?? [],
    endpoints: async () => tools.survey?.(ports, signal) ?? [],
    token: tools.token ?? (async () => Promise.reject(new Error(`${probe.id} asked for a token before the stack is up`))),
    get stack(): Stack {
      if (!stack) throw new Error(`${probe.id} asked for the stack, which a probe with access ${probe.access} does not have`);
      return stack;
    },
    async attach(kind, subject, mediaType, bytes) {
      const ref = store.sealBytes(kind, subject, mediaType, bytes);
      bus.emit({ type: 'evidence-attached', probe: probe.id, ref });
      return ref;
    },
    progress: (done, total, label) => bus.emit({ type: 'progress', scope: probe.id, done, total, label }),
    secret: (value) => redactor.learn(value),
  };
  return ports;
}
