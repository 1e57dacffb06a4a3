import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ServiceControl, ServiceOutage } from '../../core/tap.ts';
import { fileURLToPath } from 'node:url';
import { bench, tapped } from '../../test/stacks/request.ts';
import { composeCli } from '../cli.ts';
import type { BootedStack, BootRequest, StoreAddress } from '../driver.ts';
import { openStore } from '../stores/open.ts';
import { openTap, type TapHandle } from '../taps/client.ts';
import { engineVersion } from './compose/engine.ts';
import { composeDriver } from './compose.ts';
import { onPath } from './native/available.ts';
import { nativeDriver } from './native.ts';

const { request, folder, clear } = bench();
afterAll(clear);
const owner = fileURLToPath(new URL('../../test/stacks/owner.ts', import.meta.url));
const limitMs = 120_000;
const signal = (): AbortSignal => AbortSignal.timeout(60_000);
const wanted = { taps: true, allow: ['host-mounts'] };
const drivers = [
  ...(onPath('redis-server') ? [nativeDriver] : []),
  ...(!('error' in await engineVersion()) && (await composeCli()) !== undefined ? [composeDriver] : []),
];

describe.each(drivers)('a $name stack with taps', { timeout: limitMs }, (driver) => {
  let stack: BootedStack;
  let control: ServiceControl;
  let taps: readonly TapHandle[];
  const store = (name: string): StoreAddress => stack.stores.find((each) => each.name === name)!;
  const tap = (name: string): TapHandle => taps.find((each) => each.store === name)!;
  const ask = async (path: string): Promise<{ readonly status: number; readonly body: unknown }> => {
    const answer = await fetch(`${stack.origin('api') ?? ''}${path}`, { signal: AbortSignal.timeout(10_000) });
    return { status: answer.status, body: await answer.json() };
  };
  const real = { status: 200, body: [{ title: 'stored' }] };

  beforeAll(async () => {
    stack = await driver.boot(request(tapped, wanted), '', signal());
    control = stack.control!;
    taps = stack.taps.map(openTap);
    const db = openStore(store('db'), true);
    await db.query('CREATE TABLE notes (id int PRIMARY KEY, title text)', [], signal());
    await db.query("INSERT INTO notes VALUES (7, 'stored')", [], signal());
    await openStore(store('cache'), true).query('SET greeting hello', [], signal());
  }, limitMs);
  afterAll(async () => {
    for (const each of taps ?? []) each.close();
    await stack?.stop(30_000);
  });

  it('has one row for each service of the compose file, and the taps before its stores', () => {
    expect(stack.report.services.map((each) => [each.name, each.state]).sort()).toEqual([['api', 'ready'], ['cache', 'ready'], ['db', 'ready']]);
    expect(stack.taps.map((each) => [each.store, each.kind])).toEqual([['db', 'postgres'], ['cache', 'redis']]);
    expect(stack.environment('db')).toMatchObject({ POSTGRES_USER: 'app' });
  });

  it('sees at the tap what the app asks, and not what assay asks', async () => {
    await Promise.all(taps.map((each) => each.take(signal())));
    await openStore(store('db'), true).query('SELECT 41', [], signal());
    expect(await ask('/row')).toEqual(real);
    expect(await ask('/key')).toEqual({ status: 200, body: 'hello' });
    const seen = await Promise.all(['db', 'cache'].map(async (name) => {
      const passed = await tap(name).take(signal());
      return passed.exchanges.map((each) => [each.statement, each.rows]);
    }));
    expect(JSON.stringify(seen[0])).not.toContain('41');
    expect(seen[0]).toContainEqual(['SELECT title FROM notes WHERE id = $1', [['stored']]]);
    expect(seen[1]).toContainEqual(['GET', [['hello']]]);
  });

  it('passes on what a tap does to the app alone', async () => {
    await tap('db').inflict({ kind: 'reset' }, signal());
    expect((await ask('/row')).status).toBe(503);
    await openStore(store('db'), true).ask(signal());
    await tap('db').heal(signal());
    expect(await ask('/row')).toEqual(real);
  });

  const outages = (['stop', 'kill', 'pause', 'disconnect'] as const).filter((kind) => driver === composeDriver || kind !== 'disconnect');
  it.each(outages)('inflicts %s on the database and heals it, with the same app and the same data', async (kind) => {
    const before = await control.startedAt('api', signal());
    expect(control.kinds('db')).toContain(kind);
    const { seen } = await control.inflict('db', { kind }, signal());
    expect(seen).toContain('db');
    expect((await ask('/row')).status).toBe(503);
    expect(await ask('/key')).toEqual({ status: 200, body: 'hello' });
    expect((await control.startedAt('db', signal())) === undefined).toBe(kind === 'stop' || kind === 'kill');
    await expect(control.inflict('cache', { kind: 'stop' }, signal())).rejects.toThrow('db is out already');
    await control.heal('db', signal());
    await openStore(store('db'), true).ask(signal());
    await expect.poll(() => ask('/row'), { timeout: 15_000 }).toEqual(real);
    expect(await control.startedAt('api', signal())).toBe(before);
  });

  it('keeps what Redis was told when it is stopped', async () => {
    await control.inflict('cache', { kind: 'stop' }, signal());
    expect((await ask('/key')).status).toBe(503);
    await control.heal('cache', signal());
    await expect.poll(() => ask('/key'), { timeout: 15_000 }).toEqual({ status: 200, body: 'hello' });
  });

  it('starts the app again at the same address, by another process', async () => {
    const [born, startedAt] = [(await ask('/born')).body, await control.startedAt('api', signal())];
    await control.restart('api', signal());
    expect((await ask('/born')).body).toBeGreaterThan(born as number);
    expect(await control.startedAt('api', signal())).toBeGreaterThan(startedAt!);
    expect(await ask('/row')).toEqual(real);
    expect((await stack.logs('api', 10)).filter((line) => line === 'api is listening').length).toBe(2);
  });

  it('sees an app that died, and starts it again', async () => {
    await ask('/die');
    await expect.poll(() => control.startedAt('api', signal()), { timeout: 10_000 }).toBeUndefined();
    await expect(control.inflict('api', { kind: 'pause' }, signal())).rejects.toThrow('does not run');
    await control.start('api', signal());
    expect(await ask('/row')).toEqual(real);
  });

  it('pauses the app itself, and touches nothing that it does not know', async () => {
    await control.inflict('api', { kind: 'pause' }, signal());
    await expect(fetch(stack.origin('api') ?? '', { signal: AbortSignal.timeout(500) })).rejects.toThrow();
    await control.heal('api', signal());
    expect(await ask('/row')).toEqual(real);
    await expect(control.inflict('somebody-else', { kind: 'kill' }, signal())).rejects.toThrow('there is no');
    expect(control.kinds('tap of db')).toEqual([]);
  });
});

