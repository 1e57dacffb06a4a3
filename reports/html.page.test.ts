import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium, type Browser, type BrowserContextOptions, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { foldRun } from '../core/fold.ts';
import { findBrowser } from '../e2e/probes/browser.ts';
import { manyFindings } from '../test/goldens/many.ts';
import { proofs } from '../test/goldens/proof-verdicts.ts';
import { failing, recordings } from '../test/goldens/runs.ts';
import { lookupOf } from '../test/goldens/stream.ts';
import html from './html.ts';

const modules = new URL('../node_modules/', import.meta.url);
const text = (path: string): string => readFileSync(new URL(path, modules), 'utf8');
const folder = mkdtempSync(join(tmpdir(), 'assay-report-'));
const names = recordings.map((make) => make().name);

/** The measured target is 2 s and 100 ms on an idle machine; these limits only catch what grows with the square of the findings. */
const openLimitMs = 6_000;
const filterLimitMs = 1_000;

interface Axe {
  readonly run: () => Promise<{
    readonly violations: readonly { readonly id: string; readonly impact: string; readonly nodes: readonly { readonly html: string }[] }[];
  }>;
}

let browser: Browser;

beforeAll(async () => {
  for (const recording of recordings.map((make) => make()))
    writeFileSync(join(folder, `${recording.name}.html`), String(html.render(foldRun(recording.events), lookupOf(recording, text))));
  const run = foldRun(failing().events);
  const noted = run.gate.demands.map((demand) => ({ ...demand, notes: Array.from({ length: 9 }, (_, index) => `note ${index} of what ${demand.category} looked at`) }));
  writeFileSync(join(folder, 'noted.html'), String(html.render({ ...run, gate: { ...run.gate, demands: noted } }, lookupOf(failing(), text))));
  const many = manyFindings(text);
  writeFileSync(join(folder, 'many.html'), String(html.render(many.run, many.lookup)));
  browser = await chromium.launch({ executablePath: findBrowser() ?? '', chromiumSandbox: process.getuid?.() !== 0 });
});

afterAll(async () => {
  await browser.close();
  rmSync(folder, { recursive: true });
});

