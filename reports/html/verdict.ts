import type { RunView } from '../../core/fold.ts';
import type { DemandResult, DemandState, Digest } from '../../core/types.ts';
import { clip } from '../words/visible.ts';
import { bySeverity, count, duration, fails, glyphs, grouped, headline, place, rowReason } from '../words/words.ts';
import { html, type Html } from './markup.ts';

const longestReason = 400;
/** Notes beside a reason are a taste: each stands in full with its check. */
const shownNotes = 2;
const longestNote = 90;

/** The first screen: verdict, its reason in one sentence, and what the run was. */
export function verdictPart(run: RunView): Html {
  const failing = run.findings.filter((finding) => fails(run, finding));
  const worst = run.verdict === 'fail' ? failing[0] : undefined;
  const others = run.findings.length - failing.length;
  const facts: readonly (Html | string)[] = [
    ...(failing.length > 0 ? [html`<a href="#findings">${bySeverity(failing)} ${failing.length === 1 ? 'finding' : 'findings'}</a>`] : ['no finding that fails']),
    ...(others > 0 ? [`${grouped(others)} more that fail nothing`] : []),
    ...(run.faults.length > 0 ? [html`<a href="#faults">${count(run.faults.length, 'fault')} of the harness</a>`] : []),
    `${run.header.standard.title} (${run.header.standard.id} ${run.header.standard.version})`, duration(run.ms), time(run.header.at),
  ];
  return html`<div class="verdict ${run.verdict}"><span class="seal" aria-hidden="true">${glyphs[run.verdict]}</span>
<h1>${headline(run)} <b>${run.verdict}</b></h1>
<p class="reason">${sentence(clip(run.gate.reason, longestReason))}${worst && html` <a href="#finding-${worst.number}">${worst.location ? place({ uri: worst.location.uri, ...(worst.location.line !== undefined && { line: worst.location.line }) }) : 'Look at it'}</a>`}</p>
<p class="facts">${facts.map((fact) => html`<span>${fact}</span>`)}</p></div>`;
}

/** A time that a script shows in the reader's zone; without scripts it is UTC. */
export function time(at: string): Html {
  return html`<time datetime="${at}">${at.slice(0, 16).replace('T', ' ')} UTC</time>`;
}

/** The readiness table, with rows in the order of the standard; unproven rows stand out as failed ones do. */
export function readinessPart(run: RunView): Html {
  return html`<section id="readiness" aria-label="Readiness"><table class="ready"><caption class="off">Readiness by category</caption>
<thead><tr><th scope="col">Category</th><th scope="col">State</th><th scope="col">Reason</th><th scope="col" class="num">Examined</th><th scope="col" class="num">Findings</th><th scope="col" class="num">Evidence</th></tr></thead>
<tbody>${run.gate.demands.map((demand) => row(run, demand))}</tbody></table>${run.gate.demands.length === 0 && html`<p class="quiet">The run did not come as far as its gate.</p>`}</section>`;
}

function row(run: RunView, demand: DemandResult): Html {
  const kept = evidenceOf(run, demand).size;
  const first = run.findings.find((finding) => finding.category === demand.category && fails(run, finding));
  const notes = demand.notes.slice(0, shownNotes).map((note) => clip(note, longestNote)).join('; ');
  return html`<tr class="${rowClass(demand.state)}"><th scope="row">${demand.category}</th><td>${stateMark(demand.state)}</td><td>${clip(rowReason(run, demand).replace(/^not demanded: /, ''), longestReason)}${notes !== '' && html` <span class="quiet">· ${notes}${demand.notes.length > shownNotes && `; ${count(demand.notes.length - shownNotes, 'more note')}`}</span>`}</td>
<td class="num">${demand.examined === 0 ? '–' : grouped(demand.examined)}</td><td class="num">${first ? html`<a href="#finding-${first.number}">${grouped(demand.findings)}</a>` : grouped(demand.findings)}</td><td class="num">${kept === 0 ? '–' : html`<a href="#checks">${grouped(kept)}</a>`}</td></tr>`;
}

function rowClass(state: DemandState): string {
  return state === 'not demanded' ? 'none' : state;
}

/** A state as glyph and word; the colour only repeats it. */
export function stateMark(state: DemandState | 'skipped' | 'inapplicable' | 'error'): Html {
  const name = state === 'not demanded' ? 'none' : state;
  return html`<span class="state is-${name}"><i aria-hidden="true">${glyphs[state]}</i>${state}</span>`;
}

function evidenceOf(run: RunView, demand: DemandResult): ReadonlySet<Digest> {
  return new Set(run.outcomes.filter(({ check }) => check.category === demand.category).flatMap(({ outcome }) => (outcome.status === 'pass' || outcome.status === 'fail' ? outcome.evidence : [])));
}

function sentence(text: string): string {
  const begun = text.charAt(0).toUpperCase() + text.slice(1);
  return /[.!?…]$/.test(begun) ? begun : `${begun}.`;
}

/** What the harness itself could not do: shown before the findings, because it limits what they say. */
export function faultsPart(run: RunView): Html | undefined {
  if (run.faults.length === 0) return undefined;
  return html`<section id="faults"><h2>What could not be looked at <small>${count(run.faults.length, 'fault')} of the harness</small></h2><ul class="faults">${run.faults.map(({ fault, from }) => html`<li><b>${clip(fault.what, 500)}</b> <span class="tag">${fault.code}</span>
<dl class="pairs">${from !== undefined && html`<dt>in</dt><dd><code>${from}</code></dd>`}${fault.where && html`<dt>at</dt><dd><code>${place(fault.where)}</code></dd>`}${fault.cause !== undefined && html`<dt>cause</dt><dd>${clip(fault.cause, 500)}</dd>`}<dt>fix</dt><dd>${clip(fault.fix, 500)}</dd></dl></li>`)}</ul></section>`;
}
