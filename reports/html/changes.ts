import type { RunView } from '../../core/fold.ts';
import type { Finding } from '../../core/types.ts';
import type { Lookup } from '../renderer.ts';
import { changesSince, type Changes } from '../words/changes.ts';
import { clip } from '../words/visible.ts';
import { count, grouped, lineOf } from '../words/words.ts';
import { html, type Content, type Html } from './markup.ts';
import { cell, quiet, row, section, table } from './parts.ts';
import { stateMark } from './verdict.ts';

const shownFindings = 100;
const longestText = 200;

/** One line for the first screen: what opened and closed since the run before. Undefined when there was none. */
export function changesFact(run: RunView, lookup: Lookup): Content {
  if (!lookup.previous) return undefined;
  const { opened, closed, base } = changesSince(lookup.previous, run);
  const told = opened.length + closed.length === 0 ? 'no finding opened or closed' : `${grouped(opened.length)} opened, ${grouped(closed.length)} closed`;
  return html`<a href="#changes">${told} since ${base}</a>`;
}

/** Findings that opened and closed, and rows that changed their state. */
export function changesPart(run: RunView, lookup: Lookup): Html | undefined {
  if (!lookup.previous) return undefined;
  const changes = changesSince(lookup.previous, run);
  const note = `since run ${changes.base}: ${count(changes.opened.length, 'finding')} opened, ${grouped(changes.closed.length)} closed, ${grouped(changes.still)} still there`;
  return section('changes', 'Changes', note, [movedTable(changes), findingTable(changes)]);
}

function movedTable({ moved }: Changes): Html | undefined {
  if (moved.length === 0) return undefined;
  const rows = moved.map(({ category, from, to }) => row(category, [cell(stateMark(from)), cell(stateMark(to))]));
  return table({ caption: 'Rows that changed', columns: ['Category', 'was', 'is'], rows });
}

function findingTable({ opened, closed }: Changes): Html | undefined {
  if (opened.length + closed.length === 0) return undefined;
  const rows = [
    ...opened.slice(0, shownFindings).map((finding) => changeRow(finding, html`<span class="is-fail">✗ opened</span>`, true)),
    ...closed.slice(0, shownFindings).map((finding) => changeRow(finding, html`<span class="is-pass">✓ closed</span>`, false)),
  ];
  return table({ caption: 'Findings that opened or closed', columns: ['Finding', 'Change', 'Severity', 'Where'], rows });
}

function changeRow(finding: Finding, change: Html, here: boolean): Html {
  const words = clip(finding.what, longestText);
  const name = [here ? html`<a href="#finding-${finding.number}">${words}</a>` : words, ' ', quiet(finding.check)];
  const where = finding.location ? lineOf(finding.location) : (finding.subject ?? '–');
  return row(name, [change, finding.severity, html`<code>${clip(where, longestText)}</code>`].map(cell));
}
