import type { Category, Standard } from '../core/types.ts';
import type { RunRecord } from '../reports/words/record.ts';
import { held } from '../reports/words/changes.ts';
import monthly from '../standards/monthly.ts';
import quarterly from '../standards/quarterly.ts';
import weekly from '../standards/weekly.ts';

/** How old the proof of a platform is against the calendar of the standards, and which of its checks cannot be relied on. */
export interface Upkeep {
  readonly evidence: readonly EvidenceAge[];
  readonly flaky: readonly FlakyUnit[];
}

/** One row of the readiness table: when it was answered last, and when a standard asks for it again. */
export interface EvidenceAge {
  readonly category: Category;
  /** The standard of the calendar that asks for it most often. */
  readonly standard: string;
  readonly everyDays: number;
  /** The last run that examined it; absent when none did. */
  readonly last?: { readonly run: string; readonly at: string; readonly state: 'pass' | 'fail'; readonly ageDays: number };
  /** Absent when it was never examined: then it is due at once. */
  readonly dueAt?: string;
  readonly overdue: boolean;
}

/** A check that held in some runs and not in others, over the very same commit in the same profile. */
export interface FlakyUnit {
  readonly check: string;
  readonly title: string;
  readonly commit: string;
  readonly held: number;
  readonly failed: number;
  /** The last run in which it did not hold. */
  readonly run: string;
}

const dayMs = 86_400_000;
const calendar: readonly (readonly [Standard, number])[] = [[weekly, 7], [monthly, 31], [quarterly, 92]];

/** What the runs of one platform say, newest first. `now` is milliseconds since the epoch. */
export function upkeepOf(records: readonly RunRecord[], now: number): Upkeep {
  return { evidence: evidenceAges(records, now), flaky: flakyUnits(records) };
}

function evidenceAges(records: readonly RunRecord[], now: number): readonly EvidenceAge[] {
  return quarterly.demands.flatMap(({ category }): readonly EvidenceAge[] => {
    const asked = calendar.find(([standard]) => standard.demands.some((demand) => demand.category === category && demand.required));
    if (!asked) return [];
    const [{ id: standard }, everyDays] = asked;
    const last = lastOf(records, category);
    if (!last) return [{ category, standard, everyDays, overdue: true }];
    const due = Date.parse(last.at) + everyDays * dayMs;
    const ageDays = Math.max(0, Math.floor((now - Date.parse(last.at)) / dayMs));
    return [{ category, standard, everyDays, last: { ...last, ageDays }, dueAt: new Date(due).toISOString(), overdue: now > due }];
  });
}

/** Only what came to a state was examined: an unproven row is no evidence, however new it is. */
function lastOf(records: readonly RunRecord[], category: Category): Omit<NonNullable<EvidenceAge['last']>, 'ageDays'> | undefined {
  for (const { run, at, demands } of records) {
    const state = demands.find((demand) => demand.category === category)?.state;
    if (state === 'pass' || state === 'fail') return { run, at, state };
  }
  return undefined;
}

function flakyUnits(records: readonly RunRecord[]): readonly FlakyUnit[] {
  const seen = records.flatMap(({ run, commit, profile, checks }) => (commit === undefined ? [] : checks.flatMap(({ id, title, status }) => {
    const well = held(status);
    return well === undefined ? [] : [{ run, commit, profile, id, title, well }];
  })));
  return [...Map.groupBy(seen, ({ commit, profile, id }) => `${commit} ${profile} ${id}`).values()].flatMap((same) => {
    const [first] = same;
    const failed = same.filter(({ well }) => !well);
    const last = failed[0];
    return first && last && failed.length < same.length ? [{ check: first.id, title: first.title, commit: first.commit, held: same.length - failed.length, failed: failed.length, run: last.run }] : [];
  });
}
