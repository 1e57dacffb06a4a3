import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { causeText, fault, FaultError } from '../core/fault.ts';
import type { Place } from './drivers/compose/outage.ts';
import type { Spec } from './drivers/native/process.ts';
import type { StoreAddress } from './driver.ts';
import type { RunOptions } from './exec.ts';
import { endGroup } from './group.ts';
import type { Owner } from './owner.ts';
import { isGone, isRunning, startOf, thisOwner } from './owner.ts';

/** What a run has started on this machine: on disk at once, so that it can be ended by another process after SIGKILL. */
export interface Entries {
  readonly owner: Owner;
  readonly keep: boolean;
  readonly platform: string;
  readonly processes: readonly { readonly name: string; readonly pid: number; readonly started: string; readonly signal: NodeJS.Signals }[];
  /** Folders that belong to the run alone. */
  readonly folders: readonly string[];
  /** Outages that hold: a stack that stays must not stay broken. */
  readonly undo: readonly Undo[];
}
/** What was done to a service, with what it takes to undo it from another process. */
export type Undo =
  /** Goes on if it is halted. `spec` is there for a stack that stays: it is started again by it if it has ended. */
  | { readonly service: string; readonly kind: 'process'; readonly pid: number; readonly started: string; readonly spec?: Spec }
  /** Goes on if it is paused, is started if it has ended, and gets back the networks that it has not. */
  | { readonly service: string; readonly kind: 'container'; readonly id: string; readonly places: readonly Place[] }
  /** Data that were changed are put back, once the store answers. */
  | { readonly service: string; readonly kind: 'data'; readonly address: StoreAddress; readonly folder: string };

/** The journal of one run. Every change is written before the next thing is done; throws a FaultError `evidence-unwritable` when something new cannot be noted. */
export class Journal {
  readonly #file: string;
  #entries: Entries;

  constructor(cacheDir: string, run: string, platform: string, keep: boolean, left?: Entries) {
    this.#file = join(folderOf(cacheDir), `${run.replace(/[^\w.-]/g, '-')}.json`);
    this.#entries = left ?? { owner: thisOwner(), keep, platform, processes: [], folders: [], undo: [] };
    this.#write();
  }

  get undo(): readonly Undo[] {
    return this.#entries.undo;
  }

  /** Nothing of the run is undone or ended by it any more: it goes, and its folders with it. Does nothing while that is not so. */
  closeIfSpent(): void {
    const { processes, folders, undo } = this.#entries;
    if (processes.length + undo.length > 0) return;
    for (const folder of folders) rmSync(folder, { recursive: true, force: true });
    this.close();
  }

  /** On disk before the outage is inflicted. */
  addUndo(undo: Undo): void {
    this.#entries = { ...this.#entries, undo: [...this.#entries.undo, undo] };
    this.#write();
  }

  dropUndo(service: string): void {
    this.#entries = { ...this.#entries, undo: this.#entries.undo.filter((each) => each.service !== service) };
    this.#write();
  }

  addProcess(name: string, pid: number, signal: NodeJS.Signals): void {
    this.#entries = { ...this.#entries, processes: [...this.#entries.processes, { name, pid, started: startOf(pid) ?? '', signal }] };
    this.#write();
  }

  dropProcess(pid: number): void {
    this.#entries = { ...this.#entries, processes: this.#entries.processes.filter((each) => each.pid !== pid) };
    // What is gone may stay in the journal when the disk is full: a sweep looks at start times, and teardown must go on.
    try {
      this.#write();
    } catch {
      rmSync(`${this.#file}.new`, { force: true });
    }
  }

  addFolder(folder: string): void {
    this.#entries = { ...this.#entries, folders: [...this.#entries.folders, folder] };
    this.#write();
  }

  /** Keeps a program that runs to its end in the journal while it does. */
  tracked(name: string): Pick<RunOptions, 'onStart' | 'onEnd'> {
    return { onStart: (pid) => this.addProcess(name, pid, 'SIGTERM'), onEnd: (pid) => this.dropProcess(pid) };
  }

  /** Nothing is left of the run. */
  close(): void {
    rmSync(this.#file, { force: true });
    rmSync(`${this.#file}.new`, { force: true });
  }

  #write(): void {
    try {
      mkdirSync(dirname(this.#file), { recursive: true });
      writeFileSync(`${this.#file}.new`, JSON.stringify(this.#entries), { mode: 0o600 });
      renameSync(`${this.#file}.new`, this.#file);
    } catch (error) {
      throw new FaultError(fault('evidence-unwritable', `what the run starts could not be noted in its journal: ${causeText(error)}`, { where: { uri: this.#file } }));
    }
  }
}

/** What a process gets between the polite and the hard signal. */
const graceMs = 3_000;

/**
 * Ends the processes of runs whose owner is gone, and only then removes their folders: a run has several journals, and a process of one would make a folder of
 * another anew. A process counts as ours only with the start time that the journal holds. Returns what it removed.
 */
export async function sweepJournals(cacheDir: string, signal: AbortSignal, platform?: string): Promise<readonly string[]> {
  const removed: string[] = [];
  const left = leftJournals(cacheDir, platform);
  for (const { entries } of left) {
    if (signal.aborted) return removed;
    const ours = entries.processes.filter((each) => isRunning(each.pid, each.started) || startOf(each.pid) === undefined);
    await Promise.all(ours.map(async (each) => {
      if (await endGroup(each.pid, each.signal, graceMs)) removed.push(`process ${each.name} (${each.pid})`);
    }));
  }
  for (const { file, entries } of left) {
    for (const folder of entries.folders) {
      if (existsSync(folder)) removed.push(`folder ${folder}`);
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
    }
    rmSync(file, { force: true });
  }
  return removed;
}

/** Journals of stacks that stay, whose owner is gone, and in which an outage still holds; opened, so that what is undone is noted. */
export function brokenJournals(cacheDir: string, platform?: string): readonly Journal[] {
  return goneJournals(cacheDir).filter(({ entries }) => entries.keep && entries.platform !== platform && entries.undo.length > 0)
    .map(({ file, entries }) => new Journal(cacheDir, basename(file, '.json'), entries.platform, true, entries));
}

/** Journals of runs whose owner is gone and that were not meant to stay, and, when a platform is named, those kept for it. */
function leftJournals(cacheDir: string, platform?: string): readonly Left[] {
  return goneJournals(cacheDir).filter(({ entries }) => !entries.keep || entries.platform === platform);
}

interface Left {
  readonly file: string;
  readonly entries: Entries;
}

function goneJournals(cacheDir: string): readonly Left[] {
  const folder = folderOf(cacheDir);
  if (!existsSync(folder)) return [];
  return readdirSync(folder).filter((name) => name.endsWith('.json')).flatMap((name) => {
    const entries = read(join(folder, name));
    return entries && isGone(entries.owner) ? [{ file: join(folder, name), entries }] : [];
  });
}

function read(file: string): Entries | undefined {
  try {
    // A journal of an earlier version knows of no outages.
    return { undo: [], ...(JSON.parse(readFileSync(file, 'utf8')) as Omit<Entries, 'undo'> & Partial<Entries>) };
  } catch {
    return undefined;
  }
}

function folderOf(cacheDir: string): string {
  return join(cacheDir, 'journals');
}
