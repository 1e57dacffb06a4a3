import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { foldRun } from '../core/fold.ts';
import type { Digest, Finding } from '../core/types.ts';
import { failing, hostilePlatform, passing, recordings } from '../test/goldens/runs.ts';
import { lookupOf, type Recording } from '../test/goldens/stream.ts';
import { escaped } from './html/markup.ts';
import html from './html.ts';

const asset = (specifier: string): string => readFileSync(new URL(`../node_modules/${specifier}`, import.meta.url), 'utf8');

function pageOf(recording: Recording, withCharts = true): string {
  return String(html.render(foldRun(recording.events), lookupOf(recording, withCharts ? asset : undefined)));
}

/** The page without what is ours: style, scripts and their data. */
function withoutCode(page: string): string {
  return page.replace(/<style>[^]*?<\/style>|<script[^>]*>[^]*?<\/script>/g, '');
}

describe('the HTML report', () => {
  it.each(recordings.map((make) => make()))(
    'holds nothing that the policy would refuse, and names the hash of all that it allows: $name',
    (recording) => {
      const page = pageOf(recording);
      const policy = /Content-Security-Policy" content="([^"]*)"/.exec(page)?.[1] ?? '';
      expect(policy).toMatch(/^default-src 'none';/);
      expect(policy).not.toContain('unsafe');
      for (const [, text = ''] of [...page.matchAll(/<style>([^]*?)<\/style>/g), ...page.matchAll(/<script>([^]*?)<\/script>/g)]) {
        expect(policy).toContain(`'sha256-${createHash('sha256').update(text).digest('base64')}'`);
      }
      // What stands inside quotes is text: a quote in it is escaped.
      expect(withoutCode(page).replace(/="[^"]*"/g, '=""')).not.toMatch(/<[^>]+\s(style|on[a-z]+)=/i);
      expect(withoutCode(page)).not.toMatch(/(src|href)="(?!#|data:image\/)/);
    },
  );

  it('shows hostile text as text', () => {
    const page = withoutCode(pageOf(hostilePlatform()));
    expect(page).not.toContain('<script>alert');
    expect(page).not.toContain('<img src=x');
    expect(page).not.toMatch(/[\u202a-\u202e\u2066-\u2069\u200b]/);
    expect(page).toContain('safe⟨U+202E⟩gnp.exe');
    expect(page.length).toBeLessThan(200_000);
  });

  it('escapes what could end a text, an attribute or a tag', () => {
    expect(escaped('<a href="x" id=\'y\'>`&')).toBe('&#60;a href=&#34;x&#34; id=&#39;y&#39;&#62;&#96;&#38;');
  });

  it('says the verdict, its reason and where to look before anything else', () => {
    const page = withoutCode(pageOf(failing()))
      .replace(/<[^>]+>/g, ' ')
      .replace(/\s+/g, ' ');
    const first = page.slice(0, page.indexOf('Category'));
    expect(first).toContain(
      'quotedesk is not ready fail GET /api/metrics answers satisfaction: 94.5, and nothing supplied it. api/src/metrics.ts:41',
    );
  });

  it('draws nothing without the chart library, and keeps the numbers', () => {
    const page = pageOf(passing(), false);
    expect(page).not.toContain('uPlot=');
    expect(page).toContain('>Latency over time<');
  });

  it('stays below 5 MB with 5,000 findings and more pictures than fit', () => {
    const recording = failing();
    const run = foldRun(recording.events);
    const findings = Array.from({ length: 5_000 }, (_, index): Finding => ({ ...(run.findings[index % 5] as Finding), number: index + 1 }));
    const flow = run.evidence.find(({ ref }) => ref.kind === 'flow-record')?.ref.digest as Digest;
    const pictures = run.evidence.filter(({ ref }) => ref.kind === 'screenshot').map(({ ref }) => ref.digest);
    const steps = Array.from({ length: 40 }, (_, index) => ({
      name: `step ${index}`,
      ms: 1,
      ok: true,
      screenshot: pictures[index % pictures.length],
    }));
    const body = { ...(recording.json[flow] as object), steps };
    const big = {
      ...recording,
      json: { ...recording.json, [flow]: body },
      bytes: Object.fromEntries(pictures.map((digest) => [digest, new Uint8Array(90_000)])),
    };
    const page = String(html.render({ ...run, findings }, lookupOf(big, asset)));
    expect(Buffer.byteLength(page)).toBeLessThan(5 * 1024 * 1024);
    expect(page).toContain('lies with the run’s evidence');
    expect(page).toContain('id="finding-5000"');
  });

  it('says what opened and closed since a run before, and nothing without one', () => {
    const recording = failing();
    const run = foldRun(recording.events);
    const previous = foldRun(passing().events);
    const page = String(html.render(run, { ...lookupOf(recording), previous: { run: previous, ...lookupOf(passing()) } }));
    expect(page).toContain('5 opened, 0 closed since 4c19');
    const back = String(html.render(previous, { ...lookupOf(passing()), previous: { run, ...lookupOf(recording) } }));
    expect(back).toContain('0 opened, 5 closed since 7f3a');
    expect(back).toContain('</i>closed');
    expect(back).toContain('p99 of browse-quotes');
    expect(pageOf(recording)).not.toContain('id="changes"');
  });

  it('tells a run that was cut off as inconclusive', () => {
    const recording = passing();
    const page = String(html.render(foldRun(recording.events.slice(0, 8)), lookupOf(recording, asset)));
    expect(page).toContain('is not proven ready');
    expect(page).toContain('The run did not finish');
  });
});
