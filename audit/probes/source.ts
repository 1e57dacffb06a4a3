import { join } from 'node:path';
import { defineProbe } from '../../core/define.ts';
import { FaultError, fault } from '../../core/fault.ts';
import type { Platform } from '../../core/ports.ts';
import { canonical } from '../../core/seal.ts';
import { sourceTree, type SkippedFile, type SourceTree } from '../facts.ts';
import { ruleSet } from '../version.ts';
import { factsFolder, readCache, writeCache, type Cache, type CacheEntry } from './cache.ts';
import { isConfigFile, sourceFile } from './kinds.ts';
import { isBelowRepository, isFolder } from './list.ts';
import { listingOf } from './listing.ts';
import type { Wanted, Watched } from './pool.ts';
import { contentName, readSource, sameStamp, stampAt, type Stamp } from './read.ts';

const timeoutMs = 600_000;
/** A file that changed this shortly before it was read (ms) may change again within one tick of its file system's clock: its stamp proves nothing. */
const freshMs = 2_000;

/** Reads the platform's source into facts. Nothing of the tree is run, and nothing is written but the cache. */
export default defineProbe<SourceTree>({
  id: 'source',
  kind: sourceTree,
  access: 'source',
  timeoutMs,
  async collect({ platform, progress }, signal) {
    const canonical = await readCanonical(platform, { signal, cache: factsFolder(platform.root), progress: (done, total) => progress(done, total, 'files') });
    return { subject: platform.name, canonical };
  },
});

interface ReadOptions {
  readonly signal: AbortSignal;
  /** Folder of the cache; absent: every file is read and nothing is kept. */
  readonly cache?: string;
  readonly progress?: (done: number, total: number) => void;
}
type Tree = Pick<Platform, 'root' | 'source' | 'layers'>;

/** The same without an engine. Throws a fault `path-missing` where the root is no folder. */
export async function readTree(platform: Tree, options: ReadOptions): Promise<SourceTree> {
  return JSON.parse(Buffer.from(await readCanonical(platform, options)).toString('utf8')) as SourceTree;
}

/** A source tree as canonical JSON, put together from what the cache holds of it and what is read anew. */
async function readCanonical(platform: Tree, options: ReadOptions): Promise<Uint8Array> {
  const { root } = platform;
  if (!(await isFolder(root))) throw new FaultError(fault('path-missing', `There is no folder ${root}.`));
  const began = Date.now();
  // The cache is read while git lists, and where it is empty the compiler is loaded meanwhile, too.
  const listed = listingOf(platform, options.signal);
  const cache = options.cache === undefined ? new Map<string, CacheEntry>() : readCache(options.cache);
  const early = cache.size === 0 && isBelowRepository(root) ? (await import('./pool.ts')).startEarly(root) : undefined;
  try {
    const listing = await listed;
    const kept = await entriesOf(root, listing.paths, cache, options, early);
    if (options.cache !== undefined && kept.changed) writeCache(options.cache, settledBefore(began - freshMs, kept.entries));
    return treeOf(kept.entries, listing.skipped, platform);
  } finally {
    await early?.kill();
  }
}

/** What every file was read to, in the order of the paths: sources, then configuration (whose names end with a NUL, which no path holds). */
async function entriesOf(root: string, paths: readonly string[], cache: Cache, options: ReadOptions, early?: Watched): Promise<{ readonly entries: Cache; readonly changed: boolean }> {
  const sources = paths.filter((path) => sourceFile.test(path));
  const stamps = new Map(sources.map((path) => [path, stampAt(join(root, path))]));
  const stale = sources.filter((path) => !sameStamp(cache.get(path)?.stamp, stamps.get(path)));
  const read = await readStale(root, stale.map((path): Wanted => ({ path, bytes: stamps.get(path)?.[2] ?? 0, hash: cache.get(path)?.hash })), cache, sources.length, options, early);
  const entries = new Map<string, CacheEntry>();
  const put = (path: string, entry: CacheEntry | undefined): void => void (entry && entries.set(path, entry));
  const fresh = new Set(stale);
  for (const path of sources) put(path, fresh.has(path) ? read.get(path) : cache.get(path));
  let configs = 0;
  for (const path of paths.filter(isConfigFile)) {
    const known = cache.get(`${path}\0`);
    const same = sameStamp(known?.stamp, stampAt(join(root, path)));
    if (!same) configs++;
    put(`${path}\0`, same ? known : await configEntry(root, path, known));
  }
  return { entries, changed: stale.length > 0 || configs > 0 || entries.size !== cache.size };
}

async function readStale(root: string, files: readonly Wanted[], cache: Cache, total: number, { signal, progress }: ReadOptions, early?: Watched): Promise<Cache> {
  const entries = new Map<string, CacheEntry>();
  const before = total - files.length;
  if (before > 0) progress?.(before, total);
  if (files.length === 0) return entries;
  const { extractAll } = await import('./pool.ts');
  for (const { path, hash, stamp, result } of await extractAll(files, { root, signal, done: (done) => progress?.(before + done, total) }, early)) {
    const known = cache.get(path);
    if (result) entries.set(path, { kind: result.kind, hash, stamp, json: Buffer.from(result.json) });
    else if (known) entries.set(path, { ...known, stamp });
  }
  return entries;
}

async function configEntry(root: string, path: string, known: CacheEntry | undefined): Promise<CacheEntry> {
  const read = readSource(root, path);
  if (!('text' in read)) return { kind: 'config', hash: '', stamp: read.stamp, json: Buffer.from('null') };
  const hash = contentName(read.text);
  if (known?.hash === hash) return { ...known, stamp: read.stamp };
  const { configFact } = await import('./beside/config.ts');
  return { kind: 'config', hash, stamp: read.stamp, json: Buffer.from(canonical(configFact(path, read.text) ?? null)) };
}

/** The entries without the stamps of files that changed after that time (ms since the epoch). */
function settledBefore(time: number, entries: Cache): Cache {
  const trusted = (stamp: Stamp | undefined): Stamp | undefined => (stamp && stamp[0] < time && stamp[1] < time ? stamp : undefined);
  return new Map([...entries].map(([path, entry]) => [path, { ...entry, stamp: trusted(entry.stamp) }]));
}

function treeOf(entries: Cache, skipped: readonly SkippedFile[], { source, layers }: Tree): Uint8Array {
  const files: Uint8Array[] = [];
  const config: Uint8Array[] = [];
  const left: SkippedFile[] = [...skipped];
  for (const { kind, json } of entries.values()) {
    if (kind === 'facts') files.push(json);
    else if (kind === 'skipped') left.push(JSON.parse(Buffer.from(json).toString('utf8')) as SkippedFile);
    else if (json.length > 4) config.push(json);
  }
  const byPath = (a: SkippedFile, b: SkippedFile): number => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0);
  const rest = { layers: layers ?? [], notProduction: source.notProduction, ruleSet, schema: 1, skipped: left.sort(byPath) } satisfies Partial<SourceTree>;
  // The members stand in the order of their names, as canonical JSON has them.
  return Buffer.concat([text('{"config":['), ...listed(config), text('],"files":['), ...listed(files), text(`],${canonical(rest).slice(1)}`)]);
}

function listed(items: readonly Uint8Array[]): Uint8Array[] {
  const comma = text(',');
  return items.flatMap((each, index) => (index === 0 ? [each] : [comma, each]));
}

function text(of: string): Uint8Array {
  return Buffer.from(of);
}
