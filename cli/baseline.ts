import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { baselineOf, parseBaseline, shrink, type Baseline } from '../core/baseline.ts';
import { fault, FaultError } from '../core/fault.ts';
import { foldRun } from '../core/fold.ts';
import { findRun, readEvents } from '../engine/runs.ts';
import { say } from './say.ts';

/**
 * `assay baseline [RUN]`: what a run found becomes known, so that only what is new fails from now on. An existing baseline only shrinks: what is gone
 * leaves it, and nothing is added.
 */
export async function runBaseline(name: string, root: string, file: string): Promise<number> {
  const { id, folder } = findRun(root, name);
  const { findings } = foldRun(readEvents(folder));
  const path = resolve(root, file);
  const before = existsSync(path) ? readBaseline(file, root) : undefined;
  const after = before ? shrink(before, findings) : baselineOf(findings);
  writeFileSync(path, `${JSON.stringify(after, undefined, 2)}\n`);
  say(before ? `${file}: ${before.findings.length} known findings before, ${after.findings.length} left after ${id}` : `${file}: ${after.findings.length} findings of ${id} are known now; name the file as baseline in the configuration`);
  return 0;
}

/** The baseline of a platform; one that version 1 wrote knows fingerprints only. Throws a FaultError when the file is missing or is none. */
export function readBaseline(path: string, root: string): Baseline {
  const file = resolve(root, path);
  if (!existsSync(file)) throw new FaultError(fault('path-missing', `the baseline ${path} does not exist`, { where: { uri: path } }));
  try {
    return parseBaseline(JSON.parse(readFileSync(file, 'utf8')));
  } catch (error) {
    if (!(error instanceof SyntaxError || error instanceof TypeError)) throw error;
    throw new FaultError(fault('config-invalid', `the baseline ${path} is ${error instanceof SyntaxError ? 'not JSON' : error.message}`, { cause: error, where: { uri: path }, fix: 'Make it anew: assay baseline RUN.' }));
  }
}
