import { foldRun, type RunView } from '../../core/fold.ts';
import type { Proof } from '../../core/proof/evidence.ts';
import type { Finding } from '../../core/types.ts';
import type { Lookup } from '../../reports/renderer.ts';
import { proofs, proven } from './proof-verdicts.ts';
import { proving } from './runs.ts';
import { lookupOf } from './stream.ts';

const findings = 5_000;
const endpoints = 200;

/** A run of a big platform in a bad state: 5,000 findings, and 200 endpoints of which some have each verdict. */
export function manyFindings(asset: Lookup['asset']): { readonly run: RunView; readonly lookup: Lookup } {
  const recording = proving();
  const run = foldRun(recording.events);
  const copies = Array.from({ length: findings }, (_, index): Finding => ({ ...(run.findings[index % 2] as Finding), number: index + 1, what: `${run.findings[index % 2]?.what} (${index})` }));
  const targets = Array.from({ length: endpoints }, (_, index): Proof => {
    const each = proofs[index % proofs.length] as Proof;
    return { ...each, target: { ...each.target, path: `${each.target.path}/${index}` } };
  });
  return { run: { ...run, findings: copies }, lookup: lookupOf({ ...recording, proven: { ...proven, proofs: targets } }, asset) };
}
