import type { Bar, RunView } from '../../core/fold.ts';
import { count, duration } from '../words/words.ts';
import { html, raw, type Html } from './markup.ts';

/** Checks that took less than this are told as one sentence, not as bars. */
const shownCheckMs = 20;
const mostBars = 200;

/** Where the time went and what ran alone: boot, every probe, slow checks, teardown. */
export function timelinePart(run: RunView): Html | undefined {
  const shown = run.bars.filter((bar) => bar.kind !== 'check' || (bar.ms ?? 0) >= shownCheckMs).toSorted((a, b) => a.startMs - b.startMs).slice(0, mostBars);
  if (shown.length === 0) return undefined;
  const end = Math.max(1, run.ms, ...shown.map((bar) => bar.startMs + (bar.ms ?? 0)));
  const checks = run.bars.filter((bar) => bar.kind === 'check');
  const judged = checks.reduce((sum, bar) => sum + (bar.ms ?? 0), 0);
  return html`<section id="timeline"><h2>Timeline <small>${duration(run.ms)} in all${checks.length > 0 && `; ${count(checks.length, 'check')} judged in ${duration(judged)}`}</small></h2>
<table class="bars"><caption class="off">When each part of the run began and how long it took</caption><thead><tr><th scope="col"><span class="off">Part</span></th><th scope="col"><div class="axis"><div>${[0, 0.25, 0.5, 0.75, 1].map((part) => html`<span>${duration(end * part).replace(/^0 ms$/, '0')}</span>`)}</div></div></th><th scope="col" class="num">took</th></tr></thead>
<tbody>${shown.map((bar) => barRow(bar, end))}</tbody></table>
<p class="keys">${key('b-stack', 'boot and teardown')}${key('b-probe', 'probe beside others')}${key('b-alone', 'probe that has the stack alone')}${shown.some((bar) => bar.kind === 'check') && key('b-check', 'check')}${shown.some((bar) => bar.state === 'failed') && key('b-failed', '✗ failed')}</p></section>`;
}

function barRow(bar: Bar, end: number): Html {
  const open = bar.state === 'running';
  const width = Math.max(0.3, (((open ? end - bar.startMs : bar.ms) ?? 0) / end) * 100);
  const x = Math.min(99.7, (bar.startMs / end) * 100);
  return html`<tr><th scope="row">${bar.state === 'failed' && bar.kind !== 'check' && html`<span class="is-fail">✗ </span>`}${bar.id}</th><td><svg role="img" aria-label="from ${duration(bar.startMs)}"><rect class="b-track" width="100%" height="14" rx="3"/><rect class="${classOf(bar)}" x="${percent(x)}" width="${percent(Math.min(width, 100 - x))}" height="14" rx="3"/></svg></td><td class="num">${open ? 'not ended' : duration(bar.ms ?? 0)}</td></tr>`;
}

/** A failed check has done its work: only the harness's own failures are red here. */
function classOf(bar: Bar): string {
  if (bar.kind === 'check') return 'b-check';
  if (bar.state === 'failed') return 'b-failed';
  if (bar.kind === 'stack') return 'b-stack';
  return bar.access === 'source' || bar.access === 'observe' ? 'b-probe' : 'b-alone';
}

function key(name: string, meaning: string): Html {
  return html`<span><svg width="11" height="11" aria-hidden="true"><rect class="${name}" width="11" height="11" rx="3"/></svg>${meaning}</span>`;
}

function percent(n: number): Html {
  return raw(`${n.toFixed(2)}%`);
}
