import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { quotedesk, type Lie } from './manifest.ts';
import { counts, runAssay, type Report } from './run.ts';
import type { Tree } from './tree.ts';

const gateLimitMs = 900_000;
const configFile = 'assay.config.ts';

/** What one boot with one lie in it showed. */
export interface LiveResult {
  readonly id: string;
  readonly at: string;
  /** The checks and flows that failed with a finding that counts, sorted. */
  readonly failed: readonly string[];
  /** Why nothing can be said, where the platform did not come up. */
  readonly broke?: string;
}

/** Lies that can be tried on the running platform today. */
export function isTried(lie: Lie): boolean {
  return 'check' in lie.live;
}

export function isCaught(lie: Lie, result: LiveResult | undefined): boolean {
  return 'check' in lie.live && result?.failed.includes(lie.live.check) === true;
}

/** Boots the tree as it is and runs these checks and flows. */
export async function tryTree(tree: Tree, id: string, only: readonly string[]): Promise<LiveResult> {
  const report = await runAssay(['gate', '-C', tree.root, '--driver', 'native', '--only', only.join(',')], gateLimitMs);
  return resultOf(id, report);
}

/** Lays the lie, boots, looks, and lifts it again. With `only` absent it is the named check alone, which is much quicker. */
export async function tryLie(tree: Tree, lie: Lie, only?: readonly string[]): Promise<LiveResult> {
  if (!('check' in lie.live)) throw new Error(`${lie.id} names no check that exists`);
  tree.lay(lie);
  if (lie.live.seeded === false) leaveSeedOut(tree);
  try {
    return await tryTree(tree, lie.id, only ?? [lie.live.check]);
  } finally {
    tree.lift(lie);
    if (lie.live.seeded === false) writeFileSync(join(tree.root, configFile), readFileSync(join(quotedesk.platform, configFile)));
  }
}

function resultOf(id: string, report: Report): LiveResult {
  const failed = [...new Set(report.findings.filter(counts).map((each) => each.check))].sort();
  const fault = report.faults[0];
  return { id, at: new Date().toISOString(), failed, ...(failed.length === 0 && fault && { broke: `${fault.code}: ${fault.what}` }) };
}

/** The seed compares what came out with what it expects and ends the run: right for users, and in the way of the flow that is tried here. */
export function leaveSeedOut(tree: Tree): void {
  const path = join(tree.root, configFile);
  const text = readFileSync(path, 'utf8');
  const without = text.replace(/^ {4}seed: \{\n(?: {6}.*\n)+ {4}\},\n/m, '');
  if (without === text) throw new Error('the configuration has no seed to leave out');
  writeFileSync(path, without);
}
