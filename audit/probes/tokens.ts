import { extname, join } from 'node:path';
import { setImmediate as breathe } from 'node:timers/promises';
import { defineProbe } from '../../core/define.ts';
import type { Platform } from '../../core/ports.ts';
import { sourceTokens, type SourceTokens, type TokenHit } from '../helpers.ts';
import { mayHoldToken, presetDigest, tokensIn } from '../delegates/secretlint.ts';
import { factsFolder } from './cache.ts';
import { listingOf } from './listing.ts';
import { keepJson, recallJson } from './own-key.ts';
import { readerDigest } from './reader.ts';
import { readBytes, sameStamp, stampAt, type Stamp } from './read.ts';

const timeoutMs = 600_000;
/** Files between two looks at what else there is to do. */
const breathAfter = 64;
const cacheName = 'tokens.json';
const noText = new Set(['.png', '.jpg', '.jpeg', '.gif', '.webp', '.avif', '.ico', '.bmp', '.svg', '.woff', '.woff2', '.ttf', '.otf', '.eot', '.mp3', '.mp4', '.webm', '.mov', '.wav', '.pdf', '.zip', '.gz', '.tgz', '.br', '.wasm', '.so', '.exe', '.dll', '.jar', '.onnx', '.bin', '.parquet', '.lock', '.map']);

/** Searches every text file of the tree for tokens of providers and private keys, through secretlint. What was searched before and did not change is not read again. */
export default defineProbe<SourceTokens>({
  id: 'tokens',
  kind: sourceTokens,
  access: 'source',
  helper: true,
  timeoutMs,
  async collect({ platform }, signal) {
    return { subject: platform.name, body: await tokensOf(platform, { signal, cache: factsFolder(platform.root) }) };
  },
});

interface Known {
  readonly stamp: Stamp | undefined;
  readonly hits: readonly TokenHit[];
  /** Why there was nothing to search. */
  readonly left?: 'large' | 'binary';
}

/** The same without an engine. `cache`: a folder; absent, every file is read and nothing kept. */
export async function tokensOf(platform: Pick<Platform, 'root' | 'source'>, { signal, cache }: { readonly signal: AbortSignal; readonly cache?: string }): Promise<SourceTokens> {
  const by = `${readerDigest()} ${presetDigest()}`;
  const before = new Map(recallJson<readonly (readonly [string, Known])[]>(cache, cacheName, by) ?? []);
  const { paths } = await listingOf(platform, signal);
  const now = new Map<string, Known>();
  let searched = 0;
  for (const path of paths) {
    if (noText.has(extname(path).toLowerCase())) continue;
    const known = before.get(path);
    const stamp = stampAt(join(platform.root, path));
    const same = known !== undefined && sameStamp(known.stamp, stamp);
    const found = same ? known : await search(platform.root, path, stamp);
    if (found) now.set(path, found);
    if (!same && ++searched % breathAfter === 0) await breathe();
    signal.throwIfAborted();
  }
  if (searched > 0 || now.size !== before.size) keepJson(cache, cacheName, by, [...now]);
  const all = [...now.values()];
  return { files: all.filter(({ left }) => left !== 'binary').length, hits: all.flatMap(({ hits }) => hits), unsearched: [...now].flatMap(([path, { left }]) => (left === 'large' ? [path] : [])) };
}

/** Undefined where there is nothing to read. `stamp`: how the file stood before. */
async function search(root: string, path: string, stamp: Stamp | undefined): Promise<Known | undefined> {
  const read = readBytes(root, path);
  if ('reason' in read) return /more than/.test(read.reason) ? { stamp, hits: [], left: 'large' } : undefined;
  const bytes = Buffer.from(read.bytes.buffer, read.bytes.byteOffset, read.bytes.byteLength);
  if (bytes.subarray(0, 8192).includes(0)) return { stamp: read.stamp, hits: [], left: 'binary' };
  return { stamp: read.stamp, hits: mayHoldToken(bytes.toString('latin1')) ? await tokensIn(path, bytes.toString('utf8')) : [] };
}
