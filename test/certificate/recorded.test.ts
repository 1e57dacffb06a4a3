import { readFileSync } from 'node:fs';
import { basename, extname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { fastapiDesk, readLies } from '../lies/manifest.ts';
import { readTogether } from '../lies/results.ts';

const recorded = readTogether(fastapiDesk)?.shown ?? [];
const lie = (id: string): readonly string[] => readLies(fastapiDesk).find((each) => each.id === id)?.overlay ?? [];

/** What the lie laid beside the live files, read from its folder: a variant is called after the file that it pretends to be. */
const families = [
  { of: 'backend/desk_api/app', live: 'app.py' },
  { of: 'backend/desk/graph', live: 'graph_v2.py' },
  { of: 'backend/desk_chat/server', live: 'server.py' },
].map(({ of, live }) => ({
  live,
  // The connector that runs is itself one of the variants; the file that has the plain name is dead with the others.
  dead: [...lie('dead-variants').filter((file) => file.startsWith(`${of}_`)).map((file) => basename(file)), `${basename(of)}.py`].filter((file) => file !== live).sort(),
}));

describe('the recorded run with all lies laid', () => {
  it.each(families)('names $live as the one of its family that runs, and every other as dead', ({ live, dead }) => {
    const found = recorded.filter((each) => each.check === 'file-variant-family' && each.what.includes(`: ${live} runs`));
    expect(found).toHaveLength(1);
    expect(/nothing leads to ([^(]+)/.exec(found[0]?.what ?? '')?.[1]?.split(', ').map((file) => file.trim()).sort()).toEqual(dead);
  });

  it('names no other family, and as many dead files as the manifest says were planted', () => {
    const said = /(\d+) dead variants of (\w+) live files/.exec(readLies(fastapiDesk).find((each) => each.id === 'dead-variants')?.family ?? '');
    expect(recorded.filter((each) => each.check === 'file-variant-family')).toHaveLength(families.length);
    expect(families.flatMap(({ dead }) => dead).length).toBe(Number(said?.[1]));
    expect(families.flatMap(({ dead }) => dead).every((file) => extname(file) === '.py')).toBe(true);
  });

  it('sees the wrong address of the API in the browser and in the built files', () => {
    const wrong = /NEXT_PUBLIC_API_URL=(\S+)/.exec(readFileSync(join(fastapiDesk.liesFolder, 'page-built-for-other-port', 'web', 'Dockerfile'), 'utf8'))?.[1];
    expect(wrong).toMatch(/^https?:\/\//);
    expect(recorded.some((each) => each.in === 'browser' && each.what.includes(`asks ${String(wrong)} `))).toBe(true);
    expect(recorded.some((each) => each.in === 'built files' && each.what.includes('NEXT_PUBLIC_API_URL') && each.found?.includes(String(wrong)) === true)).toBe(true);
  });
});
