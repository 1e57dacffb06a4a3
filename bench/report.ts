import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium, type Browser } from 'playwright-core';
import { findBrowser } from '../e2e/probes/browser.ts';
import html from '../reports/html.ts';
import { manyFindings } from '../test/goldens/many.ts';
import { loadNow, median, note, seconds } from './measure.ts';

const rounds = 5;
const openTargetMs = 2_000;
const filterTargetMs = 100;
/** Typed one after the other into the filter; the last one shows everything again. */
const words = ['m', 'metrics', 'metrics 49', 'nothing has this', ''];

/** The HTML report of 5,000 findings and 200 endpoints in a browser: how long it takes to be written, to open from disk, and to be filtered until it is drawn again. */
export async function report(): Promise<void> {
  const load = loadNow();
  const folder = mkdtempSync(join(tmpdir(), 'assay-bench-'));
  const file = join(folder, 'report.html');
  const browser = await chromium.launch({ executablePath: findBrowser() ?? '', chromiumSandbox: process.getuid?.() !== 0 });
  try {
    const { run, lookup } = manyFindings((path) => readFileSync(new URL(`../node_modules/${path}`, import.meta.url), 'utf8'));
    const from = performance.now();
    writeFileSync(file, String(html.render(run, lookup)));
    const wrote = performance.now() - from;
    const measured = [];
    for (let round = 0; round < rounds; round++) measured.push(await look(browser, file));
    const opened = measured.map(({ open }) => open);
    const filtered = measured.flatMap(({ filters }) => filters);
    note('The HTML report of 5,000 findings', load, [
      `written in ${(wrote / 1000).toFixed(2)} s, ${(statSync(file).size / 1024 / 1024).toFixed(2)} MB`,
      `opened from disk, drawn and answering: ${seconds(opened)} (target ${openTargetMs / 1000} s)`,
      `filtered and drawn again: median ${median(filtered).toFixed(0)} ms, longest ${Math.max(...filtered).toFixed(0)} ms of ${filtered.length} (target ${filterTargetMs} ms)`,
    ]);
    if (median(opened) > openTargetMs || median(filtered) > filterTargetMs) process.exitCode = 1;
  } finally {
    await browser.close();
    rmSync(folder, { recursive: true });
  }
}

async function look(browser: Browser, file: string): Promise<{ readonly open: number; readonly filters: readonly number[] }> {
  const page = await browser.newPage({ viewport: { width: 1366, height: 768 } });
  const from = performance.now();
  await page.goto(pathToFileURL(file).href);
  await page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => setTimeout(drawn, 0))));
  const open = performance.now() - from;
  const filters: number[] = [];
  for (const word of words) {
    filters.push(await page.evaluate(async (value) => {
      const input = document.querySelector<HTMLInputElement>('#filter-text');
      const began = performance.now();
      if (input) input.value = value;
      input?.dispatchEvent(new Event('input', { bubbles: true }));
      await new Promise((drawn) => requestAnimationFrame(() => setTimeout(drawn, 0)));
      return performance.now() - began;
    }, word));
  }
  await page.close();
  return { open, filters };
}
