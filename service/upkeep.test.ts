import { describe, expect, it } from 'vitest';
import { runId, runRecord } from '../test/history.ts';
import { upkeepOf } from './upkeep.ts';

const day = 86_400_000;
const [open, bad, good] = [runRecord(3, { verdict: 'inconclusive' }), runRecord(2, { verdict: 'fail' }), runRecord(1)];
const at = Date.parse(good.at);

describe('the age of the evidence', () => {
  const row = (category: string, now: number, records = [good]) => upkeepOf(records, now).evidence.find((each) => each.category === category);

  it('goes by the standard that asks most often, and is overdue when its days are over', () => {
    expect(row('Mock data', at + 3 * day)).toMatchObject({ standard: 'weekly', everyDays: 7, overdue: false, last: { run: runId(1), state: 'pass', ageDays: 3 }, dueAt: new Date(at + 7 * day).toISOString() });
    expect(row('Mock data', at + 8 * day)).toMatchObject({ overdue: true });
    expect(row('Endpoints', at + 8 * day)).toMatchObject({ standard: 'monthly', everyDays: 31, overdue: false });
    expect(row('Endpoints', at + 32 * day)).toMatchObject({ overdue: true });
    expect(row('Disaster recovery', at)).toBeUndefined();
  });

  it('takes no row for evidence that came to no state, and what was never examined for due at once', () => {
    expect(row('Endpoints', at + day, [open, bad, good])?.last?.run).toBe(runId(2));
    expect(row('Endpoints', at + day, [open])).toEqual({ category: 'Endpoints', standard: 'monthly', everyDays: 31, overdue: true });
  });
});

describe('flaky checks', () => {
  const of = (...commits: readonly (string | undefined)[]) => upkeepOf([bad, good].map(({ commit: _, ...record }, index) => ({ ...record, ...(commits[index] !== undefined && { commit: commits[index] }) })), at).flaky;

  it('are those that held and did not over the same commit', () => {
    expect(of('a', 'a').find(({ check }) => check === 'invented-answer')).toEqual({ check: 'invented-answer', title: 'Every answer comes from a store', commit: 'a', held: 1, failed: 1, run: runId(2) });
    expect(of('a', 'a').map(({ check }) => check)).not.toContain('log-in');
    expect(of('a', 'b')).toEqual([]);
    expect(of(undefined, undefined)).toEqual([]);
  });

  it('are told from checks that hold in one profile and not in another', () => {
    expect(upkeepOf([{ ...bad, commit: 'a', profile: 'no-graph' }, { ...good, commit: 'a' }], at).flaky).toEqual([]);
  });
});
