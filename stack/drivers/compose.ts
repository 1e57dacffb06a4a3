import { fault, FaultError } from '../../core/fault.ts';
import type { Fault, ServiceState } from '../../core/types.ts';
import { composeCli } from '../cli.ts';
import type { BootedStack, BootRequest, Driver, StoreAddress } from '../driver.ts';
import { hostEnvironment, run } from '../exec.ts';
import type { Ran } from '../exec.ts';
import { Journal, sweepJournals } from '../journal.ts';
import { credentials, declaredStores, storeKind, storePort } from '../kinds.ts';
import { serviceBuild } from '../model/build.ts';
import { findCompose, sourceOf } from '../model/read.ts';
import type { Model, ServiceModel } from '../model/types.ts';
import { readModel } from '../model.ts';
import { choosePorts } from '../ports.ts';
import { pause } from '../ready.ts';
import type { Address } from '../rewrite.ts';
import type { Docker } from './compose/engine.ts';
import { connectEngine, containerLogs, containersOf, engineAddress, engineVersion, label, ownerLabels } from './compose/engine.ts';
import { generate } from './compose/generate.ts';
import type { Generated } from './compose/generate.ts';
import { refusals, refusedFault } from './compose/refuse.ts';
import { leftovers, removeLabelled } from './compose/remove.ts';
import type { Watched } from './compose/watch.ts';
import { autopsy, watch } from './compose/watch.ts';

/** A port can be taken between our look and the engine's; more often than this it is no accident. */
const portTries = 3;


const keptLines = 30;

/**
 * Boots the platform's own compose model in containers of their own. The engine is found and spoken to through testcontainers; `docker compose up` itself is run
 * here, because testcontainers' own call cannot be cancelled and takes a failed stack down before anybody could read why it failed.
 */
export const composeDriver: Driver = { name: 'compose', available, boot, sweep };

async function available(request: BootRequest): Promise<{ readonly ok: boolean; readonly because: string }> {
  if (findCompose(request.root, request.compose) === undefined) return { ok: false, because: 'the platform has no compose file' };
  const [compose, engine] = await Promise.all([composeCli(), engineVersion()]);
  if ('error' in engine) return { ok: false, because: 'no container engine answers' };
  if (compose === undefined) return { ok: false, because: `the engine ${engine.version} answers, but docker compose is not installed` };
  return { ok: true, because: `the container engine ${engine.version} answers and Compose ${compose} reads the platform’s compose file` };
}

interface Prepared {
  readonly docker: Docker;
  readonly request: BootRequest;
  readonly project: string;
  readonly model: Model;
  readonly services: readonly ServiceModel[];
  /** Holds the calls of compose while they run: one that outlived us would go on making containers. */
  readonly journal: Journal;
}

async function boot(request: BootRequest, because: string, signal: AbortSignal): Promise<BootedStack> {
  const project = `assay-${request.run.toLowerCase().replace(/[^a-z0-9_-]/g, '-')}`;
  const deadline = AbortSignal.any([signal, AbortSignal.timeout(request.deadlineMs)]);
  const [docker, model] = await Promise.all([connect(), readModel(request, project, deadline)]);
  if (!model) throw new FaultError(fault('path-missing', `There is no compose file in ${request.root}.`));
  const refused = refusedFault(refusals(model, request.root), request.allow, sourceOf(request.root, model.file, {}).uri);
  if (refused) throw new FaultError(refused);
  const services = Object.values(model.services).filter((each) => !Object.hasOwn(request.without, each.name));
  const journal = new Journal(request.cacheDir, request.run, request.root, false);
  try {
    return await attempts({ docker, request, project, model, services, journal }, because, signal, deadline);
  } finally {
    journal.close();
  }
}

async function attempts(prepared: Prepared, because: string, signal: AbortSignal, deadline: AbortSignal): Promise<BootedStack> {
  const { docker, request } = prepared;
  for (let attempt = 1, avoid: readonly number[] = []; ; attempt++) {
    const addresses = await chooseAddresses(prepared, avoid);
    const booted = await bring(prepared, addresses, because, signal, deadline);
    if ('stop' in booted) return booted;
    await removeLabelled(docker, label.run, request.run);
    if (signal.aborted) throw new FaultError(fault('interrupted', 'The boot was cancelled; what it had started is gone.'));
    if (booted.code !== 'port-taken' || attempt === portTries) throw new FaultError(booted);
    avoid = [...avoid, ...addresses.map((each) => each.port)];
  }
}

async function connect(): Promise<Docker> {
  try {
    return await connectEngine();
  } catch (error) {
    throw new FaultError(fault('engine-absent', 'No container engine answers.', { cause: error }));
  }
}

