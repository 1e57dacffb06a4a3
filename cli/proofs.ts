import { dirname } from 'node:path';
import type { Seen } from '../core/define.ts';
import { FaultError } from '../core/fault.ts';
import type { RunView } from '../core/fold.ts';
import { proofsOf } from '../core/proof/proofs.ts';
import type { Evidence, Kind } from '../core/types.ts';
import type { EvidenceStore } from '../engine/store.ts';
import type { Prove, Proven } from '../reports/renderer.ts';
import { readCircumstance } from './circumstances.ts';

/** Draws the conclusions of the live proof of the run whose evidence lies in `store`, as its checks draw them. They are drawn once for a view. */
export function proverIn(store: EvidenceStore): Prove {
  let last: { readonly run: RunView; readonly proven: Proven | undefined } | undefined;
  return (run) => {
    if (last?.run !== run) last = { run, proven: prove(run, store) };
    return last.proven;
  };
}

/** Undefined where the run’s circumstances are not kept: what was declared could then not be told from a lie. */
function prove(run: RunView, store: EvidenceStore): Proven | undefined {
  try {
    const { platform } = readCircumstance(dirname(store.folder));
    const { proofs, unused } = proofsOf(seenIn(run, store), platform);
    return { proofs, unused, ...(platform.proof && { declared: platform.proof }) };
  } catch (error) {
    if (error instanceof FaultError || error instanceof TypeError || error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function seenIn(run: RunView, store: EvidenceStore): Seen {
  return {
    all: <T>(kind: Kind<T>): readonly Evidence<T>[] =>
      run.evidence.filter(({ ref, attached }) => ref.kind === kind.name && !attached).map(({ ref }) => ({ ...ref, body: kind.parse(store.json(ref.digest)) })),
  };
}
