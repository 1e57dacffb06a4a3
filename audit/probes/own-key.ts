import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

const keyBytes = 32;
const markBytes = 32;
let known: Buffer | undefined;

/**
 * Writes bytes that this user's assay will know again (a mark, HMAC-SHA-256 of RFC 2104, then the bytes): a cache lies in the audited tree, and a tree that brings its own could
 * say of its files what it likes. Beside itself first, so that a reader never sees half of it. Throws what the file system says.
 */
export function writeMarked(folder: string, name: string, bytes: Uint8Array): void {
  mkdirSync(folder, { recursive: true });
  const part = join(folder, `${name}.${process.pid}.part`);
  writeFileSync(part, Buffer.concat([markOf(bytes), bytes]));
  renameSync(part, join(folder, name));
}

/** What `writeMarked` of this user wrote; undefined where the mark is missing, or of another key. Throws where there is no such file. */
export function readMarked(folder: string, name: string): Buffer | undefined {
  const bytes = readFileSync(join(folder, name));
  const rest = bytes.subarray(markBytes);
  return bytes.length >= markBytes && timingSafeEqual(bytes.subarray(0, markBytes), markOf(rest)) ? rest : undefined;
}

interface Kept<T> {
  readonly by: string;
  readonly value: T;
}

/**
 * What `keepJson` of this user wrote under the same `by`, which names who made it, and of what. Undefined where there is none, where it is cut off, where somebody else wrote it
 * or others made it, and without a folder: then the work is done again.
 */
export function recallJson<T>(folder: string | undefined, name: string, by: string): T | undefined {
  if (folder === undefined) return undefined;
  try {
    const kept = JSON.parse(readMarked(folder, name)?.toString('utf8') ?? '{}') as Partial<Kept<T>>;
    return kept.by === by ? kept.value : undefined;
  } catch {
    return undefined;
  }
}

/** Keeps a value for the next time. A tree that cannot be written to is audited all the same. */
export function keepJson<T>(folder: string | undefined, name: string, by: string, value: T): void {
  if (folder === undefined) return;
  try {
    writeMarked(folder, name, Buffer.from(JSON.stringify({ by, value } satisfies Kept<T>)));
  } catch {
    // It only costs time.
  }
}

function markOf(bytes: Uint8Array): Buffer {
  return createHmac('sha256', known ??= ownKey()).update(bytes).digest();
}

/** The user's key, made at the first use; where no home can be written, one for this process alone. */
function ownKey(): Buffer {
  const folder = join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'assay');
  const path = join(folder, 'key');
  const made = randomBytes(keyBytes);
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const part = `${path}.${process.pid}.part`;
    writeFileSync(part, made, { mode: 0o600 });
    // Of two that start at once the first one's key stands.
    try {
      linkSync(part, path);
    } catch {
      // There is one already.
    }
    rmSync(part);
    const kept = readFileSync(path);
    return kept.length === keyBytes ? kept : made;
  } catch {
    return made;
  }
}