async function chooseAddresses(prepared: Prepared, avoid: readonly number[]): Promise<readonly Address[]> {
  const { request } = prepared;
  const wanted = prepared.services.flatMap((service) => {
    const kind = storeKind(service, request.stores);
    const published = service.ports.filter((port) => port.protocol === 'tcp');
    const missing = kind !== undefined && !published.some((port) => port.target === storePort[kind]) ? [{ target: storePort[kind], published: undefined }] : [];
    return [...published, ...missing].map((port) => ({ service: service.name, target: port.target, published: port.published }));
  });
  const ports = await choosePorts(request.root, wanted, new Set(avoid));
  return wanted.map((each, index) => ({ ...each, port: ports[index] ?? 0 }));
}

async function bring(prepared: Prepared, addresses: readonly Address[], because: string, signal: AbortSignal, deadline: AbortSignal): Promise<BootedStack | Fault> {
  const { docker, request, model, services, project } = prepared;
  const stores = storeAddresses(services, addresses, request);
  const ports = (service: string): Record<string, number> => Object.fromEntries(addresses.filter((each) => each.service === service).map((each) => [each.target, each.port]));
  const watched: Watched = { docker, run: request.run, services, stores, ports, onService: request.onService };
  const generated = generate(model, {
    root: request.root, project, addresses, without: Object.keys(request.without), stores: stores.map((each) => each.name),
    labels: ownerLabels(request.run, request.root, request.keep === true),
  });
  const before = await imageIds(docker, generated);
  const ending = new AbortController();
  const both = AbortSignal.any([deadline, ending.signal]);
  const answering = new Set(stores.map((each) => each.name));
  const storesReady = Promise.withResolvers<void>();
  const onService = (state: ServiceState): void => {
    if (state.state === 'ready' && answering.delete(state.name) && answering.size === 0) storesReady.resolve();
    request.onService(state);
  };
  const upping = up(prepared, generated, stores, storesReady.promise, both).then((ran) => {
    if (ran.code !== 0) ending.abort();
    return ran;
  });
  const states = await watch({ ...watched, onService }, both);
  const ready = [...states.values()].every((each) => each.state === 'ready' || each.state === 'done');
  if (!ready) ending.abort();
  const ran = await upping;
  if (ready && ran.code === 0) {
    await dropReplaced(docker, generated, before);
    return booted(prepared, states, stores, addresses, generated, because);
  }
  return failure(prepared, await autopsy(watched, states), ran, signal);
}

/** Images are built while the stores come up; everything else is started once both are done. The first step that fails ends the others, and all have ended when it returns. */
async function up(prepared: Prepared, generated: Generated, stores: readonly StoreAddress[], storesReady: Promise<void>, signal: AbortSignal): Promise<Ran> {
  const failing = new AbortController();
  const both = AbortSignal.any([signal, failing.signal]);
  const over = new Promise<void>((resolve) => both.addEventListener('abort', () => resolve(), { once: true }));
  const start = ['up', '-d', '--quiet-pull', '--no-build'];
  const steps = [
    ...(stores.length > 0 ? [[...start, ...stores.map((each) => each.name)]] : []),
    ...(Object.keys(generated.images).length > 0 ? [['build']] : []),
  ];
  const ran = await Promise.all(steps.map(async (step) => {
    const each = await compose(prepared, generated, step, both);
    if (each.code !== 0) failing.abort();
    return each;
  }));
  const failed = ran.find((each) => each.code !== 0 && each.code !== 130) ?? ran.find((each) => each.code !== 0);
  if (failed) return failed;
  if (stores.length > 0) await Promise.race([storesReady, over]);
  return compose(prepared, generated, start, signal);
}

function compose(prepared: Prepared, generated: Generated, command: readonly string[], signal: AbortSignal): Promise<Ran> {
  const { request, project } = prepared;
  // The model goes in by standard input: it holds the run's secrets, which so never lie in a file.
  return run('docker', ['compose', '--ansi', 'never', '--progress', 'plain', '--project-directory', request.root, '-f', '-', '-p', project, ...command], {
    env: hostEnvironment({ ...request.environment, ...engineAddress(prepared.docker) }), input: JSON.stringify(generated.document), signal, timeoutMs: request.deadlineMs, cwd: request.root, ...prepared.journal.tracked('docker compose'),
  });
}

function storeAddresses(services: readonly ServiceModel[], addresses: readonly Address[], request: BootRequest): readonly StoreAddress[] {
  return services.flatMap((service) => {
    const kind = storeKind(service, request.stores);
    const port = kind && addresses.find((each) => each.service === service.name && each.target === storePort[kind])?.port;
    return kind && port ? [{ name: service.name, kind, host: '127.0.0.1', port, ...credentials(service, kind) }] : [];
  });
}

type Texts = Readonly<Record<string, string>>;

