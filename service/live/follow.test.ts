import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { foldRun } from '../../core/fold.ts';
import { platformFolder, runEvents, runId, writeRun } from '../../test/history.ts';
import { Follow } from './follow.ts';
import { Tail } from './tail.ts';

/** The address at which one run is sent to whoever asks, and what ends it. */
async function sending(follow: Follow, run: string): Promise<{ readonly url: string; readonly pages: readonly ServerResponse[]; readonly stop: () => void }> {
  const pages: ServerResponse[] = [];
  const server = createServer((_, response) => {
    pages.push(response);
    follow.add(run, response);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, pages, stop: () => { follow.close(); server.closeAllConnections(); server.close(); } };
}

function begun(root: string, n: number, events: number): string {
  const folder = join(root, '.assay', 'runs', runId(n));
  mkdirSync(folder, { recursive: true });
  const path = join(folder, 'events.ndjson');
  writeFileSync(path, runEvents(n).slice(0, events).map((event) => `${JSON.stringify(event)}\n`).join(''));
  return path;
}

describe('the tail of a run’s events', () => {
  it('gives the view of the whole stream, however the bytes arrive', () => {
    const root = platformFolder();
    const path = begun(root, 1, 0);
    const bytes = Buffer.from(runEvents(1).map((event) => `${JSON.stringify(event)}\n`).join(''));
    const tail = new Tail(path);
    expect(tail.read()).toBe(false);
    for (let at = 0; at < bytes.length; at += 997) {
      appendFileSync(path, bytes.subarray(at, at + 997));
      tail.read();
    }
    expect(tail.view).toEqual(foldRun(runEvents(1)));
  });

  it('refuses what is no stream, or became shorter', () => {
    const path = begun(platformFolder(), 1, 3);
    const tail = new Tail(path);
    tail.read();
    writeFileSync(path, '');
    expect(() => tail.read()).toThrow('became shorter');
    writeFileSync(path, 'x\n');
    expect(() => new Tail(path).read()).toThrow('not an event');
    writeFileSync(path, '{"type":"progress"}\n');
    expect(() => new Tail(path).read()).toThrow('does not begin with a run-started');
  });
});

describe('following a run', () => {
  it('sends the parts, then the end, and keeps nobody after that', async () => {
    const root = platformFolder();
    const path = begun(root, 1, 8);
    const follow = new Follow(root);
    const { url, stop } = await sending(follow, runId(1));
    const answer = await fetch(url);
    appendFileSync(path, runEvents(1).slice(8).map((event) => `${JSON.stringify(event)}\n`).join(''));
    const text = await answer.text();
    expect(text).toContain('event: part\ndata: {"id":"head"');
    expect(text.trimEnd()).toMatch(/event: end\ndata: \{"run":"[^"]+"\}$/);
    expect(follow.followers).toBe(0);
    stop();
  });

  it('drops a page that goes away', async () => {
    const root = platformFolder();
    begun(root, 1, 8);
    const follow = new Follow(root);
    const { url, stop } = await sending(follow, runId(1));
    const leave = new AbortController();
    await fetch(url, { signal: leave.signal });
    expect(follow.followers).toBe(1);
    leave.abort();
    await expect.poll(() => follow.followers).toBe(0);
    stop();
  });

  it('sends something while nothing happens', async () => {
    const root = platformFolder();
    begun(root, 1, 8);
    let ahead = 0;
    const follow = new Follow(root, () => Date.now() + ahead);
    const { url, stop } = await sending(follow, runId(1));
    const reader = (await fetch(url)).body?.pipeThrough(new TextDecoderStream()).getReader();
    ahead = 60_000;
    let text = '';
    while (!text.includes(': still here')) text += (await reader?.read())?.value ?? '';
    await reader?.cancel();
    stop();
  });

  it('takes a stream for cut off that did not grow for long', () => {
    const root = platformFolder();
    begun(root, 1, 8);
    writeRun(root, 2);
    const at = (ms: number): boolean => {
      const follow = new Follow(root, () => Date.now() + ms);
      const view = follow.view(runId(1));
      return view !== undefined && follow.goesOn(runId(1), view);
    };
    expect([at(0), at(60 * 60_000)]).toEqual([true, false]);
    const follow = new Follow(root);
    expect(follow.goesOn(runId(2), follow.view(runId(2))!)).toBe(false);
    expect(follow.view('../../etc')).toBeUndefined();
  });
});
