import { describe, expect, it } from 'vitest';
import { foldRun } from '../../core/fold.ts';
import { failing } from '../../test/goldens/runs.ts';
import { timeLeft } from './left.ts';

const { events } = failing();
const before = foldRun(events);
const start = Date.parse(before.header.at);

/** The same run as far as it was after so many milliseconds. */
function after(ms: number): ReturnType<typeof foldRun> {
  return foldRun(events.filter((event) => Date.parse(event.at) - start <= ms));
}

describe('the time that a run has left', () => {
  it('is what the run before it still took from the same point', () => {
    for (const ms of [1_000, 12_500, 20_000, 30_000, 40_000]) {
      const left = timeLeft(after(ms), before, ms) ?? 0;
      expect(Math.abs(left - (before.ms - ms)), `after ${ms} ms`).toBeLessThan(6_000);
    }
  });

  it('follows the work and not the clock: a boot that takes twice as long leaves the rest as it was', () => {
    const slow = after(1_000);
    const boot = before.bars.find((bar) => bar.id === 'boot');
    expect(timeLeft(slow, before, 60_000)).toBeGreaterThanOrEqual(before.ms - ((boot?.startMs ?? 0) + (boot?.ms ?? 0)));
  });

  it('is not told without a run before, for another profile, or when the run has taken longer', () => {
    expect(timeLeft(after(12_500), undefined, 12_500)).toBeUndefined();
    expect(timeLeft(after(12_500), { ...before, finished: false }, 12_500)).toBeUndefined();
    expect(timeLeft(after(12_500), { ...before, header: { ...before.header, profile: 'other' } }, 12_500)).toBeUndefined();
    expect(timeLeft({ ...before, finished: false }, before, before.ms + 60_000)).toBeUndefined();
    expect(timeLeft(before, before, 10)).toBeUndefined();
  });
});
