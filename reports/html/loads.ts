import type { RunView } from '../../core/fold.ts';
import type { Lookup } from '../renderer.ts';
import { clip } from '../words/visible.ts';
import { count, grouped } from '../words/words.ts';
import { html, raw, type Content, type Html } from './markup.ts';
import { loadKind, recordsOf, type LoadView } from './records.ts';

/** What the page's script draws: columns of numbers over x. `names` labels x where it is not a number of seconds. */
interface Chart {
  readonly title: string;
  readonly unit: string;
  readonly x: readonly number[];
  readonly names?: readonly string[];
  readonly series: readonly Series[];
}
interface Series {
  readonly label: string;
  readonly values: readonly number[];
  /** A custom property of the style. */
  readonly colour: string;
  readonly shape: 'line' | 'dashed' | 'bars';
}

/** Points of one chart; longer runs are thinned to their worst value a step. */
const mostPoints = 600;
const shownTargets = 60;

/** Each scenario with its thresholds drawn in. Every chart has its numbers in a table behind it, which stands open without scripts. */
export function loadsPart(run: RunView, lookup: Lookup): Html | undefined {
  const loads = recordsOf(run, lookup, loadKind);
  if (loads.length === 0) return undefined;
  return html`<section id="load"><h2>Load <small>${count(loads.length, 'scenario')}</small></h2>${loads.map(({ body }) => loadPart(body))}</section>`;
}

function loadPart(load: LoadView): Html {
  const failed = load.errors + (load.non2xx ?? 0);
  const ratio = load.requests === 0 ? 0 : failed / load.requests;
  const { threshold, latencyMs, generator } = load;
  return html`<article class="load"><h3>${clip(load.title, 200)} <span class="quiet">${clip(load.scenario, 80)}</span></h3>
<p class="quiet">${clip(load.target, 400)} · ${grouped(load.durationSeconds)} s after ${grouped(load.warmupSeconds ?? 0)} s of warm-up · ${count(load.connections, 'connection')}${load.model !== undefined && ` · ${clip(load.model, 20)} model`}${load.thresholdFrom !== undefined && ` · thresholds from the ${clip(load.thresholdFrom, 20)}`}</p>
${generator.saturated && html`<ul class="faults"><li><b>The generator was saturated</b> (${percent(generator.cpu)} of a core): it measured itself, so these times prove nothing.</li></ul>`}
<dl class="figures">${figure('p99 latency', grouped(latencyMs.p99), `ms of ${grouped(threshold.p99Ms)}`, latencyMs.p99 > threshold.p99Ms)}${figure('p50', grouped(latencyMs.p50), 'ms', false)}${figure('slowest', grouped(latencyMs.max), 'ms', false)}
${figure('rate served', grouped(Math.round(load.rate.mean * 10) / 10), `/s, at least ${grouped(threshold.minRate)}${load.askedRate === undefined ? '' : `, ${grouped(load.askedRate)} asked`}`, load.rate.mean < threshold.minRate)}
${figure('failed', grouped(failed), `of ${grouped(load.requests)} (${percent(ratio)}, at most ${percent(threshold.maxErrorRatio)})`, ratio > threshold.maxErrorRatio)}${figure('generator', percent(generator.cpu), 'of a core', generator.saturated)}</dl>
<div class="charts">${chartsOf(load).map(chartPart)}</div>${targets(load)}${(load.leftOut ?? []).length > 0 && html`<details><summary class="more">${count(load.leftOut?.length ?? 0, 'endpoint')} left out</summary><ul>${load.leftOut?.slice(0, shownTargets).map((each) => html`<li>${clip(each, 300)}</li>`)}</ul></details>`}</article>`;
}

function figure(name: string, value: string, unit: string, bad: boolean): Html {
  return html`<div${bad && html` class="bad"`}><dt>${name}</dt><dd>${bad && html`<span aria-hidden="true">✗ </span><span class="off">over its limit: </span>`}${value} <small>${unit}</small></dd></div>`;
}