function booted(prepared: Prepared, states: ReadonlyMap<string, ServiceState>, stores: readonly StoreAddress[], addresses: readonly Address[], generated: Generated, because: string): BootedStack {
  const { docker, request } = prepared;
  const services = generated.document.services as Readonly<Record<string, { readonly environment?: Texts }>>;
  const plain = (texts: Texts | undefined): Texts => Object.fromEntries(Object.entries(texts ?? {}).map(([key, value]) => [key, value.replaceAll('$$', '$')]));
  return {
    report: { driver: 'compose', because, services: [...states.values()], stores: declaredStores(prepared.model, request), absent: request.without },
    stores,
    origin: (service, port) => {
      const found = addresses.find((each) => each.service === service && (port === undefined || each.target === port));
      return found && `http://127.0.0.1:${found.port}`;
    },
    environment: (service) => plain(services[service]?.environment),
    build: (service) => serviceBuild(prepared.model.services[service], generated.buildArgs[service] ?? {}),
    logs: async (service, lines) => {
      const container = (await containersOf(docker, `${label.run}=${request.run}`)).find((each) => each.service === service);
      return container ? containerLogs(docker, container.id, lines) : [];
    },
    stop: async (deadlineMs) => {
      const over = new AbortController();
      const result = await Promise.race([removeLabelled(docker, label.run, request.run), pause(deadlineMs, over.signal)]);
      over.abort();
      if (result && result.failed.length === 0) return;
      throw new FaultError(fault('teardown-failed', result ? `The stack is not gone: ${result.failed.join('; ')}.` : `The stack was not gone within ${deadlineMs} ms.`));
    },
  };
}

function failure(prepared: Prepared, states: ReadonlyMap<string, ServiceState>, ran: Ran, signal: AbortSignal): Fault {
  for (const each of states.values()) if (each.state === 'failed') prepared.request.onService(each);
  const failed = [...states.values()].filter((each) => each.state === 'failed');
  const waiting = [...states.values()].filter((each) => each.state === 'starting');
  const said = ran.stderr.split('\n').filter((line) => line.trim() !== '' && !line.includes('level=warning')).slice(-keptLines);
  const services = [...states.values()].map((each) => `${each.name}: ${each.state === 'ready' || each.state === 'done' ? each.state : each.detail ?? each.state}`).join('\n');
  if (signal.aborted) return fault('interrupted', 'The boot was cancelled.');
  if (ran.code !== 0 && failed.length === 0 && /port is already allocated|address already in use/.test(ran.stderr)) return { ...fault('port-taken', `A port of the stack was taken while it booted: ${said.at(-1) ?? ''}`), cause: said.join('\n') };
  const inTime = `within ${Math.round(prepared.request.deadlineMs / 1000)} s`;
  const what = failed.length > 0 ? `${failed.map((each) => `Service ${each.name} failed: ${firstLine(each.detail)}`).join('; ')}.`
    : ran.code !== 0 && ran.code !== 124 && ran.code !== 130 ? `docker compose up failed: ${said.at(-1) ?? `exit code ${ran.code}`}`
      : `The stack was not ready ${inTime}; ${waiting.map((each) => each.name).join(', ')} ${waiting.length === 1 ? 'is' : 'are'} still starting.`;
  return { ...fault('boot-failed', what), cause: [services, ...(ran.code === 0 || ran.code === 130 ? [] : ['docker compose up:', ...said])].join('\n') };
}

function firstLine(text: string | undefined): string {
  return text?.split('\n')[0] ?? 'no reason was given';
}

async function imageIds(docker: Docker, generated: Generated): Promise<ReadonlyMap<string, string>> {
  const found = await Promise.all(Object.values(generated.images).map(async (image) => [image, await docker.getImage(image).inspect().then((each) => each.Id, () => '')] as const));
  return new Map(found);
}

/** A build that changed leaves the image before it without a name; it would pile up run after run. One that is still in use stays. */
async function dropReplaced(docker: Docker, generated: Generated, before: ReadonlyMap<string, string>): Promise<void> {
  const after = await imageIds(docker, generated);
  const replaced = [...before].filter(([image, id]) => id !== '' && after.get(image) !== id).map(([, id]) => id);
  await Promise.all(replaced.map((id) => docker.getImage(id).remove().catch(() => undefined)));
}

async function sweep(cacheDir: string, signal: AbortSignal, platform?: string): Promise<readonly string[]> {
  const removed = [...await sweepJournals(cacheDir, signal, platform)];
  const engine = await connectEngine().catch(() => undefined);
  if (!engine) return removed;
  for (const run of await leftovers(engine, platform)) {
    if (signal.aborted) break;
    removed.push(...(await removeLabelled(engine, label.run, run)).removed);
  }
  return removed;
}
