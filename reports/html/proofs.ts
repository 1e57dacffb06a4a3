import type { RunView } from '../../core/fold.ts';
import { clip } from '../words/visible.ts';
import { count } from '../words/words.ts';
import { anchor } from './findings.ts';
import { html, type Html } from './markup.ts';

/**
 * The proof matrix: what was proven down, the steps across. Each piece of evidence of a kind `proof-…` is a cell at its subject and
 * step. A cell links to its evidence; live proofs that carry a verdict of their own will say it here.
 */
export function proofsPart(run: RunView): Html | undefined {
  const proofs = run.evidence.filter(({ ref }) => ref.kind.startsWith('proof-') && ref.mediaType === undefined);
  if (proofs.length === 0) return undefined;
  const steps = [...new Set(proofs.map(({ ref }) => ref.kind))];
  const subjects = [...new Set(proofs.map(({ ref }) => ref.subject))];
  return html`<section id="proofs"><h2>Proofs <small>${count(subjects.length, 'subject')}, ${count(steps.length, 'step')}</small></h2><div class="scroll" tabindex="0"><table><caption class="off">Proof matrix</caption><thead><tr><th scope="col">Subject</th>${steps.map((step) => html`<th scope="col">${clip(step.slice('proof-'.length), 40)}</th>`)}</tr></thead><tbody>${subjects.map((subject) => html`<tr><th scope="row">${clip(subject, 200)}</th>${steps.map((step) => {
    const proof = proofs.find(({ ref }) => ref.kind === step && ref.subject === subject);
    return html`<td>${proof ? html`<a href="#${anchor(proof.ref.digest)}">seen</a>` : html`<span class="quiet">–</span>`}</td>`;
  })}</tr>`)}</tbody></table></div></section>`;
}
