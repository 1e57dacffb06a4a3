import { join } from 'node:path';
import { readMarked, writeMarked } from './own-key.ts';
import { readerDigest } from './reader.ts';
import type { Stamp } from './read.ts';

/** Largest cache that is read back (bytes); a larger one is started anew. */
const sizeLimit = 512 * 1024 * 1024;

/** Where what was read of a tree is kept for the next time. */
export const factsFolder = (root: string): string => join(root, '.assay', 'cache', 'facts');

/** What one file was read to. */
export interface CacheEntry {
  readonly kind: 'facts' | 'skipped' | 'config';
  /** Names the file's content; empty where it was not read to the end. */
  readonly hash: string;
  /** How the file stood on the disk when it was read, where that alone is enough to know it again. */
  readonly stamp: Stamp | undefined;
  /** Canonical JSON: facts, a skipped file with its reason, or a configuration fact (`null` where there is none). */
  readonly json: Uint8Array;
}
export type Cache = ReadonlyMap<string, CacheEntry>;

/** One line of the index: path, kind, hash, stamp, bytes of the JSON. The JSON of all entries follows in the same order. */
type Row = readonly [path: string, kind: CacheEntry['kind'], hash: string, stamp: Stamp | 0, bytes: number];

/** What the last audit of this tree read, by path. Trouble with it only costs time: then it is empty. */
export function readCache(folder: string): Cache {
  try {
    const bytes = readMarked(folder, fileName);
    const line = bytes?.indexOf(10) ?? -1;
    if (!bytes || line < 0 || bytes.length > sizeLimit) return new Map();
    const index = JSON.parse(bytes.toString('utf8', 0, line)) as { readonly reader?: string; readonly rows?: readonly Row[] };
    return index.reader === readerDigest() && Array.isArray(index.rows) ? entriesOf(index.rows, bytes.subarray(line + 1)) : new Map();
  } catch {
    // Absent, cut off, of another version or not written by this user: the files are read again.
    return new Map();
  }
}

function entriesOf(rows: readonly Row[], pack: Uint8Array): Cache {
  const entries = new Map<string, CacheEntry>();
  let at = 0;
  for (const [path, kind, hash, stamp, bytes] of rows) {
    entries.set(path, { kind, hash, stamp: stamp === 0 ? undefined : stamp, json: pack.subarray(at, at += bytes) });
  }
  return at === pack.length ? entries : new Map();
}

export function writeCache(folder: string, entries: Cache): void {
  try {
    const rows = [...entries].map(([path, { kind, hash, stamp, json }]): Row => [path, kind, hash, stamp ?? 0, json.length]);
    writeMarked(folder, fileName, Buffer.concat([Buffer.from(`${JSON.stringify({ reader: readerDigest(), rows })}\n`), ...[...entries.values()].map(({ json }) => json)]));
  } catch {
    // A read-only tree is audited all the same; the next audit reads everything again.
  }
}

const fileName = 'facts.pack';
