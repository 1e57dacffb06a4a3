import { foldRun } from '../core/fold.ts';
import { findRun, readEvents } from '../engine/runs.ts';
import { EvidenceStore } from '../engine/store.ts';
import { summary } from '../reports/terminal/summary.ts';
import { columns } from './live.ts';
import { rejudge } from './rejudge.ts';
import { wantedReports, writeReports } from './reporters.ts';
import { colours, say, sayFault } from './say.ts';

/** `assay judge RUN`: the verdict again from what is sealed; says so when it differs from what was recorded. */
export async function runJudge(name: string, root: string): Promise<number> {
  const { id, folder } = findRun(root, name);
  const again = await rejudge(folder);
  say(summary(foldRun(again.events), { columns: columns(), colour: colours(process.stdout) }));
  const same = again.recorded === again.verdict;
  say(again.recorded === undefined ? `The run ${id} did not finish; this is what its evidence says.` : `Judged again from ${id}: ${again.verdict}, ${same ? 'as' : `not ${again.recorded} as`} recorded.`);
  return again.exit;
}

/** `assay report RUN`: reports from the recorded stream; without `--reporter` the HTML and JSON files beside it. */
export async function runReport(name: string, root: string, reporter: readonly string[]): Promise<number> {
  const { folder } = findRun(root, name);
  const view = foldRun(readEvents(folder));
  const wanted = await wantedReports(reporter.length > 0 ? reporter : ['html', 'json']);
  const { files, faults } = await writeReports(wanted, view, new EvidenceStore(folder), folder, say);
  for (const [renderer, file] of files) say(`${renderer}  ${file}`);
  for (const each of faults) sayFault(each);
  return faults.length > 0 ? 3 : 0;
}
