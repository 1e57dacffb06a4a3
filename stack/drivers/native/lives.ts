import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { ServiceState } from '../../../core/types.ts';
import { causeText, FaultError } from '../../../core/fault.ts';
import type { BootRequest, StoreAddress } from '../../driver.ts';
import { run, tellingLine } from '../../exec.ts';
import type { Journal } from '../../journal.ts';
import { commandWords } from '../../kinds.ts';
import type { Condition, ServiceModel } from '../../model/types.ts';
import { answersHttp, asking, listens, pause, roundMs } from '../../ready.ts';
import type { App } from './app.ts';
import { prepareNeo4j } from './neo4j.ts';
import { preparePostgres } from './postgres.ts';
import { processEnvironment, start } from './process.ts';
import type { Started } from './process.ts';
import { prepareRedis } from './redis.ts';
import type { StoreRequest, StoreStart } from './store.ts';

export interface Cast {
  readonly request: BootRequest;
  readonly services: readonly ServiceModel[];
  readonly stores: readonly StoreAddress[];
  readonly app: (service: ServiceModel) => App;
  readonly ports: (service: string) => Readonly<Record<string, number>>;
  readonly journal: Journal;
  /** A folder of this run that others may traverse. */
  readonly folder: string;
  /** Settles when the platform's own preparation is done. */
  readonly prepared: Promise<void>;
}
export interface Lives {
  readonly started: readonly Started[];
  readonly states: ReadonlyMap<string, ServiceState>;
  /** Trouble that is not the services' own, such as a disk that takes no journal. */
  readonly trouble?: FaultError;
}

const preparers: Readonly<Record<StoreAddress['kind'], (request: StoreRequest) => Promise<StoreStart>>> = { postgres: preparePostgres, redis: prepareRedis, neo4j: prepareNeo4j };
/** A service without port and health check counts as up when it has lived this long: one that cannot start ends sooner. */
const livedMs = 1_000;
const keptLines = 30;

/**
 * Starts every service as a process, each as soon as those that it depends on are where it wants them, the rest side by side. The first one that fails
 * ends the waiting of all. Never throws: what went wrong stands in the states.
 */
export async function startAll(cast: Cast, signal: AbortSignal): Promise<Lives> {
  const failing = new AbortController();
  const both = AbortSignal.any([signal, failing.signal]);
  const started: Started[] = [];
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
  const keep = (process: Started): void => void started.push(process);
  for (const service of cast.services) {
    tell(service.name, 'starting');
    lives.set(service.name, new Life());
  }
  await Promise.all(cast.services.map(async (service) => {
    const life = lives.get(service.name) ?? new Life();
    try {
      tell(service.name, await live(service, life, lives, cast, keep, (detail) => tell(service.name, 'starting', detail), both));
    } catch (error) {
      const cancelled = both.aborted;
      if (error instanceof FaultError) trouble ??= error;
      life.fail();
      const process = started.find((each) => each.name === service.name);
      const lines = error instanceof BuildFailed ? error.lines : ((await process?.tail(keptLines)) ?? []);
      const before = states.get(service.name)?.detail;
      const said = [cancelled ? before ?? 'it was still starting' : causeText(error), ...(lines.length > 0 ? [`last ${lines.length} lines:`, ...lines.map((line) => `  ${line}`)] : process ? ['it wrote nothing'] : [])];
      tell(service.name, cancelled ? 'starting' : 'failed', said.join('\n'));
      failing.abort();
    }
  }));
  return { started, states, ...(trouble && { trouble }) };
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

async function live(
  service: ServiceModel, life: Life, lives: ReadonlyMap<string, Life>, cast: Cast, keep: (process: Started) => void, waiting: (detail: string) => void, signal: AbortSignal,
): Promise<'ready' | 'done'> {
  const store = cast.stores.find((each) => each.name === service.name);
  const ready = store ? await startStore(service, store, cast, keep, signal) : await startApp(service, lives, cast, keep, waiting, signal);
  life.reached('service_started');
  const ends = cast.services.some((each) => each.dependsOn[service.name] === 'service_completed_successfully');
  const state = await settle(ready, ends, Object.keys(cast.ports(service.name)).length > 0, waiting, signal);
  life.reached('service_healthy');
  if (state === 'done') life.reached('service_completed_successfully');
  return state;
}

interface Running {
  readonly process: Started;
  /** Undefined when it answers, else what it says; undefined itself where there is nothing to ask. */
  readonly ask: (() => Promise<{ readonly refused: string } | { readonly waiting: string } | { readonly ready: true }>) | undefined;
}

async function startStore(service: ServiceModel, address: StoreAddress, cast: Cast, keep: (process: Started) => void, signal: AbortSignal): Promise<Running> {
  const folder = join(cast.folder, service.name);
  mkdirSync(folder, { mode: 0o755 });
  const plan = await preparers[address.kind]({ address, folder, cacheDir: cast.request.cacheDir, words: commandWords(service), environment: service.environment, signal, tracked: cast.journal.tracked(`preparation of ${service.name}`) });
  signal.throwIfAborted();
  const process = await start({ ...plan, name: service.name, isStore: true, cwd: folder, logDir: cast.request.workDir }, cast.journal);
  keep(process);
  const ask = asking(address);
  return { process, ask: () => ask(signal) };
}

async function startApp(service: ServiceModel, lives: ReadonlyMap<string, Life>, cast: Cast, keep: (process: Started) => void, waiting: (detail: string) => void, signal: AbortSignal): Promise<Running> {
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
  signal.throwIfAborted();
  const process = await start({ name: service.name, isStore: false, command: app.command, cwd: app.cwd, env: app.env, logDir: cast.request.workDir, stopSignal: 'SIGTERM' }, cast.journal);
  keep(process);
  const ports = Object.values(cast.ports(service.name));
  const attempt = app.health ? () => answersHttp(app.health ?? '') : ports.length > 0 ? async () => (await Promise.all(ports.map((port) => listens(port)))).find((said) => said !== undefined) : undefined;
  return {
    process, ask: attempt && (async () => {
      const said = await attempt();
      return said === undefined ? { ready: true } : { waiting: said };
    }),
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

/** Waits until the process answers, or, for one whose end others wait for, until it has ended with 0. Throws when it ends otherwise. */
async function settle({ process, ask }: Running, ends: boolean, serves: boolean, waiting: (detail: string) => void, signal: AbortSignal): Promise<'ready' | 'done'> {
  const began = performance.now();
  for (;;) {
    signal.throwIfAborted();
    const code = process.code();
    if (code === 0 && (ends || !serves)) return 'done';
    if (code !== undefined) throw new Error(`it ended with exit code ${code}${code === 0 ? ' although it should serve a port' : ''}`);
    if (!ends) {
      const says = ask ? await ask() : performance.now() - began >= livedMs ? { ready: true as const } : { waiting: 'it has only just started' };
      if ('ready' in says && process.code() === undefined) return 'ready';
      if ('refused' in says) throw new Error(says.refused);
      if ('waiting' in says) waiting(says.waiting);
    }
    await Promise.race([pause(roundMs(performance.now() - began), signal), process.ended]);
  }
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
