import { describe, expect, it } from 'vitest';
import { baselineOf, parseBaseline, settle, shrink } from './baseline.ts';
import type { Finding } from './types.ts';

function finding(path: string, over: Partial<Finding> = {}, code = 'const secret = process.env.SECRET ?? "x";'): Finding {
  return {
    number: 1, check: 'secret-env-fallback', category: 'Hardcoding', family: 'audit', fingerprint: `of ${path}`, key: `${path} default SECRET`, what: 'w', why: 'y', fix: 'f', severity: 'high', confidence: 'certain',
    location: { uri: path, line: 2 }, frame: { firstLine: 1, lines: ['', code], mark: 2 }, ...over,
  };
}

const knownOf = (now: readonly Finding[], before: readonly Finding[]): readonly boolean[] => settle(now, baselineOf(before), [], '2026-01-01').map((each) => each.known === true);

describe('a baseline', () => {
  it('knows a finding whose file was renamed, reindented too', () => {
    expect(knownOf([finding('api/b.ts', {}, '  const secret = process.env.SECRET ?? "x";')], [finding('a.ts')])).toEqual([true]);
  });

  it.each<[string, Finding[], Finding[], boolean[]]>([
    ['a copy: its file is still there', [finding('a.ts'), finding('b.ts')], [finding('a.ts')], [true, false]],
    ['one of two new ones, when one moved', [finding('b.ts'), finding('c.ts')], [finding('a.ts')], [true, false]],
    ['other code under the same key', [finding('b.ts', {}, 'const secret = process.env.SECRET ?? "another";')], [finding('a.ts')], [false]],
    ['the same code of another key', [finding('b.ts', { key: 'b.ts default TOKEN' })], [finding('a.ts')], [false]],
    ['the same of another rule', [finding('b.ts', { check: 'credential-literal' })], [finding('a.ts')], [false]],
    ['what has no line of code', [finding('b.ts', { frame: undefined as never })], [finding('a.ts', { frame: undefined as never })], [false]],
  ])('does not know %s', (_, now, before, known) => {
    expect(knownOf(now, before)).toEqual(known);
  });

  it('takes the new name when it shrinks, and never grows', () => {
    const after = shrink(baselineOf([finding('a.ts'), finding('gone.ts', { key: 'gone.ts other' })]), [finding('b.ts'), finding('c.ts')]);
    expect(after.findings.map(({ path }) => path)).toEqual(['b.ts']);
  });

  it('reads what version 1 wrote, by fingerprints alone', () => {
    const old = parseBaseline({ version: 1, fingerprints: ['of a.ts'] });
    expect(settle([finding('a.ts'), finding('b.ts')], old, [], '2026-01-01').map((each) => each.known)).toEqual([true, undefined]);
    expect(shrink(old, [finding('a.ts')])).toEqual(baselineOf([finding('a.ts')]));
    expect(() => parseBaseline({ version: 3, findings: [] })).toThrow(TypeError);
    expect(() => parseBaseline([])).toThrow(TypeError);
  });
});