/** Opens a report from disk and gives what it complained about. */
async function open(
  name: string,
  options: BrowserContextOptions = {},
): Promise<{ readonly page: Page; readonly complaints: readonly string[] }> {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('console', (message) => complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('dialog', (dialog) => {
    complaints.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on('request', (request) => {
    if (!request.url().startsWith('data:') && !request.url().endsWith(`${name}.html`)) complaints.push(`request: ${request.url()}`);
  });
  await page.goto(pathToFileURL(join(folder, `${name}.html`)).href);
  return { page, complaints };
}

describe('the HTML report in a browser', () => {
  it.each(names)('opens from disk without a complaint, a request or anything executed: %s', async (name) => {
    const { page, complaints } = await open(name);
    await page.evaluate(() => {
      for (const each of document.querySelectorAll('details')) each.open = true;
    });
    expect(complaints).toEqual([]);
    await page.context().close();
  });

  it.each([
    ['fail', 'light'],
    ['fail', 'dark'],
    ['inconclusive', 'light'],
    ['hostile', 'dark'],
    ['proof', 'light'],
    ['proof', 'dark'],
  ] as const)(
    'has no fault that axe finds serious: %s, %s',
    async (name, colorScheme) => {
      const { page } = await open(name, { bypassCSP: true, colorScheme });
      await page.evaluate(() => {
        for (const each of document.querySelectorAll('details')) each.open = true;
      });
      await page.evaluate(text('axe-core/axe.min.js'));
      const { violations } = await page.evaluate(() => (globalThis as unknown as { readonly axe: Axe }).axe.run());
      expect(
        violations.filter(({ impact }) => impact === 'serious' || impact === 'critical').map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`),
      ).toEqual([]);
      await page.context().close();
    },
    60_000,
  );

  it.each(names)('fits a narrow screen: %s', async (name) => {
    const { page } = await open(name, { viewport: { width: 390, height: 844 } });
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
    await page.context().close();
  });

  it('shows verdict, reason and readiness on the first screen of a laptop', async () => {
    for (const [name, width, height] of [['fail', 1280, 800], ['fail', 1366, 768], ['noted', 1366, 768]] as const) {
      const { page } = await open(name, { viewport: { width, height } });
      const table = await page.locator('.ready').boundingBox();
      expect((table?.y ?? 0) + (table?.height ?? 0)).toBeLessThan(height);
      await page.context().close();
    }
  });

  it('is read without scripts: findings, code, numbers behind the charts', async () => {
    const { page } = await open('fail', { javaScriptEnabled: false });
    expect(await page.locator('.findings > li').count()).toBe(8);
    expect(await page.getByText('satisfaction: 94.5 };').first().isVisible()).toBe(true);
    expect(await page.locator('.behind table').first().isVisible()).toBe(true);
    expect(await page.locator('.filter').isVisible()).toBe(false);
    await page.context().close();
  });

  it('shows the proof without scripts: the matrix, and behind each row the answer with its sources', async () => {
    const { page } = await open('proof', { javaScriptEnabled: false });
    expect(await page.locator('.matrix tbody tr').count()).toBe(proofs.length);
    expect(await page.locator('.matrix tbody tr').first().innerText()).toMatch(/GET \/api\/metrics\s+✗\s*invented\s+5\/6/);
    expect(await page.locator('.answer .bad').first().innerText()).toMatch(/94\.5.*unsourced.*nothing supplied it/s);
    await page.locator('.matrix tbody th a', { hasText: 'GET /api/search' }).click();
    expect(await page.locator('.proofs > li:target').innerText()).toContain('GET /api/search');
    await page.context().close();
  });

  it('lights up a leaf of an answer with the cell that supplied it, and leads there and back by keyboard', async () => {
    const { page } = await open('proof');
    await page.locator('.answer a', { hasText: '18' }).first().hover();
    expect(await page.locator('.lit').allInnerTexts()).toEqual([expect.stringContaining('18'), '18']);
    await page.locator('.answer a', { hasText: '31' }).first().press('Enter');
    expect(await page.locator('.rows td:target').innerText()).toBe('31');
    await page.locator('.rows td:target a').press('Enter');
    expect(await page.locator('.answer a:target').innerText()).toContain('31');
    await page.context().close();
  });

  it('opens the proof of a row from every cell of the matrix, at the part that the cell is about', async () => {
    const { page } = await open('proof', { viewport: { width: 1366, height: 768 } });
    const row = page.locator('.matrix tbody tr', { hasText: 'GET /api/customers' }).first();
    const id = (await row.locator('th a').getAttribute('href')) ?? '';
    const details = page.locator(`${id} > details`);
    expect(await details.evaluate((each: HTMLDetailsElement) => each.open)).toBe(false);
    await row.locator('td[data-part=outages]').first().click();
    expect(await details.evaluate((each: HTMLDetailsElement) => each.open)).toBe(true);
    expect(await page.locator(`${id} [data-part=outages]`).first().evaluate((part) => { const { top } = part.getBoundingClientRect(); return top >= 0 && top < innerHeight; })).toBe(true);
    expect(new URL(page.url()).hash).toBe(id);
    await page.context().close();
  });

  it('prints in light with its charts, and is dark again afterwards', async () => {
    const { page } = await open('fail', { colorScheme: 'dark' });
    await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
    await page.evaluate(() => { dispatchEvent(new Event('beforeprint')); });
    expect(await page.evaluate(() => document.documentElement.dataset.theme)).toBe('light');
    expect(await page.locator('.chart canvas').first().isVisible()).toBe(true);
    expect(await page.locator('.filter').first().isVisible()).toBe(false);
    await page.evaluate(() => { dispatchEvent(new Event('afterprint')); });
    expect(await page.evaluate(() => document.documentElement.dataset.theme)).toBeUndefined();
    await page.context().close();
  });

  it('filters the matrix and what lies behind it together', async () => {
    const { page } = await open('proof');
    await page.locator('#proof-k').selectOption('failure');
    expect(await page.locator('.proof-rows > tr:visible').count()).toBe(4);
    expect(await page.locator('.proofs > li:visible').count()).toBe(4);
    expect(await page.locator('#proofs output').innerText()).toBe(`4 of ${proofs.length} shown`);
    expect(await page.locator('.findings > li:visible').count()).toBe(3);
    await page.locator('#proof-k').selectOption('');
    await page.locator('#proof-text').fill('wrong-blame');
    expect(await page.locator('.proof-rows > tr:visible').count()).toBe(1);
    await page.context().close();
  });

  it('draws a chart for each figure and opens the finding that a link names', async () => {
    const { page } = await open('fail');
    expect(await page.locator('.chart canvas').count()).toBe(3);
    await page.evaluate(() => {
      location.hash = '#finding-8';
    });
    expect(await page.getByText('Index quotes.customer_id').isVisible()).toBe(true);
    await page.context().close();
  });

  it('keeps hostile text readable', async () => {
    const { page } = await open('hostile');
    expect(await page.locator('h1').innerText()).toContain('quotedesk is not ready');
    expect(await page.locator('.reason').innerText()).toContain('<script>alert(document.domain)</script>');
    await page.context().close();
  });

  it('opens and filters 5,000 findings at once', async () => {
    const started = performance.now();
    const { page } = await open('many');
    expect(performance.now() - started).toBeLessThan(openLimitMs);
    const filter = (words: string): Promise<number> =>
      page.evaluate((value) => {
        const input = document.querySelector<HTMLInputElement>('#filter-text');
        const from = performance.now();
        if (input) input.value = value;
        input?.dispatchEvent(new Event('input', { bubbles: true }));
        document.body.getBoundingClientRect();
        return performance.now() - from;
      }, words);
    expect(await filter('metrics 49')).toBeLessThan(filterLimitMs);
    expect(await page.locator('#findings output').innerText()).toBe('124 of 5000 shown');
    expect(await filter('')).toBeLessThan(filterLimitMs);
    expect(await page.locator('#findings output').innerText()).toBe('5000 shown');
    expect(await page.locator('#proofs output').innerText()).toBe('200 shown');
    await page.context().close();
  });
});
