import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { FaultError } from '../../core/fault.ts';
import type { Fault } from '../../core/types.ts';
import { bench, plain, plainEnvironment } from '../../test/stacks/request.ts';
import { composeCli } from '../cli.ts';
import type { BootRequest } from '../driver.ts';
import { run } from '../exec.ts';
import { engineVersion } from './compose/engine.ts';
import { composeDriver } from './compose.ts';

const able = !('error' in await engineVersion()) && (await composeCli()) !== undefined;
const { platform, request, folder, clear } = bench();
afterAll(clear);
const owner = fileURLToPath(new URL('../../test/stacks/owner.ts', import.meta.url));
const limitMs = 180_000;
const signal = (): AbortSignal => AbortSignal.timeout(limitMs);

/** What the engine still holds of a run: containers, networks, volumes. */
async function left(run_: string): Promise<string> {
  const filter = ['--filter', `label=dev.assay.run=${run_}`];
  const asked = await Promise.all([['ps', '-aq', ...filter], ['network', 'ls', '-q', ...filter], ['volume', 'ls', '-q', ...filter]].map((args) => run('docker', args, { timeoutMs: 20_000 })));
  return asked.map((each) => each.stdout + each.stderr).join('').trim();
}

async function faultOf(asked: BootRequest, stop = signal()): Promise<Fault> {
  const error: unknown = await composeDriver.boot(asked, '', stop).then(() => undefined, (thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(FaultError);
  return (error as FaultError).fault;
}

const node = (script: string): string => `image: node:24-bookworm-slim\n    command: [node, -e, ${JSON.stringify(script)}]`;
const serve = 'require("node:http").createServer((_, r) => r.end("up")).listen(8000)';

describe.skipIf(!able)('the compose driver', { timeout: limitMs }, () => {
  let started: BootRequest[] = [];
  const asked = (...args: Parameters<typeof request>): BootRequest => {
    const made = request(...args);
    started.push(made);
    return made;
  };
  afterEach(async () => {
    for (const each of started) expect(await left(each.run), 'left behind').toBe('');
    started = [];
  });

  it('boots a whole platform on ports of its own, and takes all of it down', async () => {
    const states: string[] = [];
    const booting = asked(plain, { onService: (state) => states.push(`${state.name} ${state.state}`) });
    const stack = await composeDriver.boot(booting, 'because', signal());
    try {
      expect(states.sort()).toEqual(['api ready', 'cache ready', 'db ready', 'migrate done', 'web ready']);
      const api = stack.origin('api') ?? '';
      expect(await (await fetch(api)).json()).toEqual({ db: true, cache: true, origin: stack.origin('web') });
      expect(await (await fetch(stack.origin('web') ?? '')).text()).toContain(`const api = '${api}'`);
      expect(stack.origin('api', 1)).toBeUndefined();
      expect(stack.stores.map((each) => [each.name, each.kind, each.user, each.password, each.database])).toEqual([
        ['db', 'postgres', 'app', plainEnvironment.DB_PASSWORD, 'appdb'], ['cache', 'redis', '', plainEnvironment.CACHE_PASSWORD, '0'],
      ]);
      expect(stack.report.stores).toEqual([{ name: 'db', kind: 'postgres' }, { name: 'cache', kind: 'redis' }]);
      expect(stack.environment('api')).toMatchObject({ WEB_ORIGIN: stack.origin('web') });
      expect(await stack.logs('api', 5)).toEqual(['api is listening']);
      const shown = await run('docker', ['ps', '--filter', `label=dev.assay.run=${booting.run}`, '--format', '{{.Ports}}'], { timeoutMs: 20_000 });
      expect(shown.stdout).not.toContain('0.0.0.0');
    } finally {
      await stack.stop(30_000);
      await stack.stop(30_000);
    }
  });

  it('tells of a service that fails: its exit code and its last lines', async () => {
    const root = platform(`services:\n  good:\n    ${node(serve)}\n    ports: ['8000:8000']\n  bad:\n    ${node('console.log("one"); console.error("the key is missing"); process.exit(3)')}\n`);
    const fault = await faultOf(asked(root));
    expect(fault).toMatchObject({ code: 'boot-failed', exit: 3, what: 'Service bad failed: exited with exit code 3.' });
    // The engine does not keep the order of two streams.
    expect(fault.cause).toMatch(/bad: exited with exit code 3\n.*\nlast 2 lines:\n(?= {2}one\n| {2}the key is missing\n)/);
  });

  it('does not start what waits for a one-shot service that failed', async () => {
    const root = platform(`services:\n  once:\n    ${node('process.exit(7)')}\n  late:\n    ${node('0')}\n    depends_on: { once: { condition: service_completed_successfully } }\n`);
    expect((await faultOf(asked(root))).what).toContain('Service once failed: exited with exit code 7');
  });

  it('quotes what a service never became, with its health log', async () => {
    const root = platform(`services:\n  slow:\n    ${node(serve)}\n    healthcheck: { test: [CMD-SHELL, 'echo not yet; exit 1'], interval: 1s, retries: 2 }\n`);
    expect((await faultOf(asked(root))).cause).toContain('health check: exit 1: not yet');
  });

  it('says so when it is not ready in time', async () => {
    const root = platform(`services:\n  deaf:\n    ${node('setInterval(() => 0, 1000)')}\n    ports: ['8000:8000']\n`);
    const fault = await faultOf(asked(root, { deadlineMs: 5_000 }));
    expect(fault).toMatchObject({ code: 'boot-failed', what: 'The stack was not ready within 5 s; deaf is still starting.' });
    expect(fault.cause).toContain('the connection was closed at once');
  });

  it('tells in Compose’s words of an image that cannot be had', async () => {
    const fault = await faultOf(asked(platform('services:\n  a: { image: "localhost:1/no/such:image" }\n')));
    expect(fault).toMatchObject({ code: 'boot-failed' });
    expect(fault.what).toMatch(/^docker compose up failed: .*localhost:1/);
  });

  it('refuses what reaches out of the stack', async () => {
    const root = platform('services:\n  a: { image: redis:7, privileged: true }\n');
    expect(await faultOf(asked(root))).toMatchObject({ code: 'compose-refused', exit: 2, where: { uri: 'compose.yml' } });
  });

  it('leaves nothing when it is cancelled in the middle', async () => {
    const ending = new AbortController();
    const booting = asked(plain, { onService: () => ending.abort() });
    expect(await faultOf(booting, ending.signal)).toMatchObject({ code: 'interrupted' });
  });

  it('sweeps what an owner left that was killed in the middle of a boot, the calls of compose too', async () => {
    const root = platform(`services:\n  store: { image: redis:7 }\n  first:\n    ${node('setTimeout(() => 0, 2500)')}\n  late:\n    ${node(serve)}\n    depends_on: { first: { condition: service_completed_successfully } }\n`);
    const lost = asked(root);
    const child = spawn(process.execPath, [owner, 'compose', JSON.stringify(lost)], { stdio: ['ignore', 'pipe', 'inherit'] });
    for await (const chunk of child.stdout) if (String(chunk).includes('store ready')) break;
    await expect.poll(() => readFileSync(join(lost.cacheDir, 'journals', `${lost.run}.json`), 'utf8'), { timeout: 20_000 }).toContain('docker compose');
    child.kill('SIGKILL');
    if (child.signalCode === null) await once(child, 'exit');
    expect((await composeDriver.sweep(lost.cacheDir, signal())).join()).toContain('process docker compose');
  });

  it('sweeps what a killed owner left, keeps what was meant to stay until it is asked for', async () => {
    const root = platform('services:\n  store: { image: redis:7 }\n');
    const [lost, kept] = [asked(root), asked(root, { keep: true })];
    for (const each of [lost, kept]) {
      const child = spawn(process.execPath, [owner, 'compose', JSON.stringify(each)], { stdio: ['ignore', 'pipe', 'inherit'] });
      for await (const chunk of child.stdout) if (String(chunk).includes('booted')) break;
      child.kill('SIGKILL');
      if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
    }
    const living = asked(root);
    const stack = await composeDriver.boot(living, '', signal());
    const ours = (swept: readonly string[], request_: BootRequest): readonly string[] => swept.filter((each) => each.includes(request_.run));
    expect(await left(lost.run)).not.toBe('');
    const first = await composeDriver.sweep(folder, signal());
    expect(await left(lost.run)).toBe('');
    expect([ours(first, kept), ours(first, living)]).toEqual([[], []]);
    expect(ours(await composeDriver.sweep(folder, signal(), root), kept).map((each) => each.split(' ')[0])).toEqual(['container', 'network']);
    expect(await left(living.run)).not.toBe('');
    await stack.stop(30_000);
  });
});
