import { fault, FaultError } from '../../core/fault.ts';
import type { Fault, ServiceState } from '../../core/types.ts';
import { chooseAddresses, namedPorts, originIn, portsIn, storeAddresses } from '../addresses.ts';
import { composeCli } from '../cli.ts';
import type { BootedStack, BootRequest, Driver, StoreAddress } from '../driver.ts';
import type { Ran } from '../exec.ts';
import { Journal, sweepJournals } from '../journal.ts';
import { declaredStores } from '../kinds.ts';
import { serviceBuild } from '../model/build.ts';
import { findCompose, sourceOf } from '../model/read.ts';
import type { Model, ServiceModel } from '../model/types.ts';
import { readModel } from '../model.ts';
import { pause } from '../ready.ts';
import { undoLeft } from '../undo.ts';
import type { Address } from '../rewrite.ts';
import type { TapAddress } from '../taps/client.ts';
import { controlContainers } from './compose/control.ts';
import type { Docker } from './compose/engine.ts';
import { connectEngine, containerLogs, containersOf, engineVersion, label, ownerLabels } from './compose/engine.ts';
import { autopsy, bootFault } from './compose/failure.ts';
import { generate } from './compose/generate.ts';
import type { Generated } from './compose/generate.ts';
import { givenTo, outsideListens, withOutside } from './compose/outside.ts';
import { refusals, refusedFault } from './compose/refuse.ts';
import { leftovers, removeLabelled } from './compose/remove.ts';
import { tapImage } from './compose/tap-image.ts';
import { tappable, withTaps } from './compose/taps.ts';
import { dropReplaced, imageIds, up } from './compose/up.ts';
import type { Watched } from './compose/watch.ts';
import { watch } from './compose/watch.ts';
import { chooseOutside, environmentsOf, tapsIn, type Outside } from './outside.ts';
import { chooseTaps, tapPorts } from './tap.ts';

/** A port can be taken between our look and the engine's; more often than this it is no accident. */
const portTries = 3;

/**
 * Boots the platform's own compose model in containers of their own. The engine is found and spoken to through testcontainers; `docker compose up` itself is run
 * here, because testcontainers' own call cannot be cancelled and takes a failed stack down before anybody could read why it failed.
 */
export const composeDriver: Driver = { name: 'compose', available, boot, sweep };

async function available(request: BootRequest): Promise<{ readonly ok: boolean; readonly because: string }> {
  if (findCompose(request.root, request.compose) === undefined) return { ok: false, because: 'the platform has no compose file' };
  const [compose, engine] = await Promise.all([composeCli(), engineVersion()]);
  if ('error' in engine) return { ok: false, because: `no container engine answers${process.env['DOCKER_HOST'] ? ` at ${process.env['DOCKER_HOST']} (DOCKER_HOST)` : ''}` };
  if (compose === undefined) return { ok: false, because: `the engine ${engine.version} answers, but docker compose is not installed` };
  return { ok: true, because: `the container engine ${engine.version} answers and Compose ${compose} reads the platform’s compose file` };
}

interface Prepared {
  readonly docker: Docker;
  readonly request: BootRequest;
  readonly project: string;
  readonly model: Model;
  readonly services: readonly ServiceModel[];
  readonly journal: Journal;
  /** The image of the taps, where there are any. */
  readonly image: string | undefined;
  /** By which everything of this run is found again. */
  readonly labels: Readonly<Record<string, string>>;
}
/** Where everything is in this attempt. */
interface Places {
  readonly addresses: readonly Address[];
  readonly stores: readonly StoreAddress[];
  readonly taps: readonly TapAddress[];
  readonly outside: readonly Outside[];
  /** The model of this attempt, before taps. */
  readonly generated: Generated;
}

async function boot(request: BootRequest, because: string, signal: AbortSignal): Promise<BootedStack> {
  const project = `assay-${request.run.toLowerCase().replace(/[^a-z0-9_-]/g, '-')}`;
  const deadline = AbortSignal.any([signal, AbortSignal.timeout(request.deadlineMs)]);
  const [docker, model] = await Promise.all([connect(), readModel(request, project, deadline)]);
  if (!model) throw new FaultError(fault('path-missing', `There is no compose file in ${request.root}.`));
  const refused = refusedFault(refusals(model, request.root), request.allow, sourceOf(request.root, model.file, {}).uri);
  if (refused) throw new FaultError(refused);
  const services = Object.values(model.services).filter((each) => !Object.hasOwn(request.without, each.name));
  request.onPlanned?.(services.map(({ name }) => name));
  const journal = new Journal(request.cacheDir, request.run, request.root, false);
  try {
    const image = request.taps ? await tapImage(docker, request, journal, deadline) : undefined;
    return await attempts({ docker, request, project, model, services, journal, image, labels: ownerLabels(request.run, request.root, request.keep === true) }, because, signal, deadline);
  } finally {
    journal.close();
  }
}

async function attempts(prepared: Prepared, because: string, signal: AbortSignal, deadline: AbortSignal): Promise<BootedStack> {
  const { docker, request } = prepared;
  for (let attempt = 1, avoid: readonly number[] = []; ; attempt++) {
    const places = await choosePlaces(prepared, avoid);
    const booted = await bring(prepared, places, because, deadline).catch(async (error: unknown) => {
      await removeLabelled(docker, label.run, request.run);
      throw error;
    });
    if ('stop' in booted) return booted;
    await removeLabelled(docker, label.run, request.run);
    if (signal.aborted) throw new FaultError(fault('interrupted', 'The boot was cancelled; what it had started is gone.'));
    if (booted.code !== 'port-taken' || attempt === portTries) throw new FaultError(booted);
    avoid = [...avoid, ...places.addresses.map((each) => each.port), ...tapPorts(tapsIn(places))];
  }
}

