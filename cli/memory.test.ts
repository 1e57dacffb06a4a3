import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Check } from '../core/define.ts';
import { conclude, type Memory, type Seal } from '../core/judge.ts';
import { memoryIn } from './memory.ts';

let folder: string;
beforeEach(() => { folder = mkdtempSync(join(tmpdir(), 'assay-memory-')); });
afterEach(() => { rmSync(folder, { recursive: true }); });

const kept = { judgement: { examined: 3, problems: [] }, waivers: [] };

describe('memoryIn', () => {
  it('gives back what the last run judged, and forgets what nobody asks for', () => {
    const first = memoryIn(folder);
    first.keep('rule sha256:1', kept);
    first.keep('rule sha256:2', kept);
    first.save();
    const second = memoryIn(folder);
    expect(second.recall('rule sha256:1')).toEqual(kept);
    second.keep('other sha256:1', kept);
    second.save();
    expect(memoryIn(folder).recall('rule sha256:2')).toBeUndefined();
    expect(memoryIn(folder).recall('rule sha256:1')).toEqual(kept);
  });

  it('knows nothing that other code judged', () => {
    const memory = memoryIn(folder);
    memory.keep('rule sha256:1', kept);
    memory.save();
    const file = join(folder, 'judged.json');
    writeFileSync(file, readFileSync(file, 'utf8').replace(/"by":"\w{4}/, '"by":"0000'));
    expect(memoryIn(folder).recall('rule sha256:1')).toBeUndefined();
  });
});

describe('a judgement that is remembered', () => {
  const kind = { name: 'k', parse: (raw: unknown) => raw as number };
  const seal = (digit: string, body: number): Seal => ({ probe: 'p', kind: 'k', result: { kind: 'k', digest: `sha256:${digit.repeat(64)}`, at: '', subject: 's', bytes: 1, body } });
  const circumstances = { now: 0, platform: { name: 'x' } as never, stack: undefined };
  let asked = 0;
  const check = (more: Partial<Check>): Check => ({
    info: { id: 'c', family: 'audit', category: 'Mock data', title: 't' }, aliases: [], explain: {} as never, needs: [kind],
    judge: (seen) => {
      asked++;
      return { examined: seen.all(kind).reduce((sum, { body }) => sum + body, 0), problems: [] };
    },
    ...more,
  });
  const inMemory = (): Memory => {
    const all = new Map<string, typeof kept>();
    return { recall: (name) => all.get(name), keep: (name, each) => void all.set(name, each as typeof kept) };
  };
  const outcomes = (of: Check, memory: Memory, ...seals: readonly Seal[]): unknown => conclude(of, seals, circumstances, (text) => text, memory);

  it('says the same as the judgement itself, with what was examined and by which evidence', () => {
    asked = 0;
    const memory = inMemory();
    const first = outcomes(check({ lasting: true }), memory, seal('a', 5));
    expect(outcomes(check({ lasting: true }), memory, seal('a', 5))).toEqual(first);
    expect(first).toMatchObject({ status: 'pass', examined: 5, evidence: [`sha256:${'a'.repeat(64)}`] });
    expect(asked).toBe(1);
  });

  it('is not given for other evidence, nor for a check that does not say that it lasts', () => {
    const memory = inMemory();
    outcomes(check({ lasting: true }), memory, seal('a', 5));
    expect(outcomes(check({ lasting: true }), memory, seal('b', 7))).toMatchObject({ examined: 7 });
    asked = 0;
    outcomes(check({}), memory, seal('a', 5));
    outcomes(check({}), memory, seal('a', 5));
    expect(asked).toBe(2);
  });
});
