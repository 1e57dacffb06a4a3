import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { ServiceState, TapKind } from '../../../core/types.ts';
import { causeText, FaultError } from '../../../core/fault.ts';
import type { BootRequest, StoreAddress } from '../../driver.ts';
import { run, tellingLine } from '../../exec.ts';
import type { Journal } from '../../journal.ts';
import { commandWords } from '../../kinds.ts';
import type { Condition, ServiceModel } from '../../model/types.ts';
import { asking, listens, pause } from '../../ready.ts';
import type { TapAddress } from '../../taps/client.ts';
import type { Endpoint } from '../../taps/settings.ts';
import type { Outside } from '../outside.ts';
import { tapFile, tapFolder, tapName, tapOrder } from '../tap.ts';
import type { App } from './app.ts';
import { prepareNeo4j } from './neo4j.ts';
import { preparePostgres } from './postgres.ts';
import { processEnvironment, start } from './process.ts';
import type { Started } from './process.ts';
import { prepareRedis } from './redis.ts';
import type { Role } from './role.ts';
import { askingApp, settle } from './role.ts';
import type { StoreRequest, StoreStart } from './store.ts';

export interface Cast {
  readonly request: BootRequest;
  readonly services: readonly ServiceModel[];
  readonly stores: readonly StoreAddress[];
  readonly taps: readonly TapAddress[];
  readonly outside: readonly Outside[];
  readonly app: (service: ServiceModel) => App;
  readonly ports: (service: string) => Readonly<Record<string, number>>;
  readonly journal: Journal;
  /** A folder of this run that others may traverse. */
  readonly folder: string;
  /** Settles when the platform's own preparation is done. */
  readonly prepared: Promise<void>;
}
/** The processes of a stack by name, each the one that runs now; taps among them. Who starts one again puts it here. */
export type Processes = Map<string, Started>;
export interface Lives {
  readonly processes: Processes;
  /** How each service is started again. */
  readonly roles: ReadonlyMap<string, Role>;
  readonly states: ReadonlyMap<string, ServiceState>;
  /** Trouble that is not the services' own, such as a disk that takes no journal. */
  readonly trouble?: FaultError;
}

const preparers: Readonly<Record<StoreAddress['kind'], (request: StoreRequest) => Promise<StoreStart>>> = { postgres: preparePostgres, redis: prepareRedis, neo4j: prepareNeo4j };
const keptLines = 30;
const askAgainMs = 50;

/**
 * Starts every service as a process, each as soon as those that it depends on are where it wants them, the rest side by side. The first one that fails
 * ends the waiting of all. Never throws: what went wrong stands in the states.
 */
export async function startAll(cast: Cast, signal: AbortSignal): Promise<Lives> {
  const failing = new AbortController();
  const both = AbortSignal.any([signal, failing.signal]);
  const processes: Processes = new Map();
  const roles = new Map<string, Role>();
  const states = new Map<string, ServiceState>();
  const began = performance.now();
  const tell = (name: string, state: ServiceState['state'], detail?: string): void => {
    const addresses = Object.fromEntries(Object.entries(cast.ports(name)).map(([target, port]) => [target, `127.0.0.1:${port}`]));
    const next = { name, state, addresses, ...(detail !== undefined && { detail }), ms: Math.round(performance.now() - began) };
    states.set(name, next);
    if (state !== 'starting') cast.request.onService(next);
  };
  let trouble: FaultError | undefined;
  const lives = new Map<string, Life>();
  const begin: Begin = async (role) => {
    const process = await start(role.spec, cast.journal);
    processes.set(role.spec.name, process);
    roles.set(role.spec.name, role);
    return process;
  };
  const prepared = Promise.all([cast.prepared, startOutside(cast, begin, both)]).then(() => undefined);
  // Also where nobody waits for it: a stack of stores alone.
  prepared.catch(() => undefined);
  cast.request.onPlanned?.(cast.services.map(({ name }) => name));
  for (const service of cast.services) {
    tell(service.name, 'starting');
    lives.set(service.name, new Life());
  }
  await Promise.all(cast.services.map(async (service) => {
    const life = lives.get(service.name) ?? new Life();
    try {
      tell(service.name, await live(service, life, lives, { ...cast, prepared }, begin, (detail) => tell(service.name, 'starting', detail), both));
    } catch (error) {
      const cancelled = both.aborted;
      if (error instanceof FaultError) trouble ??= error;
      life.fail();
      const process = processes.get(service.name);
      const lines = error instanceof BuildFailed ? error.lines : ((await process?.tail(keptLines)) ?? []);
      const before = states.get(service.name)?.detail;
      const said = [cancelled ? before ?? 'it was still starting' : causeText(error), ...(lines.length > 0 ? [`last ${lines.length} lines:`, ...lines.map((line) => `  ${line}`)] : process ? ['it wrote nothing'] : [])];
      tell(service.name, cancelled ? 'starting' : 'failed', said.join('\n'));
      failing.abort();
    }
  }));
  return { processes, roles, states, ...(trouble && { trouble }) };
}