/** Kills the owner of a stack while an outage holds. */
async function lose(driver: string, asked: BootRequest, outage: string): Promise<void> {
  const child = spawn(process.execPath, [owner, driver, JSON.stringify(asked), outage], { stdio: ['ignore', 'pipe', 'inherit'] });
  for await (const chunk of child.stdout) if (String(chunk).includes('booted')) break;
  child.kill('SIGKILL');
  if (child.signalCode === null) await once(child, 'exit');
}

const lasting = { platform: tapped, cacheDir: `${folder}/cache` };
const kinds: readonly ServiceOutage['kind'][] = ['pause', 'kill'];
describe.each(drivers)('a run of the $name driver killed during an outage', { timeout: limitMs }, (driver) => {
  it.each(kinds)('(%s) leaves a stack that the next start sweeps', async (kind) => {
    const asked = request(tapped, wanted);
    await lose(driver.name, asked, `${kind} db`);
    const swept = (await driver.sweep(lasting.cacheDir, signal())).join();
    expect(swept).toMatch(driver === nativeDriver ? /process tap of db/ : new RegExp(`container ${'assay-' + asked.run}-db-`));
    expect(await driver.sweep(lasting.cacheDir, signal())).toEqual([]);
  });

  it.each(kinds)('(%s) leaves a stack that was meant to stay, and the next start heals it', async (kind) => {
    const asked = request(tapped, { ...wanted, keep: true });
    await lose(driver.name, asked, `${kind} db`);
    const states = async (): Promise<readonly string[]> => (await driver.sweep(lasting.cacheDir, signal())).filter((each) => !each.includes('journal'));
    expect(await states()).toEqual(['outage of db']);
    expect(await states()).toEqual([]);
    const removed = await driver.sweep(lasting.cacheDir, signal(), tapped);
    expect(removed.filter((each) => /process db|-db-origin-/.test(each))).toHaveLength(1);
  });
});

describe.each(drivers.slice(0, 1))('a run of the $name driver killed while a store is emptied', { timeout: limitMs }, (driver) => {
  it.each(['db', 'cache'])('(%s) leaves a stack that was meant to stay, and the next start puts its data back', async (name) => {
    const asked = request(tapped, { ...wanted, keep: true });
    await lose(driver.name, asked, `empty ${name}`);
    const { address } = JSON.parse(readFileSync(`${lasting.cacheDir}/journals/${asked.run}-data.json`, 'utf8')).undo[0] as { address: StoreAddress };
    const left = (): ReturnType<ReturnType<typeof openStore>['query']> => openStore(address, true).query(name === 'db' ? 'SELECT id FROM notes' : 'GET greeting', [], signal());
    expect(await left()).toEqual(name === 'db' ? [] : [{ value: null }]);
    expect(await driver.sweep(lasting.cacheDir, signal())).toEqual([`change of ${name}`]);
    expect(await left()).toEqual(name === 'db' ? [{ id: 7 }] : [{ value: 'hello' }]);
    await driver.sweep(lasting.cacheDir, signal(), tapped);
    expect(readdirSync(`${lasting.cacheDir}/journals`)).toEqual([]);
    expect(readdirSync(`${lasting.cacheDir}/undo`)).toEqual([]);
  });
});
