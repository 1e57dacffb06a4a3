import type { RunView } from '../../core/fold.ts';
import type { Category, CheckInfo, DemandState, Finding, Outcome } from '../../core/types.ts';
import type { Earlier, Lookup } from '../renderer.ts';
import { measuresOf, movedMeasures, type MovedMeasure } from './measures.ts';
import { fails } from './words.ts';

/** How a run differs from one before it. Findings are the same when their fingerprints are, wherever their lines have moved. */
export interface Changes {
  /** The run that it is compared with. */
  readonly base: string;
  /** Findings that fail this run and did not fail the one before. */
  readonly opened: readonly Finding[];
  /** Findings that failed the run before and do not fail this one. */
  readonly closed: readonly Finding[];
  /** Findings that fail both, as they stand now. */
  readonly still: readonly Finding[];
  readonly moved: readonly { readonly category: Category; readonly from: DemandState; readonly to: DemandState }[];
  readonly flaky: readonly Flaky[];
  readonly numbers: readonly MovedMeasure[];
}

/** A check that held in one run and not in the other, over the very same source. */
export interface Flaky {
  readonly check: Pick<CheckInfo, 'id' | 'family' | 'title'>;
  readonly from: Outcome['status'];
  readonly to: Outcome['status'];
}

/** Compares by fingerprint, by row of the readiness table and by figure. What the run did not look at again is no finding closed: its row is unproven. */
export function changesSince(earlier: Earlier, run: RunView, lookup: Pick<Lookup, 'json' | 'prove'>): Changes {
  const { run: base } = earlier;
  const before = failingOf(base);
  const now = failingOf(run);
  const unproven = new Set(run.gate.demands.filter((demand) => demand.state !== 'pass' && demand.state !== 'fail').map((demand) => demand.category));
  return {
    base: base.header.run,
    opened: [...now.values()].filter((finding) => !before.has(finding.fingerprint)),
    closed: [...before.values()].filter((finding) => !now.has(finding.fingerprint) && !unproven.has(finding.category)),
    still: [...now.values()].filter((finding) => before.has(finding.fingerprint)),
    moved: run.gate.demands.flatMap(({ category, state }) => {
      const from = base.gate.demands.find((demand) => demand.category === category)?.state;
      return from !== undefined && from !== state ? [{ category, from, to: state }] : [];
    }),
    flaky: flakyBetween(base, run),
    numbers: movedMeasures(measuresOf(base, earlier), measuresOf(run, lookup)),
  };
}

function failingOf(run: RunView): ReadonlyMap<string, Finding> {
  return new Map(run.findings.filter((finding) => fails(run, finding)).map((finding) => [finding.fingerprint, finding]));
}

/** Only a source that was committed as it stood is known to be the same one. */
export function cleanCommit({ header }: RunView): string | undefined {
  return /^([0-9a-f]{7,40}) \(clean\)$/.exec(header.environment['commit'] ?? '')?.[1];
}

function flakyBetween(base: RunView, run: RunView): readonly Flaky[] {
  const commit = cleanCommit(run);
  // What another profile leaves out may well decide whether a check holds.
  if (commit === undefined || commit !== cleanCommit(base) || run.header.profile !== base.header.profile) return [];
  return run.outcomes.flatMap(({ check, outcome }) => {
    const from = base.outcomes.find((each) => each.check.id === check.id)?.outcome.status;
    const differs = from !== undefined && held(from) !== undefined && held(outcome.status) !== undefined && held(from) !== held(outcome.status);
    return differs ? [{ check: { id: check.id, family: check.family, title: check.title }, from, to: outcome.status }] : [];
  });
}

/** Whether a check held; undefined where it did not come to look. */
export function held(status: Outcome['status']): boolean | undefined {
  return status === 'pass' ? true : status === 'fail' || status === 'error' ? false : undefined;
}
