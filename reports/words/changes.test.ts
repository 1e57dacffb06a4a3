import { describe, expect, it } from 'vitest';
import { foldRun } from '../../core/fold.ts';
import { failing, inconclusive, passing } from '../../test/goldens/runs.ts';
import { changesSince } from './changes.ts';

const [good, bad, open] = [passing, failing, inconclusive].map((make) => foldRun(make().events));

describe('what changed since a run before', () => {
  it('is nothing for the same run', () => {
    expect(changesSince(bad!, bad!)).toMatchObject({ opened: [], closed: [], still: 5, moved: [] });
  });

  it('counts only what fails, by fingerprint', () => {
    const changes = changesSince(good!, bad!);
    expect(changes.opened.map((finding) => finding.severity)).toEqual(['critical', 'critical', 'high', 'high', 'medium']);
    expect(changes.moved.map(({ category, from, to }) => `${category}: ${from} → ${to}`)).toContain('Mock data: pass → fail');
  });

  it('never takes for closed what was not looked at again', () => {
    expect(changesSince(bad!, good!).closed).toHaveLength(5);
    expect(changesSince(bad!, open!).closed.map((finding) => finding.category)).toEqual(['Hardcoding', 'Fallback data']);
  });
});
