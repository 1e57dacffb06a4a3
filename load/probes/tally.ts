import { build } from 'hdr-histogram-js';
import type { Histogram } from 'hdr-histogram-js';
import type { LoadResult, Second, TargetResult } from '../result.ts';
import { isSuccess } from '../../core/status.ts';

/** Latencies are kept in microseconds up to ten minutes, three digits exact. */
const digits = 3;
const highestUs = 600_000_000;

/** The upper edges of the histogram in a report: steps of about a third, from a tenth of a millisecond to a minute. */
const edgesMs = [
  0.1, 0.2, 0.3, 0.5, 0.75, 1, 1.5, 2, 3, 4, 5, 7.5, 10, 15, 20, 30, 40, 50, 75, 100, 150, 200, 300, 400, 500, 750, 1_000, 1_500, 2_000, 3_000, 5_000,
  7_500, 10_000, 20_000, 30_000, 60_000, 600_000,
] as const;

/** The measured half of a load result. */
export type Tallied = Pick<LoadResult, 'requests' | 'answers' | 'errors' | 'timeouts' | 'non2xx' | 'unfinished' | 'rate' | 'latencyMs' | 'seconds' | 'histogram' | 'targets'>
  & { readonly firstError?: string; readonly samples: number; readonly apart: number };

interface Row {
  requests: number;
  errors: number;
  readonly statuses: Record<string, number>;
  readonly latencies: Histogram;
}

/** Counts what became of every request, independently of the generator's own books. */
export class Tally {
  readonly #all = histogram();
  readonly #buckets = new Array<number>(edgesMs.length).fill(0);
  readonly #rows: readonly Row[];
  readonly #names: readonly string[];
  readonly #seconds: Second[] = [];
  #second = { requests: 0, errors: 0, latencies: histogram() };
  #sent = 0;
  #answers = 0;
  #errors = 0;
  #timeouts = 0;
  #apart = 0;
  #non2xx = 0;
  #firstError: string | undefined;

  constructor(names: readonly string[]) {
    this.#names = names;
    this.#rows = names.map(() => ({ requests: 0, errors: 0, statuses: {}, latencies: histogram() }));
  }

  sent(target: number): void {
    this.#sent += 1;
    this.#row(target).requests += 1;
  }

  answered(target: number, status: number, ms: number): void {
    const row = this.#row(target);
    row.statuses[status] = (row.statuses[status] ?? 0) + 1;
    this.#answers += 1;
    this.#second.requests += 1;
    if (!isSuccess(status)) {
      this.#non2xx += 1;
      this.#second.errors += 1;
    }
    this.#latency(row, ms);
  }

  failed(target: number, error: string): void {
    this.#errors += 1;
    this.#second.errors += 1;
    this.#row(target).errors += 1;
    this.#firstError ??= error;
  }

  /** The server closed the connection instead of answering: an error that the generator's own books do not know. */
  dropped(target: number): void {
    this.#apart += 1;
    this.failed(target, 'the connection was closed without an answer');
  }

  /** A request that went into a connection which the server had announced to close: it never arrived, and another took its place. */
  withdrawn(target: number, booked: boolean): void {
    this.#sent -= 1;
    this.#row(target).requests -= 1;
    if (booked) this.#apart -= 1;
  }

  /** A request that was given up after `ms`: an error, and a latency of at least that long. */
  timedOut(target: number, ms: number): void {
    this.#timeouts += 1;
    this.failed(target, `no answer within ${ms / 1000} s`);
    this.#latency(this.#row(target), ms);
  }

  /** Called once a second. */
  tick(): void {
    const { requests, errors, latencies } = this.#second;
    this.#seconds.push({ requests, errors, p50Ms: atMs(latencies, 50), p99Ms: atMs(latencies, 99) });
    latencies.reset();
    this.#second = { requests: 0, errors: 0, latencies };
  }

  /** Adds what came after the last whole second to that second. */
  end(): void {
    const last = this.#seconds.pop();
    this.tick();
    const rest = this.#seconds.at(-1);
    if (!last || !rest) return;
    this.#seconds.splice(-1, 1, { ...last, requests: last.requests + rest.requests, errors: last.errors + rest.errors });
  }

  /** @param elapsedSeconds the time between the first request and the end */
  read(elapsedSeconds: number): Tallied {
    const all = this.#all;
    return {
      requests: this.#sent, answers: this.#answers, errors: this.#errors, timeouts: this.#timeouts, non2xx: this.#non2xx,
      unfinished: this.#sent - this.#answers - this.#errors,
      samples: all.totalCount, apart: this.#apart,
      ...(this.#firstError !== undefined && { firstError: this.#firstError }),
      rate: { mean: rounded(this.#answers / elapsedSeconds), perSecond: this.#seconds.map((each) => each.requests) },
      latencyMs: { p50: atMs(all, 50), p90: atMs(all, 90), p95: atMs(all, 95), p99: atMs(all, 99), max: rounded(all.maxValue / 1000), mean: rounded((all.totalCount ? all.mean : 0) / 1000) },
      seconds: this.#seconds,
      histogram: buckets(this.#buckets),
      targets: this.#rows.map((row, index): TargetResult => ({
        target: this.#names[index] ?? '', requests: row.requests, statuses: row.statuses, errors: row.errors, p99Ms: atMs(row.latencies, 99),
      })),
    };
  }

  #row(target: number): Row {
    const row = this.#rows[target];
    if (!row) throw new RangeError(`no target ${target}`);
    return row;
  }

  #latency(row: Row, ms: number): void {
    const us = Math.min(Math.max(1, Math.round(ms * 1000)), highestUs);
    this.#all.recordValue(us);
    const edge = edgesMs.findIndex((each) => us <= each * 1000);
    this.#buckets[edge] = (this.#buckets[edge] ?? 0) + 1;
    this.#second.latencies.recordValue(us);
    row.latencies.recordValue(us);
  }
}

function histogram(): Histogram {
  return build({ lowestDiscernibleValue: 1, highestTrackableValue: highestUs, numberOfSignificantValueDigits: digits, useWebAssembly: false, bitBucketSize: 32 });
}

function atMs(latencies: Histogram, percentile: number): number {
  return latencies.totalCount === 0 ? 0 : rounded(latencies.getValueAtPercentile(percentile) / 1000);
}

/** The counted edges from the first to the last that holds any. */
function buckets(counts: readonly number[]): readonly { leMs: number; count: number }[] {
  const all = edgesMs.map((leMs, index) => ({ leMs, count: counts[index] ?? 0 }));
  const first = all.findIndex((each) => each.count > 0);
  return first === -1 ? [] : all.slice(first, all.findLastIndex((each) => each.count > 0) + 1);
}

/** To a thousandth: what is below is noise of the clock. */
function rounded(value: number): number {
  return Math.round(value * 1000) / 1000;
}