function chartsOf(load: LoadView): readonly Chart[] {
  const seconds = load.seconds ?? [];
  const rate = load.rate.perSecond;
  const { histogram, threshold } = load;
  const last = histogram.findLastIndex((bucket) => bucket.count > 0);
  const buckets = histogram.slice(Math.max(0, histogram.findIndex((bucket) => bucket.count > 0) - 1), last + 2);
  return [
    ...(seconds.length > 1 ? [thinned({
      title: 'Latency over time', unit: 'ms', x: seconds.map((_, index) => index + 1),
      series: [line('p99', seconds.map((each) => each.p99Ms), '--one'), line('p50', seconds.map((each) => each.p50Ms), '--two'), limit('p99 limit', threshold.p99Ms, seconds.length)],
    })] : []),
    ...(rate.length > 1 ? [thinned({
      title: 'Requests a second', unit: '/s', x: rate.map((_, index) => index + 1),
      series: [
        line('served', rate, '--one'), ...(seconds.some((each) => each.errors > 0) ? [line('failed', seconds.map((each) => each.errors), '--fail')] : []),
        ...(load.askedRate === undefined ? [] : [{ ...limit('asked', load.askedRate, rate.length), colour: '--quiet' }]), limit('least allowed', threshold.minRate, rate.length),
      ],
    })] : []),
    ...(buckets.length > 1 ? [{
      title: 'How long answers took', unit: 'answers by ms, at most', x: buckets.map((_, index) => index), names: buckets.map((bucket) => grouped(bucket.leMs)),
      series: [{ label: 'answers', values: buckets.map((bucket) => bucket.count), colour: '--one', shape: 'bars' as const }],
    }] : []),
  ];
}

function line(label: string, values: readonly number[], colour: string): Series {
  return { label, values, colour, shape: 'line' };
}

function limit(label: string, value: number, points: number): Series {
  return { label, values: Array.from({ length: points }, () => value), colour: '--fail', shape: 'dashed' };
}

/** At most `mostPoints`: of each group of neighbours the worst stays, so that a peak is never averaged away. */
function thinned(chart: Chart): Chart {
  const step = Math.ceil(chart.x.length / mostPoints);
  if (step <= 1) return chart;
  const groups = <T>(values: readonly number[], of: (group: readonly number[]) => T): readonly T[] => Array.from({ length: Math.ceil(values.length / step) }, (_, index) => of(values.slice(index * step, (index + 1) * step)));
  return { ...chart, x: groups(chart.x, (group) => group[0] ?? 0), series: chart.series.map((each) => ({ ...each, values: groups(each.values, (group) => Math.max(...group)) })) };
}

function chartPart(chart: Chart): Html {
  const keys: Content = chart.series.length < 2 ? '' : html`<p class="keys">${chart.series.map((each) => html`<span><svg width="18" height="8" aria-hidden="true" data-colour="${each.colour}"><path d="M0 4h18" fill="none" stroke="currentColor" stroke-width="2"${each.shape === 'dashed' && html` stroke-dasharray="4 3"`}/></svg>${each.label}</span>`)}</p>`;
  return html`<figure class="chart"><h4>${chart.title} <span class="quiet">${chart.unit}</span></h4><div class="needs-script"><div class="plot" role="img" aria-label="${chart.title}; the table behind it has the numbers"></div>${keys}</div><script type="application/json">${raw(JSON.stringify(chart).replace(/</g, '\\u003c'))}</script>
<details open class="behind"><summary class="more">the numbers</summary><div class="scroll" tabindex="0"><table><caption class="off">${chart.title}</caption><thead><tr><th scope="col">${chart.names ? 'ms at most' : 'second'}</th>${chart.series.map((each) => html`<th scope="col" class="num">${each.label}${!chart.names && ` (${chart.unit})`}</th>`)}</tr></thead><tbody>${chart.x.map((x, index) => html`<tr><th scope="row">${chart.names?.[index] ?? x}</th>${chart.series.map((each) => html`<td class="num">${grouped(each.values[index] ?? 0)}</td>`)}</tr>`)}</tbody></table></div></details></figure>`;
}

function targets(load: LoadView): Html | undefined {
  if (!load.targets || load.targets.length === 0) return undefined;
  return html`<div class="scroll" tabindex="0"><table><caption class="off">Endpoints under load</caption><thead><tr><th scope="col">Endpoint</th><th scope="col">Answers by status</th><th scope="col" class="num">requests</th><th scope="col" class="num">no answer</th><th scope="col" class="num">p99 ms</th></tr></thead><tbody>${load.targets.slice(0, shownTargets).map((each) => html`<tr><th scope="row">${clip(each.target, 200)}</th><td>${Object.entries(each.statuses).map(([status, n]) => `${status}: ${grouped(n)}`).join(', ')}</td><td class="num">${grouped(each.requests)}</td><td class="num">${grouped(each.errors)}</td><td class="num">${grouped(each.p99Ms)}</td></tr>`)}</tbody></table></div>`;
}

function percent(ratio: number): string {
  return `${grouped(Math.round(ratio * 10_000) / 100)} %`;
}
