import { readdirSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { liesFolder, readLies, type Lie } from './manifest.ts';
import { counts, type Found } from './run.ts';
import { auditLie, auditTree, type Seen } from './static.ts';
import { staticTable } from './table.ts';
import { copyPlatform, filesOf, type Tree } from './tree.ts';

/** All lies together; one audit takes more than a second of a core, and ten where others work as well. */
const limitMs = 1_200_000;

const lies = readLies();
/** Those that the source shows: the others need no audit. */
const visible = lies.filter((lie) => 'rule' in lie.static);

describe('the manifest of the dishonest twin', () => {
  it('names each lie once, and every folder is a lie', () => {
    const folders = readdirSync(liesFolder, { withFileTypes: true }).filter((each) => each.isDirectory()).map((each) => each.name);
    expect(lies.map((lie) => lie.id).toSorted()).toEqual(folders.toSorted());
  });

  it.each(lies)('names the files of $id', (lie) => {
    expect(lie.overlay).toEqual(filesOf(lie.id));
  });
});

describe('the audit of the dishonest twin', () => {
  let trees: readonly Tree[] = [];
  let honest: readonly Found[] = [];
  let seen: readonly Seen[] = [];

  beforeAll(async () => {
    trees = Array.from({ length: Math.min(2, availableParallelism()) }, () => copyPlatform());
    const [first] = trees;
    if (!first) throw new Error('there is no tree');
    honest = await auditTree(first);
    seen = await auditAll(trees, honest);
    process.stdout.write(`\n${staticTable(lies, seen)}\n`);
  }, limitMs);
  afterAll(() => trees.forEach((tree) => tree.remove()));

  it('accuses the honest platform of nothing', () => {
    expect(honest.filter(counts)).toEqual([]);
  });

  it.each(visible.filter((lie) => 'rule' in lie.static && lie.static.missed === undefined))('catches $id', (lie) => {
    const one = seen.find((each) => each.lie.id === lie.id);
    expect(one?.sight, said(one)).toBe('caught');
  });

  it.each(visible.filter((lie) => 'rule' in lie.static && lie.static.missed !== undefined))('still misses $id, or the manifest is to be mended', (lie) => {
    expect(seen.find((each) => each.lie.id === lie.id)?.sight).not.toBe('caught');
  });
});

/** Each tree takes the next lie when it is done with one. */
async function auditAll(trees: readonly Tree[], honest: readonly Found[]): Promise<readonly Seen[]> {
  const open: Lie[] = [...visible];
  const seen: Seen[] = [];
  await Promise.all(trees.map(async (tree) => {
    for (let lie = open.shift(); lie; lie = open.shift()) seen.push(await auditLie(tree, lie, honest));
  }));
  return visible.flatMap((lie) => seen.filter((each) => each.lie === lie));
}

function said(one: Seen | undefined): string {
  return one?.found.map(({ check, confidence, severity, location, what }) => `${check} (${severity}, ${confidence}) ${location?.uri}:${location?.line} ${what}`).join('\n') || 'the audit says nothing of its files';
}
