import type { LoadView } from '../words/records.ts';
import { grouped, millis } from '../words/words.ts';
import { html, raw, type Html } from './markup.ts';
import { number, row, table } from './parts.ts';

/** What the page's script draws: columns of numbers over x. `names` labels x where it is not a number of seconds. */
export interface Chart {
  readonly title: string;
  readonly unit: string;
  readonly x: readonly number[];
  readonly names?: readonly string[];
  readonly series: readonly Series[];
}
export interface Series {
  readonly label: string;
  readonly values: readonly number[];
  /** A custom property of the style. */
  readonly colour: string;
  readonly shape: 'line' | 'dashed' | 'bars';
}

/** Points of one chart; longer runs are thinned to their worst value a step. */
const mostPoints = 600;

/** Latency and rate over time with their thresholds drawn in, and how long answers took, as far as the result holds them. */
export function chartsOf(load: LoadView): readonly Chart[] {
  return [latency(load), rate(load), histogram(load)].filter((chart) => chart.x.length > 1).map(thinned);
}

function latency({ seconds = [], threshold }: LoadView): Chart {
  return {
    title: 'Latency over time',
    unit: 'ms',
    x: seconds.map((_, index) => index + 1),
    series: [
      line('p99', seconds.map((each) => each.p99Ms), '--one'),
      line('p50', seconds.map((each) => each.p50Ms), '--two'),
      level('p99 limit', threshold.p99Ms, seconds.length, '--fail'),
    ],
  };
}

function rate({ seconds = [], rate: { perSecond }, askedRate, threshold }: LoadView): Chart {
  const errors = seconds.map((each) => each.errors);
  return {
    title: 'Requests a second',
    unit: '/s',
    x: perSecond.map((_, index) => index + 1),
    series: [
      line('served', perSecond, '--one'),
      ...(errors.some((each) => each > 0) ? [line('failed', errors, '--fail')] : []),
      ...(askedRate === undefined ? [] : [level('asked', askedRate, perSecond.length, '--quiet')]),
      level('least allowed', threshold.minRate, perSecond.length, '--fail'),
    ],
  };
}

/** Without the empty buckets at both ends, but for one on each side. */
function histogram({ histogram: all }: LoadView): Chart {
  const first = all.findIndex((bucket) => bucket.count > 0);
  const last = all.findLastIndex((bucket) => bucket.count > 0);
  const buckets = first < 0 ? [] : all.slice(Math.max(0, first - 1), last + 2);
  return {
    title: 'How long answers took',
    unit: 'answers by ms, at most',
    x: buckets.map((_, index) => index),
    names: buckets.map((bucket) => grouped(bucket.leMs)),
    series: [{ label: 'answers', values: buckets.map((bucket) => bucket.count), colour: '--one', shape: 'bars' }],
  };
}

function line(label: string, values: readonly number[], colour: string): Series {
  return { label, values, colour, shape: 'line' };
}

function level(label: string, value: number, points: number, colour: string): Series {
  return { label, values: Array.from({ length: points }, () => value), colour, shape: 'dashed' };
}

/** At most `mostPoints`: of each group of neighbours the worst stays, so that a peak is never averaged away. */
function thinned(chart: Chart): Chart {
  const step = Math.ceil(chart.x.length / mostPoints);
  if (step <= 1) return chart;
  const starts = Array.from({ length: Math.ceil(chart.x.length / step) }, (_, index) => index * step);
  return {
    ...chart,
    x: starts.map((start) => chart.x[start] ?? 0),
    ...(chart.names && { names: starts.map((start) => chart.names?.[start] ?? '') }),
    series: chart.series.map((each) => ({ ...each, values: starts.map((start) => Math.max(...each.values.slice(start, start + step))) })),
  };
}

/** A place for the drawing, the data for the script, and the numbers in a table that stands open until the script has drawn. */
export function chartPart(chart: Chart): Html {
  return html`
    <figure class="chart">
      <h4>${chart.title} <span class="quiet">${chart.unit}</span></h4>
      <div class="needs-script">
        <div class="plot" role="img" aria-label="${chart.title}; the table behind it has the numbers"></div>
        ${chart.series.length > 1 && html`<p class="keys">${chart.series.map(key)}</p>`}
      </div>
      <script type="application/json">${raw(JSON.stringify(chart).replace(/</g, '\\u003c'))}</script>
      <details open class="behind"><summary class="more">the numbers</summary>${numbers(chart)}</details>
    </figure>`;
}

function key({ label, colour, shape }: Series): Html {
  return html`
    <span>
      <svg width="18" height="8" aria-hidden="true" data-colour="${colour}">
        <path d="M0 4h18" fill="none" stroke="currentColor" stroke-width="2"${shape === 'dashed' && html` stroke-dasharray="4 3"`}/>
      </svg>${label}
    </span>`;
}

function numbers(chart: Chart): Html {
  const unit = chart.names ? '' : ` (${chart.unit})`;
  const columns = [chart.names ? 'ms at most' : 'second', ...chart.series.map((each) => ({ num: `${each.label}${unit}` }))];
  const rows = chart.x.map((x, index) => row(chart.names?.[index] ?? x, chart.series.map((each) => number(chart.unit === 'ms' ? millis(each.values[index] ?? 0) : grouped(each.values[index] ?? 0)))));
  return table({ caption: chart.title, columns, rows });
}
