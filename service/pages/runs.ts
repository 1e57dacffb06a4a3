import { html, type Html } from '../../reports/html/markup.ts';
import { count, duration, glyphs, grouped } from '../../reports/words/words.ts';
import type { RunRecord } from '../../reports/words/record.ts';
import type { ImportState } from '../importer.ts';
import type { ListedRun, PlatformStrip, StripRun } from '../store.ts';
import { page, state, when } from './layout.ts';

export interface RunsView {
  readonly version: string;
  /** Set when only one platform's runs are shown. */
  readonly platform: string | undefined;
  readonly strips: readonly PlatformStrip[];
  readonly runs: readonly ListedRun[];
  /** Where older runs are, when there are more. */
  readonly older: string | undefined;
  readonly imports: ImportState;
  /** Runs that go on now. */
  readonly going: readonly string[];
  readonly json: string;
}

const shownNotImported = 100;
const shownGoing = 5;

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
${notImported(imports)}`,
  });
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
  return html`<tr><td>${state(record.verdict)}</td><td class="nowrap">${when(record.at)}</td><td class="reason"><a href="/runs/${encodeURIComponent(record.run)}">${record.reason}</a><small>${platform === undefined && `${record.platform} · `}${record.standard.id} ${record.standard.version}${record.profile !== 'default' && ` · profile ${record.profile}`}${record.partial && ' · part of it only'} · ${record.run}</small></td>
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
