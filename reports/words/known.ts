import type { RunView } from '../../core/fold.ts';
import type { Category, CheckInfo, Family, Foreseen, Outcome } from '../../core/types.ts';
import { fails, severities } from './words.ts';

/** What is known of a check while the run goes on: its outcome where it has one, else what it will say as far as its evidence goes. */
export interface Known {
  readonly check: CheckInfo;
  readonly status: Outcome['status'];
}

/** Checks whose evidence is sealed, of one family or of all. */
export function knownChecks(run: RunView, family?: Family): readonly Known[] {
  const judged = run.outcomes.map(({ check, outcome }): Known => ({ check, status: outcome.status }));
  return [...judged, ...run.foreseen].filter(({ check }) => family === undefined || check.family === family);
}

/** A finding that fails the run, with the id of its check. */
interface Failing extends Foreseen {
  readonly check: string;
  readonly category: Category;
}

/** Findings that fail the run, as far as is known, worst first. A check that was judged ahead tells its worst ones and how many there are. */
export function failingSoFar(run: RunView, family?: Family): { readonly count: number; readonly worst: readonly Failing[] } {
  const of = (check: Pick<CheckInfo, 'family'>): boolean => family === undefined || check.family === family;
  const found = run.findings.filter((finding) => of(finding) && fails(run, finding));
  const ahead = run.foreseen.filter(({ check }) => of(check));
  const worst = [
    ...found,
    ...ahead.flatMap(({ check, worst: told }) => told.map((finding): Failing => ({ ...finding, check: check.id, category: check.category }))),
  ].sort((a, b) => severities.indexOf(a.severity) - severities.indexOf(b.severity));
  return { count: found.length + ahead.reduce((sum, { failing }) => sum + failing, 0), worst };
}
