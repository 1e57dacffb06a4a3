import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { FaultError } from '../../core/fault.ts';
import type { Fault } from '../../core/types.ts';
import { bench, plain, plainEnvironment } from '../../test/stacks/request.ts';
import type { BootRequest } from '../driver.ts';
import { openStore } from '../stores/open.ts';
import { lackingStore, onPath } from './native/available.ts';
import { groupMembers } from '../group.ts';
import type { Entries } from '../journal.ts';
import { nativeDriver } from './native.ts';

const { platform, request, folder, clear } = bench();
afterAll(clear);
const owner = fileURLToPath(new URL('../../test/stacks/owner.ts', import.meta.url));
const limitMs = 180_000;
const graphless = await lackingStore('neo4j');
const signal = (): AbortSignal => AbortSignal.timeout(limitMs);
const journals = join(folder, 'cache', 'journals');
const web = { prepare: [], services: { web: { build: ['node', 'build.mjs'] } } };

function journal(run: string): Entries | undefined {
  const file = join(journals, `${run}.json`);
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) as Entries : undefined;
}

async function faultOf(asked: BootRequest, stop = signal()): Promise<Fault> {
  const error: unknown = await nativeDriver.boot(asked, '', stop).then(() => undefined, (thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(FaultError);
  return (error as FaultError).fault;
}

const node = (script: string): string => `image: node:24\n    command: [node, -e, ${JSON.stringify(script)}]`;
const serve = 'require("node:http").createServer((_, r) => r.end("up")).listen(process.env.PORT, process.env.HOST)';

describe('the native driver', { timeout: limitMs }, () => {
  it.skipIf(!onPath('redis-server'))('starts the same platform as processes, and leaves none', async () => {
    const states: string[] = [];
    const booting = request(plain, { native: web, onService: (state) => states.push(`${state.name} ${state.state}`) });
    const stack = await nativeDriver.boot(booting, 'because', signal());
    const entries = journal(booting.run);
    try {
      expect(states.sort()).toEqual(['api ready', 'cache ready', 'db ready', 'migrate done', 'web ready']);
      expect(await (await fetch(stack.origin('api') ?? '')).json()).toEqual({ db: true, cache: true, origin: stack.origin('web') });
      expect(await (await fetch(stack.origin('web') ?? '')).text()).toContain(`const api = '${stack.origin('api') ?? ''}'`);
      const [db] = stack.stores;
      expect(db).toMatchObject({ kind: 'postgres', user: 'app', password: plainEnvironment.DB_PASSWORD, database: 'appdb' });
      if (db) {
        expect(await openStore(db, true).query('SELECT current_database() AS name', [], signal())).toEqual([{ name: 'appdb' }]);
        await expect(openStore({ ...db, password: 'wrong' }, true).ask(signal())).rejects.toMatchObject({ refusal: 'credentials' });
      }
      expect(await stack.logs('api', 5)).toEqual(['api is listening']);
      expect(entries?.processes.map((each) => each.name).sort()).toEqual(['api', 'cache', 'db', 'migrate', 'web']);
    } finally {
      await stack.stop(30_000);
      await stack.stop(30_000);
    }
    expect(entries?.processes.flatMap((each) => groupMembers(each.pid))).toEqual([]);
    expect(entries?.folders.filter((each) => existsSync(each))).toEqual([]);
    expect(journal(booting.run)).toBeUndefined();
  });

  it('tells of a service that fails: its exit code and its last lines', async () => {
    const root = platform(`services:\n  good:\n    ${node(serve)}\n    ports: ['8000:8000']\n  bad:\n    ${node('console.log("one"); console.error("the key is missing"); process.exit(3)')}\n`);
    const fault = await faultOf(request(root));
    expect(fault).toMatchObject({ code: 'boot-failed', exit: 3, what: 'Service bad failed: it ended with exit code 3.' });
    expect(fault.cause).toContain('last 2 lines:\n  one\n  the key is missing');
    expect(readdirSync(journals)).toEqual([]);
  });

  it('does not start what waits for a one-shot service that failed', async () => {
    const root = platform(`services:\n  once:\n    ${node('process.exit(7)')}\n  late:\n    ${node('0')}\n    depends_on: { once: { condition: service_completed_successfully } }\n`);
    expect((await faultOf(request(root))).what).toContain('Service once failed: it ended with exit code 7');
  });

  it('says which program is not there', async () => {
    const root = platform(`services:\n  a:\n    image: node:24\n    command: [no-such-program]\n`);
    expect((await faultOf(request(root))).what).toContain('no-such-program');
  });

  it('says that a port was taken under it, after other ports were no better', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const root = platform(`services:\n  a:\n    ${node(`require("node:http").createServer().listen(${port}, "127.0.0.1")`)}\n`);
    expect(await faultOf(request(root))).toMatchObject({ code: 'port-taken', exit: 3 });
    server.close();
  });

  it('leaves out what this machine cannot have, and the variables that lead there', async () => {
    const root = platform(`services:\n  api:\n    ${node(serve)}\n    ports: ['8000:8000']\n    environment: { MAIL_URL: 'smtp://mail:25', MAIL_FROM: a, KEPT: b }\n    depends_on: [mail]\n  mail: { image: axllent/mailpit }\n`);
    const stack = await nativeDriver.boot(request(root), '', signal());
    try {
      expect(stack.report.absent.mail).toContain('stack.native.services.mail.command');
      expect(stack.report.services.find((each) => each.name === 'mail')?.state).toBe('absent');
      expect(Object.keys(stack.environment('api')).sort()).toEqual(['HOST', 'KEPT', 'PORT']);
    } finally {
      await stack.stop(30_000);
    }
  });

  it('fails when a preparation or a build fails, with its last line', async () => {
    const root = platform(`services:\n  api:\n    build: .\n    command: [node, -e, '0']\n`);
    const failing = ['node', '-e', 'console.error("no lock file"); process.exit(2)'];
    expect((await faultOf(request(root, { native: { prepare: [{ command: failing }], services: {} } }))).what).toMatch(/exit code 2: no lock file/);
    expect((await faultOf(request(root, { native: { prepare: [], services: { api: { build: failing } } } }))).what).toMatch(/its build .* exit code 2: no lock file/);
  });

  it('leaves nothing when it is cancelled in the middle', async () => {
    const ending = new AbortController();
    const booting = request(plain, { native: web, onService: () => ending.abort() });
    expect(await faultOf(booting, ending.signal)).toMatchObject({ code: 'interrupted' });
    expect(readdirSync(journals)).toEqual([]);
  });

  it('sweeps what a killed owner left, with the children of its processes, and nothing that lives', async () => {
    const nested = 'require("node:child_process").spawn(process.execPath, ["-e", "setInterval(() => 0, 1000)"], { stdio: "ignore" }); setInterval(() => 0, 1000)';
    const root = platform(`services:\n  store: { image: postgres:17, environment: { POSTGRES_PASSWORD: x } }\n  parent:\n    ${node(nested)}\n`);
    const lost = request(root);
    const child = spawn(process.execPath, [owner, 'native', JSON.stringify(lost)], { stdio: ['ignore', 'pipe', 'inherit'] });
    for await (const chunk of child.stdout) if (String(chunk).includes('booted')) break;
    child.kill('SIGKILL');
    if (child.signalCode === null) await once(child, 'exit');
    const entries = journal(lost.run);
    const pids = entries?.processes.map((each) => each.pid) ?? [];
    expect(pids.flatMap((pid) => groupMembers(pid))).toHaveLength(3);
    const living = await nativeDriver.boot(request(root), '', signal());
    expect((await nativeDriver.sweep(join(folder, 'cache'), signal())).map((each) => each.split(' ')[0])).toEqual(['process', 'process', 'folder']);
    expect(pids.flatMap((pid) => groupMembers(pid))).toEqual([]);
    expect(entries?.folders.filter((each) => existsSync(each))).toEqual([]);
    expect(await living.logs('store', 1)).toHaveLength(1);
    await living.stop(30_000);
    expect(readdirSync(journals)).toEqual([]);
  });

  it.skipIf(graphless !== undefined)('starts Neo4j from its artefacts with the platform’s password', async () => {
    const stack = await nativeDriver.boot(request(platform('services:\n  graph: { image: "neo4j:5-community", environment: { NEO4J_AUTH: neo4j/graph-password } }\n')), '', signal());
    try {
      const [graph] = stack.stores;
      expect(graph).toMatchObject({ kind: 'neo4j', user: 'neo4j', password: 'graph-password' });
      if (graph) expect(await openStore(graph, true).query('RETURN 1 AS one', [], signal())).toEqual([{ one: 1 }]);
    } finally {
      await stack.stop(30_000);
    }
  });
});
