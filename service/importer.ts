import { closeSync, existsSync, fstatSync, lstatSync, openSync, readdirSync, readSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { causeText } from '../core/fault.ts';
import { foldRun } from '../core/fold.ts';
import { lookupIn } from '../cli/reporters.ts';
import { isRunId, readEvents, runsFolder } from '../engine/runs.ts';
import { EvidenceStore } from '../engine/store.ts';
import { coverageSeen } from '../reports/words/proof.ts';
import { recordOf, type RunRecord } from '../reports/words/record.ts';
import type { History } from './store.ts';
import { parseRecord } from './store/record.ts';

/** A folder of the runs that is not in the history, and why. */
export interface NotImported {
  readonly run: string;
  readonly reason: string;
  /** Its events have no end yet: it goes on, or it was cut off. */
  readonly unfinished?: true;
}
type Reason = Omit<NotImported, 'run'>;
export interface ImportState {
  /** Milliseconds since 1970; undefined before the first scan came to its end. */
  readonly scannedAt: number | undefined;
  /** Why the last scan did not come to its end. */
  readonly trouble: string | undefined;
  readonly notImported: readonly NotImported[];
  /** Folders beyond the newest that are looked at. */
  readonly leftOut: number;
}

export const scanMs = 3_000;
/** Newest run folders that are looked at; older ones are counted. */
const mostFolders = 5_000;
const mostBytes = 128 * 1024 * 1024;
/** What an event of the end may be long, with its gate in it. */
const tailBytes = 256 * 1024;

/** Brings finished runs from `<root>/.assay/runs` into the history. Doing it again changes nothing; a folder that cannot be read is kept in the state with its reason. */
export class Importer {
  readonly #folder: string;
  readonly #history: History;
  readonly #seen = new Map<string, { readonly mark: string; readonly reason: Reason }>();
  #state: ImportState = { scannedAt: undefined, trouble: undefined, notImported: [], leftOut: 0 };

  constructor(root: string, history: History) {
    this.#folder = runsFolder(root);
    this.#history = history;
  }

  get state(): ImportState {
    return this.#state;
  }

  /** Scans until the signal ends it; trouble with folder or database is kept in the state and tried again. */
  async run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      await this.scan(signal);
      await sleep(scanMs, undefined, { signal }).catch(() => undefined);
    }
  }

  async scan(signal: AbortSignal): Promise<void> {
    try {
      const { folders, others, leftOut } = this.#folders();
      const known = await this.#history.known(folders);
      const notImported: NotImported[] = [...others];
      for (const run of folders.filter((each) => !known.has(each))) {
        if (signal.aborted) return;
        const reason = await this.#bring(run);
        if (reason !== undefined) notImported.push({ run, ...reason });
        // Reading a run takes its time on one thread; whoever asks the service in between is answered.
        await sleep(0);
      }
      this.#forget(folders);
      this.#state = { scannedAt: Date.now(), trouble: undefined, notImported, leftOut };
    } catch (error) {
      this.#state = { ...this.#state, trouble: causeText(error) };
    }
  }

  #folders(): { readonly folders: readonly string[]; readonly others: readonly NotImported[]; readonly leftOut: number } {
    const names = existsSync(this.#folder) ? readdirSync(this.#folder).filter((name) => name !== 'latest').sort().reverse() : [];
    const runs = names.filter(isRunId);
    return {
      folders: runs.slice(0, mostFolders), leftOut: Math.max(0, runs.length - mostFolders),
      others: names.filter((name) => !isRunId(name)).slice(0, 50).map((run) => ({ run, reason: 'it is not named as a run is' })),
    };
  }

  /** Why the run is not in the history now; undefined when it is. A folder that has not changed is not read again. */
  async #bring(run: string): Promise<Reason | undefined> {
    const mark = markOf(join(this.#folder, run));
    const before = this.#seen.get(run);
    if (before && before.mark === mark) return before.reason;
    const read = readRun(join(this.#folder, run), run);
    const reason = 'reason' in read ? read : (await this.#history.save(read.record)) === 'taken' ? { reason: 'the history has another run with this id' } : undefined;
    if (reason !== undefined) this.#seen.set(run, { mark, reason });
    return reason;
  }

  #forget(folders: readonly string[]): void {
    const there = new Set(folders);
    for (const run of this.#seen.keys()) if (!there.has(run)) this.#seen.delete(run);
  }
}

/** What tells whether the stream of a run has changed. */
function markOf(folder: string): string {
  try {
    const { mtimeMs, size } = statSync(join(folder, 'events.ndjson'));
    return `${mtimeMs} ${size}`;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code ?? 'none';
  }
}

function readRun(folder: string, run: string): { readonly record: RunRecord } | Reason {
  try {
    if (!lstatSync(folder).isDirectory()) return { reason: 'it is no folder of its own' };
    const path = join(folder, 'events.ndjson');
    if (!existsSync(path)) return { reason: 'it has no events.ndjson: a stack that was only booted, or a run that did not start' };
    const { size, mtimeMs } = statSync(path);
    if (size > mostBytes) return { reason: `its events.ndjson has ${size} bytes, more than the ${mostBytes} that are read` };
    if (!tailOf(path).includes('"type":"run-finished"')) return { reason: `it is not finished: its last event is of ${new Date(mtimeMs).toISOString().slice(0, 19)} UTC`, unfinished: true };
    const record = parseRecord(recordIn(folder));
    if (record.run !== run) return { reason: `its events are those of ${record.run}` };
    return record.finished ? { record } : { reason: 'it is not finished', unfinished: true };
  } catch (error) {
    return { reason: causeText(error) };
  }
}

/** What the history keeps of the run in a folder; of its live proof too, where its evidence is kept. */
function recordIn(folder: string): RunRecord {
  const view = foldRun(readEvents(folder));
  return recordOf(view, coverageSeen(view, lookupIn(new EvidenceStore(folder), undefined)));
}

function tailOf(path: string): string {
  const file = openSync(path, 'r');
  try {
    const { size } = fstatSync(file);
    const tail = Buffer.alloc(Math.min(size, tailBytes));
    return tail.subarray(0, readSync(file, tail, 0, tail.length, size - tail.length)).toString('utf8');
  } finally {
    closeSync(file);
  }
}
