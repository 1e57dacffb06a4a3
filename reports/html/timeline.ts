import type { Bar, RunView } from '../../core/fold.ts';
import { count, duration } from '../words/words.ts';
import { html, raw, type Html } from './markup.ts';
import { section } from './parts.ts';

/** Checks that took less than this are told as one sentence, not as bars. */
const shownCheckMs = 20;
const mostBars = 200;
/** A bar narrower than this, in percent, would not be seen. */
const narrowest = 0.3;
const steps = [100, 200, 500, 1_000, 2_000, 5_000, 10_000, 15_000, 30_000, 60_000, 120_000, 300_000, 600_000, 1_800_000, 3_600_000];
const mostTicks = 6;

/** Where the time went and what ran alone: boot, every probe, slow checks, teardown. */
export function timelinePart(run: RunView): Html | undefined {
  const shown = run.bars
    .filter((bar) => bar.kind !== 'check' || (bar.ms ?? 0) >= shownCheckMs)
    .toSorted((a, b) => a.startMs - b.startMs)
    .slice(0, mostBars);
  if (shown.length === 0) return undefined;
  const end = Math.max(1, run.ms, ...shown.map((bar) => bar.startMs + (bar.ms ?? 0)));
  const checks = run.bars.filter((bar) => bar.kind === 'check');
  const judged = checks.reduce((sum, bar) => sum + (bar.ms ?? 0), 0);
  const note = `${duration(run.ms)} in all${checks.length > 0 ? `; ${count(checks.length, 'check')} judged in ${duration(judged)}` : ''}`;
  return section('timeline', 'Timeline', note, [bars(shown, end), keys(shown)]);
}

function bars(shown: readonly Bar[], end: number): Html {
  const ticks = ticksOf(end);
  return html`
    <table class="bars">
      <caption class="off">When each part of the run began and how long it took</caption>
      <thead><tr>
        <th scope="col"><span class="off">Part</span></th>
        <th scope="col"><svg class="axis" aria-hidden="true">${ticks.map((ms) => html`<text x="${percent((ms / end) * 100)}" y="11"${ms > 0 && html` text-anchor="middle"`}>${tickText(ms)}</text>`)}</svg></th>
        <th scope="col" class="num">Took</th>
      </tr></thead>
      <tbody>${shown.map((bar) => barRow(bar, end, ticks))}</tbody>
    </table>`;
}

/** Round times, at most seven of them, of which the last stands before the end. */
function ticksOf(end: number): readonly number[] {
  const step = steps.find((each) => end / each <= mostTicks) ?? Math.ceil(end / mostTicks);
  return Array.from({ length: Math.floor((end * 0.97) / step) + 1 }, (_, index) => index * step);
}

/** A round time without needless digits: `20 s`, `2:00`. */
function tickText(ms: number): string {
  if (ms === 0) return '0';
  return ms < 1_000 || ms >= 60_000 ? duration(ms) : `${ms / 1_000} s`;
}

function barRow(bar: Bar, end: number, ticks: readonly number[]): Html {
  const open = bar.state === 'running';
  const x = Math.min(100 - narrowest, (bar.startMs / end) * 100);
  const width = Math.max(narrowest, (((open ? end - bar.startMs : bar.ms) ?? 0) / end) * 100);
  const failed = bar.state === 'failed' && bar.kind !== 'check';
  return html`
    <tr>
      <th scope="row">${failed && html`<span class="is-fail">✗ </span>`}${bar.id}</th>
      <td>
        <svg role="img" aria-label="from ${duration(bar.startMs)}">
          <rect class="b-track" width="100%" height="14" rx="3"/>
          ${ticks.slice(1).map((ms) => html`<rect class="b-tick" x="${percent((ms / end) * 100)}" width="1" height="14"/>`)}
          <rect class="${classOf(bar)}" x="${percent(x)}" width="${percent(Math.min(width, 100 - x))}" height="14" rx="3"/>
        </svg>
      </td>
      <td class="num">${open ? 'not ended' : duration(bar.ms ?? 0)}</td>
    </tr>`;
}

/** A failed check has done its work: only the harness's own failures are red here. */
function classOf(bar: Bar): string {
  if (bar.kind === 'check') return 'b-check';
  if (bar.state === 'failed') return 'b-failed';
  if (bar.kind === 'stack') return 'b-stack';
  return bar.access === 'source' || bar.access === 'observe' ? 'b-probe' : 'b-alone';
}

function keys(shown: readonly Bar[]): Html {
  const classes = new Set(shown.map(classOf));
  const meanings = [
    ['b-stack', 'boot and teardown'],
    ['b-probe', 'probe beside others'],
    ['b-alone', 'probe that has the stack alone'],
    ['b-check', 'check'],
    ['b-failed', '✗ failed'],
  ] as const;
  const items = meanings.filter(([name]) => classes.has(name)).map(([name, meaning]) => html`
    <span><svg width="11" height="11" aria-hidden="true"><rect class="${name}" width="11" height="11" rx="3"/></svg>${meaning}</span>`);
  return html`<p class="keys">${items}</p>`;
}

function percent(n: number): Html {
  return raw(`${n.toFixed(2)}%`);
}
