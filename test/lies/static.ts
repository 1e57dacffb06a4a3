import { availableParallelism } from 'node:os';
import { quotedesk, type Lie } from './manifest.ts';
import { counts, runAssay, type Found } from './run.ts';
import { copyPlatform, type Tree } from './tree.ts';

const auditLimitMs = 120_000;

/** `noticed`: the rule says so, but not surely enough to fail a release. */
export type Sight = 'caught' | 'noticed' | 'missed';

export interface Seen {
  readonly lie: Lie;
  readonly sight: Sight;
  /** Everything that the audit says of the lie's own files, and of no other where it is honest. */
  readonly found: readonly Found[];
}

export interface Audited {
  /** What is said of the honest platform. */
  readonly honest: readonly Found[];
  readonly seen: readonly Seen[];
}

/** Audits the honest platform, then each lie alone, in as many copies as there are cores, two at most. */
export async function auditAll(lies: readonly Lie[], twin = quotedesk): Promise<Audited> {
  const trees = Array.from({ length: Math.min(2, availableParallelism()) }, () => copyPlatform({ twin }));
  try {
    const [first] = trees;
    if (!first) throw new Error('there is no tree');
    const honest = await auditTree(first);
    const open: Lie[] = [...lies];
    const seen: Seen[] = [];
    await Promise.all(trees.map(async (tree) => {
      for (let lie = open.shift(); lie; lie = open.shift()) seen.push(await auditLie(tree, lie, honest));
    }));
    return { honest, seen: lies.flatMap((lie) => seen.filter((each) => each.lie === lie)) };
  } finally {
    trees.forEach((tree) => tree.remove());
  }
}

/** Audits the tree with one lie in it, through the command line, and takes the lie out again. */
async function auditLie(tree: Tree, lie: Lie, honest: readonly Found[]): Promise<Seen> {
  tree.lay(lie);
  try {
    const said = new Set(honest.map(nameOf));
    const found = (await auditTree(tree)).filter((each) => !said.has(nameOf(each)));
    return { lie, found, sight: sightOf(lie, found) };
  } finally {
    tree.lift(lie);
  }
}

async function auditTree(tree: Tree): Promise<readonly Found[]> {
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
