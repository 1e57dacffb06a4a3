import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fault, FaultError } from '../../core/fault.ts';
import { runSteps } from '../steps.ts';
import type { Fault, ServiceState } from '../../core/types.ts';
import { chooseAddresses, namedPorts, originIn, portsIn, storeAddresses } from '../addresses.ts';
import type { BootedStack, BootRequest, Driver, StoreAddress } from '../driver.ts';
import { Journal, sweepJournals } from '../journal.ts';
import { declaredStores, storeKind } from '../kinds.ts';
import { serviceBuild } from '../model/build.ts';
import { findCompose } from '../model/read.ts';
import type { Model, ServiceModel } from '../model/types.ts';
import { readModel } from '../model.ts';
import type { Address } from '../rewrite.ts';
import { undoLeft } from '../undo.ts';
import type { TapAddress } from '../taps/client.ts';
import type { App } from './native/app.ts';
import { cannotRun, planApp } from './native/app.ts';
import { lackingStore } from './native/available.ts';
import { controlProcesses } from './native/control.ts';
import type { Cast, Lives, Processes } from './native/lives.ts';
import { startAll } from './native/lives.ts';
import { processEnvironment } from './native/process.ts';
import { chooseOutside, environmentsOf, tapsIn, throughOutside, type Outside } from './outside.ts';
import { chooseTaps, tapPorts, throughTaps } from './tap.ts';

/** What a process gets between the polite and the hard signal. */
const graceMs = 3_000;
/** A port can be taken between our look and the start of what shall listen there; more often than this it is no accident. */
const portTries = 3;

/** Starts the services of the platform's compose model as processes of this machine: for machines without a container engine. */
export const nativeDriver: Driver = { name: 'native', available, boot, sweep };

function available(request: BootRequest): Promise<{ readonly ok: boolean; readonly because: string }> {
  if (findCompose(request.root, request.compose) === undefined) return Promise.resolve({ ok: false, because: 'the platform has no compose file that says what to start' });
  return Promise.resolve(process.platform === 'win32'
    ? { ok: false, because: 'processes are started natively on Linux and macOS only' }
    : { ok: true, because: 'the services of the compose file run as processes of this machine' });
}

interface Plan {
  readonly request: BootRequest;
  readonly model: Model;
  readonly services: readonly ServiceModel[];
  readonly addresses: readonly Address[];
  readonly stores: readonly StoreAddress[];
  readonly taps: readonly TapAddress[];
  readonly outside: readonly Outside[];
  /** What this machine cannot have: service → reason. */
  readonly lacking: Readonly<Record<string, string>>;
  readonly apps: ReadonlyMap<string, App>;
}

async function boot(request: BootRequest, because: string, signal: AbortSignal): Promise<BootedStack> {
  const deadline = AbortSignal.any([signal, AbortSignal.timeout(request.deadlineMs)]);
  for (let attempt = 1, avoid: readonly number[] = []; ; attempt++) {
    const plan = await makePlan(request, avoid, deadline);
    const booted = await bring(plan, because, signal, deadline);
    if ('stop' in booted) return booted;
    if (booted.code !== 'port-taken' || attempt === portTries) throw new FaultError(booted);
    avoid = [...avoid, ...plan.addresses.map((each) => each.port), ...tapPorts(tapsIn(plan))];
  }
}

async function bring(plan: Plan, because: string, signal: AbortSignal, deadline: AbortSignal): Promise<BootedStack | Fault> {
  const { request } = plan;
  const journal = new Journal(request.cacheDir, request.run, request.root, request.keep === true);
  const folder = mkdtempSync(join(tmpdir(), 'assay-stack-'));
  journal.addFolder(folder);
  // PostgreSQL runs as another user when we are root, and must be able to pass through.
  chmodSync(folder, 0o711);
  const ending = new AbortController();
  const both = AbortSignal.any([deadline, ending.signal]);
  const prepared = prepare(request, journal, both);
  prepared.catch(() => ending.abort());
  const cast: Cast = {
    request, journal, folder, prepared, services: plan.services, stores: plan.stores, taps: plan.taps, outside: plan.outside, ports: portsIn(plan.addresses),
    app: (service) => plan.apps.get(service.name) ?? planApp(service, request, plan.addresses, []),
  };
  const lives = await startAll(cast, both);
  const stop = stopping(lives.processes, folder, journal);
  const trouble = await prepared.then(() => lives.trouble, (error: unknown) => error);
  if (trouble === undefined && [...lives.states.values()].every((each) => each.state === 'ready' || each.state === 'done')) return booted(plan, lives, journal, because, stop);
  await stop(graceMs * 2);
  if (signal.aborted) return fault('interrupted', 'The boot was cancelled; what it had started is gone.');
  return trouble instanceof FaultError ? trouble.fault : failure(request, lives.states);
}

