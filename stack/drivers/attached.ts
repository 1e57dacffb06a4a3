import { fault, FaultError } from '../../core/fault.ts';
import type { ServiceState, StoreKind } from '../../core/types.ts';
import type { AttachedPlan, BootedStack, BootRequest, Driver, StoreAddress } from '../driver.ts';
import { storePort } from '../kinds.ts';
import { asking, listens, pause } from '../ready.ts';

const roundMs = 200;

/** A stack that is up already, by the addresses in the configuration. It is only read: nothing of it is started, stopped or written to. */
export const attachedDriver: Driver = { name: 'attached', available, boot, sweep: () => Promise.resolve([]) };

function available(request: BootRequest): Promise<{ readonly ok: boolean; readonly because: string }> {
  return Promise.resolve(request.attached
    ? { ok: true, because: 'the configuration names the addresses of a running stack' }
    : { ok: false, because: 'the configuration names no running stack (stack.attached)' });
}

async function boot(request: BootRequest, because: string, signal: AbortSignal): Promise<BootedStack> {
  if (!request.attached) throw new FaultError(fault('config-invalid', 'The driver attached needs stack.attached with the addresses of the running stack.'));
  const { services } = request.attached;
  const stores = Object.entries(request.attached.stores).map(([name, dsn]) => storeAddress(name, dsn, request.stores));
  const deadline = AbortSignal.any([signal, AbortSignal.timeout(request.deadlineMs)]);
  const states = await Promise.all([
    ...Object.entries(services).map(([name, url]) => reach(name, url, request, deadline)),
    ...stores.map((store) => ask(store, request, deadline)),
  ]);
  if (signal.aborted) throw new FaultError(fault('interrupted', 'Reaching the running stack was cancelled.'));
  const silent = states.filter((each) => each.state !== 'ready');
  if (silent.length > 0) {
    const told = silent.map((each) => `${each.name} (${Object.values(each.addresses)[0] ?? ''}): ${each.detail ?? ''}`).join('; ');
    throw new FaultError(fault('boot-failed', `The running stack does not answer: ${told}.`, { fix: 'Check the addresses under stack.attached, and that the stack runs.' }));
  }
  return {
    report: { driver: 'attached', because, services: states, stores: stores.map(({ name, kind }) => ({ name, kind })), absent: {} },
    stores,
    taps: [],
    origin: (service) => originOf(request.attached, service),
    environment: () => ({}),
    logs: () => Promise.resolve([]),
    stop: () => Promise.resolve(),
  };
}

function originOf(plan: AttachedPlan | undefined, service: string): string | undefined {
  const url = plan?.services[service];
  return url === undefined ? undefined : new URL(url).origin;
}

/** User, password and place of a DSN. The kind is told by its scheme, or declared. */
export function storeAddress(name: string, dsn: string, declared: Readonly<Record<string, StoreKind>>): StoreAddress {
  let url: URL;
  try {
    url = new URL(dsn);
  } catch {
    throw new FaultError(fault('config-invalid', `stack.attached.stores.${name} is not a DSN such as postgres://user:password@host:5432/database.`));
  }
  const kind = declared[name] ?? schemes[url.protocol];
  if (!kind) throw new FaultError(fault('config-invalid', `stack.attached.stores.${name} begins with ${url.protocol}//, which tells no kind of store; say it under stores.${name}.`));
  const path = decodeURIComponent(url.pathname.slice(1));
  const fallback = { postgres: decodeURIComponent(url.username), redis: '0', neo4j: 'neo4j' }[kind];
  return {
    name, kind, host: url.hostname.replace(/^\[|\]$/g, ''), port: Number(url.port) || storePort[kind],
    user: decodeURIComponent(url.username), password: decodeURIComponent(url.password), database: path || fallback,
  };
}

const schemes: Readonly<Record<string, StoreKind>> = {
  'postgres:': 'postgres', 'postgresql:': 'postgres', 'redis:': 'redis', 'rediss:': 'redis', 'bolt:': 'neo4j', 'neo4j:': 'neo4j',
};

async function reach(name: string, url: string, request: BootRequest, signal: AbortSignal): Promise<ServiceState> {
  const { hostname, port, protocol } = new URL(url);
  const number = Number(port) || (protocol === 'https:' ? 443 : 80);
  return repeat(name, `${hostname}:${number}`, number, request, signal, async () => listens(number, hostname));
}

function ask(store: StoreAddress, request: BootRequest, signal: AbortSignal): Promise<ServiceState> {
  const attempt = asking(store);
  return repeat(store.name, `${store.host}:${store.port}`, storePort[store.kind], request, signal, async () => {
    const says = await attempt(signal);
    return 'ready' in says ? undefined : 'refused' in says ? says.refused : says.waiting;
  });
}

/** A stack that is up answers at once; a few rounds forgive one that is just being started. */
async function repeat(name: string, address: string, target: number, request: BootRequest, signal: AbortSignal, attempt: () => Promise<string | undefined>): Promise<ServiceState> {
  const began = performance.now();
  const addresses = { [target]: address };
  let said: string | undefined;
  for (let round = 0; round < 10 && !signal.aborted; round++) {
    said = await attempt();
    if (said === undefined) break;
    await pause(roundMs, signal);
  }
  const state: ServiceState = { name, addresses, state: said === undefined && !signal.aborted ? 'ready' : 'failed', ...(said !== undefined && { detail: said }), ms: Math.round(performance.now() - began) };
  request.onService(state);
  return state;
}
