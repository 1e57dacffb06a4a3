import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Lie } from './manifest.ts';
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

/** Lies that the running platform shows to anybody who looks. */
export function isTried(lie: Lie): boolean {
  return !('none' in lie.live);
}

/** What must have failed: a check or flow, or the live proof's verdict on one endpoint. */
export function wantedOf(lie: Lie): string {
  if ('check' in lie.live) return lie.live.check;
  return 'verdict' in lie.live ? `${lie.live.endpoint}: ${lie.live.verdict}` : '';
}

export function isCaught(lie: Lie, result: LiveResult | undefined): boolean {
  return isTried(lie) && result?.failed.includes(wantedOf(lie)) === true;
}

/** Boots the tree as it is and runs these checks and flows. */
export async function tryTree(tree: Tree, id: string, only: readonly string[]): Promise<LiveResult> {
  const report = await runAssay(['gate', '-C', tree.root, '--driver', tree.twin.driver, '--only', only.join(',')], gateLimitMs);
  return resultOf(id, report);
}

/** Boots the tree and makes the live proof, with three kinds of outage of six: a lie that shows in the others shows in one of these, and there are many lies. */
export async function proveTree(tree: Tree, id: string, profile?: string): Promise<LiveResult> {
  const path = join(tree.root, configFile);
  writeFileSync(path, readFileSync(path, 'utf8').replace(/^ {2}proof: \{\n/m, "  proof: {\n    outages: ['refuse', 'read-only', 'hang'],\n"));
  const report = await runAssay(['prove', tree.root, '--driver', tree.twin.driver, ...(profile === undefined ? [] : ['--profile', profile])], gateLimitMs);
  return resultOf(id, report);
}

/** Lays the lie, boots, looks, and lifts it again. With `only` absent it is the named check, or the live proof, alone, which is much quicker. */
export async function tryLie(tree: Tree, lie: Lie, only?: readonly string[]): Promise<LiveResult> {
  const { live } = lie;
  if ('none' in live) throw new Error(`${lie.id} shows nowhere while it runs`);
  tree.lay(lie);
  if ('check' in live && live.seeded === false) leaveSeedOut(tree);
  try {
    return 'check' in live ? await tryTree(tree, lie.id, only ?? [live.check]) : await proveTree(tree, lie.id, live.profile);
  } finally {
    tree.lift(lie);
    writeFileSync(join(tree.root, configFile), readFileSync(join(tree.twin.platform, configFile)));
  }
}

function resultOf(id: string, report: Report): LiveResult {
  const told = (report.endpoints ?? []).flatMap(({ name, witnesses }) => witnesses.filter((each) => each.confidence !== 'possible').map((each) => `${name}: ${each.verdict}`));
  const failed = [...new Set([...report.findings.filter(counts).map((each) => each.check), ...told])].sort();
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
