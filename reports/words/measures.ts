import type { RunView } from '../../core/fold.ts';
import type { Lookup } from '../renderer.ts';
import { coverageSeen } from './proof.ts';
import { failedIn, loadKind, recordsOf } from './records.ts';
import { duration, fails, grouped } from './words.ts';

/** A figure of a run that can be held against the same figure of another run. */
export interface Measure {
  readonly name: string;
  readonly unit: 'ms' | '/s' | '%' | 'count';
  readonly value: number;
  /** Which way is good; absent where neither is. */
  readonly better?: 'less' | 'more';
}

/** The figures of a run: what was found and examined, how far the proof reached, how quick it was under load, how long it took. */
export function measuresOf(run: RunView, lookup: Pick<Lookup, 'json' | 'prove'>): readonly Measure[] {
  const loads = recordsOf(run, lookup, loadKind).flatMap(({ body }): readonly Measure[] => [
    { name: `p99 of ${body.scenario}`, unit: 'ms', value: body.latencyMs.p99, better: 'less' },
    { name: `p50 of ${body.scenario}`, unit: 'ms', value: body.latencyMs.p50, better: 'less' },
    { name: `rate of ${body.scenario}`, unit: '/s', value: tenths(body.rate.mean), better: 'more' },
    { name: `failed under ${body.scenario}`, unit: '%', value: tenths(failedIn(body).ratio * 1000) / 10, better: 'less' },
  ]);
  const coverage = coverageSeen(run, lookup);
  return [
    { name: 'failing findings', unit: 'count', value: run.findings.filter((finding) => fails(run, finding)).length, better: 'less' },
    ...run.gate.demands.filter(({ examined }) => examined > 0).map(({ category, examined }): Measure => ({ name: `${category}, examined`, unit: 'count', value: examined, better: 'more' })),
    ...(coverage ? [
      { name: 'endpoints proven', unit: 'count', value: coverage.proven, better: 'more' } as const,
      { name: 'leaves of data traced', unit: 'count', value: coverage.traced, better: 'more' } as const,
    ] : []),
    ...loads,
    ...(run.bootMs === undefined ? [] : [{ name: 'boot', unit: 'ms', value: run.bootMs, better: 'less' } as const]),
    { name: 'whole run', unit: 'ms', value: run.ms, better: 'less' },
  ];
}

/** A figure that is another one than before, as people read it. */
export interface MovedMeasure extends Omit<Measure, 'value'> {
  readonly from: number;
  readonly to: number;
}

/** What moved between two runs; a figure that only one of them has says nothing, and one that reads the same has not moved. */
export function movedMeasures(before: readonly Measure[], now: readonly Measure[]): readonly MovedMeasure[] {
  return now.flatMap(({ value: to, ...measure }) => {
    const from = before.find(({ name, unit }) => name === measure.name && unit === measure.unit)?.value;
    return from === undefined || written(from, measure.unit) === written(to, measure.unit) ? [] : [{ ...measure, from, to }];
  });
}

/** A value with its unit: `116 ms`, `419 /s`, `0.6 %`, `1,204`. */
export function written(value: number, unit: Measure['unit']): string {
  return unit === 'ms' ? duration(value) : `${grouped(value)}${unit === 'count' ? '' : ` ${unit}`}`;
}

function tenths(value: number): number {
  return Math.round(value * 10) / 10;
}
