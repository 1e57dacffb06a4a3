import type { Bar, RunView } from '../../core/fold.ts';
import { families, type Access, type CheckInfo, type Family } from '../../core/types.ts';
import { knownChecks, type Known } from './known.ts';

/** How far one part of a run has come. */
export interface FamilyProgress {
  readonly family: Family;
  readonly planned: readonly CheckInfo[];
  readonly probes: RunView['header']['probes'];
  /** Its probes that have begun. */
  readonly bars: readonly Bar[];
  readonly running: readonly Bar[];
  /** How many probes have ended, or were not run. */
  readonly seen: number;
  readonly known: readonly Known[];
}

/** Every part that this run has checks or probes of, in the order of families. */
export function familiesOf(run: RunView): readonly FamilyProgress[] {
  return families.map((family) => familyProgress(run, family)).filter(({ planned, probes }) => planned.length + probes.length > 0);
}

function familyProgress(run: RunView, family: Family): FamilyProgress {
  const bars = run.bars.filter(({ kind, id, access }) => kind === 'probe' && access !== undefined && familyOf(id, access) === family);
  const running = bars.filter((bar) => bar.state === 'running');
  const skipped = run.skipped.filter(({ probe, access }) => familyOf(probe, access) === family);
  return {
    family, bars, running, known: knownChecks(run, family),
    planned: run.header.planned.filter((check) => check.family === family),
    probes: run.header.probes.filter(({ id, access }) => familyOf(id, access) === family),
    seen: bars.length - running.length + skipped.length,
  };
}

/** Which family a probe works for: what the live proof looks at is the proof's own, in whatever turn it looks. */
function familyOf(probe: string, access: Access): Family {
  if (access === 'outage' || probe.startsWith('proof-')) return 'proof';
  return access === 'source' ? 'audit' : access === 'flow' ? 'e2e' : access === 'load' ? 'load' : 'check';
}
