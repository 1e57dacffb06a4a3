import type { EvidenceView, RunView } from '../../core/fold.ts';
import { clip } from '../words/visible.ts';
import { count } from '../words/words.ts';
import { anchor } from './finding.ts';
import { html, type Html } from './markup.ts';
import { cell, quiet, row, section, table } from './parts.ts';

const prefix = 'proof-';

/**
 * The proof matrix: what was proven down, the steps across. Each piece of evidence of a kind `proof-…` is a cell at its subject and
 * step. A cell links to its evidence; live proofs that carry a verdict of their own will say it here.
 */
export function proofsPart(run: RunView): Html | undefined {
  const proofs = run.evidence.filter(({ ref }) => ref.kind.startsWith(prefix) && ref.mediaType === undefined);
  if (proofs.length === 0) return undefined;
  const steps = [...new Set(proofs.map(({ ref }) => ref.kind))];
  const subjects = [...new Set(proofs.map(({ ref }) => ref.subject))];
  const rows = subjects.map((subject) => row(clip(subject, 200), steps.map((step) => cell(mark(proofs, subject, step)))));
  return section('proofs', 'Proofs', `${count(subjects.length, 'subject')}, ${count(steps.length, 'step')}`,
    table({ caption: 'Proof matrix', columns: ['Subject', ...steps.map((step) => clip(step.slice(prefix.length), 40))], rows }));
}

function mark(proofs: readonly EvidenceView[], subject: string, step: string): Html {
  const proof = proofs.find(({ ref }) => ref.kind === step && ref.subject === subject);
  return proof ? html`<a href="#${anchor(proof.ref.digest)}">seen</a>` : quiet('–');
}
