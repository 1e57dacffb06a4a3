import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium, type Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { foldRun } from '../core/fold.ts';
import { findBrowser } from '../e2e/probes/browser.ts';
import { failing } from '../test/goldens/runs.ts';
import { lookupOf } from '../test/goldens/stream.ts';
import html from './html.ts';

/**
 * How the page looks, compared with what is kept. Pixels differ with the fonts of a machine, so not they are compared but what the style decides: where the
 * main regions stand, how wide they are and in which order (within `placePx`), how high they are within `heightPart` (text breaks differently), and the
 * exact colours of both themes. ASSAY_KEEP_LAYOUT=1 keeps what is drawn now; look at the page before.
 */
const kept = new URL('../test/goldens/layout.json', import.meta.url);
const placePx = 12;
const heightPart = 0.35;
const regions = ['.bar', '.verdict', '.seal', '.verdict h1', '.verdict .reason', '.verdict .facts', '.ready', '.ready tbody tr:first-child', '#findings', '.findings > li:first-child', '#flows', '#load', '#timeline', '#checks', '#evidence', '#method'] as const;
const painted = ['body', '.verdict h1 b', '.seal', '.ready tr.fail th', '.ready tr.fail .state', '.ready tr.pass .state', '.sev.critical', '.frame pre', 'footer'] as const;

interface Box { readonly x: number; readonly y: number; readonly width: number; readonly height: number }
interface Look {
  readonly boxes: Readonly<Record<string, Box>>;
  readonly colours: Readonly<Record<string, string>>;
}

const folder = mkdtempSync(join(tmpdir(), 'assay-layout-'));
let browser: Browser;

beforeAll(async () => {
  const asset = (path: string): string => readFileSync(new URL(`../node_modules/${path}`, import.meta.url), 'utf8');
  writeFileSync(join(folder, 'report.html'), String(html.render(foldRun(failing().events), lookupOf(failing(), asset))));
  browser = await chromium.launch({ executablePath: findBrowser() ?? '', chromiumSandbox: process.getuid?.() !== 0 });
});
afterAll(async () => {
  await browser.close();
  rmSync(folder, { recursive: true });
});

async function look(colorScheme: 'light' | 'dark', width: number): Promise<Look> {
  const page = await browser.newPage({ colorScheme, viewport: { width, height: 800 } });
  await page.goto(pathToFileURL(join(folder, 'report.html')).href);
  const seen = await page.evaluate(([shown, coloured]) => {
    const box = (name: string): readonly [string, Box][] => {
      const element = document.querySelector(name);
      if (!element) return [];
      const { x, y, width, height } = element.getBoundingClientRect();
      return [[name, { x: Math.round(x), y: Math.round(y), width: Math.round(width), height: Math.round(height) }]];
    };
    const colour = (name: string): readonly [string, string][] => {
      const element = document.querySelector(name);
      if (!element) return [];
      const { color, backgroundColor } = getComputedStyle(element);
      return [[name, `${color} on ${backgroundColor}`]];
    };
    return { boxes: Object.fromEntries(shown.flatMap(box)), colours: Object.fromEntries(coloured.flatMap(colour)) };
  }, [regions, painted] as const);
  await page.close();
  return seen;
}

describe('how the page looks', () => {
  const before = existsSync(kept) ? (JSON.parse(readFileSync(kept, 'utf8')) as Readonly<Record<string, Look>>) : {};
  const now: Record<string, Look> = {};

  it.each([['light', 1280], ['dark', 1280], ['light', 390], ['dark', 390]] as const)('is as it is kept: %s, %i wide', async (theme, width) => {
    const name = `${theme} ${width}`;
    const seen = (now[name] = await look(theme, width));
    if (process.env['ASSAY_KEEP_LAYOUT']) return;
    const was = before[name];
    expect(Object.keys(seen.boxes)).toEqual(Object.keys(was?.boxes ?? {}));
    expect(seen.colours).toEqual(was?.colours);
    for (const [region, box] of Object.entries(seen.boxes)) {
      const old = was?.boxes[region];
      if (!old) continue;
      const far = (a: number, b: number): number => Math.abs(a - b);
      expect([region, far(box.x, old.x) <= placePx, far(box.width, old.width) <= Math.max(placePx, region === '.verdict h1 b' ? old.width / 5 : 0)]).toEqual([region, true, true]);
      expect([region, far(box.height, old.height) <= Math.max(placePx, old.height * heightPart)]).toEqual([region, true]);
    }
    const order = (boxes: Look['boxes']): readonly string[] => Object.entries(boxes).filter(([region]) => region.startsWith('#')).sort(([, a], [, b]) => a.y - b.y).map(([region]) => region);
    expect(order(seen.boxes)).toEqual(order(was?.boxes ?? {}));
  });

  it('has other colours in each theme, and the same places', async () => {
    const [light, dark] = [await look('light', 1280), await look('dark', 1280)];
    for (const each of painted.filter((name) => name in light.colours)) expect([each, light.colours[each]]).not.toEqual([each, dark.colours[each]]);
    expect(dark.boxes).toEqual(light.boxes);
  });

  afterAll(() => {
    if (process.env['ASSAY_KEEP_LAYOUT']) writeFileSync(kept, `${JSON.stringify(now, undefined, 1)}\n`);
  });
});
