import { describe, expect, it } from 'vitest';
import { foldRun } from '../../core/fold.ts';
import { failing, inconclusive, passing } from '../../test/goldens/runs.ts';
import { lookupOf } from '../../test/goldens/stream.ts';
import { changesSince } from './changes.ts';

const [good, bad, open] = [passing, failing, inconclusive].map((make) => ({ run: foldRun(make().events), ...lookupOf(make()) }));
type Side = NonNullable<typeof good>;
const between = (base: Side | undefined, now: Side | undefined): ReturnType<typeof changesSince> => changesSince(base!, now!.run, now!);
const at = (side: Side | undefined, commit: string): Side => ({ ...side!, run: { ...side!.run, header: { ...side!.run.header, environment: { ...side!.run.header.environment, commit } } } });

describe('what changed since a run before', () => {
  it('is nothing for the same run', () => {
    expect(between(bad, bad)).toMatchObject({ opened: [], closed: [], still: bad!.run.findings.slice(0, 5), moved: [], numbers: [], flaky: [] });
  });

  it('counts only what fails, by fingerprint', () => {
    const changes = between(good, bad);
    expect(changes.opened.map((finding) => finding.severity)).toEqual(['critical', 'critical', 'high', 'high', 'medium']);
    expect(changes.moved.map(({ category, from, to }) => `${category}: ${from} → ${to}`)).toContain('Mock data: pass → fail');
  });

  it('never takes for closed what was not looked at again', () => {
    expect(between(bad, good).closed).toHaveLength(5);
    expect(between(bad, open).closed.map((finding) => finding.category)).toEqual(['Hardcoding', 'Fallback data']);
  });
  it('says how the figures moved, and which way', () => {
    const moved = new Map(between(good, bad).numbers.map((each) => [each.name, each]));
    expect(moved.get('p99 of browse-quotes')).toEqual({ name: 'p99 of browse-quotes', unit: 'ms', from: 38, to: 412, better: 'less' });
    expect(moved.get('failing findings')).toMatchObject({ from: 0, to: 5 });
    expect(moved.get('whole run')).toMatchObject({ unit: 'ms', from: 43_900, to: 47_800 });
    expect(moved.has('boot')).toBe(false);
  });

  it('calls a check flaky only when both runs saw the same commit as it stood', () => {
    const flaky = (from: string, to: string): readonly string[] => between(at(good, from), at(bad, to)).flaky.map(({ check, from: was, to: is }) => `${check.id} ${was} ${is}`);
    expect(flaky('9d2c7be4 (clean)', '9d2c7be4 (clean)')).toEqual(expect.arrayContaining(['invented-answer pass fail', 'browse-quotes pass fail']));
    expect(flaky('9d2c7be4 (clean)', '9d2c7be4 (clean)')).toHaveLength(8);
    expect(flaky('9d2c7be4 (changed)', '9d2c7be4 (changed)')).toEqual([]);
    expect(flaky('9d2c7be4 (clean)', '1111111a (clean)')).toEqual([]);
    const other = at(bad, '9d2c7be4 (clean)');
    expect(between(at(good, '9d2c7be4 (clean)'), { ...other, run: { ...other.run, header: { ...other.run.header, profile: 'no-graph' } } }).flaky).toEqual([]);
  });
});
