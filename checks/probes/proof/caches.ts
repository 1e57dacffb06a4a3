import type { ProofSurface, Stack, Store } from '../../../core/ports.ts';
import type { Exchange } from '../../../core/tap.ts';
import { keyPattern } from './observed.ts';

/**
 * Keys that are caches: what the platform itself set with a lifetime while it was only asked to read, as the taps saw it. A lifetime that is given to a key
 * that was there before (a session that is kept alive) or a counter that is raised (a rate limit) makes no cache.
 */
export function cacheKeys(exchanges: readonly Exchange[]): ReadonlyMap<string, ReadonlySet<string>> {
  const keys = new Map<string, Set<string>>();
  for (const each of exchanges) {
    if (each.kind !== 'redis' || each.error) continue;
    const words = each.parameters.map((word) => String(word));
    const key = setsWithLifetime(each.statement.toUpperCase(), words);
    if (key === undefined) continue;
    const of = keys.get(each.store) ?? new Set<string>();
    of.add(key);
    keys.set(each.store, of);
  }
  return keys;
}

function setsWithLifetime(command: string, [key, ...rest]: readonly string[]): string | undefined {
  if (key === undefined) return undefined;
  if (command === 'SETEX' || command === 'PSETEX') return key;
  const options = rest.slice(1).map((word) => word.toUpperCase());
  // A value that is only set when nothing is there (NX) is a lock or a nonce, and its absence means something.
  return command === 'SET' && ['EX', 'PX', 'EXAT', 'PXAT'].some((word) => options.includes(word)) && !options.includes('NX') ? key : undefined;
}

const known = new WeakMap<Stack, Map<string, Set<string>>>();

/** All caches of a running stack that any probe has seen: an entry that is warm, or came back with a snapshot, is not set again and would not be seen. */
export function cachesKnownOf(stack: Stack): Map<string, Set<string>> {
  const caches = known.get(stack) ?? new Map<string, Set<string>>();
  known.set(stack, caches);
  return caches;
}

/** Removes cached answers, so that the next call must ask its store: the keys that were seen, and the declared prefixes. */
export async function flushCaches(stores: readonly Store[], seen: ReadonlyMap<string, ReadonlySet<string>>, declared: ProofSurface['caches'], signal: AbortSignal): Promise<void> {
  for (const store of stores) {
    const keys = [...(seen.get(store.name) ?? []), ...declared.filter((each) => each.store === store.name).map((each) => `${each.prefix}*`)];
    if (keys.length > 0) await store.world?.flush?.(keys, signal);
  }
}

/** Adds what one more call showed. */
export function moreCaches(caches: Map<string, Set<string>>, exchanges: readonly Exchange[]): void {
  for (const [store, keys] of cacheKeys(exchanges)) caches.set(store, new Set([...(caches.get(store) ?? []), ...keys]));
}

/** The cache that answered alone: only it was asked, and it gave something. */
export function answeredByCache(exchanges: readonly Exchange[], caches: ReadonlyMap<string, ReadonlySet<string>>): string | undefined {
  const asked = exchanges.filter((each) => each.effect === 'read');
  const hit = asked.find((each) => each.kind === 'redis' && each.rows.some((row) => row.some((value) => value !== null)) && caches.get(each.store)?.has(String(each.parameters[0] ?? '')));
  return hit && asked.every((each) => each.store === hit.store) ? `${hit.store} ${keyPattern(String(hit.parameters[0] ?? ''))}` : undefined;
}
