import type { CheckView, RunView } from '../../core/fold.ts';
import type { Digest } from '../../core/types.ts';
import { clip } from '../words/visible.ts';
import { duration, fails, grouped } from '../words/words.ts';
import { anchor } from './finding.ts';
import { html, type Content, type Html } from './markup.ts';
import { cell, number, quiet, section, table } from './parts.ts';
import { stateMark } from './verdict.ts';

const longestText = 300;
const shownEvidence = 3;
const shownGaps = 3;

/** Every check with its denominator: a pass that examined nothing does not exist. */
export function checksPart(run: RunView): Html | undefined {
  if (run.outcomes.length === 0) return undefined;
  const passed = run.outcomes.filter(({ outcome }) => outcome.status === 'pass').length;
  const columns = ['Check', 'State', 'Category', { num: 'Examined' }, { num: 'Findings' }, { num: 'Evidence' }];
  const rows = run.outcomes.map((each) => checkRow(run, each));
  return section('checks', 'Checks', `${grouped(passed)} of ${grouped(run.outcomes.length)} found nothing`,
    table({ name: 'checks', caption: 'Every check with what it examined', columns, rows }));
}

/** It found something, and nothing of it fails the run. */
const noted = html`<span class="state is-none"><i aria-hidden="true">○</i>noted</span>`;

/** A rule of the audit is titled by what it looks for: beside that, “pass” would read as its opposite. */
const absent = html`<span class="state is-pass"><i aria-hidden="true">✓</i>none found</span>`;

function checkRow(run: RunView, { check, outcome, ms }: CheckView): Html {
  const looked = outcome.status === 'pass' || outcome.status === 'fail' ? outcome : undefined;
  const harmless = outcome.status === 'fail' && !outcome.findings.some((finding) => fails(run, finding));
  const said = saidOf(outcome);
  return html`
    <tr>
      <th scope="row" class="wide">${clip(check.title, longestText)}<br>${quiet(`${check.id} · ${duration(ms)}`)}
        ${said !== undefined && html`<br>${quiet(clip(said, longestText))}`}
      </th>
      ${cell(harmless ? noted : check.family === 'audit' && outcome.status === 'pass' ? absent : stateMark(outcome.status))}
      <td class="nowrap">${check.category}</td>
      ${number(looked ? `${grouped(looked.examined)} ${clip(looked.unit, 40)}` : '–')}
      ${number(outcome.status === 'fail' ? grouped(outcome.findings.length) : looked ? '0' : '–')}
      ${number(evidenceLinks(looked?.evidence ?? []))}
    </tr>`;
}

function saidOf(outcome: CheckView['outcome']): string | undefined {
  if (outcome.status === 'error') return outcome.fault.what;
  if ('reason' in outcome) return outcome.reason;
  const gaps = outcome.unproven ?? [];
  return gaps.length > 0 ? `not examined: ${gaps.slice(0, shownGaps).join('; ')}` : outcome.note;
}

function evidenceLinks(evidence: readonly Digest[]): Content {
  const links = evidence.slice(0, shownEvidence).map((digest) => html`<a href="#${anchor(digest)}"><code>${digest.slice(7, 15)}</code></a> `);
  return [links, evidence.length > shownEvidence && quiet(`+${evidence.length - shownEvidence}`)];
}
