import type { Finding } from '../../core/types.ts';
import type { Changes } from '../words/changes.ts';
import { written } from '../words/measures.ts';
import { clip } from '../words/visible.ts';
import { count, glyphs, grouped, lineOf } from '../words/words.ts';
import { html, type Html } from './markup.ts';
import { cell, marked, number, quiet, row, section, table } from './parts.ts';
import { stateMark } from './verdict.ts';

const shownFindings = 100;
const longestText = 200;
const shownNumbers = 60;

/** One line for the first screen: what opened and closed since the run before. */
export function changesFact({ opened, closed, base }: Changes): Html {
  const told = opened.length + closed.length === 0 ? 'no finding opened or closed' : `${grouped(opened.length)} opened, ${grouped(closed.length)} closed`;
  return html`<a href="#changes" title="since run ${base}">${told} since ${base.split('-').at(-1)}</a>`;
}

/** Findings that opened and closed, and rows that changed their state. */
export function changesPart(changes: Changes): Html {
  const note = `since run ${changes.base}: ${count(changes.opened.length, 'finding')} opened, ${grouped(changes.closed.length)} closed, ${grouped(changes.still.length)} still open`;
  return section('changes', 'Changes', note, [movedTable(changes), findingTable(changes), numbersTable(changes), flakyTable(changes)]);
}

function movedTable({ moved }: Changes): Html | undefined {
  if (moved.length === 0) return undefined;
  const rows = moved.map(({ category, from, to }) => row(category, [cell(stateMark(from)), cell(stateMark(to))]));
  return table({ caption: 'Rows that changed', columns: ['Category', 'was', 'is'], rows });
}

function findingTable({ opened, closed, still }: Changes): Html | undefined {
  if (opened.length + closed.length + still.length === 0) return undefined;
  const shown = (findings: readonly Finding[], change: Html, here: boolean): readonly Html[] => findings.slice(0, shownFindings).map((finding) => changeRow(finding, change, here));
  const rows = [...shown(opened, marked('fail', glyphs.fail, 'opened'), true), ...shown(closed, marked('pass', glyphs.pass, 'closed'), false), ...shown(still, marked('none', '●', 'still open'), true)];
  const left = [restOf(opened.length, shownFindings, 'opened'), restOf(closed.length, shownFindings, 'closed'), restOf(still.length, shownFindings, 'still open')];
  return html`<h3>Findings</h3>${table({ caption: 'Findings that opened, closed or are still open', columns: ['Finding', 'Change', 'Severity', 'Where'], rows })}${more(left)}`;
}

/** Figures of both runs that are not the same; a sign says whether that is for the better. */
function numbersTable({ numbers }: Changes): Html | undefined {
  if (numbers.length === 0) return undefined;
  const rows = numbers.slice(0, shownNumbers).map(({ name, unit, from, to, better }) => {
    const good = better === undefined ? undefined : (to > from) === (better === 'more');
    const sign = good === undefined ? '' : good ? marked('pass', glyphs.pass, 'better') : marked('skipped', '▼', 'worse');
    return row(clip(name, longestText), [number(written(from, unit)), number(written(to, unit)), cell(sign)]);
  });
  return html`<h3>Numbers that moved</h3>${table({ caption: 'Numbers that moved', columns: ['Number', { num: 'was' }, { num: 'is' }, 'That is'], rows })}${more([restOf(numbers.length, shownNumbers, 'moved')])}`;
}

/** How many of a kind are not shown; undefined where all are. */
function restOf(all: number, shown: number, what: string): string | undefined {
  return all > shown ? `${grouped(all - shown)} ${what}` : undefined;
}

function more(left: readonly (string | undefined)[]): Html | undefined {
  const told = left.filter((each) => each !== undefined);
  return told.length === 0 ? undefined : html`<p>${quiet(`and ${told.join(', ')} more; the JSON report has them all`)}</p>`;
}

/** Both runs saw the same commit, so what differs is no change of the source. */
function flakyTable({ flaky }: Changes): Html | undefined {
  if (flaky.length === 0) return undefined;
  const rows = flaky.map(({ check, from, to }) => row([check.title, ' ', quiet(check.id)], [cell(check.family), cell(stateMark(from)), cell(stateMark(to))]));
  return html`<h3>Flaky ${quiet('held in one run and not in the other, over the same commit')}</h3>${table({ caption: 'Flaky checks', columns: ['Check', 'Family', 'was', 'is'], rows })}`;
}

function changeRow(finding: Finding, change: Html, here: boolean): Html {
  const words = clip(finding.what, longestText);
  const name = [here ? html`<a href="#finding-${finding.number}">${words}</a>` : words, ' ', quiet(finding.check)];
  const where = finding.location ? lineOf(finding.location) : (finding.subject ?? '–');
  return row(name, [change, finding.severity, html`<code>${clip(where, longestText)}</code>`].map(cell));
}
