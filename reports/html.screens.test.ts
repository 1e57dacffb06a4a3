import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import pixelmatch from 'pixelmatch';
import { chromium, type Browser } from 'playwright-core';
import { PNG } from 'pngjs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { foldRun } from '../core/fold.ts';
import { findBrowser } from '../e2e/probes/browser.ts';
import { failing, proving } from '../test/goldens/runs.ts';
import { lookupOf } from '../test/goldens/stream.ts';
import html from './html.ts';

/**
 * Pictures of the page in both themes and two widths, compared pixel by pixel with those that are kept. Another browser or other fonts draw other pixels, so they are compared
 * only where a specimen of text comes out exactly as it did when they were kept; elsewhere the layout test stands alone, and this one says so.
 * ASSAY_KEEP_SCREENS=1 keeps what is drawn now; look at the pictures before.
 */
const kept = new URL('../test/goldens/screens/pages/', import.meta.url);
/** How far two colours may be apart (0 to 1), and how many of a picture's pixels may be further. */
const colourTolerance = 0.1;
const pixelTolerance = 0.002;

const views = [
  ['fail', ''], ['proof', '#proofs'], ['proof', '#proof-1'],
] as const;
const looks = [['light', 1280, 900], ['dark', 1280, 900], ['light', 390, 844], ['dark', 390, 844]] as const;
const specimen = '<body style="font: 14px/1.5 system-ui, sans-serif"><p>Handgloves 0123456789 ✓✗?!–›▸●◐ <b>Bold</b> <i>Italic</i></p><code style="font-family: ui-monospace, monospace">{"total": 31.5}</code>';

const folder = mkdtempSync(join(tmpdir(), 'assay-screens-'));
const keeping = process.env['ASSAY_KEEP_SCREENS'] !== undefined;
let browser: Browser;
let machine = '';

beforeAll(async () => {
  const asset = (path: string): string => readFileSync(new URL(`../node_modules/${path}`, import.meta.url), 'utf8');
  for (const recording of [failing(), proving()]) writeFileSync(join(folder, `${recording.name}.html`), String(html.render(foldRun(recording.events), lookupOf(recording, asset))));
  browser = await chromium.launch({ executablePath: findBrowser() ?? '', chromiumSandbox: process.getuid?.() !== 0 });
  const page = await browser.newPage({ viewport: { width: 700, height: 120 } });
  await page.setContent(specimen);
  machine = createHash('sha256').update(PNG.sync.read(await page.screenshot()).data).digest('hex');
  await page.close();
  if (keeping) {
    mkdirSync(kept, { recursive: true });
    writeFileSync(new URL('drawn-by.json', kept), `${JSON.stringify({ browser: browser.version(), specimen: machine }, null, 2)}\n`);
  }
});
afterAll(async () => {
  await browser.close();
  rmSync(folder, { recursive: true });
});

async function picture(name: string, hash: string, [colorScheme, width, height]: (typeof looks)[number], more = ''): Promise<PNG> {
  const page = await browser.newPage({ colorScheme, viewport: { width, height }, reducedMotion: 'reduce', timezoneId: 'UTC', locale: 'en-GB', bypassCSP: true });
  await page.goto(pathToFileURL(join(folder, `${name}.html`)).href + hash);
  if (more !== '') await page.addStyleTag({ content: more });
  await page.evaluate(() => document.fonts.ready.then(() => undefined));
  const drawn = PNG.sync.read(await page.screenshot({ animations: 'disabled', caret: 'hide' }));
  await page.close();
  return drawn;
}

/** The share of pixels that differ: all of them when the sizes do. */
function apart(one: PNG, other: PNG): number {
  if (one.width !== other.width || one.height !== other.height) return 1;
  return pixelmatch(one.data, other.data, undefined, one.width, one.height, { threshold: colourTolerance }) / (one.width * one.height);
}

/** Whether this machine draws text as the one did that kept the pictures; says in one line why not. */
function sameMachine(): boolean {
  const { browser: version, specimen: drawn } = JSON.parse(readFileSync(new URL('drawn-by.json', kept), 'utf8')) as { readonly browser: string; readonly specimen: string };
  if (drawn === machine) return true;
  console.warn(`pictures of the report are not compared: they were drawn by Chromium ${version}, and ${browser.version()} with this machine’s fonts draws text otherwise`);
  return false;
}

describe('pictures of the page', () => {
  const cases = views.flatMap(([name, hash]) => looks.map((look) => ({ name, hash, look, file: `${name}${hash.replace('#', '-')}-${look[0]}-${look[1]}.png` })));

  it.each(cases)('are as they are kept: $file', async ({ name, hash, look, file }) => {
    const drawn = await picture(name, hash, look);
    if (keeping) writeFileSync(new URL(file, kept), PNG.sync.write(drawn, { colorType: 2 }));
    expect(existsSync(new URL(file, kept))).toBe(true);
    if (sameMachine()) expect(apart(drawn, PNG.sync.read(readFileSync(new URL(file, kept))))).toBeLessThanOrEqual(pixelTolerance);
  });

  it('are told apart when something moved or has another colour, and not when they were only drawn twice', async () => {
    const [look] = looks;
    const drawn = await picture('proof', '#proofs', look);
    expect(apart(drawn, await picture('proof', '#proofs', look))).toBeLessThanOrEqual(pixelTolerance);
    expect(apart(drawn, await picture('proof', '#proofs', look, '.matrix td { padding: 6px 10px; }'))).toBeGreaterThan(pixelTolerance);
    expect(apart(drawn, await picture('proof', '#proofs', look, ':root { --fail: #808080; --fail-wash: #ffffff; }'))).toBeGreaterThan(pixelTolerance);
  });
});
