import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createRun, findRun, isRunId, newRunId, runsFolder, runsOf } from './runs.ts';

let root: string;
beforeAll(() => void (root = mkdtempSync(join(tmpdir(), 'assay-runs-'))));
afterAll(() => rmSync(root, { recursive: true }));

describe('names of runs', () => {
  it('sort as the runs began, within one second too', () => {
    const began = Date.UTC(2026, 0, 2, 3, 4, 5);
    const made = [7, 40, 300, 999, 1000].map((ms) => createRun(root, began + ms).id);
    expect(runsOf(root).map(({ id }) => id)).toEqual(made);
    expect(findRun(root, 'latest').id).toBe(made.at(-1));
    expect(findRun(root, made[1]?.slice(-4) ?? '').id).toBe(made[1]);
  });

  it('of before they had milliseconds are found, and nothing else in the folder is', () => {
    for (const name of ['20250101-000000-abcd', 'notes', '20250101-00-abcd']) mkdirSync(join(runsFolder(root), name));
    expect(runsOf(root)[0]?.id).toBe('20250101-000000-abcd');
    expect(runsOf(root)).toHaveLength(6);
    expect(isRunId(newRunId(0))).toBe(true);
  });
});
