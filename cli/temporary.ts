import { chmodSync, mkdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { asFault, FaultError } from '../core/fault.ts';
import { Journal } from '../stack/journal.ts';

/** Where downloads and journals are kept between runs of a platform. */
export function cacheFolder(root: string): string {
  const folder = join(root, '.assay', 'cache');
  mkdirSync(folder, { recursive: true });
  return folder;
}

export interface Temporary {
  /** Removes the folder with everything in it. Never throws: a leftover stays in the journal, and the next sweep takes it. */
  readonly remove: () => void;
}

/**
 * One folder for every temporary file of a run, whoever makes it: the browser, its driver, builds, stores, services. It is in the journal before it exists, so that
 * after SIGKILL the next sweep finds it. `keep`: the stack may stay after us, and its programs go on using it.
 */
export function ownTemporary(cacheDir: string, run: string, platform: string, keep: boolean): Temporary {
  const before = process.env['TMPDIR'];
  const folder = join(tmpdir(), `assay-${run}`);
  try {
    const journal = new Journal(cacheDir, `${run}-temporary`, platform, keep);
    journal.addFolder(folder);
    mkdirSync(folder);
    // PostgreSQL runs as another user when we are root, and must be able to pass through.
    chmodSync(folder, 0o711);
    process.env['TMPDIR'] = folder;
    return { remove: () => remove(folder, journal, before) };
  } catch (error) {
    throw new FaultError(asFault(error, 'evidence-unwritable', `the run’s temporary folder ${folder} could not be made`));
  }
}

function remove(folder: string, journal: Journal, before: string | undefined): void {
  if (before === undefined) delete process.env['TMPDIR'];
  else process.env['TMPDIR'] = before;
  try {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
    journal.close();
  } catch {
    // What still writes there is ended with its own process; the journal names the folder for the next sweep.
  }
}
