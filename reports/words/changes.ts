import type { RunView } from '../../core/fold.ts';
import type { Category, DemandState, Finding } from '../../core/types.ts';
import { fails } from './words.ts';

/** How a run differs from one before it. Findings are the same when their fingerprints are, wherever their lines have moved. */
export interface Changes {
  /** The run that it is compared with. */
  readonly base: string;
  /** Findings that fail this run and did not fail the one before. */
  readonly opened: readonly Finding[];
  /** Findings that failed the run before and do not fail this one. */
  readonly closed: readonly Finding[];
  readonly still: number;
  readonly moved: readonly { readonly category: Category; readonly from: DemandState; readonly to: DemandState }[];
}

/** Compares by fingerprint and by row of the readiness table. What the run did not look at again is no finding closed: its row is unproven. */
export function changesSince(base: RunView, run: RunView): Changes {
  const before = failingOf(base);
  const now = failingOf(run);
  const unproven = new Set(run.gate.demands.filter((demand) => demand.state !== 'pass' && demand.state !== 'fail').map((demand) => demand.category));
  return {
    base: base.header.run,
    opened: [...now.values()].filter((finding) => !before.has(finding.fingerprint)),
    closed: [...before.values()].filter((finding) => !now.has(finding.fingerprint) && !unproven.has(finding.category)),
    still: [...now.keys()].filter((fingerprint) => before.has(fingerprint)).length,
    moved: run.gate.demands.flatMap(({ category, state }) => {
      const from = base.gate.demands.find((demand) => demand.category === category)?.state;
      return from !== undefined && from !== state ? [{ category, from, to: state }] : [];
    }),
  };
}

function failingOf(run: RunView): ReadonlyMap<string, Finding> {
  return new Map(run.findings.filter((finding) => fails(run, finding)).map((finding) => [finding.fingerprint, finding]));
}
