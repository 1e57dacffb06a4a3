import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

const keyBytes = 32;
const markBytes = 32;
let known: Buffer | undefined;

/**
 * Marks bytes as written by this user's assay (HMAC-SHA-256, RFC 2104): the mark, then the bytes. A cache lies in the audited tree, and a tree that brings its own
 * could say of its files what it likes.
 */
export function marked(bytes: Uint8Array): Buffer {
  return Buffer.concat([markOf(bytes), bytes]);
}

/** The bytes without their mark; undefined where it is missing, or of another key. */
export function unmarked(bytes: Buffer): Buffer | undefined {
  if (bytes.length < markBytes) return undefined;
  const rest = bytes.subarray(markBytes);
  return timingSafeEqual(bytes.subarray(0, markBytes), markOf(rest)) ? rest : undefined;
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
