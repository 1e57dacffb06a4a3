import type { Check, Unit } from './define.ts';
import type { Probe } from './ports.ts';
import type { CheckInfo, Demand, Family, Standard } from './types.ts';
import { families } from './types.ts';

export interface Plan {
  readonly units: readonly Unit[];
  readonly standard: Standard;
  readonly needsStack: boolean;
  /** Whether a probe of the run looks through taps: only then are there any. */
  readonly needsTaps: boolean;
}

/**
 * Chooses what a run does: the checks of the wanted families or ids that the standard has a demand for, and just the probes that those
 * checks need. What is left out stays in the standard as not demanded, with the reason, so that no report can be mistaken for a whole one.
 * `asked` is how that was asked for on the command line.
 */
export function plan(units: readonly Unit[], standard: Standard, only: readonly string[], asked = `--only ${only.join(',')}`): Plan {
  const wanted = units.flatMap((unit) => (unit.check && selected(unit.check.info, standard, only) ? [unit.check] : []));
  const kept = units.flatMap((unit): readonly Unit[] => {
    const check = unit.check && wanted.includes(unit.check) ? unit.check : undefined;
    const probe = unit.probe && wanted.some((each) => looksAt(each, unit.probe)) ? unit.probe : undefined;
    return check || probe ? [{ ...(probe && { probe }), ...(check && { check }) }] : [];
  });
  const live = kept.some((unit) => unit.probe && unit.probe.access !== 'source');
  return { units: kept, standard: narrowed(standard, only, asked, wanted.map((check) => check.info)), needsStack: live, needsTaps: kept.some((unit) => unit.probe?.taps === true) };
}

/** How the reason of a demand begins that `--only`, `--shard` or a command for a part left out. */
const leftOut = 'left out by ';

/** Whether a run under this standard was asked for a part of it only: what it shows does not stand for the whole. */
export function isPartial(standard: Standard): boolean {
  return standard.demands.some((demand) => demand.reason?.startsWith(leftOut) === true);
}

/** Whether a check judges what a probe sees. */
export function looksAt(check: Check, probe: Probe | undefined): boolean {
  return probe !== undefined && (check.probe ?? probe.id) === probe.id && [...check.needs, ...(check.also ?? [])].some((kind) => kind.name === probe.kind.name);
}

/** Whether a check is part of a run: its family, category or id is asked for, or nothing is; and the standard demands its family. */
function selected(check: CheckInfo, standard: Standard, only: readonly string[]): boolean {
  const demand = standard.demands.find((each) => each.category === check.category);
  if (only.length === 0) return demand !== undefined && (demand.required || !standard.stack || check.family === 'audit') && allowed(check.family, standard);
  return only.includes(check.family) || only.includes(check.id);
}

function allowed(family: Family, standard: Standard): boolean {
  return standard.stack || family === 'audit';
}

function narrowed(standard: Standard, only: readonly string[], asked: string, wanted: readonly CheckInfo[]): Standard {
  if (only.length === 0) return standard;
  const demands = standard.demands.map((demand): Demand => {
    const left = wanted.filter((check) => check.category === demand.category);
    const [first, ...rest] = demand.families.filter((family) => left.some((check) => check.family === family));
    if (first) return { ...demand, families: [first, ...rest] };
    const anyFamily = left[0]?.family;
    if (anyFamily && demand.required) return { ...demand, families: [anyFamily] };
    return { ...demand, required: false, reason: demand.required ? `${leftOut}${asked}` : (demand.reason ?? 'the standard does not demand it') };
  });
  return { ...standard, demands };
}

/** Names of `--only` that mean nothing here. */
export function unknownSelection(units: readonly Unit[], only: readonly string[]): readonly string[] {
  const ids = new Set(units.flatMap((unit) => (unit.check ? [unit.check.info.id] : [])));
  return only.filter((name) => !ids.has(name) && !families.some((family) => family === name));
}
