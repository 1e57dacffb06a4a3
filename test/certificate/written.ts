import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isCaught, isTried } from '../lies/live.ts';
import { fastapiDesk, type Lie } from '../lies/manifest.ts';
import { eitherOf, readResults, readTogether, tally } from '../lies/results.ts';
import { asMarkdown, type Tried } from './render.ts';

const readme = join(fastapiDesk.platform, 'README.md');
const marks = ['<!-- certificate -->', '<!-- /certificate -->'] as const;

/** Puts the tables side by side between the marks of the README, with the runs they are of and what was caught of the lies. */
export function writeReadme(columns: readonly Tried[], lies: readonly Lie[]): void {
  const text = readFileSync(readme, 'utf8');
  const [start, end] = [text.indexOf(marks[0]), text.indexOf(marks[1])];
  if (start < 0 || end < start) throw new Error(`${readme} has no place for the tables (${marks.join(' … ')})`);
  writeFileSync(readme, `${text.slice(0, start + marks[0].length)}\n${asMarkdown(columns)}\n\n${runsOf(columns)}\n\n${caughtOf(lies)}\n${text.slice(end)}`);
}

function runsOf(columns: readonly Tried[]): string {
  return `The runs: ${columns.map(({ name, report }) => `${name} ${report.startedAt.slice(0, 10)}, ${(report.durationMs / 1_000).toFixed(0)} s`).join('; ')}.`;
}

function caughtOf(lies: readonly Lie[]): string {
  const results = readResults(fastapiDesk);
  const tried = lies.filter(isTried);
  const alone = tried.filter((lie) => isCaught(lie, results.find(({ id }) => id === lie.id))).length;
  const all = readTogether(fastapiDesk);
  const together = all ? ` All together, in the run above: ${tally(all.lies.map(({ source }) => source))} in its source, ${tally(all.lies.map(({ running }) => running))} running, ${eitherOf(all.lies)} of ${lies.length} planted in one or the other.` : '';
  return `Each lie alone on the running platform: ${alone} of the ${tried.length} that show there are caught.${together} [Each lie](lies/RESULTS.md).`;
}
