import type { RunView } from '../../core/fold.ts';
import type { Proof, ProofData, ProofOutages } from '../../core/proof/evidence.ts';
import { lackText, provenText, standingOf, type ProofSeen } from '../words/proof.ts';
import { clip } from '../words/visible.ts';
import { count, grouped } from '../words/words.ts';
import { html, type Html } from './markup.ts';
import { cell, more, quiet, row, section, table } from './parts.ts';
import { matrixPart, unprovenPart } from './proof/matrix.ts';
import { inflictedPart } from './proof/outages.ts';
import { shades } from './proof/sources.ts';
import { targetPart } from './proof/target.ts';

/** Characters of all targets together; the worst come first, and those beyond it are rows of the matrix only. */
const targetBudget = 900_000;
const mostTargets = 150;
const shownNotMade = 100;

/** The live proof: how far it reaches, the matrix, and for each target what its verdict stands on. */
export function proofsPart(run: RunView, seen: ProofSeen | undefined): Html | undefined {
  if (!seen) return undefined;
  const targets = targetsOf(run, seen);
  const linked = (proof: Proof): string | undefined => targets.find((each) => each.proof === proof)?.id;
  const left = seen.proofs.length - targets.length;
  return section('proofs', 'Proof', `${provenText(seen.coverage)}${run.finished ? '' : ' so far: what was not tried yet is unproven'}`, [
    coveragePart(seen),
    matrixPart(seen, linked),
    unprovenPart(seen),
    html`<h3>Each endpoint ${quiet('the answer, what supplied it, and what it was when the store changed or was out')}</h3>`,
    legend,
    html`<ul class="proofs">${targets.map(({ content }) => content)}</ul>`,
    left > 0 && html`<p class="quiet">and ${count(left, 'more target')}: what was seen of them lies with the run’s evidence.</p>`,
    inflictedPart(seen.outages),
    exceptionsPart(seen),
    notMadePart(seen.data, seen.outages),
  ]);
}

interface Shown {
  readonly proof: Proof;
  readonly id: string;
  readonly content: Html;
}

function targetsOf(run: RunView, seen: ProofSeen): readonly Shown[] {
  const shown: Shown[] = [];
  let left = targetBudget;
  for (const [index, proof] of seen.proofs.slice(0, mostTargets).entries()) {
    const id = `proof-${index + 1}`;
    const content = targetPart(run, seen, proof, id, index === 0 && standingOf(proof.verdict) === 'lie');
    if (content.html.length > left) continue;
    left -= content.html.length;
    shown.push({ proof, id, content });
  }
  return shown;
}

function coveragePart({ coverage }: ProofSeen): Html {
  const { verdicts, share, tracedShare, proven, applicable, leaves, traced: sourced } = coverage;
  const lying = verdicts.filter(({ verdict }) => standingOf(verdict) === 'lie').reduce((sum, each) => sum + each.count, 0);
  return html`
    ${lackText(coverage) !== '' && html`<p class="prose">Not proven: ${lackText(coverage)}.</p>`}
    <dl class="figures">
      <div${proven < applicable && html` class="bad"`}><dt>proven of what can be</dt><dd>${share === null ? '–' : [String(share), html` <small>%</small>`]} <small>${grouped(proven)}/${grouped(applicable)}</small></dd></div>
      <div><dt>leaves of data traced</dt><dd>${tracedShare === null ? '–' : [String(tracedShare), html` <small>%</small>`]} <small>${grouped(sourced)}/${grouped(leaves)}</small></dd></div>
      <div${lying > 0 && html` class="bad"`}><dt>endpoints that lie</dt><dd>${grouped(lying)}</dd></div>
    </dl>`;
}

const legend = html`
  <p class="shades legend" aria-label="Sources of a value">
    ${Object.entries(shades).filter(([shade]) => shade !== 'mixed').map(([shade, { word, means }]) => html`<span><b class="s-${shade}">${word}</b> ${means}</span> `)}
  </p>`;

/** What the platform declares to be right: printed, so that nobody takes it for proven. */
function exceptionsPart({ exceptions, unused }: ProofSeen): Html | undefined {
  if (exceptions.length === 0) return undefined;
  const rows = exceptions.slice(0, shownNotMade).map(({ kind, about, reason }) => row(kind, [cell(html`<code>${clip(about, 300)}</code>`), cell(clip(reason ?? '', 400))]));
  return html`
    <h3>Declared exceptions ${quiet(grouped(exceptions.length))}</h3>
    ${table({ caption: 'What the platform declares to be right', columns: ['Kind', 'What', 'Why'], rows })}
    ${unused.length > 0 && html`<ul class="reasons">${unused.slice(0, shownNotMade).map((each) => html`<li class="is-unproven">? ${clip(each, 400)}</li>`)}</ul>`}`;
}

function notMadePart(data: ProofData | undefined, outages: ProofOutages | undefined): Html | undefined {
  const passes = (data?.notMade ?? []).map(({ pass, reason, target }) => html`<li><b>${pass}</b>${target !== undefined && ` of ${clip(target, 120)}`}: ${clip(reason, 400)}</li>`);
  const kinds = (outages?.notMade ?? []).map(({ store, kind, reason }) => html`<li><b>outage</b> ${clip(store, 60)} ${clip(kind, 60)}: ${clip(reason, 400)}</li>`);
  const troubles = (data?.stores ?? []).flatMap(({ name, trouble, observed }) => [
    ...(observed ? [] : [html`<li><b>${clip(name, 60)}</b>: its bytes passed the tap unread, so nothing is traced to it</li>`]),
    ...(trouble === undefined ? [] : [html`<li><b>${clip(name, 60)}</b>: ${clip(trouble, 400)}</li>`]),
  ]);
  const all = [...troubles, ...passes, ...kinds];
  if (all.length === 0) return undefined;
  return more(`What could not be tried (${grouped(all.length)})`, html`<ul class="reasons">${all.slice(0, shownNotMade)}</ul>`);
}
