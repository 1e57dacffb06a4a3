import type { Redis } from 'ioredis';
import type { Holding, StoreWorld } from '../../../core/ports.ts';
import type { Json } from '../../../core/types.ts';
import type { StoreAddress } from '../../driver.ts';
import { connected } from './connect.ts';
import { readable, readContent, type Content } from './entries.ts';
import type { Key } from './kinds.ts';
import { allKeys, namesLike } from './scan.ts';
import { addCopy, changeKey, shake } from './shake.ts';
import { forget, needSnapshot, reasonOf, restore, snapshot, touching, working, type KeptKey } from './snapshot.ts';
import type { Place } from '../undo.ts';

const deleteKeys = 500;

/** A Redis that assay booted, as data that can be kept, changed and brought back. Queues, sessions, locks and what has a lifetime are not its data. */
export function redisWorld(address: StoreAddress, folder: string): StoreWorld {
  const place: Place = { address, folder };
  return {
    words: (signal) => connected(address, signal, words),
    holdings: (signal) => connected(address, signal, async (client) => holdingsOf(await allKeys(client))),
    snapshot: (signal) => snapshot(place, signal),
    restore: (signal) => restore(place, signal),
    forget: (signal) => forget(place, signal),
    shake: (how, signal) => shake(place, how, signal),
    empty: (keep, signal) => empty(place, keep, signal),
    fill: (holding, nonce, signal) => fill(place, holding, nonce, signal),
    flush: (keys, signal) => working(place, 'store-refused', signal, (client) => flush(client, keys)),
  };
}

/** The fixed parts of keys' names, and the fields of hashes. */
async function words(client: Redis): Promise<readonly string[]> {
  const keys = await allKeys(client);
  const found = new Set(keys.flatMap((key) => key.pattern.split(/[:/]/)).filter((part) => part !== '' && !part.includes('*')));
  for (const [, own] of Map.groupBy(keys.filter((key) => key.type === 'hash'), (key) => key.pattern)) {
    const [first] = own;
    const content = first && (await readContent(client, first.name, 'hash'));
    if (content && 'pairs' in content) for (const [field] of content.pairs) found.add(readable(field) ?? '');
  }
  return [...found].filter((word) => word !== '').sort();
}

function holdingsOf(keys: readonly Key[]): readonly Holding[] {
  const groups = Map.groupBy(keys.filter((key) => key.kind !== 'ours'), (key) => key.pattern);
  return [...groups].map(([name, own]) => ({ name, count: own.length }));
}

/** Removes keys that are data; of the others those whose pattern is asked for with `!` in front (`!session:*`). */
async function empty(place: Place, keep: readonly string[], signal: AbortSignal): Promise<{ readonly removed: readonly Holding[]; readonly kept: readonly string[] }> {
  const snapshotted = await needSnapshot(place);
  return working(place, 'store-refused', signal, async (client) => {
    const keys = (await allKeys(client)).filter((key) => key.kind !== 'ours');
    // A key that came after the snapshot could not be put back.
    const goes = (key: Key) => snapshotted.has(key.name) && !keep.includes(key.pattern) && (key.kind === 'data' || keep.includes(`!${key.pattern}`));
    const going = keys.filter(goes);
    await touching(place, going.map((key) => key.name));
    for (let start = 0; start < going.length; start += deleteKeys) await client.call('UNLINK', ...going.slice(start, start + deleteKeys).map((key) => key.name));
    return { removed: holdingsOf(going), kept: holdingsOf(keys.filter((key) => !goes(key))).map((holding) => holding.name) };
  });
}

/** Adds an entry like one that the snapshot holds: under a new name, or put back where there is only one of its kind, with the nonce in its texts. */
async function fill(place: Place, holding: string, nonce: string, signal: AbortSignal): Promise<{ readonly values: Readonly<Record<string, Json>> } | { readonly refused: string }> {
  const kept = [...(await needSnapshot(place)).values()].filter((key) => key.pattern === holding);
  const [model] = kept;
  if (!model) return { refused: `the snapshot holds no key like ${holding} to make another one from` };
  const reason = reasonOf(model);
  if (reason !== undefined) return { refused: reason };
  return working(place, 'store-refused', signal, async (client) => {
    const name = await planted(client, place, model, nonce);
    if (name === undefined) return { refused: `${model.name} is there already, and there is only one of its kind` };
    const present = await readContent(client, name, model.type);
    const ways = new Map(fieldsOf(present).map((field) => [field, { way: 'text' }] as const));
    await changeKey(client, { ...model, name }, ways, { row: 0, column: 0, nonce, now: Date.now(), parts: new Set(['text']) }, new Set());
    const content = await readContent(client, name, model.type);
    return content ? { values: { key: name, ...shown(content) } } : { refused: `${name} was not kept by the server` };
  });
}

async function planted(client: Redis, place: Place, model: KeptKey, nonce: string): Promise<string | undefined> {
  const there = Number(await client.call('EXISTS', model.name)) === 1;
  const single = !model.pattern.includes('*');
  if (there && single) return undefined;
  await touching(place, [model.name]);
  if (!there) await client.call('RESTORE', model.name, '0', Buffer.from(model.dump, 'base64'));
  if (single) return model.name;
  const copy = await addCopy(client, place, model, nonce);
  if (!there) await client.call('DEL', model.name);
  return copy;
}

function fieldsOf(content: Content | undefined): readonly string[] {
  return content?.type === 'hash' ? content.pairs.map(([field]) => readable(field) ?? '') : [''];
}

function shown(content: Content): Readonly<Record<string, Json>> {
  const text = (latin: string) => readable(latin) ?? Buffer.from(latin, 'latin1').toString('base64');
  if (content.type === 'string') return { value: text(content.value) };
  return 'members' in content ? { members: content.members.map(text) } : Object.fromEntries(content.pairs.map(([first, second]) => [text(first), text(second)]));
}

/** Deletes the keys that are named, whole or by a prefix that ends in `*`; returns how many there were. Never what belongs to assay. */
async function flush(client: Redis, keys: readonly string[]): Promise<number> {
  let count = 0;
  for (const key of keys) {
    const names = key.endsWith('*') ? [...(await namesLike(client, `${key.slice(0, -1).replace(/[[\]?*^\\]/g, '\\$&')}*`))] : [key];
    const own = names.filter((name) => !name.startsWith('assay:'));
    for (let start = 0; start < own.length; start += deleteKeys) count += Number(await client.call('UNLINK', ...own.slice(start, start + deleteKeys)));
  }
  return count;
}