class BuildFailed extends Error {
  readonly lines: readonly string[];
  constructor(message: string, lines: readonly string[]) {
    super(message);
    this.lines = lines;
  }
}

/** When others may go on: after its start, when it is ready, when it has ended well. */
class Life {
  readonly #steps: Readonly<Record<Condition, PromiseWithResolvers<boolean>>> = {
    service_started: Promise.withResolvers(), service_healthy: Promise.withResolvers(), service_completed_successfully: Promise.withResolvers(),
  };
  reached(step: Condition): void {
    this.#steps[step].resolve(true);
  }
  /** False when it will not come that far. */
  wait(step: Condition): Promise<boolean> {
    return this.#steps[step].promise;
  }
  fail(): void {
    for (const step of Object.values(this.#steps)) step.resolve(false);
  }
}

type Begin = (role: Role) => Promise<Started>;

async function live(
  service: ServiceModel, life: Life, lives: ReadonlyMap<string, Life>, cast: Cast, begin: Begin, waiting: (detail: string) => void, signal: AbortSignal,
): Promise<'ready' | 'done'> {
  const store = cast.stores.find((each) => each.name === service.name);
  const role = store ? await storeRole(service, store, cast, begin, signal) : await appRole(service, lives, cast, waiting, signal);
  signal.throwIfAborted();
  const process = await begin(role);
  life.reached('service_started');
  const state = await settle(role, process, waiting, signal);
  life.reached('service_healthy');
  if (state === 'done') life.reached('service_completed_successfully');
  return state;
}

async function storeRole(service: ServiceModel, address: StoreAddress, cast: Cast, begin: Begin, signal: AbortSignal): Promise<Role> {
  const folder = join(cast.folder, service.name);
  mkdirSync(folder, { mode: 0o755 });
  const tap = cast.taps.find((each) => each.store === service.name);
  // The tap starts while the store's folder is made, which takes longer.
  const tapping = tap ? begin(tapRole(tap, { host: address.host, port: address.port }, cast)) : Promise.resolve(undefined);
  const preparing = preparers[address.kind]({
    address, folder, cacheDir: cast.request.cacheDir, words: commandWords(service), environment: service.environment, advertised: tap?.data.port ?? address.port, lasting: tap !== undefined,
    signal, tracked: cast.journal.tracked(`preparation of ${service.name}`),
  });
  // Both have ended before either fails: a tap that is only starting would be left behind.
  await Promise.allSettled([preparing, tapping]);
  const [plan, before] = await Promise.all([preparing, tapping]);
  return {
    spec: { ...plan, name: service.name, isStore: true, cwd: folder, logDir: cast.request.workDir }, ends: false, serves: true,
    asking: () => {
      const ask = asking(address);
      return async (stop) => (before && tap ? await ofTap(before, tap) : undefined) ?? ask(stop);
    },
  };
}

function tapRole(tap: TapAddress<TapKind>, upstream: Outside['upstream'] | Endpoint, { request }: Cast): Role {
  const env = tapOrder(tap, { listen: tap.data, upstream, control: tap.control });
  return {
    spec: { name: tapName(tap.store), isStore: true, command: ['node', join(tapFolder, tapFile)], cwd: request.workDir, env, logDir: request.workDir, stopSignal: 'SIGTERM' },
    asking: undefined, ends: false, serves: true,
  };
}

/** What stands between the platform and its store, or undefined when the tap is there. */
async function ofTap(process: Started, tap: TapAddress<TapKind>): Promise<{ readonly refused: string } | { readonly waiting: string } | undefined> {
  const code = process.code();
  if (code !== undefined) return { refused: `its tap ended with exit code ${code}: ${(await process.tail(1)).join('') || 'it wrote nothing'}` };
  const said = await listens(tap.control.port);
  return said === undefined ? undefined : { waiting: `its tap does not listen yet: ${said}` };
}

/** The taps before third parties: processes of their own, which listen before any service starts that calls one. */
async function startOutside(cast: Cast, begin: Begin, signal: AbortSignal): Promise<void> {
  await Promise.all(cast.outside.map(async ({ tap, upstream }) => {
    const process = await begin(tapRole(tap, upstream, cast));
    for (let says = await ofTap(process, tap); says !== undefined; says = await ofTap(process, tap)) {
      if ('refused' in says) throw new Error(`the tap before ${tap.store}: ${says.refused}`);
      await pause(askAgainMs, signal);
      signal.throwIfAborted();
    }
  }));
}

async function appRole(service: ServiceModel, lives: ReadonlyMap<string, Life>, cast: Cast, waiting: (detail: string) => void, signal: AbortSignal): Promise<Role> {
  const app = cast.app(service);
  waiting('it waits for the preparation of the platform');
  await orAborted(cast.prepared, signal);
  if (app.build) {
    waiting('it is being built');
    await build(service.name, app, app.build, cast, signal);
  }
  for (const [name, condition] of Object.entries(service.dependsOn)) {
    waiting(`it waits for ${name}`);
    const well = await orAborted(lives.get(name)?.wait(condition) ?? Promise.resolve(true), signal);
    if (!well) throw new Error(`${name}, which it depends on, did not start`);
  }
  const ports = Object.values(cast.ports(service.name));
  return {
    spec: { name: service.name, isStore: false, command: app.command, cwd: app.cwd, env: app.env, logDir: cast.request.workDir, stopSignal: 'SIGTERM' },
    asking: askingApp(app.health, ports), ends: cast.services.some((each) => each.dependsOn[service.name] === 'service_completed_successfully'), serves: ports.length > 0,
  };
}

async function build(name: string, app: App, step: NonNullable<App['build']>, cast: Cast, signal: AbortSignal): Promise<void> {
  const [program = '', ...args] = step.command;
  const ran = await run(program === 'node' ? process.execPath : program, args, { cwd: app.cwd, env: processEnvironment(step.env), signal, timeoutMs: cast.request.deadlineMs, ...cast.journal.tracked(`build of ${name}`) });
  if (ran.code === 0) return;
  signal.throwIfAborted();
  const said = ran.stdout + ran.stderr;
  throw new BuildFailed(`its build (${step.command.join(' ')}) ended with exit code ${ran.code}: ${tellingLine(said)}`, said.trim().split('\n').slice(-keptLines));
}

/** A wait that ends with the signal. */
async function orAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  signal.throwIfAborted();
  const over = Promise.withResolvers<never>();
  const end = (): void => over.reject(signal.reason);
  signal.addEventListener('abort', end, { once: true });
  try {
    return await Promise.race([promise, over.promise]);
  } finally {
    signal.removeEventListener('abort', end);
  }
}
