import { readFileSync } from 'node:fs';
import { chromium, type Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findBrowser } from '../../e2e/probes/browser.ts';
import { runId, runRecord } from '../../test/history.ts';
import { upkeepOf } from '../upkeep.ts';
import { recordPage } from './run.ts';
import { runsPage, type RunsView } from './runs.ts';
import { problemPage } from './problem.ts';

interface Axe { readonly run: () => Promise<{ readonly violations: readonly { readonly id: string; readonly impact: string; readonly nodes: readonly { readonly html: string }[] }[] }> }

const hostile = `<img src=x onerror="document.title='hacked'">‮${'x'.repeat(300)}`;
const records = [runRecord(3, { partial: true, platform: hostile }), runRecord(2, { verdict: 'fail' }), runRecord(1, { verdict: 'inconclusive' })];
const view: RunsView = {
  version: '1.2.3', platform: undefined, json: '/api/runs', older: '/?before=x', going: [runId(7)],
  runs: records.map((record, index) => ({ record: { ...record, reason: index === 0 ? hostile : record.reason }, ...(index === 1 && { moved: { since: runId(0), opened: 5, closed: 2 } }) })),
  strips: [{ platform: hostile, count: 3, runs: records.map(({ run, verdict, at, standard, partial }) => ({ run, verdict, at, standard: standard.id, partial })) }],
  imports: { scannedAt: 1, trouble: hostile, leftOut: 2, notImported: [{ run: runId(9), reason: hostile, unfinished: true }] },
};
const upkeep = upkeepOf([runRecord(2, { verdict: 'fail' }), runRecord(1)], Date.parse('2026-11-20T00:00:00.000Z'));
const pages: readonly (readonly [string, string])[] = [
  ['runs of a platform', runsPage({ ...view, platform: hostile, upkeep })],
  ['runs', runsPage(view)], ['no runs', runsPage({ ...view, runs: [], strips: [], imports: { scannedAt: 1, trouble: undefined, leftOut: 0, notImported: [] }, older: undefined })],
  ...records.map((record) => [`record ${record.verdict}`, recordPage(record, 'The run’s folder is gone.', '1.2.3')] as const), ['problem', problemPage(503, hostile, '1.2.3')],
];
const axe = readFileSync(new URL('../../node_modules/axe-core/axe.min.js', import.meta.url), 'utf8');

describe('the service’s pages in a browser', () => {
  let browser: Browser;
  beforeAll(async () => { browser = await chromium.launch({ executablePath: findBrowser() ?? '', chromiumSandbox: process.getuid?.() !== 0 }); }, 60_000);
  afterAll(() => browser.close());

  it.each(pages)('can be read by everyone, in both themes and on a telephone, and run nothing: %s', async (_, text) => {
    for (const options of [{ colorScheme: 'light' }, { colorScheme: 'dark' }, { viewport: { width: 390, height: 800 } }] as const) {
      const page = await browser.newPage(options);
      await page.setContent(text);
      const title = await page.title();
      await page.evaluate(axe);
      const { violations } = await page.evaluate(() => (globalThis as unknown as { readonly axe: Axe }).axe.run());
      expect(violations.filter((each) => each.impact === 'serious' || each.impact === 'critical').map((each) => `${each.id}: ${each.nodes[0]?.html.slice(0, 200)}`)).toEqual([]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
      expect(await page.title()).toBe(title);
      await page.close();
    }
  }, 60_000);
});
