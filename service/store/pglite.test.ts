import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { thisOwner } from '../../stack/owner.ts';
import { platformFolder, runId, runRecord } from '../../test/history.ts';
import { openPglite } from './pglite.ts';

const silent = (): void => undefined;
const here = fileURLToPath(new URL('./pglite.ts', import.meta.url));

/** Node runs this with PGlite and the platform's folder at hand. */
function script(root: string, text: string): readonly string[] {
  return ['--input-type=module', '-e', `import { openPglite } from ${JSON.stringify(here)};\nconst root = ${JSON.stringify(root)};\n${text}`];
}

describe('the history in PGlite', () => {
  it('leaves the exit code of the process alone: a failing gate stays 1', () => {
    const text = 'process.exitCode = 1; const history = await openPglite(root, console.error); await history.ask(); await history.close();';
    expect(spawnSync(process.execPath, script(platformFolder(), text)).status).toBe(1);
  }, 60_000);

  it('belongs to one process: a second one is refused in one line, in the same process and in another', async () => {
    const root = platformFolder();
    const first = await openPglite(root, silent);
    await expect(openPglite(root, silent)).rejects.toMatchObject({ fault: { code: 'history-unwritable', what: expect.stringContaining(`process ${process.pid}`) as string } });
    const second = spawnSync(process.execPath, script(root, 'await openPglite(root, console.error).catch((error) => { console.log(error.message); process.exitCode = 3; });'), { encoding: 'utf8' });
    expect(second.status).toBe(3);
    expect(second.stdout.trimEnd().split('\n')).toHaveLength(1);
    await first.save(runRecord(1));
    await first.close();
    expect(existsSync(join(root, '.assay', 'history.lock'))).toBe(false);
  }, 60_000);

  it('is taken over from a process that was killed, with what it had saved', async () => {
    const root = platformFolder();
    const text = `const history = await openPglite(root, console.error); await history.save(${JSON.stringify(runRecord(1))}); console.log('saved'); setInterval(() => undefined, 1000);`;
    const child = spawn(process.execPath, script(root, text), { stdio: ['ignore', 'pipe', 'inherit'] });
    await once(child.stdout, 'data');
    child.kill('SIGKILL');
    await once(child, 'exit');
    expect(existsSync(join(root, '.assay', 'history.lock'))).toBe(true);
    const history = await openPglite(root, silent);
    expect((await history.list({ limit: 9 })).map(({ record }) => record.run)).toEqual([runId(1)]);
    await history.close();
  }, 60_000);

  it('is never taken from a process of another machine, nor when the id of a dead one lives on in another', async () => {
    const root = platformFolder();
    mkdirSync(join(root, '.assay'));
    const lock = join(root, '.assay', 'history.lock');
    writeFileSync(lock, JSON.stringify({ ...thisOwner(), pid: 1, home: 'elsewhere/pid:[1]' }));
    await expect(openPglite(root, silent)).rejects.toThrow('process 1 on elsewhere');
    writeFileSync(lock, JSON.stringify({ ...thisOwner(), started: 'before-this-boot' }));
    await (await openPglite(root, silent)).close();
  }, 60_000);

  it('comes back from its export when the database is lost or does not open', async () => {
    const root = platformFolder();
    const home = join(root, '.assay');
    const first = await openPglite(root, silent);
    await first.save(runRecord(1));
    await first.save(runRecord(2, { verdict: 'fail' }));
    await first.close();
    rmSync(join(home, 'history'), { recursive: true });
    await expectRuns(root, [2, 1], /2 runs were missing/);
    for (const name of ['global/pg_control', 'PG_VERSION']) writeFileSync(join(home, 'history', name), 'rubbish');
    await expectRuns(root, [2, 1], /does not open/);
    expect(readdirSync(home).filter((name) => name.startsWith('history.broken-'))).toHaveLength(1);
  }, 90_000);

  it('forgives a line that was cut off, and tells of one that was changed', async () => {
    const root = platformFolder();
    const path = join(root, '.assay', 'history.ndjson');
    const first = await openPglite(root, silent);
    for (const n of [1, 2, 3]) await first.save(runRecord(n));
    await first.close();
    appendFileSync(path, '{"previous":"sha256:12","record":{"run":"2026');
    await expectRuns(root, [3, 2, 1], /cut off/);
    expect(readFileSync(path, 'utf8').trimEnd().split('\n')).toHaveLength(3);
    writeFileSync(path, readFileSync(path, 'utf8').replace('"verdict":"pass"', '"verdict":"fail"'));
    await expectRuns(root, [3, 2, 1], /history\.ndjson:2 does not follow/);
  }, 90_000);
});

async function expectRuns(root: string, runs: readonly number[], said: RegExp): Promise<void> {
  const told: string[] = [];
  const history = await openPglite(root, (sentence) => told.push(sentence));
  expect((await history.list({ limit: 9 })).map(({ record }) => record.run)).toEqual(runs.map(runId));
  expect(told.join('\n')).toMatch(said);
  await history.close();
}
