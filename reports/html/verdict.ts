import type { RunView } from '../../core/fold.ts';
import type { DemandResult, Digest } from '../../core/types.ts';
import { clip } from '../words/visible.ts';
import { bySeverity, count, duration, fails, glyphs, grouped, headline, lineOf, place, rowReason } from '../words/words.ts';
import { html, type Content, type Html } from './markup.ts';
import { cell, marked, number, pairs, section } from './parts.ts';

const longestReason = 400;
const longestFault = 500;
/** Notes beside the reason of a row; what has no room on its line is cut there, so that the table stays on the first screen. */
const longestNotes = 200;

/** The first screen: verdict, its reason in one sentence, what the run was, and what changed since the one before. */
export function verdictPart(run: RunView, changes: Content): Html {
  const worst = run.verdict === 'fail' ? run.findings.find((finding) => fails(run, finding)) : undefined;
  return html`
    <div class="verdict ${run.verdict}">
      <span class="seal" aria-hidden="true">${glyphs[run.verdict]}</span>
      <h1>${headline(run)} <b>${run.verdict}</b></h1>
      <p class="reason">${sentence(clip(run.gate.reason, longestReason))}
        ${worst && html` <a href="#finding-${worst.number}">${worst.location ? lineOf(worst.location) : 'Look at it'}</a>`}
      </p>
      <p class="facts">${facts(run, changes).map((fact) => html`<span>${fact}</span> `)}</p>
    </div>`;
}

function facts(run: RunView, changes: Content): readonly Content[] {
  const { standard, at } = run.header;
  const failing = run.findings.filter((finding) => fails(run, finding));
  const others = run.findings.length - failing.length;
  const found = failing.length > 0
    ? html`<a href="#findings">${bySeverity(failing)} ${failing.length === 1 ? 'finding' : 'findings'}</a>`
    : 'no finding that fails';
  return [
    found,
    ...(changes === undefined ? [] : [changes]),
    ...(others > 0 ? [`${grouped(others)} more that fail nothing`] : []),
    ...(run.faults.length > 0 ? [html`<a href="#faults">${count(run.faults.length, 'fault')} of the harness</a>`] : []),
    `${standard.title} (${standard.id} ${standard.version})`,
    duration(run.ms),
    time(at),
  ];
}

/** A time that a script shows in the reader's zone; without scripts it is UTC. */
function time(at: string): Html {
  return html`<time datetime="${at}">${at.slice(0, 16).replace('T', ' ')} UTC</time>`;
}

function sentence(text: string): string {
  const begun = text.charAt(0).toUpperCase() + text.slice(1);
  return /[.!?…]$/.test(begun) ? begun : `${begun}.`;
}

/** The readiness table, with rows in the order of the standard; unproven rows stand out as failed ones do. */
export function readinessPart(run: RunView): Html {
  const { demands } = run.gate;
  return html`
    <section id="readiness" aria-label="Readiness">
      <table class="ready">
        <caption class="off">Readiness by category</caption>
        <thead><tr>
          <th scope="col">Category</th><th scope="col">State</th><th scope="col">Reason</th>
          <th scope="col" class="num">Examined</th><th scope="col" class="num">Findings</th><th scope="col" class="num">Evidence</th>
        </tr></thead>
        <tbody>${demands.map((demand) => demandRow(run, demand))}</tbody>
      </table>
      ${demands.length === 0 && html`<p class="quiet">The run did not come as far as its gate.</p>`}
    </section>`;
}

function demandRow(run: RunView, demand: DemandResult): Html {
  const evidence = evidenceOf(run, demand).size;
  const first = run.findings.find((finding) => finding.category === demand.category && fails(run, finding));
  const reason = clip(rowReason(run, demand).replace(/^not demanded: /, ''), longestReason);
  return html`
    <tr class="${demand.state === 'not demanded' ? 'none' : demand.state}">
      <th scope="row">${demand.category}</th>
      ${cell(stateMark(demand.state))}
      ${reasonCell(demand, reason)}
      ${number(demand.examined === 0 ? '–' : grouped(demand.examined))}
      ${number(first ? html`<a href="#finding-${first.number}">${grouped(demand.findings)}</a>` : grouped(demand.findings))}
      ${number(evidence === 0 ? '–' : html`<a href="#checks">${grouped(evidence)}</a>`)}
    </tr>`;
}

/** What failed or is missing is read in full, what holds on one line; so are the notes beside either. The checks below have every note. */
function reasonCell(demand: DemandResult, reason: string): Html {
  const notes = clip(demand.notes.join('; '), longestNotes);
  const holds = demand.state === 'pass' || demand.state === 'not demanded';
  const beside = notes !== '' && html`<span class="quiet notes">${notes}</span>`;
  return html`<td class="fit${!holds && ' whole'}" title="${clip([reason, notes].filter(Boolean).join(' · '), longestReason)}">${reason} ${beside}</td>`;
}

/** A state as glyph and word; the colour only repeats it. */
export function stateMark(state: keyof typeof glyphs): Html {
  return marked(state === 'not demanded' ? 'none' : state, glyphs[state], state);
}

function evidenceOf(run: RunView, demand: DemandResult): ReadonlySet<Digest> {
  const outcomes = run.outcomes.filter(({ check }) => check.category === demand.category).map(({ outcome }) => outcome);
  return new Set(outcomes.flatMap((outcome) => (outcome.status === 'pass' || outcome.status === 'fail' ? outcome.evidence : [])));
}

/** What the harness itself could not do: shown before the findings, because it limits what they say. */
export function faultsPart(run: RunView): Html | undefined {
  if (run.faults.length === 0) return undefined;
  const items = run.faults.map(({ fault, from }) => html`
    <li>
      <b>${clip(fault.what, longestFault)}</b> <span class="tag">${fault.code}</span>
      ${pairs([
        ['in', from !== undefined && html`<code>${from}</code>`],
        ['at', fault.where && html`<code>${place(fault.where)}</code>`],
        ['cause', fault.cause !== undefined && clip(fault.cause, longestFault)],
        ['fix', clip(fault.fix, longestFault)],
      ])}
    </li>`);
  const note = `${count(run.faults.length, 'fault')} of the harness`;
  return section('faults', 'What could not be looked at', note, html`<ul class="faults">${items}</ul>`);
}
