import { extname, join } from 'node:path';
import { setImmediate as breathe } from 'node:timers/promises';
import { defineProbe } from '../../core/define.ts';
import type { Platform } from '../../core/ports.ts';
import { sourceTokens, type SourceTokens, type TokenHit } from '../helpers.ts';
import { listingOf } from './listing.ts';
import { keepJson, recallJson } from './own-key.ts';
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
    return { subject: platform.name, body: await tokensOf(platform, { signal, cache: join(platform.root, '.assay', 'cache', 'facts') }) };
  },
});

interface Known {
  readonly stamp: Stamp | undefined;
  readonly hits: readonly TokenHit[];
  /** It is too large to be read. */
  readonly large?: true;
}

/** What was searched before, and by what. */
interface Kept {
  readonly by: string;
  readonly files: readonly (readonly [string, Known])[];
}

/** The same without an engine. `cache`: a folder; absent, every file is read and nothing kept. */
export async function tokensOf(platform: Pick<Platform, 'root' | 'source'>, { signal, cache }: { readonly signal: AbortSignal; readonly cache?: string }): Promise<SourceTokens> {
  const { presetDigest } = await import('../delegates/secretlint.ts');
  const by = presetDigest();
  const kept = cache === undefined ? undefined : recallJson(cache, cacheName) as Kept | undefined;
  const before = new Map(kept?.by === by ? kept.files : []);
  const { paths } = await listingOf(platform, signal);
  const now = new Map<string, Known>();
  let searched = 0;
  for (const path of paths) {
    if (noText.has(extname(path).toLowerCase())) continue;
    const known = before.get(path);
    const same = known !== undefined && sameStamp(known.stamp, stampAt(join(platform.root, path)));
    const found = same ? known : await search(platform.root, path);
    if (found) now.set(path, found);
    if (!same && ++searched % breathAfter === 0) await breathe();
    signal.throwIfAborted();
  }
  if (cache !== undefined && (searched > 0 || now.size !== before.size)) keepJson(cache, cacheName, { by, files: [...now] } satisfies Kept);
  return { files: now.size, hits: [...now.values()].flatMap(({ hits }) => hits), unsearched: [...now].flatMap(([path, { large }]) => (large ? [path] : [])) };
}

/** Undefined where there is no text to search. */
async function search(root: string, path: string): Promise<Known | undefined> {
  const read = readBytes(root, path);
  if ('reason' in read) return /more than/.test(read.reason) ? { stamp: undefined, hits: [], large: true } : undefined;
  const bytes = Buffer.from(read.bytes.buffer, read.bytes.byteOffset, read.bytes.byteLength);
  if (bytes.subarray(0, 8192).includes(0)) return undefined;
  const { mayHoldToken, tokensIn } = await import('../delegates/secretlint.ts');
  return { stamp: read.stamp, hits: mayHoldToken(bytes.toString('latin1')) ? await tokensIn(path, bytes.toString('utf8')) : [] };
}
