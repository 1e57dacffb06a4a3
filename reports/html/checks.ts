import type { CheckView, RunView } from '../../core/fold.ts';
import type { Digest } from '../../core/types.ts';
import { clip } from '../words/visible.ts';
import { fails, glyphs, grouped } from '../words/words.ts';
import { anchor } from './finding.ts';
import { html, type Content, type Html } from './markup.ts';
import { cell, marked, number, quiet, section } from './parts.ts';
import { stateMark } from './verdict.ts';

const longestText = 300;
const shownEvidence = 1;
const shownGaps = 3;

/** Every check with its denominator, by category in the order of the standard; what did not hold comes first. A pass that examined nothing does not exist. */
export function checksPart(run: RunView): Html | undefined {
  if (run.outcomes.length === 0) return undefined;
  const order = run.header.standard.demands.map(({ category }) => category);
  const place = (category: (typeof order)[number]): number => (order.includes(category) ? order.indexOf(category) : order.length);
  const groups = [...Map.groupBy(run.outcomes, ({ check }) => check.category)].sort(([a], [b]) => place(a) - place(b));
  return section('checks', 'Checks', noteOf(run), html`
    <div class="scroll" tabindex="0">
      <table class="checks">
        <caption class="off">Every check with what it examined, by category</caption>
        <thead><tr>
          <th scope="col">Check</th><th scope="col">State</th><th scope="col" class="num">Examined</th><th scope="col"><span class="off">Unit</span></th>
          <th scope="col" class="num">Findings</th><th scope="col" class="num">Evidence</th>
        </tr></thead>
        ${groups.map(([category, checks]) => html`
          <tbody>
            <tr class="group"><th colspan="6" scope="rowgroup">${category}</th></tr>
            ${checks.toSorted((a, b) => weight(run, a) - weight(run, b)).map((each) => checkRow(run, each))}
          </tbody>`)}
      </table>
    </div>`);
}

/** How many found nothing, and what became of the others. */
function noteOf({ outcomes }: RunView): string {
  const words = { pass: 'found nothing', fail: 'found something', error: 'could not judge', skipped: 'skipped', inapplicable: 'not applicable' } as const;
  const counts = Map.groupBy(outcomes, ({ outcome }) => outcome.status);
  return (Object.keys(words) as (keyof typeof words)[]).flatMap((status) => (counts.has(status) ? [`${grouped(counts.get(status)?.length ?? 0)} ${words[status]}`] : [])).join(', ');
}

function weight(run: RunView, each: CheckView): number {
  const { outcome } = each;
  if (outcome.status === 'fail') return isHarmless(run, each) ? 3 : 0;
  return outcome.status === 'error' ? 1 : outcome.status === 'skipped' ? 2 : outcome.status === 'pass' ? 4 : 5;
}

/** It found something, and nothing of it fails the run. */
function isHarmless(run: RunView, { outcome }: CheckView): boolean {
  return outcome.status === 'fail' && !outcome.findings.some((finding) => fails(run, finding));
}

const noted = marked('none', '○', 'noted');

/** A rule of the audit is titled by what it looks for: beside that, “pass” would read as its opposite. */
const absent = marked('pass', glyphs.pass, 'none found');

function checkRow(run: RunView, each: CheckView): Html {
  const { check, outcome } = each;
  const looked = outcome.status === 'pass' || outcome.status === 'fail' ? outcome : undefined;
  const said = saidOf(outcome);
  return html`
    <tr>
      <th scope="row">${clip(check.title, longestText)}<small><code>${check.id}</code>${said !== undefined && ` · ${clip(said, longestText)}`}</small></th>
      ${cell(isHarmless(run, each) ? noted : check.family === 'audit' && outcome.status === 'pass' ? absent : stateMark(outcome.status))}
      ${number(looked ? grouped(looked.examined) : '–')}
      <td class="quiet">${looked && clip(looked.unit, 40)}</td>
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
