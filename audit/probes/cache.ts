import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readerDigest } from './reader.ts';
import type { Extracted } from '../extract/text.ts';

/** Largest cache that is read back (bytes); a larger one is started anew. */
const sizeLimit = 512 * 1024 * 1024;

export interface CacheEntry {
  readonly hash: string;
  readonly result: Extracted;
}
export type Cache = ReadonlyMap<string, CacheEntry>;

/** What the last audit of this tree read, by path. Trouble with it only costs time: then it is empty. */
export async function readCache(folder: string): Promise<Cache> {
  try {
    const text = await readFile(join(folder, fileName), 'utf8');
    if (text.length > sizeLimit) return new Map();
    const raw = JSON.parse(text) as { readonly reader?: string; readonly entries?: readonly (readonly [string, CacheEntry])[] };
    return raw.reader === readerDigest() && Array.isArray(raw.entries) ? new Map(raw.entries) : new Map();
  } catch {
    // Absent, cut off or of another version: the files are read again.
    return new Map();
  }
}

/** Writes the cache beside itself first, so that a reader never sees half of it. */
export async function writeCache(folder: string, entries: Cache): Promise<void> {
  try {
    await mkdir(folder, { recursive: true });
    const part = join(folder, `${fileName}.${process.pid}.part`);
    await writeFile(part, JSON.stringify({ reader: readerDigest(), entries: [...entries] }));
    await rename(part, join(folder, fileName));
  } catch {
    // A read-only tree is audited all the same; the next audit reads everything again.
  }
}

const fileName = 'facts.json';
