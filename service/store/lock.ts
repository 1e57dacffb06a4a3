import { closeSync, fsyncSync, openSync, readFileSync, renameSync, statSync, unlinkSync, utimesSync, writeSync } from 'node:fs';
import { fault, FaultError } from '../../core/fault.ts';
import { isGone, thisOwner, type Owner } from '../../stack/owner.ts';

/** How often the holder says that it lives. It only tells people: a holder that lives is never robbed, however long it was silent. */
const heartbeatMs = 10_000;
/** A lock without an owner in it is being written, or its writer died in between. */
const writingMs = 5_000;

export interface Lock {
  readonly release: () => void;
}

/**
 * Takes the lock file, which lies beside the data and not in it: PGlite has none of its own, and two processes on one folder destroy it.
 * A holder that is certainly gone is followed; one that lives, or of whom nobody here can tell, is a FaultError that names it.
 */
export function takeLock(path: string): Lock {
  for (let attempt = 0; attempt < 3; attempt++) {
    if (write(path)) return held(path);
    const found = read(path);
    if (found === undefined) continue;
    if (!found.gone) throw new FaultError(fault('history-unwritable', `another assay serve keeps this history: ${found.told}`, { where: { uri: path }, fix: `Use that one, or stop it first (if it is surely gone, remove ${path}); with --database several can share one PostgreSQL.` }));
    moveAway(path, found.content);
  }
  throw new FaultError(fault('history-unwritable', `the lock ${path} could not be taken: another process takes it at the same time`, { where: { uri: path }, fix: 'Try again.' }));
}

function write(path: string): boolean {
  let file: number;
  try {
    file = openSync(path, 'wx', 0o644);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw new FaultError(fault('history-unwritable', `the lock ${path} could not be written`, { cause: error, where: { uri: path }, fix: 'Give write access to the folder, or keep the history in PostgreSQL with --database.' }));
  }
  try {
    writeSync(file, `${JSON.stringify(thisOwner())}\n`);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  return true;
}

interface Found {
  readonly content: string;
  readonly gone: boolean;
  readonly told: string;
}

/** Undefined when it went away while we looked. */
function read(path: string): Found | undefined {
  try {
    const content = readFileSync(path, 'utf8');
    const silentMs = Date.now() - statSync(path).mtimeMs;
    const owner = ownerIn(content);
    if (!owner) return { content, gone: silentMs > writingMs, told: `a process that is just starting, says ${path}` };
    return { content, gone: isGone(owner), told: `process ${owner.pid} on ${owner.home.split('/')[0]}, last seen ${Math.max(0, Math.round(silentMs / 1000))} s ago` };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

function ownerIn(content: string): Owner | undefined {
  try {
    const owner = JSON.parse(content) as Partial<Owner>;
    return Number.isInteger(owner.pid) && typeof owner.started === 'string' && typeof owner.home === 'string' ? (owner as Owner) : undefined;
  } catch {
    return undefined;
  }
}

/** Takes a dead holder's lock out of the way. If somebody else was quicker, what was moved is theirs, and goes back. */
function moveAway(path: string, content: string): void {
  const aside = `${path}.${process.pid}.gone`;
  try {
    renameSync(path, aside);
    if (readFileSync(aside, 'utf8') === content) unlinkSync(aside);
    else renameSync(aside, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
}

function held(path: string): Lock {
  const beat = setInterval(() => {
    try {
      utimesSync(path, new Date(), new Date());
    } catch {
      // Somebody removed the file; the next service would start beside us, and only its operator knows why.
    }
  }, heartbeatMs).unref();
  return {
    release: () => {
      clearInterval(beat);
      const owner = read(path);
      if (owner && ownerIn(owner.content)?.pid === process.pid) unlinkSync(path);
    },
  };
}
