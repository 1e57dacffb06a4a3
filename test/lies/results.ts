import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { isCaught, isTried, wantedOf, type LiveResult } from './live.ts';
import type { Lie, Twin } from './manifest.ts';
import type { Seen } from './static.ts';
import { caughtBy, countsOf, showsInSource, type Count } from './table.ts';

const result = z.strictObject({ id: z.string(), at: z.iso.datetime(), failed: z.array(z.string()).readonly(), broke: z.string().exactOptional() });
const word = z.strictObject({ state: z.enum(['caught', 'missed', 'not visible']), words: z.string() });
const shown = z.strictObject({ check: z.string(), in: z.enum(['source', 'built files', 'browser']), what: z.string(), found: z.string().exactOptional(), expected: z.string().exactOptional() });
const together = z.strictObject({ at: z.iso.datetime(), shown: z.array(shown).readonly(), lies: z.array(z.strictObject({ id: z.string(), source: word, running: word })).readonly() });
const stored = z.strictObject({ live: z.array(result).readonly(), together: together.exactOptional() });

/** What one run with all lies laid said of each: `caught` surely enough to fail a release, `missed`, or why it could not say anything. */
export type Word = z.output<typeof word>;
export type Together = z.output<typeof together>;

/** The name under which the honest platform stands among the results. */
export const honestName = 'the honest platform';

const fileOf = (twin: Twin): string => join(twin.liesFolder, 'results.json');

function read(twin: Twin): z.output<typeof stored> {
  return existsSync(fileOf(twin)) ? stored.parse(JSON.parse(readFileSync(fileOf(twin), 'utf8'))) : { live: [] };
}

function write(twin: Twin, all: z.output<typeof stored>): void {
  writeFileSync(fileOf(twin), `${JSON.stringify(all, null, 2)}\n`);
}

export function readResults(twin: Twin): readonly LiveResult[] {
  return read(twin).live;
}

/** Keeps the last result of each lie: not every lie is tried each time. */
export function keepResult(twin: Twin, one: LiveResult): void {
  const all = read(twin);
  write(twin, { ...all, live: [...all.live.filter((each) => each.id !== one.id), one].toSorted((a, b) => a.id.localeCompare(b.id)) });
}

export function readTogether(twin: Twin): Together | undefined {
  return read(twin).together;
}

/** Keeps what the last run with all lies laid said of each. */
export function keepTogether(twin: Twin, one: Together): void {
  write(twin, { ...read(twin), together: one });
}

/** Writes RESULTS.md: the figures per category, then every lie with what found it. */
export function writeResults(twin: Twin, lies: readonly Lie[], seen: readonly Seen[], honest: number): void {
  const { live, together: all } = read(twin);
  const of = (lie: Lie): LiveResult | undefined => live.find((each) => each.id === lie.id);
  const inSource = countsOf(lies, showsInSource, caughtBy(seen));
  const running = countsOf(lies, isTried, (lie) => isCaught(lie, of(lie)));
  const honestLive = live.find((each) => each.id === honestName);
  const { caught, of: shown } = twin.firstSight;
  writeFileSync(join(twin.liesFolder, 'RESULTS.md'), `${[
    '# What assay finds of the lies', '',
    `Written by \`npm run lies\`, ${new Date().toISOString().slice(0, 10)}. Each lie is tried alone. Findings that count on the honest platform: ${honest} in its source, ${honestOf(honestLive)} running.`, '',
    `When the rules first met these lies they caught ${caught} of ${shown} in the source. They have been mended with the lies in view since: what follows says that none is forgotten, not how many unknown ones would be found.`, '',
    '| category | planted | caught in the source | caught running, of those that show there |', '|---|---:|---:|---:|',
    ...inSource.map((count, index) => row(count, running[index])), '',
    'Running, a lie is found by the check or flow, or by the verdict of the live proof on the endpoint, that its manifest names.',
    ...(all ? [`All together (\`npm run certificate\`, ${all.at.slice(0, 10)}) is one run with every lie laid, in which one may hide another: ${togetherCounts(all)}.`] : []), '',
    `| lie | category | in the source | running, alone |${all ? ' all together |' : ''}`, `|---|---|---|---|${all ? '---|' : ''}`,
    ...lies.map((lie) => `| ${lie.id} | ${lie.category} | ${sourceWord(lie, seen)} | ${liveWord(lie, of(lie))} |${all ? ` ${togetherWord(lie, all)} |` : ''}`),
  ].join('\n')}\n`);
}

function row(source: Count, running: Count | undefined): string {
  return `| ${source.category} | ${source.planted} | ${source.caught} of ${source.visible} | ${running ? `${running.caught} of ${running.visible}` : ''} |`;
}

function honestOf(one: LiveResult | undefined): string {
  if (!one) return 'not tried yet';
  return one.broke === undefined ? `${one.failed.length}${one.failed.length > 0 ? ` (${one.failed.join(', ')})` : ''}` : `none looked for (${one.broke})`;
}

function sourceWord(lie: Lie, seen: readonly Seen[]): string {
  if (!('rule' in lie.static)) return `– ${lie.static.none}`;
  const sight = seen.find((each) => each.lie.id === lie.id)?.sight ?? 'missed';
  return `${sight}: ${lie.static.rule}${sight !== 'caught' && lie.static.missed !== undefined ? `; ${lie.static.missed}` : ''}`;
}

function liveWord(lie: Lie, one: LiveResult | undefined): string {
  if ('none' in lie.live) return `– ${lie.live.none}`;
  if (!one) return `not tried yet: ${wantedOf(lie)}`;
  if (isCaught(lie, one)) return `caught: ${wantedOf(lie)}`;
  return `missed: ${wantedOf(lie)}${lie.live.missed === undefined ? '' : `; ${lie.live.missed}`}${one.broke === undefined ? '' : ` (${one.broke})`}`;
}

/** `14 of 20`: caught, of those that can be seen there. */
export function tally(words: readonly Word[]): string {
  return `${words.filter(({ state }) => state === 'caught').length} of ${words.filter(({ state }) => state !== 'not visible').length}`;
}

/** Lies that were caught in the source or running. */
export function eitherOf(lies: readonly Pick<Together['lies'][number], 'source' | 'running'>[]): number {
  return lies.filter(({ source, running }) => source.state === 'caught' || running.state === 'caught').length;
}

/** How many of the planted lies the run with all of them caught, in the source, running, and one way or the other. */
function togetherCounts({ lies }: Together): string {
  return `caught ${tally(lies.map(({ source }) => source))} that can be seen in its source, ${tally(lies.map(({ running }) => running))} that can be seen running, ${eitherOf(lies)} of ${lies.length} planted in one or the other`;
}

function togetherWord(lie: Lie, { lies }: Together): string {
  const one = lies.find(({ id }) => id === lie.id);
  return one ? `source ${short(one.source)}; running ${short(one.running)}` : 'not laid yet';
}

/** What it is that nothing can see stands in the columns beside; only what this run could not see is told here. */
function short({ state, words }: Word): string {
  return state === 'not visible' ? (words.startsWith('unproven') ? words : '–') : state;
}
