import type { ServiceState } from '../../../core/types.ts';
import type { StoreAddress } from '../../driver.ts';
import type { ServiceModel } from '../../model/types.ts';
import { tapName } from '../tap.ts';
import { healthUrl } from '../../health.ts';
import { answersHttp, asking, listens, pause, roundMs } from '../../ready.ts';
import type { StoreSays } from '../../ready.ts';
import type { TapAddress } from '../../taps/client.ts';
import type { Container, Docker } from './engine.ts';
import { containerLogs, containersOf, inspect, label } from './engine.ts';

export interface Watched {
  readonly docker: Docker;
  readonly run: string;
  readonly services: readonly ServiceModel[];
  readonly stores: readonly StoreAddress[];
  readonly taps: readonly TapAddress[];
  /** Service → container port → port on this machine. */
  readonly ports: (service: string) => Readonly<Record<string, number>>;
  readonly onService: (state: ServiceState) => void;
}

/** A service without port and health check counts as up when it has lived this long: one that cannot start ends sooner. */
const livedMs = 1_000;

type Seen = Pick<ServiceState, 'state' | 'detail'>;

/** An engine that is busy booting may miss one question; one that misses this many in a row is gone. */
const engineTries = 4;

async function listed(watched: Watched, signal: AbortSignal): ReturnType<typeof containersOf> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await containersOf(watched.docker, `${label.run}=${watched.run}`);
    } catch (error) {
      if (attempt === engineTries || signal.aborted) throw error;
      await pause(attempt * 500, signal);
    }
  }
}

/**
 * Follows the services of one run until each is ready or done, one has failed, or the signal ends it. Stores are asked by their protocol, services with a
 * health check by its status, those with ports by connecting, and one-shot services by their exit code; all side by side. `only`: services to follow.
 */
export async function watch(watched: Watched, signal: AbortSignal, only?: readonly string[]): Promise<ReadonlyMap<string, ServiceState>> {
  const began = performance.now();
  const services = watched.services.filter((each) => only?.includes(each.name) ?? true);
  const states = new Map<string, ServiceState>(services.map((each) => [each.name, { name: each.name, state: 'starting', addresses: addressesOf(watched, each.name) }]));
  const asks = new Map(watched.stores.map((each) => [each.name, asking(each)]));
  const settled = (name: string): boolean => states.get(name)?.state !== 'starting';
  while (!signal.aborted) {
    const containers = await listed(watched, signal);
    await Promise.all(services.filter((each) => !settled(each.name)).map(async (service) => {
      const seen = await look(service, containers, watched, asks.get(service.name)?.bind(undefined, signal));
      const before = states.get(service.name);
      const state: ServiceState = { name: service.name, addresses: before?.addresses ?? {}, ...seen, ms: Math.round(performance.now() - began) };
      states.set(service.name, state);
      if (before?.state !== state.state) watched.onService(state);
    }));
    if ([...states.values()].some((each) => each.state === 'failed') || services.every((each) => settled(each.name))) break;
    await pause(roundMs(performance.now() - began), signal);
  }
  return states;
}

async function look(service: ServiceModel, containers: readonly Container[], watched: Watched, ask: (() => Promise<StoreSays>) | undefined): Promise<Seen> {
  const container = containers.find((each) => each.service === service.name);
  if (!container) return { state: 'starting', detail: 'its container is not made yet' };
  if (container.state === 'exited' || container.state === 'dead') return ended(service, container, watched);
  if (container.state !== 'running') return { state: 'starting', detail: `its container is ${container.state}` };
  if (ask) {
    const [tap, says] = await Promise.all([ofTap(service.name, containers, watched), ask()]);
    return tap ?? ofStore(says);
  }
  if (waitedFor(service, watched)) return { state: 'starting', detail: 'it has not ended yet, and others wait for its end' };
  if (container.health === 'healthy') return { state: 'ready' };
  if (container.health === 'unhealthy') return { state: 'failed', detail: 'its health check fails' };
  if (container.health === 'starting') {
    // The engine asks only after its interval; the same address answers us as soon as the service does.
    const url = healthUrl(service, Object.entries(watched.ports(service.name)).map(([target, port]) => ({ service: service.name, target: Number(target), port })));
    return url === undefined ? { state: 'starting', detail: 'its health check has not passed yet' } : verdict(await answersHttp(url));
  }
  const ports = Object.values(watched.ports(service.name));
  if (ports.length > 0) return verdict((await Promise.all(ports.map((port) => listens(port)))).find((said) => said !== undefined));
  const { startedAt } = await inspect(watched.docker, container.id);
  return Date.now() - startedAt >= livedMs ? { state: 'ready' } : { state: 'starting', detail: 'it has only just started' };
}

async function ended(service: ServiceModel, container: Container, watched: Watched): Promise<Seen> {
  const { exitCode, oomKilled } = await inspect(watched.docker, container.id);
  const serves = Object.keys(watched.ports(service.name)).length > 0 && !waitedFor(service, watched);
  if (exitCode === 0 && !serves) return { state: 'done' };
  return { state: 'failed', detail: `it ended with exit code ${exitCode}${oomKilled ? ' (out of memory)' : ''}${serves && exitCode === 0 ? ' although it should serve a port' : ''}` };
}

/** What stands between the platform and its store, or undefined when the tap is there or none is wanted. */
async function ofTap(store: string, containers: readonly Container[], watched: Watched): Promise<Seen | undefined> {
  const tap = watched.taps.find((each) => each.store === store);
  if (!tap) return undefined;
  const container = containers.find((each) => each.service === tapName(store));
  if (container?.state === 'exited' || container?.state === 'dead') {
    return { state: 'failed', detail: `its tap ended: ${(await containerLogs(watched.docker, container.id, 3)).join(' ') || 'it wrote nothing'}` };
  }
  const said = container?.state === 'running' ? await listens(tap.control.port) : 'its container is not made yet';
  return said === undefined ? undefined : { state: 'starting', detail: `its tap does not listen yet: ${said}` };
}

function waitedFor(service: ServiceModel, watched: Watched): boolean {
  return watched.services.some((each) => each.dependsOn[service.name] === 'service_completed_successfully');
}

function ofStore(says: StoreSays): Seen {
  return 'ready' in says ? { state: 'ready' } : 'refused' in says ? { state: 'failed', detail: says.refused } : { state: 'starting', detail: says.waiting };
}

function verdict(said: string | undefined): Seen {
  return said === undefined ? { state: 'ready' } : { state: 'starting', detail: said };
}

function addressesOf(watched: Watched, service: string): Record<string, string> {
  return Object.fromEntries(Object.entries(watched.ports(service)).map(([target, port]) => [target, `127.0.0.1:${port}`]));
}
