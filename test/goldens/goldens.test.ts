import { readdirSync } from 'node:fs';
import { basename } from 'node:path';
import { describe, expect, it } from 'vitest';
import { foldRun } from '../../core/fold.ts';
import type { RunEvent } from '../../core/types.ts';
import type { Renderer } from '../../reports/renderer.ts';
import { logLines } from '../../reports/terminal/log.ts';
import { recordings } from './runs.ts';
import { lookupOf, type Recording } from './stream.ts';

const folder = new URL('../../reports/', import.meta.url);
const names = readdirSync(folder).filter((name) => /^[a-z-]+\.ts$/.test(name) && name !== 'renderer.ts');
const renderers = await Promise.all(
  names.map(async (name) => ((await import(new URL(name, folder).href)) as { readonly default: Renderer }).default),
);
const recorded = recordings.map((make) => make());

/** The hostile run holds lines of a megabyte: it is looked at by tests of its own. The page is kept without its style, script, their hashes and the pictures. */
const kept = (recording: Recording, renderer?: Renderer): boolean => recording.name !== 'hostile' && renderer?.name !== 'html';

function withoutCode(page: string): string {
  const plain = page
    .replace(/<(style|script)>[^]*?<\/\1>/g, '<$1></$1>')
    .replace(/'sha256-[^']+'/g, "'sha256-…'")
    .replace(/data:image\/(\w+);base64,[\w+/=]+/g, 'data:image/$1;base64,…');
  return plain.replace(/<(section|article|li|tr|p|h[1-6]|div|table|dl|details|figure)\b/g, '\n<$1');
}

describe('renderers', () => {
  it.each(names)('%s is named as its file and has a file of its own', (name) => {
    const renderer = renderers[names.indexOf(name)];
    expect(renderer?.name).toBe(basename(name, '.ts'));
    expect(renderers.filter((each) => each.file === renderer?.file)).toHaveLength(1);
  });
});

describe.each(recorded)('the recorded run “$name”', (recording) => {
  const stream = `${recording.events.map((event) => JSON.stringify(event)).join('\n')}\n`;
  const replayed = stream
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as RunEvent);

  // The hostile recording holds megabytes of markup: it is replayed like the others, and not kept as a file.
  if (kept(recording)) it('is the stream that is kept', async () => {
    await expect(stream).toMatchFileSnapshot(`${recording.name}.ndjson`);
    await expect(`${recording.events.flatMap(logLines).join('\n')}\n`).toMatchFileSnapshot(`${recording.name}/log.txt`);
  });

  it.each(renderers)('replays to the same bytes as live: $name', async (renderer) => {
    const live = await renderer.render(foldRun(recording.events), lookupOf(recording));
    expect(await renderer.render(foldRun(replayed), lookupOf(recording))).toEqual(live);
    expect(live.length).toBeGreaterThan(2);
    if (renderer.name === 'html' && kept(recording)) await expect(withoutCode(String(live))).toMatchFileSnapshot(`${recording.name}/report.html`);
    if (kept(recording, renderer)) await expect(String(live)).toMatchFileSnapshot(`${recording.name}/${renderer.file}`);
  });

  it.each(renderers)('can be rendered at every point of the stream: $name', async (renderer) => {
    for (let length = 0; length <= recording.events.length; length += 7) {
      expect(typeof (await renderer.render(foldRun(recording.events.slice(0, length)), lookupOf(recording)))).toBe('string');
    }
  });
});
