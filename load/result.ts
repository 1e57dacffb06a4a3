import { count, flag, kindOf, listOf, mapOf, maybe, oneOf, recordOf, text } from '../core/shape.ts';
import type { Threshold } from '../core/ports.ts';
import type { Kind } from '../core/types.ts';

/** What one address answered under load. */
export interface TargetResult {
  readonly target: string;
  readonly requests: number;
  /** Answers by status. */
  readonly statuses: Readonly<Record<string, number>>;
  readonly errors: number;
  readonly p99Ms: number;
}

/** One second of the run, for the chart over time. */
export interface Second {
  readonly requests: number;
  readonly errors: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
}

/**
 * What a load run measured. Every request that was sent is in exactly one of `answers`, `errors` (timeouts among them) and `unfinished`;
 * a timeout enters the latencies at its limit, so that a server which hangs does not look fast.
 */
export interface LoadResult {
  readonly scenario: string;
  readonly title: string;
  readonly model: 'closed' | 'open';
  /** Where it went: `GET /a, GET /b on http://127.0.0.1:4010`. */
  readonly target: string;
  readonly targets: readonly TargetResult[];
  /** Endpoints that were not driven, each with its reason. */
  readonly leftOut: readonly string[];
  readonly durationSeconds: number;
  readonly warmupSeconds: number;
  readonly connections: number;
  /** Requests asked for per second; only in the open model. */
  readonly askedRate?: number;
  readonly requests: number;
  readonly answers: number;
  readonly errors: number;
  readonly timeouts: number;
  readonly non2xx: number;
  readonly unfinished: number;
  /** The first error's own words. */
  readonly firstError?: string;
  readonly rate: { readonly mean: number; readonly perSecond: readonly number[] };
  readonly latencyMs: { readonly p50: number; readonly p90: number; readonly p95: number; readonly p99: number; readonly max: number; readonly mean: number };
  readonly seconds: readonly Second[];
  readonly histogram: readonly { readonly leMs: number; readonly count: number }[];
  /** `cpu`: share of one core that the generator used; `busy`: share of the time in which its loop was not waiting for the platform. */
  readonly generator: { readonly cpu: number; readonly busy: number; readonly saturated: boolean };
  /** The share of the processors that was to be had before the load and after it, with nobody asking the platform. */
  readonly granted?: readonly number[];
  readonly threshold: Threshold;
  /** Whether the threshold is the configuration's or assay's own. */
  readonly thresholdFrom: 'configuration' | 'scenario' | 'default';
  readonly reconciled: boolean;
  /** How the counts differ, when they do. */
  readonly difference?: string;
}

const threshold = recordOf<Threshold>({ durationSeconds: count, connections: count, p99Ms: count, minRate: count, maxErrorRatio: count });

/** Evidence of one scenario. */
export const loadResult: Kind<LoadResult> = kindOf('load-result', recordOf<LoadResult>({
  scenario: text,
  title: text,
  model: oneOf('closed', 'open'),
  target: text,
  targets: listOf(recordOf<TargetResult>({ target: text, requests: count, statuses: mapOf(count), errors: count, p99Ms: count })),
  leftOut: listOf(text),
  durationSeconds: count,
  warmupSeconds: count,
  connections: count,
  askedRate: maybe(count),
  requests: count,
  answers: count,
  errors: count,
  timeouts: count,
  non2xx: count,
  unfinished: count,
  firstError: maybe(text),
  rate: recordOf<LoadResult['rate']>({ mean: count, perSecond: listOf(count) }),
  latencyMs: recordOf<LoadResult['latencyMs']>({ p50: count, p90: count, p95: count, p99: count, max: count, mean: count }),
  seconds: listOf(recordOf<Second>({ requests: count, errors: count, p50Ms: count, p99Ms: count })),
  histogram: listOf(recordOf<LoadResult['histogram'][number]>({ leMs: count, count })),
  generator: recordOf<LoadResult['generator']>({ cpu: count, busy: count, saturated: flag }),
  granted: maybe(listOf(count)),
  threshold,
  thresholdFrom: oneOf('configuration', 'scenario', 'default'),
  reconciled: flag,
  difference: maybe(text),
}));
