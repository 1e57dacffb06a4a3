import { FaultError } from '../core/fault.ts';
import { foldRun, type Header, type RunView } from '../core/fold.ts';
import { findRun, readEvents, runsOf } from '../engine/runs.ts';
import { EvidenceStore } from '../engine/store.ts';
import type { Earlier } from '../reports/renderer.ts';
import { changesSince, type Changes } from '../reports/words/changes.ts';
import { written } from '../reports/words/measures.ts';
import { oneLine, visible } from '../reports/words/visible.ts';
import { count } from '../reports/words/words.ts';
import { rejudge } from './rejudge.ts';
import { lookupIn, wantedReports, writeReports } from './reporters.ts';
import { say, sayFault } from './say.ts';
import { saySummary } from './summary.ts';

const MOST_LOOKED_AT = 20;

/** `assay judge RUN`: the verdict again from what is sealed; says so when it differs from what was recorded. */
export async function runJudge(name: string, root: string): Promise<number> {
  const { id, folder } = findRun(root, name);
  const again = await rejudge(folder);
  saySummary(foldRun(again.events), lookupIn(new EvidenceStore(folder), undefined));
  const same = again.recorded === again.verdict;
  say(again.recorded === undefined ? `The run ${id} did not finish; this is what its evidence says.` : `Judged again from ${id}: ${again.verdict}, ${same ? 'as' : `not ${again.recorded} as`} recorded.`);
  return again.exit;
}

/** `assay report RUN`: reports from the recorded stream; without `--reporter` the HTML and JSON files beside it. With a base it also says what changed since. */
export async function runReport(name: string, root: string, reporter: readonly string[], base: string | undefined): Promise<number> {
  const { folder } = findRun(root, name);
  const view = foldRun(readEvents(folder));
  const previous = base === undefined ? runBefore(root, view.header) : earlierIn(findRun(root, base).folder);
  const lookup = lookupIn(new EvidenceStore(folder), previous);
  const wanted = await wantedReports(reporter.length > 0 ? reporter : ['html', 'json']);
  const { files, faults } = await writeReports(wanted, view, { lookup, folder }, say);
  for (const [renderer, file] of files) say(`${renderer}  ${file}`);
  if (base !== undefined && previous) say(comparison(changesSince(previous, view, lookup), view));
  for (const each of faults) sayFault(each);
  return faults.length > 0 ? 3 : 0;
}

const listedFindings = 50;

function comparison({ base, opened, closed, still, moved, flaky, numbers }: Changes, run: RunView): string {
  const listed = (word: string, findings: RunView['findings']): readonly string[] => [
    ...findings.slice(0, listedFindings).map((each) => `  ${word}  ${each.severity}  ${each.check}  ${oneLine(each.what)}`),
    ...(findings.length > listedFindings ? [`  and ${count(findings.length - listedFindings, 'more finding')} ${word}`] : []),
  ];
  return visible([
    `${run.header.run} against ${base}: ${opened.length} opened, ${closed.length} closed, ${still.length} still open`,
    ...listed('opened', opened), ...listed('closed', closed), ...listed('still open', still),
    ...moved.map(({ category, from, to }) => `  ${category}: ${from} → ${to}`),
    ...numbers.map(({ name, unit, from, to }) => `  ${name}: ${written(from, unit)} → ${written(to, unit)}`),
    ...flaky.map(({ check, from, to }) => `  flaky  ${check.id}: ${from} → ${to}, over the same commit`),
  ].join('\n'));
}

/** A run that others are compared with: what its events say, and its own evidence. */
function earlierIn(folder: string): Earlier {
  const { json, prove } = lookupIn(new EvidenceStore(folder), undefined);
  return { run: foldRun(readEvents(folder)), json, prove };
}

/** The newest finished run before this one that was asked for the same: same standard, whole or the same part. Undefined when there is none that can be read. */
export function runBefore(root: string, header: Pick<Header, 'run' | 'standard'>): Earlier | undefined {
  const asked = JSON.stringify(header.standard);
  for (const { folder } of runsOf(root).filter(({ id }) => id < header.run).slice(-MOST_LOOKED_AT).reverse()) {
    const before = readable(folder);
    if (before?.run.finished && JSON.stringify(before.run.header.standard) === asked) return before;
  }
  return undefined;
}

/** A run of another version, or one cut off, cannot be compared with; it is no trouble of this one. */
function readable(folder: string): Earlier | undefined {
  try {
    return earlierIn(folder);
  } catch (error) {
    if (error instanceof FaultError) return undefined;
    throw error;
  }
}