async function makePlan(request: BootRequest, avoid: readonly number[], signal: AbortSignal): Promise<Plan> {
  const model = await readModel(request, `assay-${request.run}`, signal);
  if (!model) throw new FaultError(fault('path-missing', `There is no compose file in ${request.root}.`));
  const wanted = Object.values(model.services).filter((each) => !Object.hasOwn(request.without, each.name));
  const reasons = await Promise.all(wanted.map(async (service) => {
    const kind = storeKind(service, request.stores);
    return [service.name, kind ? await lackingStore(kind) : cannotRun(service, request)] as const;
  }));
  const lacking = Object.fromEntries(reasons.flatMap(([name, reason]) => (reason === undefined ? [] : [[name, reason]])));
  const services = wanted.filter((each) => !Object.hasOwn(lacking, each.name));
  const addresses = await chooseAddresses(request, services, namedPorts(services), avoid);
  const stores = storeAddresses(request, services, addresses);
  const taps = await chooseTaps(request, stores, [...avoid, ...addresses.map((each) => each.port)]);
  const inside = throughTaps(addresses, taps);
  const absent = [...Object.keys(lacking), ...Object.keys(request.without)];
  const apps = services.filter((each) => !stores.some((store) => store.name === each.name)).map((each) => [each.name, planApp(each, request, inside, absent)] as const);
  const outside = await chooseOutside(request, environmentsOf(apps.map(([name, { env }]) => ({ name, environment: env }))), environmentsOf(Object.values(model.services)), [...avoid, ...addresses.map((each) => each.port), ...tapPorts(taps)]);
  const tapped = apps.map(([name, app]) => [name, { ...app, env: throughOutside(name, app.env, outside, ({ tap }) => tap.data) }] as const);
  return { request, model, services, addresses, stores, taps, outside, lacking, apps: new Map(tapped) };
}

function prepare(request: BootRequest, journal: Journal, signal: AbortSignal): Promise<void> {
  return runSteps(request.native?.prepare ?? [], { root: request.root, environment: processEnvironment({}), deadlineMs: request.deadlineMs, purpose: 'preparation', tracked: journal.tracked('preparation') }, signal);
}

function booted(plan: Plan, lives: Lives, journal: Journal, because: string, stop: (deadlineMs: number) => Promise<void>): BootedStack {
  const absent = { ...plan.lacking, ...plan.request.without };
  const roles = new Map([...lives.roles].filter(([name]) => plan.services.some((each) => each.name === name)));
  const gone = Object.entries(absent).map(([name, detail]): ServiceState => ({ name, state: 'absent', addresses: {}, detail }));
  return {
    report: { driver: 'native', because, services: [...lives.states.values(), ...gone], stores: declaredStores(plan.model, plan.request, plan.lacking), absent },
    stores: plan.stores,
    taps: tapsIn(plan),
    control: controlProcesses({ roles, processes: lives.processes, journal, keep: plan.request.keep === true }),
    origin: originIn(plan.addresses),
    environment: (service) => plan.apps.get(service)?.env ?? plan.model.services[service]?.environment ?? {},
    logs: (service, lines) => lives.processes.get(service)?.tail(lines) ?? Promise.resolve([]),
    build: (service) => serviceBuild(plan.model.services[service], plan.apps.get(service)?.args ?? {}),
    stop,
  };
}

async function sweep(cacheDir: string, signal: AbortSignal, platform?: string): Promise<readonly string[]> {
  return [...await undoLeft(cacheDir, signal, platform), ...await sweepJournals(cacheDir, signal, platform)];
}

/** Ends in the order opposite to the start, so that no service spends its last moments complaining about a lost store. */
function stopping(processes: Processes, folder: string, journal: Journal): (deadlineMs: number) => Promise<void> {
  let stopped: Promise<void> | undefined;
  return (deadlineMs) => {
    const each = Math.max(200, Math.min(graceMs, deadlineMs / 3));
    stopped ??= (async () => {
      const started = [...processes.values()];
      const stores = started.filter((process) => process.isStore);
      await Promise.all(started.filter((process) => !process.isStore).map((process) => process.stop(each)));
      await Promise.all(stores.map((process) => process.stop(each)));
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
      journal.close();
    })();
    return stopped;
  };
}

function failure(request: BootRequest, states: ReadonlyMap<string, ServiceState>): Fault {
  const all = [...states.values()];
  const failed = all.filter((each) => each.state === 'failed');
  const waiting = all.filter((each) => each.state === 'starting').map((each) => each.name);
  const what = failed.length > 0 ? `${failed.map((each) => `Service ${each.name} failed: ${each.detail?.split('\n')[0] ?? ''}`).join('; ')}.`
    : `The stack was not ready within ${Math.round(request.deadlineMs / 1000)} s; still starting: ${waiting.join(', ')}.`;
  const taken = failed.length > 0 && failed.every((each) => /EADDRINUSE|address (is )?already in use/i.test(each.detail ?? ''));
  return { ...fault(taken ? 'port-taken' : 'boot-failed', what), cause: all.map((each) => `${each.name}: ${each.state === 'ready' || each.state === 'done' ? each.state : each.detail ?? each.state}`).join('\n') };
}
