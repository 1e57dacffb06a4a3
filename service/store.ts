import type { MeasuredRun } from '../reports/prometheus.ts';
import type { RunRecord } from '../reports/words/record.ts';

/** A run in a list, with how its failing findings moved since the last run that proved something. */
export interface ListedRun {
  readonly record: RunRecord;
  readonly moved?: { readonly since: string; readonly opened: number; readonly closed: number };
}
export interface Wanted {
  readonly platform?: string | undefined;
  /** Runs before this one, in time. */
  readonly before?: string | undefined;
  readonly limit: number;
}
/** One cell of a platform's strip. */
export interface StripRun {
  readonly run: string;
  readonly verdict: RunRecord['verdict'];
  readonly at: string;
  readonly standard: string;
  /** A part of the standard only. */
  readonly partial: boolean;
}
export interface PlatformStrip {
  readonly platform: string;
  readonly count: number;
  /** Oldest first. */
  readonly runs: readonly StripRun[];
}

/**
 * The runs of the platforms over time. Two homes: PGlite below the platform's folder, and PostgreSQL by URL. Every call asks the database;
 * one that cannot answer rejects with the database's own words.
 */
export interface History {
  /** Where it is kept, for people; never a password. */
  readonly where: string;
  /** Milliseconds that a query took which proves that the database answers. */
  readonly ask: () => Promise<number>;
  /** `taken`: another run has this id already, and it stays. Saving the same run again changes nothing. */
  readonly save: (record: RunRecord) => Promise<'saved' | 'known' | 'taken'>;
  /** Which of these runs are kept. */
  readonly known: (runs: readonly string[]) => Promise<ReadonlySet<string>>;
  readonly list: (wanted: Wanted) => Promise<readonly ListedRun[]>;
  readonly strips: (limit: number) => Promise<readonly PlatformStrip[]>;
  readonly get: (run: string) => Promise<RunRecord | undefined>;
  /** The last whole run of each platform, standard and profile. */
  readonly latest: () => Promise<readonly MeasuredRun[]>;
  readonly close: () => Promise<void>;
}

/** Opens the history where it is kept. `tell` hears, in sentences, of trouble that did not stop it. */
export async function openHistory(place: { readonly root: string; readonly database?: string | undefined }, tell: (sentence: string) => void, signal: AbortSignal): Promise<History> {
  // Loaded when used: PGlite brings a whole database with it.
  if (place.database !== undefined) return (await import('./store/postgres.ts')).openPostgres(place.database, tell, signal);
  return (await import('./store/pglite.ts')).openPglite(place.root, tell);
}
