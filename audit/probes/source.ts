import { join, matchesGlob } from 'node:path';
import { defineProbe } from '../../core/define.ts';
import { FaultError, fault } from '../../core/fault.ts';
import type { Layer, Platform } from '../../core/ports.ts';
import { sourceTree, type ConfigFact, type FileFacts, type SkippedFile, type SourceTree } from '../facts.ts';
import { ruleSet } from '../version.ts';
import { readCache, writeCache, type Cache, type CacheEntry } from './cache.ts';
import { configFact, isConfigFile } from './config.ts';
import { sourceFile } from './kinds.ts';
import { isFolder, listFiles } from './list.ts';
import { extractAll } from './pool.ts';
import { readSource } from './read.ts';
import type { Answer } from './worker.ts';

const timeoutMs = 600_000;

/** Reads the platform's source into facts. Nothing of the tree is run, and nothing is written but the cache. */
export default defineProbe<SourceTree>({
  id: 'source',
  kind: sourceTree,
  access: 'source',
  timeoutMs,
  async collect({ platform, progress }, signal) {
    const body = await readTree(platform, { signal, cache: join(platform.root, '.assay', 'cache', 'facts'), progress: (done, total) => progress(done, total, 'files') });
    return { subject: platform.name, body };
  },
});

interface ReadOptions {
  readonly signal: AbortSignal;
  /** Folder of the cache; absent: every file is read and nothing is kept. */
  readonly cache?: string;
  readonly progress?: (done: number, total: number) => void;
}

/** The same without an engine. Throws a fault `path-missing` where the root is no folder. */
export async function readTree(platform: Pick<Platform, 'root' | 'source' | 'layers'>, options: ReadOptions): Promise<SourceTree> {
  const { root, source } = platform;
  if (!(await isFolder(root))) throw new FaultError(fault('path-missing', `There is no folder ${root}.`));
  const listing = await listFiles(root, options.signal);
  const wanted = listing.paths.filter((path) => (source.include.length === 0 || fits(path, source.include)) && !fits(path, source.exclude));
  const cache = options.cache === undefined ? new Map<string, CacheEntry>() : await readCache(options.cache);
  const sources = wanted.filter((path) => sourceFile.test(path));
  const answers = await extractAll(sources, {
    root, signal: options.signal, known: Object.fromEntries([...cache].map(([path, entry]) => [path, entry.hash])),
    done: (files) => options.progress?.(files, sources.length),
  });
  const kept = keep(answers, cache);
  if (options.cache !== undefined && answers.some((each) => each.result)) await writeCache(options.cache, kept);
  return treeOf([...kept.values()], listing.skipped, configOf(root, wanted), source, platform.layers ?? []);
}

function keep(answers: readonly Answer[], cache: Cache): Cache {
  const kept = new Map<string, CacheEntry>();
  for (const { path, hash, result } of answers) {
    const entry = result ? { hash, result } : cache.get(path);
    if (entry) kept.set(path, entry);
  }
  return kept;
}

function treeOf(entries: readonly CacheEntry[], skipped: readonly SkippedFile[], config: readonly ConfigFact[], source: Platform['source'], layers: readonly Layer[]): SourceTree {
  const files: FileFacts[] = [];
  const left: SkippedFile[] = [...skipped];
  for (const { result } of entries) {
    if ('facts' in result) files.push(result.facts);
    else left.push(result.skipped);
  }
  const byPath = (a: { readonly path: string }, b: { readonly path: string }): number => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0);
  return { schema: 1, ruleSet, files: files.sort(byPath), config: [...config].sort(byPath), skipped: left.sort(byPath), notProduction: source.notProduction, layers };
}

function configOf(root: string, paths: readonly string[]): ConfigFact[] {
  return paths.filter(isConfigFile).flatMap((path) => {
    const read = readSource(root, path);
    const made = 'text' in read ? configFact(path, read.text) : undefined;
    return made ? [made] : [];
  });
}

function fits(path: string, patterns: readonly string[]): boolean {
  return patterns.some((pattern) => pattern === '.' || path === pattern || path.startsWith(`${pattern.replace(/\/$/, '')}/`) || matchesGlob(path, pattern));
}
