import { existsSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { shrink } from '../core/baseline.ts';
import { foldRun } from '../core/fold.ts';
import { findRun, readEvents } from '../engine/runs.ts';
import { EvidenceStore } from '../engine/store.ts';
import { summary } from '../reports/terminal/summary.ts';
import { readBaseline } from './assemble.ts';
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

/**
 * `assay baseline [RUN]`: what a run found becomes known, so that only what is new fails from now on. An existing baseline only shrinks: what is gone
 * leaves it, and nothing is added.
 */
export async function runBaseline(name: string, root: string, file: string): Promise<number> {
  const { id, folder } = findRun(root, name);
  const { findings } = foldRun(readEvents(folder));
  const path = resolve(root, file);
  const before = existsSync(path) ? readBaseline(file, root) : undefined;
  const after = before ? shrink(before, findings) : { version: 1 as const, fingerprints: findings.map((finding) => finding.fingerprint).sort() };
  writeFileSync(path, `${JSON.stringify(after, undefined, 2)}\n`);
  say(before ? `${file}: ${before.fingerprints.length} known findings before, ${after.fingerprints.length} left after ${id}` : `${file}: ${after.fingerprints.length} findings of ${id} are known now; name the file as baseline in the configuration`);
  return 0;
}
