import { causeText, fault, FaultError } from '../../../core/fault.ts';
import type { ServiceControl, ServiceOutage } from '../../../core/tap.ts';
import { Journal } from '../../journal.ts';
import { notBack, readyMs, toSuffer } from '../../outages.ts';
import { pause } from '../../ready.ts';
import type { BootRequest } from '../../driver.ts';
import { containerLogs, containersOf, label } from './engine.ts';
import { bringBack, graceSeconds, standing, takeOut } from './outage.ts';
import type { Watched } from './watch.ts';
import { watch } from './watch.ts';

export interface Controlled {
  readonly watched: Watched;
  readonly request: BootRequest;
}

/** A health check that failed during an outage takes a while to see that all is well. */
const againMs = 300;
const keptLines = 10;
const kinds: readonly ServiceOutage['kind'][] = ['stop', 'kill', 'pause', 'disconnect'];

/** Control over the containers of a compose stack: those that carry this run's label, and no others. `forget`: they are gone, and nothing is left to undo. */
export function controlContainers(controlled: Controlled): ServiceControl & { readonly forget: () => void } {
  const { watched: { docker, services }, request } = controlled;
  const known = (service: string): boolean => services.some((each) => each.name === service);
  // Exists only while an outage holds.
  let journal: Journal | undefined;
  const healed = (service: string): void => {
    journal?.dropUndo(service);
    if (journal?.undo.length !== 0) return;
    journal.close();
    journal = undefined;
  };
  return {
    forget: () => journal?.close(),
    startedAt: async (service) => {
      const now = await standing(docker, await idOf(controlled, service));
      return now.running ? now.startedAt : undefined;
    },
    kinds: (service) => (known(service) ? kinds : []),
    inflict: async (service, outage, signal) => {
      const id = await idOf(controlled, service);
      const found = await standing(docker, id);
      const now = toSuffer(service, outage.kind, journal?.undo[0], found.running ? found : undefined);
      signal.throwIfAborted();
      journal = new Journal(request.cacheDir, `${request.run}-outage`, request.root, request.keep === true);
      journal.addUndo({ service, kind: 'container', id, places: now.places });
      return { seen: `${service}: ${await takeOut(docker, id, outage, now, graceOf(controlled, service), signal)}` };
    },
    heal: async (service, signal) => {
      const undo = journal?.undo.find((each) => each.service === service);
      await bringUp(controlled, service, undo?.kind === 'container' ? undo.places : [], signal);
      healed(service);
    },
    start: (service, signal) => bringUp(controlled, service, [], signal),
    restart: async (service, signal) => {
      const id = await idOf(controlled, service);
      const now = await standing(docker, id);
      if (now.paused) await docker.getContainer(id).unpause();
      if (now.running) await takeOut(docker, id, { kind: 'stop' }, now, graceOf(controlled, service), signal);
      await bringUp(controlled, service, [], signal);
    },
  };
}

/** Starts the service if it does not run, and waits until it is ready by what its boot went by. */
async function bringUp(controlled: Controlled, service: string, places: Parameters<typeof bringBack>[2], signal: AbortSignal): Promise<void> {
  const { watched } = controlled;
  const id = await idOf(controlled, service);
  try {
    await bringBack(watched.docker, id, places);
  } catch (error) {
    throw new FaultError(fault('service-exited', `${service} did not start again: ${causeText(error)}`, { cause: error }));
  }
  const both = AbortSignal.any([signal, AbortSignal.timeout(readyMs)]);
  let last = 'it said nothing';
  while (!both.aborted) {
    // Nobody is told: these are not the states of a boot.
    const state = (await watch({ ...watched, onService: () => undefined }, both, [service])).get(service);
    if (state?.state === 'ready' || state?.state === 'done') return;
    last = state?.detail ?? last;
    if (!(await standing(watched.docker, id)).running) break;
    await pause(againMs, both);
  }
  signal.throwIfAborted();
  throw notBack(service, { inTime: !both.aborted, last, lines: await containerLogs(watched.docker, id, keptLines) });
}

function graceOf({ watched }: Controlled, service: string): number {
  return watched.stores.some((each) => each.name === service) ? graceSeconds.store : graceSeconds.app;
}

/** The container of the service that carries this run's label: nothing else is touched. */
async function idOf({ watched }: Controlled, service: string): Promise<string> {
  const found = (await containersOf(watched.docker, `${label.run}=${watched.run}`)).find((each) => each.service === service);
  if (!found || !watched.services.some((each) => each.name === service)) throw new FaultError(fault('usage', `there is no container of a service ${service} in this stack`));
  return found.id;
}
