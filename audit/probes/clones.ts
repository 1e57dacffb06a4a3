import { createHash } from 'node:crypto';
import { arch, platform as system } from 'node:os';
import { join } from 'node:path';
import { defineProbe } from '../../core/define.ts';
import type { Platform } from '../../core/ports.ts';
import { sourceClones, type Clone, type SourceClones } from '../helpers.ts';
import { ownByPath } from '../own.ts';
import { factsFolder } from './cache.ts';
import { sourceFile } from './kinds.ts';
import { listingOf } from './listing.ts';
import { keepJson, recallJson } from './own-key.ts';
import { stampAt } from './read.ts';
import { readerDigest } from './reader.ts';

const timeoutMs = 180_000;
/** Most classes of clones that are kept, the largest. */
const mostClones = 500;
const cacheName = 'clones.json';

/** Compares the source with itself, through jscpd. Where that has no program for this system, the evidence says so. */
export default defineProbe<SourceClones>({
  id: 'clones',
  kind: sourceClones,
  access: 'source',
  helper: true,
  timeoutMs,
  async collect({ platform }, signal) {
    return { subject: platform.name, body: await clonesIn(platform, { signal, cache: factsFolder(platform.root) }) };
  },
});

/** The same without an engine. `cache`: a folder; absent, the tree is compared anew each time. */
export async function clonesIn(platform: Pick<Platform, 'root' | 'source'>, { signal, cache }: { readonly signal: AbortSignal; readonly cache?: string }): Promise<SourceClones> {
  const { clonesOf, jscpdProgram } = await import('../delegates/jscpd.ts');
  const program = jscpdProgram();
  if (program === undefined) return { files: 0, clones: [], missing: `jscpd has no program for ${system()} on ${arch()} here: nobody looked for clones` };
  const { paths } = await listingOf(platform, signal);
  const wanted = new Set(paths.filter((path) => sourceFile.test(path) && ownByPath(path) === undefined));
  if (wanted.size === 0) return { files: 0, clones: [] };
  const by = nameOf(platform.root, wanted, program);
  const known = recallJson<readonly Clone[]>(cache, cacheName, by);
  const clones = known ?? (await clonesOf(platform.root, (path) => wanted.has(path), signal)).slice(0, mostClones);
  if (!known) keepJson(cache, cacheName, by, clones);
  return { files: wanted.size, clones };
}

/** Names what is compared, and who compares. */
function nameOf(root: string, paths: ReadonlySet<string>, program: string): string {
  const hash = createHash('sha256').update(readerDigest()).update(String(stampAt(program)));
  for (const path of paths) hash.update(`\n${path} ${String(stampAt(join(root, path)))}`);
  return hash.digest('hex');
}
