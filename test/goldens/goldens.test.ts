import { describe, expect, it } from 'vitest';
import { foldRun } from '../../core/fold.ts';
import html from '../../reports/html.ts';
import json from '../../reports/json.ts';
import terminal from '../../reports/terminal.ts';
import { recordings } from './runs.ts';
import { lookupOf } from './stream.ts';

describe.each(recordings.map((make) => make()))('$name', (recording) => {
  it.each([terminal, json, html])('replays to the same bytes: $name', async (renderer) => {
    const replayed = recording.events.map((event) => JSON.parse(JSON.stringify(event)) as typeof event);
    const live = await renderer.render(foldRun(recording.events), lookupOf(recording));
    expect(await renderer.render(foldRun(replayed), lookupOf(recording))).toEqual(live);
    expect(live.length).toBeGreaterThan(100);
  });
});