async function choosePlaces({ request, services, model, project, labels }: Prepared, avoid: readonly number[]): Promise<Places> {
  const addresses = await chooseAddresses(request, services, () => [], avoid);
  const stores = storeAddresses(request, services, addresses);
  const taps = await chooseTaps(request, stores.filter((each) => tappable(model, each.name)), [...avoid, ...addresses.map((each) => each.port)]);
  const generated = generate(model, { root: request.root, project, addresses, without: Object.keys(request.without), stores: stores.map((each) => each.name), labels });
  const placed = Object.fromEntries(Object.entries(givenTo(generated)).filter(([name]) => tappable(model, name)));
  const outside = await chooseOutside(request, placed, environmentsOf(Object.values(model.services)), [...avoid, ...addresses.map((each) => each.port), ...tapPorts(taps)]);
  return { addresses, stores, taps, outside, generated };
}

async function connect(): Promise<Docker> {
  try {
    return await connectEngine();
  } catch (error) {
    throw new FaultError(fault('engine-absent', 'No container engine answers.', { cause: error }));
  }
}

async function bring(prepared: Prepared, places: Places, because: string, signal: AbortSignal): Promise<BootedStack | Fault> {
  const { docker, request, services, project, journal, image, labels } = prepared;
  const { addresses, stores, taps, outside } = places;
  const names = stores.map((each) => each.name);
  const own = { image: image ?? '', labels };
  const generated = withTaps(withOutside(places.generated, outside, own), taps, { ...own, named: portsOf(services) });
  const storesReady = Promise.withResolvers<void>();
  const answering = new Set(names);
  if (answering.size === 0) storesReady.resolve();
  const watched: Watched = {
    docker, run: request.run, services, stores, taps, ports: portsIn(addresses),
    onService: (state) => {
      if (state.state === 'ready' && answering.delete(state.name) && answering.size === 0) storesReady.resolve();
      request.onService(state);
    },
  };
  const before = await imageIds(docker, generated);
  const ending = new AbortController();
  const both = AbortSignal.any([signal, ending.signal]);
  const upping = up({ docker, request, project, journal, generated, stores: names, storesReady: () => Promise.all([storesReady.promise, outsideListens(outside, both)]) }, both);
  // Watching ends at once when compose fails, or a tap does not come: what is not made then will not come.
  const failing = upping.then((ran) => void (ran.code !== 0 && ending.abort()), () => ending.abort());
  try {
    const states = await watch(watched, both);
    const ready = [...states.values()].every((each) => each.state === 'ready' || each.state === 'done');
    if (!ready) ending.abort();
    const ran = await upping;
    if (!ready || ran.code !== 0) return await whatFailed(watched, states, ran, request);
    await dropReplaced(docker, generated, before);
    return booted(prepared, watched, states, places, generated, because);
  } finally {
    // Also when watching threw: no call of compose may outlive the boot. After success it has ended already.
    ending.abort();
    await failing;
  }
}

/** Ports of a service that the user publishes, or by which other services name it. */
function portsOf(services: readonly ServiceModel[]): (name: string) => readonly number[] {
  const named = namedPorts(services);
  return (name) => services.filter((each) => each.name === name).flatMap((each) => [...each.ports.filter((port) => port.protocol === 'tcp').map((port) => port.target), ...named(each)]);
}

async function whatFailed(watched: Watched, states: ReadonlyMap<string, ServiceState>, ran: Ran, request: BootRequest): Promise<Fault> {
  const told = await autopsy(watched, states);
  for (const each of told.values()) if (each.state === 'failed') request.onService(each);
  return bootFault(told, ran, request.deadlineMs);
}

function booted(prepared: Prepared, watched: Watched, states: ReadonlyMap<string, ServiceState>, places: Places, generated: Generated, because: string): BootedStack {
  const { docker, request } = prepared;
  const given = givenTo(generated);
  const control = controlContainers({ watched, request });
  return {
    report: { driver: 'compose', because, services: [...states.values()], stores: declaredStores(prepared.model, request), absent: request.without },
    stores: watched.stores,
    taps: tapsIn(places),
    control,
    origin: originIn(places.addresses),
    environment: (service) => given[generated.origins[service] ?? service] ?? {},
    build: (service) => serviceBuild(prepared.model.services[service], generated.buildArgs[service] ?? {}),
    logs: async (service, lines) => {
      const container = (await containersOf(docker, `${label.run}=${request.run}`)).find((each) => each.service === service);
      return container ? containerLogs(docker, container.id, lines) : [];
    },
    stop: async (deadlineMs) => {
      const over = new AbortController();
      const result = await Promise.race([removeLabelled(docker, label.run, request.run), pause(deadlineMs, over.signal)]);
      over.abort();
      if (result && result.failed.length === 0) return control.forget();
      throw new FaultError(fault('teardown-failed', result ? `The stack is not gone: ${result.failed.join('; ')}.` : `The stack was not gone within ${deadlineMs} ms.`));
    },
  };
}

async function sweep(cacheDir: string, signal: AbortSignal, platform?: string): Promise<readonly string[]> {
  const removed = [...await undoLeft(cacheDir, signal, platform), ...await sweepJournals(cacheDir, signal, platform)];
  const engine = await connectEngine().catch(() => undefined);
  if (!engine) return removed;
  for (const run of await leftovers(engine, platform)) {
    if (signal.aborted) break;
    removed.push(...(await removeLabelled(engine, label.run, run)).removed);
  }
  return removed;
}
