import type { RunView } from '../../core/fold.ts';
import { lookupIn } from '../../cli/reporters.ts';
import { EvidenceStore } from '../../engine/store.ts';
import { proofsPart } from '../../reports/html/proofs.ts';
import type { Html } from '../../reports/html/markup.ts';
import type { Lookup } from '../../reports/renderer.ts';
import { proofSeen } from '../../reports/words/proof.ts';

/** The part of a live page that shows the proof. It is made anew only when other evidence of it was sealed, or when there are other findings to point to. */
export class LiveProof {
  readonly #lookup: Lookup;
  #key = '';
  #part: Html | undefined;

  constructor(runFolder: string) {
    this.#lookup = lookupIn(new EvidenceStore(runFolder), undefined);
  }

  part(run: RunView): Html | undefined {
    const sealed = run.evidence.filter(({ ref }) => ref.kind.startsWith('proof-')).map(({ ref }) => ref.digest);
    const key = `${sealed.join(' ')} ${run.findings.length}`;
    if (sealed.length > 0 && key !== this.#key) {
      this.#key = key;
      this.#part = proofsPart(run, proofSeen(run, this.#lookup));
    }
    return this.#part;
  }
}
