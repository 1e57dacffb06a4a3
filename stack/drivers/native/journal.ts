import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Owner } from '../../owner.ts';
import { isGone, startOf, thisOwner } from '../../owner.ts';

/** What a run has started on this machine: on disk at once, so that it can be ended by another process after SIGKILL. */
export interface Entries {
  readonly owner: Owner;
  readonly keep: boolean;
  readonly platform: string;
  readonly processes: readonly { readonly name: string; readonly pid: number; readonly started: string; readonly signal: NodeJS.Signals }[];
  /** Folders that belong to the run alone. */
  readonly folders: readonly string[];
}

/** The journal of one run. Every change is written before the next thing is done. */
export class Journal {
  readonly #file: string;
  #entries: Entries;

  constructor(cacheDir: string, run: string, platform: string, keep: boolean) {
    mkdirSync(folderOf(cacheDir), { recursive: true });
    this.#file = join(folderOf(cacheDir), `${run.replace(/[^\w.-]/g, '-')}.json`);
    this.#entries = { owner: thisOwner(), keep, platform, processes: [], folders: [] };
    this.#write();
  }

  addProcess(name: string, pid: number, signal: NodeJS.Signals): void {
    this.#entries = { ...this.#entries, processes: [...this.#entries.processes, { name, pid, started: startOf(pid) ?? '', signal }] };
    this.#write();
  }

  dropProcess(pid: number): void {
    this.#entries = { ...this.#entries, processes: this.#entries.processes.filter((each) => each.pid !== pid) };
    this.#write();
  }

  addFolder(folder: string): void {
    this.#entries = { ...this.#entries, folders: [...this.#entries.folders, folder] };
    this.#write();
  }

  /** Nothing is left of the run. */
  close(): void {
    rmSync(this.#file, { force: true });
  }

  #write(): void {
    writeFileSync(`${this.#file}.new`, JSON.stringify(this.#entries));
    renameSync(`${this.#file}.new`, this.#file);
  }
}

/** Journals of runs whose owner is gone and that were not meant to stay, and, when a platform is named, those kept for it. */
export function leftJournals(cacheDir: string, platform?: string): readonly { readonly file: string; readonly entries: Entries }[] {
  const folder = folderOf(cacheDir);
  if (!existsSync(folder)) return [];
  return readdirSync(folder).filter((name) => name.endsWith('.json')).flatMap((name) => {
    const entries = read(join(folder, name));
    return entries && isGone(entries.owner) && (!entries.keep || entries.platform === platform) ? [{ file: join(folder, name), entries }] : [];
  });
}

function read(file: string): Entries | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Entries;
  } catch {
    return undefined;
  }
}

function folderOf(cacheDir: string): string {
  return join(cacheDir, 'native');
}
