import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import { platformFolder, runEvents, runId, writeRun } from '../test/history.ts';

const bin = fileURLToPath(new URL('../bin/assay.js', import.meta.url));
const limitMs = 60_000;
const children: ChildProcess[] = [];
afterEach(() => { for (const child of children.splice(0)) child.kill('SIGKILL'); });

async function opened(...args: readonly string[]): Promise<{ readonly child: ChildProcess; readonly url: string }> {
  const child = spawn(process.execPath, [bin, 'ui', ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  children.push(child);
  const [chunk] = (await once(child.stdout, 'data')) as [Buffer];
  return { child, url: /http:\/\/127\.0\.0\.1:\d+\/[0-9a-f]{32}\//.exec(chunk.toString())?.[0] ?? '' };
}

async function closed(child: ChildProcess, name: NodeJS.Signals): Promise<unknown> {
  child.kill(name);
  return once(child, 'exit');
}

describe('assay ui', () => {
  it('shows the report of a past run to whoever has the whole address, and leaves nothing when it is interrupted', async () => {
    const root = platformFolder();
    writeRun(root, 1, { verdict: 'fail' });
    writeRun(root, 2);
    const { child, url } = await opened(runId(1), '-C', root);
    const answer = await fetch(url);
    expect(await answer.text()).toContain('quotedesk is not ready');
    expect(answer.headers.get('content-security-policy')).toMatch(/^default-src 'none'; style-src 'sha256-.*frame-ancestors 'none'$/);
    expect(await (await fetch(`${url}report.json`)).json()).toMatchObject({ run: runId(1), verdict: 'fail' });
    for (const path of ['/', `/${'0'.repeat(32)}/`, `/${'0'.repeat(32)}/report.json`]) expect((await fetch(new URL(path, url))).status).toBe(404);
    expect(await closed(child, 'SIGINT')).toEqual([0, null]);
    expect(readdirSync(join(root, '.assay'))).toEqual(['runs']);
    await expect(fetch(url)).rejects.toThrow();
  }, limitMs);

  it('waits for a run, shows it while it goes on, and the report when it has ended', async () => {
    const root = platformFolder();
    const { child, url } = await opened('-C', root);
    expect((await fetch(url)).status).toBe(404);
    const folder = join(root, '.assay', 'runs', runId(3));
    mkdirSync(join(folder, 'evidence'), { recursive: true });
    const lines = runEvents(3, { verdict: 'fail' }).map((event) => `${JSON.stringify(event)}\n`);
    writeFileSync(join(folder, 'events.ndjson'), lines.slice(0, -4).join(''));
    const going = await (await fetch(url)).text();
    expect(going).toContain('no verdict yet');
    const leave = new AbortController();
    const events = await fetch(new URL(/data-events="([^"]+)"/.exec(going)?.[1] ?? '', url), { signal: leave.signal });
    const text = events.body?.pipeThrough(new TextDecoderStream()).getReader();
    expect((await text?.read())?.value).toContain('retry: 2000');
    appendFileSync(join(folder, 'events.ndjson'), lines.slice(-4).join(''));
    let told = '';
    for (let next = await text?.read(); next && !next.done && !told.includes('event: end'); next = await text?.read()) told += next.value;
    expect(told).toContain('event: end');
    leave.abort();
    expect(await (await fetch(url)).text()).toContain('quotedesk is not ready');
    expect(await closed(child, 'SIGTERM')).toEqual([0, null]);
  }, limitMs);

  it('refuses in one line what is not there', () => {
    const ran = (...args: readonly string[]): { readonly status: number | null; readonly stderr: string } => spawnSync(process.execPath, [bin, 'ui', ...args], { encoding: 'utf8', timeout: limitMs });
    expect(ran('abcd', '-C', platformFolder())).toMatchObject({ status: 2, stderr: expect.stringMatching(/^run-missing: there is no run abcd/) as string });
    expect(ran('-C', '/nowhere/at/all')).toMatchObject({ status: 2, stderr: expect.stringMatching(/^path-missing: /) as string });
  }, limitMs);
});
