import { html, type Html } from '../../reports/html/markup.ts';
import { stateMark } from '../../reports/html/verdict.ts';
import { count, duration, glyphs, grouped } from '../../reports/words/words.ts';
import type { RunRecord } from '../../reports/words/record.ts';
import type { ImportState } from '../importer.ts';
import type { ListedRun, PlatformStrip, StripRun } from '../store.ts';
import type { Upkeep } from '../upkeep.ts';
import { page, when } from './layout.ts';

export interface RunsView {
  readonly version: string;
  /** Set when only one platform's runs are shown. */
  readonly platform: string | undefined;
  readonly strips: readonly PlatformStrip[];
  readonly runs: readonly ListedRun[];
  /** Set when one platform's runs are shown and it has some. */
  readonly upkeep?: Upkeep | undefined;
  /** Where older runs are, when there are more. */
  readonly older: string | undefined;
  readonly imports: ImportState;
  /** Runs that go on now. */
  readonly going: readonly string[];
  readonly json: string;
}

const shownNotImported = 100;
const shownGoing = 5;
const shownFlaky = 50;

/** The history: a strip of verdicts for each platform, then the runs, newest first, then what could not be brought in. */
export function runsPage(view: RunsView): string {
  const { platform, strips, imports } = view;
  const all = strips.reduce((sum, each) => sum + each.count, 0);
  return page({
    title: `${platform ?? 'Runs'} · assay`, version: view.version, json: view.json,
    body: html`<h1>${platform ?? 'Runs'}</h1>
<p class="lead">${all === 0 ? 'No run is in the history yet. A run that finishes is here a few seconds later.' : `${count(all, 'run')} of ${count(strips.length, 'platform')}. Each opens the report of its run.`}</p>
${view.going.slice(0, shownGoing).map((run) => html`<p class="note go">▸ <a href="/runs/${run}">Run ${run} goes on: follow it</a></p>`)}
${imports.trouble !== undefined && html`<p class="note">New runs are not coming in: ${imports.trouble}</p>`}
${strips.length > 0 && html`<ul class="strips" aria-label="Verdicts by platform, oldest first">${strips.map(strip)}</ul>`}
${view.runs.length > 0 && html`<section><div class="scroll"><table class="runs"><caption class="off">Runs, newest first</caption><thead><tr><th scope="col">Verdict</th><th scope="col">Started</th><th scope="col">Run</th><th scope="col" class="num opt">Failing</th><th scope="col" class="num opt">Opened</th><th scope="col" class="num opt">Closed</th><th scope="col" class="num opt">Took</th></tr></thead><tbody>${view.runs.map((each) => row(each, platform))}</tbody></table></div>${(view.older !== undefined || platform !== undefined) && html`<p class="more">${view.older !== undefined && html`<a href="${view.older}">Older runs</a>`}${platform !== undefined && html`<a href="/">Every platform</a>`}</p>`}</section>`}
${view.upkeep && [evidencePart(view.upkeep), flakyPart(view.upkeep)]}
${notImported(imports)}`,
  });
}

/** How old the proof of each row is, and when the calendar of the standards asks for it again: what was never examined is due at once. */
function evidencePart({ evidence }: Upkeep): Html {
  const rows = evidence.map(({ category, standard, everyDays, last, dueAt, overdue }) => html`<tr class="${overdue && 'unproven'}"><th scope="row">${category}</th><td>${stateMark(last?.state ?? 'unproven')}</td><td class="nowrap">${last ? html`<a href="/runs/${encodeURIComponent(last.run)}">${when(last.at)}</a>` : 'never'}</td><td class="num">${last ? grouped(last.ageDays) : '–'}</td><td class="nowrap">${standard}</td><td class="num">${everyDays}</td><td class="nowrap">${overdue ? html`<span class="is-unproven">? ${dueAt === undefined ? 'now' : html`since ${day(dueAt)}`}</span>` : day(dueAt ?? '')}</td></tr>`);
  const overdue = evidence.filter((each) => each.overdue).length;
  return html`<section id="evidence-age"><h2>Age of the evidence <small>${overdue === 0 ? 'nothing is overdue' : `${grouped(overdue)} of ${count(evidence.length, 'row')} overdue`}</small></h2><div class="scroll" tabindex="0"><table class="ready ages"><caption class="off">When each row was examined last, and when a standard asks for it again</caption><thead><tr><th scope="col">Category</th><th scope="col">State then</th><th scope="col">Examined last</th><th scope="col" class="num">Age, days</th><th scope="col">Asked for by</th><th scope="col" class="num">Every, days</th><th scope="col">Due</th></tr></thead><tbody>${rows}</tbody></table></div></section>`;
}

