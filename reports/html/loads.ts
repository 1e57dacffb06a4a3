import type { RunView } from '../../core/fold.ts';
import type { Lookup } from '../renderer.ts';
import { failedIn, loadKind, recordsOf, type LoadView } from '../words/records.ts';
import { clip } from '../words/visible.ts';
import { count, grouped, millis } from '../words/words.ts';
import { chartPart, chartsOf } from './charts.ts';
import { html, type Html } from './markup.ts';
import { cell, more, number, quiet, row, section, table } from './parts.ts';

const shownTargets = 60;
const longestText = 400;

/** Each scenario with its thresholds drawn in. Every chart has its numbers in a table behind it, which stands open without scripts. */
export function loadsPart(run: RunView, lookup: Lookup): Html | undefined {
  const loads = recordsOf(run, lookup, loadKind).map(({ body }) => body);
  return loads.length === 0 ? undefined : section('load', 'Load', count(loads.length, 'scenario'), loads.map(loadPart));
}

function loadPart(load: LoadView): Html {
  const { leftOut = [], targets = [], generator } = load;
  return html`
    <article class="load">
      <h3>${clip(load.title, longestText)} ${quiet(clip(load.scenario, 80))}</h3>
      <p class="quiet">${circumstances(load).join(' · ')}</p>
      ${generator.saturated && html`
        <ul class="faults"><li>
          <b>The generator was saturated</b> (${percent(generator.cpu)} of a core): it measured itself, so these times prove nothing.
        </li></ul>`}
      ${figures(load)}
      <div class="charts">${chartsOf(load).map(chartPart)}</div>
      ${targets.length > 0 && targetTable(targets)}
      ${leftOut.length > 0 && more(`${count(leftOut.length, 'endpoint')} left out`,
        html`<ul>${leftOut.slice(0, shownTargets).map((each) => html`<li>${clip(each, longestText)}</li>`)}</ul>`)}
    </article>`;
}

function circumstances(load: LoadView): readonly string[] {
  return [
    load.targets && load.targets.length > 1 ? count(load.targets.length, 'endpoint') : clip(load.target, longestText),
    `${seconds(load.durationSeconds)}${load.warmupSeconds === undefined ? '' : ` after ${seconds(load.warmupSeconds)} of warm-up`}`,
    count(load.connections, 'connection'),
    ...(load.model === undefined ? [] : [`${clip(load.model, 20)} model`]),
    ...(load.thresholdFrom === undefined ? [] : [`thresholds: ${clip(load.thresholdFrom, 20)}`]),
  ];
}

function figures(load: LoadView): Html {
  const { threshold, latencyMs, rate, generator, askedRate } = load;
  const { failed, ratio } = failedIn(load);
  const rateUnit = `/s, at least ${grouped(threshold.minRate)}${askedRate === undefined ? '' : `, ${grouped(askedRate)} asked`}`;
  const failedUnit = `of ${grouped(load.requests)} (${percent(ratio)}, at most ${percent(threshold.maxErrorRatio)})`;
  return html`
    <dl class="figures">
      ${figure('p99 latency', millis(latencyMs.p99), `ms of ${grouped(threshold.p99Ms)}`, latencyMs.p99 > threshold.p99Ms)}
      ${figure('p50', millis(latencyMs.p50), 'ms')}
      ${figure('slowest', millis(latencyMs.max), 'ms')}
      ${figure('rate served', grouped(Math.round(rate.mean * 10) / 10), rateUnit, rate.mean < threshold.minRate)}
      ${figure('failed', grouped(failed), failedUnit, ratio > threshold.maxErrorRatio)}
      ${figure('generator', percent(generator.cpu), 'of a core', generator.saturated)}
    </dl>`;
}

function figure(name: string, value: string, unit: string, bad = false): Html {
  const warning = html`<span aria-hidden="true">✗ </span><span class="off">beyond its limit: </span>`;
  return html`<div${bad && html` class="bad"`}><dt>${name}</dt><dd>${bad && warning}${value} <small>${unit}</small></dd></div>`;
}

function targetTable(targets: NonNullable<LoadView['targets']>): Html {
  const rows = targets.slice(0, shownTargets).map((each) => {
    const statuses = Object.entries(each.statuses).map(([status, n]) => `${clip(status, 10)}: ${grouped(n)}`).join(', ');
    const counts = [grouped(each.requests), grouped(each.errors), millis(each.p99Ms)].map(number);
    return row(clip(each.target, longestText), [cell(statuses), counts]);
  });
  const columns = ['Endpoint', 'Answers by status', { num: 'Sent' }, { num: 'No answer' }, { num: 'p99, ms' }];
  return table({ caption: 'Endpoints under load', columns, rows });
}

function seconds(n: number): string {
  return `${grouped(Math.round(n * 10) / 10)} s`;
}

function percent(ratio: number): string {
  return `${grouped(Math.round(ratio * 10_000) / 100)} %`;
}
