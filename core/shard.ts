import type { Check, Unit } from './define.ts';
import { compare } from './order.ts';
import { looksAt } from './plan.ts';
import type { Probe } from './ports.ts';

/** One of several machines that share a run: `index` from 1 to `count`. */
export interface Shard {
  readonly index: number;
  readonly count: number;
}

/** Checks that look at the same evidence of the running stack, and what gathering it may take at most. */
interface Group {
  readonly checks: readonly string[];
  readonly ms: number;
}

/**
 * The checks of one shard: the same for the same plan on every machine. What looks at the same evidence of the stack stays together, so that no probe runs twice and
 * a merge can be judged again; the audit is one group, since its checks share one reading of the source. Groups are dealt out by how long their probes may take.
 */
export function shardOf(units: readonly Unit[], { index, count }: Shard): readonly string[] {
  const hands = Array.from({ length: count }, () => ({ ms: 0, checks: [] as string[] }));
  for (const group of groupsOf(units)) {
    const lightest = hands.reduce((least, hand) => (hand.ms < least.ms ? hand : least));
    lightest.ms += group.ms;
    lightest.checks.push(...group.checks);
  }
  return hands[index - 1]?.checks ?? [];
}

/** How many parts a plan can be dealt into at most. */
export function mostShards(units: readonly Unit[]): number {
  return groupsOf(units).length;
}

function groupsOf(units: readonly Unit[]): readonly Group[] {
  const probes = units.flatMap(({ probe }) => (probe && probe.access !== 'source' ? [probe] : []));
  const checks = units.flatMap(({ check }) => (check ? [check] : [])).toSorted((a, b) => compare(a.info.id, b.info.id));
  const groups: { checks: Check[]; probes: Set<Probe> }[] = [];
  for (const check of checks) {
    const own = new Set(probes.filter((probe) => looksAt(check, probe)));
    const same = groups.filter((group) => (check.info.family === 'audit' ? group.checks[0]?.info.family === 'audit' : [...own].some((probe) => group.probes.has(probe))));
    const joined = { checks: [...same.flatMap((group) => group.checks), check], probes: new Set([...same.flatMap((group) => [...group.probes]), ...own]) };
    groups.splice(0, groups.length, ...groups.filter((group) => !same.includes(group)), joined);
  }
  const told = groups.map((group): Group => ({ checks: group.checks.map(({ info }) => info.id), ms: 1 + [...group.probes].reduce((sum, { timeoutMs }) => sum + timeoutMs, 0) }));
  return told.toSorted((a, b) => b.ms - a.ms || compare(a.checks[0] ?? '', b.checks[0] ?? ''));
}
