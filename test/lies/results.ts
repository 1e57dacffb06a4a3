import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { isCaught, isTried, wantedOf, type LiveResult } from './live.ts';
import { quotedesk, type Lie } from './manifest.ts';
import type { Seen } from './static.ts';
import { caughtBy, countsOf, showsInSource, type Count } from './table.ts';

const result = z.strictObject({ id: z.string(), at: z.iso.datetime(), failed: z.array(z.string()), broke: z.string().exactOptional() });
const stored = z.strictObject({ live: z.array(result) });
const file = join(quotedesk.liesFolder, 'results.json');

/** The name under which the honest platform stands among the results. */
export const honestName = 'the honest platform';

export function readResults(): readonly LiveResult[] {
  return existsSync(file) ? stored.parse(JSON.parse(readFileSync(file, 'utf8'))).live : [];
}

/** Keeps the last result of each lie: not every lie is tried each time. */
export function keepResult(one: LiveResult): readonly LiveResult[] {
  const live = [...readResults().filter((each) => each.id !== one.id), one].toSorted((a, b) => a.id.localeCompare(b.id));
  writeFileSync(file, `${JSON.stringify({ live }, null, 2)}\n`);
  return live;
}

/** What the rules caught when they met the lies for the first time. They have been mended with these lies in view since, so only this figure says what they do with unknown ones. */
const firstSight = { at: '2026-11-24', caught: 17, of: 56 };

/** Writes RESULTS.md: the figures per category, then every lie with what found it. */
export function writeResults(lies: readonly Lie[], seen: readonly Seen[], live: readonly LiveResult[], honest: number): void {
  const of = (lie: Lie): LiveResult | undefined => live.find((each) => each.id === lie.id);
  const inSource = countsOf(lies, showsInSource, caughtBy(seen));
  const running = countsOf(lies, isTried, (lie) => isCaught(lie, of(lie)));
  const honestLive = live.find((each) => each.id === honestName);
  writeFileSync(join(quotedesk.liesFolder, 'RESULTS.md'), `${[
    '# What assay finds of the lies', '',
    `Written by \`npm run lies\`, ${new Date().toISOString().slice(0, 10)}. Each lie is tried alone. Findings that count on the honest platform: ${honest} in its source, ${honestOf(honestLive)} running.`, '',
    `When the rules first met these lies (${firstSight.at}) they caught ${firstSight.caught} of ${firstSight.of} in the source. They have been mended with the lies in view since: what follows says that none is forgotten, not how many unknown ones would be found.`, '',
    '| category | planted | caught in the source | caught running, of those that show there |', '|---|---:|---:|---:|',
    ...inSource.map((count, index) => row(count, running[index])), '',
    'Running, a lie is found by the check or flow, or by the verdict of the live proof on the endpoint, that its manifest names.', '',
    '| lie | category | in the source | running |', '|---|---|---|---|',
    ...lies.map((lie) => `| ${lie.id} | ${lie.category} | ${sourceWord(lie, seen)} | ${liveWord(lie, of(lie))} |`),
  ].join('\n')}\n`);
}

function row(source: Count, running: Count | undefined): string {
  return `| ${source.category} | ${source.planted} | ${source.caught} of ${source.visible} | ${running ? `${running.caught} of ${running.visible}` : ''} |`;
}

function honestOf(result: LiveResult | undefined): string {
  if (!result) return 'not tried yet';
  return result.broke === undefined ? `${result.failed.length}${result.failed.length > 0 ? ` (${result.failed.join(', ')})` : ''}` : `none looked for (${result.broke})`;
}

function sourceWord(lie: Lie, seen: readonly Seen[]): string {
  if (!('rule' in lie.static)) return `– ${lie.static.none}`;
  const sight = seen.find((each) => each.lie.id === lie.id)?.sight ?? 'missed';
  return `${sight}: ${lie.static.rule}${sight !== 'caught' && lie.static.missed !== undefined ? `; ${lie.static.missed}` : ''}`;
}

function liveWord(lie: Lie, result: LiveResult | undefined): string {
  if ('none' in lie.live) return `– ${lie.live.none}`;
  if (!result) return `not tried yet: ${wantedOf(lie)}`;
  if (isCaught(lie, result)) return `caught: ${wantedOf(lie)}`;
  return `missed: ${wantedOf(lie)}${lie.live.missed === undefined ? '' : `; ${lie.live.missed}`}${result.broke === undefined ? '' : ` (${result.broke})`}`;
}
