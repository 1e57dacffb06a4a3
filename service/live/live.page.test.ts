import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { chromium, type Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RunEvent } from '../../core/types.ts';
import { findBrowser } from '../../e2e/probes/browser.ts';
import { EventBus } from '../../engine/bus.ts';
import { platformFolder, runEvents, runId } from '../../test/history.ts';
import { startService, type Service } from '../serve.ts';
import { mostFollowers } from './follow.ts';

const limitMs = 60_000;
const axe = readFileSync(new URL('../../node_modules/axe-core/axe.min.js', import.meta.url), 'utf8');

interface Axe { readonly run: () => Promise<{ readonly violations: readonly { readonly id: string; readonly impact: string }[] }> }

/** A run that is written by the engine's own bus, as many events at a time as the test says. */
class GoingRun {
  readonly id: string;
  readonly #bus: EventBus;
  readonly #events: readonly RunEvent[];
  #next = 0;
  #checks = 0;

  constructor(root: string, n: number) {
    this.id = runId(n);
    const folder = join(root, '.assay', 'runs', this.id);
    mkdirSync(join(folder, 'evidence'), { recursive: true });
    this.#bus = new EventBus(this.id, join(folder, 'events.ndjson'), []);
    this.#events = runEvents(n, { verdict: 'fail' });
  }

  /** Writes up to and with the first event of this type that is not yet written. */
  until(type: RunEvent['type']): void {
    for (let written = false; !written;) {
      const event = this.#events[this.#next++];
      if (!event) throw new Error(`no ${type} is left`);
      const { run: _, seq: __, at: ___, ...body } = event;
      this.#bus.emit(body);
      if (event.type === 'check-finished') this.#checks++;
      written = event.type === type;
    }
  }

  /** Checks that are judged by now. */
  get checks(): number {
    return this.#checks;
  }

  close(): void {
    this.#bus.close();
  }
}

describe('the page of a run that goes on', () => {
  const root = platformFolder();
  const controller = new AbortController();
  let service: Service;
  let browser: Browser;
  beforeAll(async () => {
    service = await startService({ version: '1.2.3', root, host: '127.0.0.1', port: 0, tell: () => undefined }, controller.signal);
    browser = await chromium.launch({ executablePath: findBrowser() ?? '', chromiumSandbox: process.getuid?.() !== 0 });
  }, limitMs);
  afterAll(async () => {
    await browser.close();
    controller.abort();
    await service.ended;
  });

  it('shows what comes as it comes, and becomes the report by itself', async () => {
    const run = new GoingRun(root, 1);
    run.until('probe-started');
    const page = await browser.newPage();
    const complaints: string[] = [];
    page.on('console', (message) => complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(error.message));
    const answer = await page.goto(`${service.url}/runs/${run.id}`);
    expect(answer?.headers()['content-security-policy']).toMatch(/^default-src 'none'; style-src 'sha256-[^']+'; script-src 'sha256-[^']+'; connect-src 'self';/);
    await page.getByText('no verdict yet').waitFor();
    expect(await page.locator('#live-families tbody tr').count()).toBeGreaterThan(2);
    expect(await page.locator('.findings li').count()).toBe(0);
    for (let told = 0; told < 5; told++) run.until('check-foreseen');
    await page.locator('#found tbody tr').waitFor();
    expect(await page.locator('#found tbody tr').innerText()).toMatch(/JWT_SECRET has a default that works.*critical/s);
    await page.locator('.facts').getByText('5 of').waitFor();
    run.until('check-finished');
    await page.locator('#live-checks tbody tr:not(.group)').first().waitFor();
    for (let checks = 0; checks < 4; checks++) run.until('check-finished');
    await page.locator('.findings li').first().waitFor();
    const first = page.locator(`#${await page.locator('.findings li').first().getAttribute('id')} details`).first();
    const opened = await first.evaluate((details: HTMLDetailsElement) => details.open);
    await first.locator('summary').click();
    run.until('check-finished');
    run.until('check-finished');
    await page.locator('.facts').getByText(`${run.checks} of`).waitFor();
    expect(await page.locator('#found').count()).toBe(0);
    expect(await first.evaluate((details: HTMLDetailsElement) => details.open)).toBe(!opened);
    run.until('run-finished');
    await page.locator('#readiness').waitFor();
    expect(await page.locator('h1').innerText()).toContain('is not ready');
    expect(complaints).toEqual([]);
    await page.close();
    run.close();
  }, limitMs);

  it('says without scripts that it goes on, and loads itself again', async () => {
    const run = new GoingRun(root, 2);
    run.until('check-finished');
    const context = await browser.newContext({ javaScriptEnabled: false });
    const page = await context.newPage();
    await page.goto(`${service.url}/runs/${run.id}`);
    expect(await page.getByText('no verdict yet').isVisible()).toBe(true);
    expect(await page.getByText('loads itself again every 5 seconds').isVisible()).toBe(true);
    run.until('run-finished');
    await page.locator('#readiness').waitFor();
    await context.close();
    run.close();
  }, limitMs);

  it('can be read by everyone, in both themes and on a telephone', async () => {
    const run = new GoingRun(root, 3);
    for (let checks = 0; checks < 5; checks++) run.until('check-finished');
    for (const options of [{ colorScheme: 'light' }, { colorScheme: 'dark', viewport: { width: 390, height: 800 } }] as const) {
      const page = await browser.newPage({ ...options, bypassCSP: true });
      await page.goto(`${service.url}/runs/${run.id}`);
      await page.evaluate(axe);
      const { violations } = await page.evaluate(() => (globalThis as unknown as { readonly axe: Axe }).axe.run());
      expect(violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')).toEqual([]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
      await page.close();
    }
    run.close();
  }, limitMs);

  it('lists the run where the runs are, gives it as JSON too, and knows no run that is none', async () => {
    await expect.poll(async () => (await fetch(service.url)).text(), { timeout: 15_000 }).toContain(`href="/runs/${runId(3)}">Run ${runId(3)} goes on`);
    expect(await (await fetch(`${service.url}/api/runs/${runId(3)}/report`)).json()).toMatchObject({ run: runId(3), finished: false, verdict: 'inconclusive' });
    expect((await fetch(`${service.url}/runs/${runId(99)}/events`)).status).toBe(404);
    expect((await fetch(`${service.url}/runs/..%2f..%2fx/events`)).status).toBe(404);
  });

  it('serves only so many pages at once, and forgets one that goes away', async () => {
    const leave = new AbortController();
    const events = `${service.url}/runs/${runId(3)}/events`;
    const streams = await Promise.all(Array.from({ length: mostFollowers }, () => fetch(events, { signal: leave.signal })));
    expect(streams.map(({ status }) => status)).toEqual(streams.map(() => 200));
    expect((await fetch(events)).status).toBe(503);
    leave.abort();
    const last = new AbortController();
    await expect.poll(async () => (await fetch(events, { signal: last.signal })).status, { timeout: 10_000 }).toBe(200);
    last.abort();
  }, limitMs);
});
