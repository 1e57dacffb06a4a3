import type { Lie } from './manifest.ts';
import { counts, runAssay, type Found } from './run.ts';
import type { Tree } from './tree.ts';

const auditLimitMs = 120_000;

/** `noticed`: the rule says so, but not surely enough to fail a release. */
export type Sight = 'caught' | 'noticed' | 'missed';

export interface Seen {
  readonly lie: Lie;
  readonly sight: Sight;
  /** Everything that the audit says of the lie's own files, and of no other where it is honest. */
  readonly found: readonly Found[];
}

/** Audits the tree with one lie in it, through the command line, and takes the lie out again. */
export async function auditLie(tree: Tree, lie: Lie, honest: readonly Found[]): Promise<Seen> {
  tree.lay(lie);
  try {
    const said = new Set(honest.map(nameOf));
    const found = (await auditTree(tree)).filter((each) => !said.has(nameOf(each)));
    return { lie, found, sight: sightOf(lie, found) };
  } finally {
    tree.lift(lie);
  }
}

export async function auditTree(tree: Tree): Promise<readonly Found[]> {
  return (await runAssay(['audit', tree.root], auditLimitMs)).findings;
}

function sightOf(lie: Lie, found: readonly Found[]): Sight {
  if (!('rule' in lie.static)) return 'missed';
  const { rule } = lie.static;
  const there = found.filter((each) => each.check === rule && each.location !== undefined && lie.overlay.includes(each.location.uri));
  return there.some(counts) ? 'caught' : there.length > 0 ? 'noticed' : 'missed';
}

/** Lines move when a file is replaced, so a finding is known by what it says and of which file. */
function nameOf({ check, what, location }: Found): string {
  return `${check} ${location?.uri ?? ''} ${what}`;
}
