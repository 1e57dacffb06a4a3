import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Driver } from '../../stack/driver.ts';
import { bench, tapped } from '../stacks/request.ts';

const owner = fileURLToPath(new URL('../stacks/owner.ts', import.meta.url));
/** When the owner is killed, after its stack was up. */
const soonestMs = 200;
const latestMs = 9_000;
const backMs = 60_000;

/** What one killing left, after the next start: nothing, when all is well. */
export interface Left {
  /** Outages that had been begun, the last one perhaps only that; `db pause`. */
  readonly outages: readonly string[];
  readonly acknowledged: number;
  readonly swept: readonly string[];
  readonly wrong: readonly string[];
}

/** Boots a stack that stays, inflicts one outage after the other while writes go on, kills the owner at a moment of chance, starts again, and looks for every acknowledged write. */
export async function killedOnce(driver: Driver): Promise<Left> {
  const { request, folder, clear } = bench();
  const asked = request(tapped, { taps: true, allow: ['host-mounts'], keep: true });
  const child = spawn(process.execPath, [owner, driver.name, JSON.stringify(asked), 'any'], { stdio: ['ignore', 'pipe', 'inherit'] });
  const outages: string[] = [];
  const up = Promise.withResolvers<string>();
  createInterface(child.stdout).on('line', (line) => {
    if (line.startsWith('booted at ')) up.resolve(line.slice(10));
    else if (/^(db|cache) (?!ready|starting|done)/.test(line)) outages.push(line);
  });
  child.once('exit', () => up.reject(new Error('the owner ended before its stack was up')));
  const origin = await up.promise;
  const acknowledged: number[] = [];
  let writing = true;
  const writer = (async () => {
    for (let id = 1; writing; id++) {
      const answer = await fetch(`${origin}/write/${id}`, { signal: AbortSignal.timeout(3_000) }).catch(() => undefined);
      if (answer?.status === 200) acknowledged.push(id);
      await delay(10);
    }
  })();
  await delay(soonestMs + Math.random() * (latestMs - soonestMs));
  child.kill('SIGKILL');
  await once(child, 'exit');
  writing = false;
  await writer;
  const wrong: string[] = [];
  const signal = AbortSignal.timeout(180_000);
  const swept = (await driver.sweep(asked.cacheDir, signal)).filter((each) => !each.includes('journal'));
  const written = await again(`${origin}/written`);
  if (!Array.isArray(written)) wrong.push(`the API does not serve again: ${String(written)}`);
  else wrong.push(...acknowledged.filter((id) => !written.includes(id)).map((id) => `write ${id} was acknowledged and is gone`));
  if (typeof await again(`${origin}/key`) === 'string') wrong.push('what the cache holds cannot be read');
  if ((await driver.sweep(asked.cacheDir, signal)).some((each) => each.startsWith('outage'))) wrong.push('an outage was undone twice');
  await driver.sweep(asked.cacheDir, signal, tapped);
  wrong.push(...readdirSync(`${folder}/cache/journals`).map((each) => `the journal ${each} is left`));
  clear();
  return { outages, acknowledged: acknowledged.length, swept, wrong };
}

/** The answer as soon as it is good, or in words what it was last. */
async function again(url: string): Promise<unknown> {
  let last = 'nothing';
  for (const until = Date.now() + backMs; Date.now() < until; await delay(200)) {
    const answer = await fetch(url, { signal: AbortSignal.timeout(5_000) }).catch((error: unknown) => String(error));
    if (typeof answer !== 'string' && answer.ok) return answer.json();
    last = typeof answer === 'string' ? answer : String(answer.status);
  }
  return last;
}
