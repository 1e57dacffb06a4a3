import { createHash } from 'node:crypto';
import type { Bar, RunView } from '../../core/fold.ts';
import { clip } from '../words/visible.ts';
import { bootingOf } from '../words/booting.ts';
import { familiesOf, type FamilyProgress } from '../words/families.ts';
import { failingSoFar, knownChecks } from '../words/known.ts';
import { clock, count, grouped, lineOf } from '../words/words.ts';
import { checksPart } from './checks.ts';
import { followScript } from './follow.ts';
import { findingsPart } from './findings.ts';
import { html, raw, type Html } from './markup.ts';
import { cell, number, quiet, row, section, table } from './parts.ts';
import { style as reportStyle } from './style.ts';
import { timelinePart } from './timeline.ts';
import { faultsPart } from './verdict.ts';

/** A region of the live page. The page replaces it when its text is another one. */
export interface LivePart {
  readonly id: string;
  readonly html: string;
}

/** Findings on the page while the run goes on, worst first; the report has them all. */
const shownFindings = 100;
const shownRunning = 6;
const longestLabel = 120;
const longestWhat = 300;
/** Without scripts the page loads itself again after so many seconds. */
const refreshSeconds = 5;

const style = `${reportStyle}
.verdict.going .seal { background: var(--raised); color: var(--link); } .verdict.going h1 b { color: var(--link); background: var(--raised); }
.going-rows th { width: 110px; } .going-rows small { display: block; color: var(--quiet); font-size: 12.5px; overflow-wrap: anywhere; } .going-rows progress { width: 100%; min-width: 60px; height: 8px; vertical-align: 1px; accent-color: var(--link); } .going-rows td:nth-child(2) { width: 26%; }
#lost { display: none; border-left: 3px solid var(--open); background: var(--open-wash); padding: 8px 14px; margin: 16px 0 0; } .lost #lost { display: block; }
`;

/** The policy of the live page: its own style and script, and its own events. */
export const livePolicy = [
  "default-src 'none'", `style-src ${hash(style)}`, `script-src ${hash(followScript())}`, "connect-src 'self'", "base-uri 'none'", "form-action 'none'", "frame-ancestors 'none'",
].join('; ');

/** The page of a run that goes on. `events` is the address of its event stream; `now` is milliseconds since the epoch; `proof` the live proof as far as it came. */
export function livePage(run: RunView, events: string, now: number, proof?: Html): string {
  const { platform, run: id, assay } = run.header;
  return `<!doctype html>\n${html`
    <html lang="en">
      <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="referrer" content="no-referrer">
        <meta name="generator" content="assay ${assay}">
        <noscript><meta http-equiv="refresh" content="${refreshSeconds}"></noscript>
        <title>… ${platform} · run ${id} goes on</title>
        <style>${raw(style)}</style>
      </head>
      <body>
        <header class="bar"><div><span class="brand">assay <span>${platform} · run ${id}</span></span></div></header>
        <main data-events="${events}">
          <p id="lost" role="status">The service does not answer. This page goes on by itself when it does.</p>
          ${liveParts(run, now, proof).map((part) => html`<div id="live-${part.id}">${raw(part.html)}</div>`)}
          <p id="unscripted" class="quiet">Without scripts this page loads itself again every ${refreshSeconds} seconds.</p>
        </main>
        <script>${raw(followScript())}</script>
      </body>
    </html>`.html}\n`;
}

/** What the page shows now, region by region: the report's own parts as far as the run has come. Two equal views give the same text. */
export function liveParts(run: RunView, now: number, proof?: Html): readonly LivePart[] {
  const known = { ...run, findings: run.findings.slice(0, shownFindings) };
  const parts: readonly (readonly [string, Html | undefined])[] = [
    ['head', headPart(run, now)],
    ['families', familiesPart(run)],
    ['faults', faultsPart(run)],
    ['findings', run.findings.length === 0 ? foundPart(run) : findingsPart(known, new Set())],
    ['proof', proof],
    ['checks', checksPart(run)],
    ['timeline', timelinePart({ ...run, ms: elapsedOf(run, now) })],
  ];
  return parts.map(([id, content]) => ({ id, html: content?.html ?? '' }));
}

