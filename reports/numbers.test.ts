import { describe, expect, it } from 'vitest';
import { foldRun } from '../core/fold.ts';
import { failing, passing, recordings } from '../test/goldens/runs.ts';
import { lookupOf, type Recording } from '../test/goldens/stream.ts';
import html from './html.ts';
import json from './json.ts';
import type { Lookup } from './renderer.ts';
import { clock, duration, grouped, millis, size } from './words/words.ts';

/** A number that stands by itself: digits inside digests and names are none. */
const token = /(?<![\w#.])\d+(?:,\d{3})*(?:\.\d+)?(?::\d+)*(?![\da-f]*[a-f\d])/g;

/**
 * The page's text as people read it, without what only places things (style, scripts, the numbers of source lines, the timeline's axis) and without sealed
 * evidence shown word for word: that is JSON itself, named by its digest.
 */
function textOf(page: string): string {
  return page
    .replace(/<style>[^]*?<\/style>|<script[^>]*>[^]*?<\/script>|<svg class="axis"[^]*?<\/svg>|<time[^>]*>[^]*?<\/time>|<pre[^>]*>[^]*?<\/pre>/g, ' ')
    .replace(/<[^>]+>|SHA-256/g, ' ')
    .replace(/&#(\d+);/g, (_, code: string) => String.fromCharCode(Number(code)));
}

/** Every way in which the page writes a number that stands in the JSON. */
function written(value: number): readonly string[] {
  return [String(value), grouped(value), millis(value), duration(value), clock(value), size(value)].flatMap((text) => text.match(token) ?? []);
}

/** The numbers of a JSON value: its own, those in its texts, how many items its lists have, and what a field of the items comes to (the checks' time, the evidence's bytes). */
function numbersIn(value: unknown, into: Set<string> = new Set()): Set<string> {
  if (typeof value === 'number') for (const each of written(value)) into.add(each);
  else if (typeof value === 'string') for (const each of value.match(token) ?? []) into.add(each);
  else if (Array.isArray(value)) {
    for (const each of written(value.length)) into.add(each);
    for (const sum of sumsOf(value)) for (const each of written(sum)) into.add(each);
    for (const each of value) numbersIn(each, into);
  } else if (typeof value === 'object' && value !== null)
    for (const [key, each] of Object.entries(value)) {
      numbersIn(key, into);
      numbersIn(each, into);
    }
  return into;
}

function sumsOf(items: readonly unknown[]): readonly number[] {
  const fields = items.flatMap((item) => (typeof item === 'object' && item !== null ? Object.entries(item) : [])).filter((entry): entry is [string, number] => typeof entry[1] === 'number');
  return [...Map.groupBy(fields, ([name]) => name).values()].map((each) => each.reduce((sum, [, value]) => sum + value, 0));
}

interface Measured {
  readonly observations: readonly { readonly kind: string; readonly body: { readonly requests: number; readonly errors: number; readonly non2xx?: number } }[];
  readonly evidence: readonly { readonly digest: string; readonly bytes: number }[];
}

/** What the page works out of two numbers or more: the share of requests that failed, and the bytes of the evidence, where a piece that two probes brought counts once. */
function workedOut({ observations, evidence }: Measured): readonly string[] {
  const loads = observations.filter(({ kind }) => kind === 'load-result').map(({ body }) => (body.errors + (body.non2xx ?? 0)) / body.requests);
  const bytes = [...new Map(evidence.map((each) => [each.digest, each.bytes])).values()].reduce((sum, each) => sum + each, 0);
  return [...loads.map((share) => grouped(Math.round(share * 10_000) / 100)), ...(size(bytes).match(token) ?? [])];
}

/** A place is a line and a column, which are two numbers in the JSON. */
function found(report: ReadonlySet<string>, number: string): boolean {
  return report.has(number) || (number.includes(':') && number.split(':').every((part) => report.has(part)));
}

async function numbersOf(recording: Recording, previous?: Lookup['previous']): Promise<{ readonly page: readonly string[]; readonly report: ReadonlySet<string> }> {
  const run = foldRun(recording.events);
  const lookup = { ...lookupOf(recording), previous };
  const report = JSON.parse(String(await json.render(run, lookup))) as Measured;
  return { page: [...new Set(textOf(String(html.render(run, lookup))).match(token) ?? [])], report: new Set([...numbersIn(report), ...workedOut(report)]) };
}

describe('the numbers of a page', () => {
  /** The hostile run is left out: its texts are cut and its marks spelled out, so the page has numbers of what it does not show. */
  it.each(recordings.map((make) => make()).filter(({ name }) => name !== 'hostile'))('are all found in the JSON report: $name', async (recording) => {
    const { page, report } = await numbersOf(recording);
    expect(page.length).toBeGreaterThan(20);
    expect(page.filter((each) => !found(report, each))).toEqual([]);
  });

  it('are all found there too when the page compares the run with one before', async () => {
    const { page, report } = await numbersOf(failing(), { run: foldRun(passing().events), ...lookupOf(passing()) });
    expect(page).toContain('47.8');
    expect(page.filter((each) => !found(report, each))).toEqual([]);
  });

  it('are missed when the page invents one', async () => {
    const { report } = await numbersOf(failing());
    expect(found(report, '73,912')).toBe(false);
  });
});
