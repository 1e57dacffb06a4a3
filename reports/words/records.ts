import type { EvidenceRef, Kind } from '../../core/types.ts';
import type { RunView } from '../../core/fold.ts';
import { count, flag, kindOf, listOf, mapOf, maybe, recordOf, text, type Shape } from '../../core/shape.ts';
import type { Lookup } from '../renderer.ts';

/** What a report reads of a flow's record. The producer's own shape has more; what may be missing in older runs is optional here. */
export interface FlowView {
  readonly flow: string;
  readonly title: string;
  readonly browser?: string;
  readonly steps: readonly {
    readonly name: string;
    readonly ms: number;
    readonly ok: boolean;
    readonly error?: string;
    readonly screenshot?: string;
  }[];
  readonly expectations: readonly { readonly label: string; readonly expected: string; readonly found: string; readonly ok: boolean }[];
  readonly requests: readonly {
    readonly method: string;
    readonly url: string;
    readonly status?: number;
    readonly ms: number;
    readonly error?: string;
  }[];
  readonly requestsCut?: number;
  readonly consoleErrors: readonly unknown[];
  readonly pageErrors?: readonly unknown[];
  readonly failedRequests: readonly unknown[];
  readonly origins: readonly string[];
  readonly trace?: string;
}

/** What a report reads of a load's result. Rates are per second, latencies milliseconds, ratios 0 to 1. */
export interface LoadView {
  readonly scenario: string;
  readonly title: string;
  readonly model?: string;
  readonly target: string;
  readonly targets?: readonly {
    readonly target: string;
    readonly requests: number;
    readonly statuses: Readonly<Record<string, number>>;
    readonly errors: number;
    readonly p99Ms: number;
  }[];
  readonly leftOut?: readonly string[];
  readonly durationSeconds: number;
  readonly warmupSeconds?: number;
  readonly connections: number;
  readonly askedRate?: number;
  readonly requests: number;
  readonly errors: number;
  readonly timeouts: number;
  readonly non2xx?: number;
  readonly rate: { readonly mean: number; readonly perSecond: readonly number[] };
  readonly latencyMs: {
    readonly p50: number;
    readonly p90: number;
    readonly p95: number;
    readonly p99: number;
    readonly max: number;
    readonly mean: number;
  };
  readonly seconds?: readonly { readonly requests: number; readonly errors: number; readonly p50Ms: number; readonly p99Ms: number }[];
  readonly histogram: readonly { readonly leMs: number; readonly count: number }[];
  readonly generator: { readonly cpu: number; readonly saturated: boolean };
  readonly threshold: { readonly p99Ms: number; readonly minRate: number; readonly maxErrorRatio: number };
  readonly thresholdFrom?: string;
}

const anything: Shape<unknown> = { demand: () => undefined };

export const flowKind: Kind<FlowView> = kindOf(
  'flow-record',
  recordOf<FlowView>({
    flow: text,
    title: text,
    browser: maybe(text),
    steps: listOf(recordOf<FlowView['steps'][number]>({ name: text, ms: count, ok: flag, error: maybe(text), screenshot: maybe(text) })),
    expectations: listOf(recordOf<FlowView['expectations'][number]>({ label: text, expected: text, found: text, ok: flag })),
    requests: listOf(
      recordOf<FlowView['requests'][number]>({ method: text, url: text, status: maybe(count), ms: count, error: maybe(text) }),
    ),
    requestsCut: maybe(count),
    consoleErrors: listOf(anything),
    pageErrors: maybe(listOf(anything)),
    failedRequests: listOf(anything),
    origins: listOf(text),
    trace: maybe(text),
  }),
);

const latencies = recordOf<LoadView['latencyMs']>({ p50: count, p90: count, p95: count, p99: count, max: count, mean: count });
const second = recordOf<NonNullable<LoadView['seconds']>[number]>({ requests: count, errors: count, p50Ms: count, p99Ms: count });
const target = recordOf<NonNullable<LoadView['targets']>[number]>({
  target: text,
  requests: count,
  statuses: mapOf(count),
  errors: count,
  p99Ms: count,
});

export const loadKind: Kind<LoadView> = kindOf(
  'load-result',
  recordOf<LoadView>({
    scenario: text,
    title: text,
    model: maybe(text),
    target: text,
    targets: maybe(listOf(target)),
    leftOut: maybe(listOf(text)),
    durationSeconds: count,
    warmupSeconds: maybe(count),
    connections: count,
    askedRate: maybe(count),
    requests: count,
    errors: count,
    timeouts: count,
    non2xx: maybe(count),
    rate: recordOf<LoadView['rate']>({ mean: count, perSecond: listOf(count) }),
    latencyMs: latencies,
    seconds: maybe(listOf(second)),
    histogram: listOf(recordOf<LoadView['histogram'][number]>({ leMs: count, count })),
    generator: recordOf<LoadView['generator']>({ cpu: count, saturated: flag }),
    threshold: recordOf<LoadView['threshold']>({ p99Ms: count, minRate: count, maxErrorRatio: count }),
    thresholdFrom: maybe(text),
  }),
);

/** Requests of a load that had no answer or another one than 2xx, and their share of all. */
export function failedIn({ requests, errors, non2xx = 0 }: LoadView): { readonly failed: number; readonly ratio: number } {
  const failed = errors + non2xx;
  return { failed, ratio: requests === 0 ? 0 : failed / requests };
}

export interface Read<T> {
  readonly ref: EvidenceRef;
  readonly body: T;
}

/** Every kept evidence of one kind that has its shape. What does not is still shown among the evidence, as it is. */
export function recordsOf<T>(run: RunView, lookup: Pick<Lookup, 'json'>, kind: Kind<T>): readonly Read<T>[] {
  return run.evidence
    .filter(({ ref }) => ref.kind === kind.name && ref.mediaType === undefined)
    .flatMap(({ ref }) => {
      try {
        return [{ ref, body: kind.parse(lookup.json(ref.digest)) }];
      } catch {
        return [];
      }
    });
}