/** What fails the run as far as it can be seen: told ahead, in one line each. The judgement follows at the end. */
function foundPart(run: RunView): Html | undefined {
  const { count: found, worst } = failingSoFar(run);
  if (found === 0) return undefined;
  const rows = worst.slice(0, shownFindings).map(({ what, severity, location, subject, check, category }) =>
    row(html`${clip(what, longestWhat)} ${quiet(check)}`, [cell(html`<span class="sev ${severity}">${severity}</span>`), cell(category), cell(html`<code>${clip(location ? lineOf(location) : (subject ?? '–'), longestLabel)}</code>`)]));
  const note = found > rows.length ? `the ${grouped(rows.length)} worst of ${grouped(found)}; each is judged again at the end` : 'each is judged again at the end';
  return section('found', 'Found so far', note, table({ caption: 'Findings that fail the run so far', columns: ['Finding', 'Severity', 'Category', 'Where'], rows }));
}

function headPart(run: RunView, now: number): Html {
  const { platform, standard } = run.header;
  const { count: failing, worst } = failingSoFar(run);
  const elapsed = elapsedOf(run, now);
  const facts = [
    failing > 0 ? html`<a href="#${run.findings.length > 0 ? 'findings' : 'found'}">${count(failing, 'finding')} so far, the worst ${worst[0]?.severity}</a>` : 'no finding that fails so far',
    `${grouped(knownChecks(run).length)} of ${count(run.header.planned.length, 'check')} judged`,
    `${standard.title} (${standard.id} ${standard.version})`,
    html`<span id="elapsed" data-ms="${elapsed}">${clock(elapsed)}</span>`,
  ];
  return html`
    <div class="verdict going">
      <span class="seal" aria-hidden="true">▸</span>
      <h1>${platform || 'The platform'} is being examined <b>no verdict yet</b></h1>
      <p class="reason">${doing(run)}</p>
      <p class="facts">${facts.map((fact) => html`<span>${fact}</span> `)}</p>
    </div>`;
}

/** The run's time up to now, also where nothing was said for a while. */
function elapsedOf(run: RunView, now: number): number {
  return Math.max(run.ms, now - Date.parse(run.header.at) || 0);
}

/** What happens now, in one sentence. */
function doing(run: RunView): string {
  const { phase } = run;
  const running = run.bars.filter((bar) => bar.state === 'running' && bar.kind === 'probe');
  const booting = phase === 'booting' ? bootingOf(run) : undefined;
  if (booting) return `Starting the platform: ${grouped(booting.ready)} of ${count(booting.total, 'service')} ready${booting.doing === '' ? '' : `, ${clip(booting.doing, longestLabel)}`}.`;
  if (phase === 'stopping') return 'Everything was looked at; the platform is being stopped.';
  if (running.length > 0) return `Running now: ${clip(running.map((bar) => bar.id).join(', '), 2 * longestLabel)}.`;
  return phase === undefined && run.header.standard.stack ? 'Preparing the run.' : 'Judging what was seen.';
}

function familiesPart(run: RunView): Html {
  const columns = ['Part', 'Progress', 'Now', { num: 'Probes' }, { num: 'Checks' }, { num: 'Findings' }];
  return section('progress', 'Progress', undefined, table({ name: 'going-rows', caption: 'How far each part of the run has come', columns, rows: familiesOf(run).map((part) => familyRow(run, part)) }));
}

function familyRow(run: RunView, { family, planned, probes, running, seen, known }: FamilyProgress): Html {
  const failing = failingSoFar(run, family).count;
  const [done, total] = [seen + known.length, probes.length + planned.length];
  return row(family, [
    cell(html`<progress max="${Math.max(1, total)}" value="${Math.min(done, total)}" aria-label="${family}">${done} of ${total}</progress>`),
    cell(running.length > 0 ? running.slice(0, shownRunning).map((bar) => runningLine(run, bar)) : quiet(done >= total ? 'done' : done === 0 ? 'waits' : 'seen; judged at the end')),
    number(`${grouped(seen)} of ${grouped(probes.length)}`),
    number(`${grouped(known.length)} of ${grouped(planned.length)}`),
    number(grouped(failing)),
  ]);
}

function runningLine(run: RunView, bar: Bar): Html {
  const progress = run.progress[bar.id];
  const far = progress && `${progress.total > 0 ? `${grouped(progress.done)} of ${grouped(progress.total)} · ` : ''}${clip(progress.label, longestLabel)}`;
  return html`${bar.id} ${quiet(`since minute ${clock(bar.startMs)}`)}<small>${far}</small>`;
}

function hash(source: string): string {
  return `'sha256-${createHash('sha256').update(source).digest('base64')}'`;
}