function day(at: string): Html {
  return html`<time datetime="${at}">${at.slice(0, 10)}</time>`;
}

/** Checks that held in one run and not in another, over the same commit: what they say is worth less than it seems. */
function flakyPart({ flaky }: Upkeep): Html {
  const rows = flaky.slice(0, shownFlaky).map(({ check, title, commit, held, failed, run }) => html`<tr><th scope="row">${title} <span class="quiet">${check}</span></th><td><code>${commit}</code></td><td class="num">${grouped(held)}</td><td class="num">${grouped(failed)}</td><td class="nowrap"><a href="/runs/${encodeURIComponent(run)}">${run}</a></td></tr>`);
  const left = flaky.length - rows.length;
  return html`<section id="flaky"><h2>Flaky checks <small>held in some runs and not in others, over the same commit</small></h2>${rows.length === 0 ? html`<p class="quiet">None among the runs of a commit that was clean.</p>` : html`<div class="scroll" tabindex="0"><table><caption class="off">Checks that held in some runs of a commit and not in others</caption><thead><tr><th scope="col">Check</th><th scope="col">Commit</th><th scope="col" class="num">Runs it held</th><th scope="col" class="num">It did not</th><th scope="col">Last run in which it did not</th></tr></thead><tbody>${rows}</tbody></table></div>`}${left > 0 && html`<p class="quiet">and ${grouped(left)} more: the JSON has them all.</p>`}</section>`;
}

function strip({ platform, count: runs, runs: cells }: PlatformStrip): Html {
  return html`<li><b><a href="/?platform=${encodeURIComponent(platform)}">${platform}</a></b><ol class="strip">${cells.map(cell)}</ol><span>${count(runs, 'run')}</span></li>`;
}

function cell({ run, verdict, at, standard, partial }: StripRun): Html {
  const told = `${verdict} · ${standard}${partial ? ', part of it only' : ''} · ${at.slice(0, 16).replace('T', ' ')} UTC`;
  return html`<li><a class="${verdict}${partial && ' part'}" href="/runs/${encodeURIComponent(run)}" title="${told}"><span class="off">${told}</span><span aria-hidden="true">${glyphs[verdict]}</span></a></li>`;
}

function row({ record, moved }: ListedRun, platform: string | undefined): Html {
  const failing = failingOf(record);
  return html`<tr><td>${stateMark(record.verdict)}</td><td class="nowrap">${when(record.at)}</td><td class="reason"><a href="/runs/${encodeURIComponent(record.run)}">${record.reason}</a><small>${platform === undefined && `${record.platform} · `}${record.standard.id} ${record.standard.version}${record.profile !== 'default' && ` · profile ${record.profile}`}${record.partial && ' · part of it only'} · ${record.run}</small></td>
<td class="num opt">${grouped(failing)}</td><td class="num opt">${moved ? html`<span class="${moved.opened > 0 && 'up'}">${moved.opened > 0 ? `+${grouped(moved.opened)}` : '0'}</span>` : '–'}</td><td class="num opt">${moved ? html`<span class="${moved.closed > 0 && 'down'}">${moved.closed > 0 ? `−${grouped(moved.closed)}` : '0'}</span>` : '–'}</td><td class="num opt">${duration(record.ms)}</td></tr>`;
}

export function failingOf(record: RunRecord): number {
  return record.counts.filter((each) => each.standing === 'failing').reduce((sum, each) => sum + each.count, 0);
}

function notImported({ notImported: all, leftOut }: ImportState): Html | undefined {
  if (all.length === 0 && leftOut === 0) return undefined;
  const shown = all.slice(0, shownNotImported);
  return html`<section id="not-imported"><h2>Not in the history <small>${count(all.length, 'folder')} of the runs</small></h2><table><caption class="off">Run folders that are not in the history, with the reason</caption><thead><tr><th scope="col">Folder</th><th scope="col">Reason</th></tr></thead><tbody>${shown.map(({ run, reason, unfinished }) => html`<tr><td class="nowrap">${unfinished ? html`<a href="/runs/${run}"><code>${run}</code></a>` : html`<code>${run}</code>`}</td><td class="wide">${reason}</td></tr>`)}</tbody></table>
${all.length > shown.length && html`<p class="quiet">and ${grouped(all.length - shown.length)} more: the JSON has them all.</p>`}${leftOut > 0 && html`<p class="quiet">${count(leftOut, 'older folder')} beyond the newest 5,000 ${leftOut === 1 ? 'is' : 'are'} not looked at.</p>`}</section>`;
}
