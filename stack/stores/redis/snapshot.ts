import { createHash, randomUUID } from 'node:crypto';
import type { Redis } from 'ioredis';
import { fault, FaultError, type FaultCode } from '../../../core/fault.ts';
import type { Json } from '../../../core/types.ts';
import { asFaultOf, noSnapshot } from '../refusal.ts';
import { noteTouched, readUndo, removeUndo, undoPath, writeUndo, type Place } from '../undo.ts';
import { connected } from './connect.ts';
import { digestOf, readContent } from './entries.ts';
import { because, type Key } from './kinds.ts';
import { allKeys } from './scan.ts';

/** Longest work on the whole store, in milliseconds; most bytes of it that are kept. */
const workMs = 180_000;
const keepLimitBytes = 512 * 1024 ** 2;
const batchKeys = 200;

/** Says that the undo on disk is of this very server and its data. */
const markKey = 'assay:undo';

/** A key as the snapshot has it: its content as DUMP gives it, in base64, and its digest when it is data. */
export interface KeptKey extends Key {
  readonly dump: string;
  readonly digest?: string;
}
/** Dumps every key to disk. What an interrupted run changed is put back first. */
export async function snapshot(place: Place, signal: AbortSignal): Promise<{ readonly checksum: string; readonly entries: number }> {
  await undoLeft(place, signal);
  return working(place, 'snapshot-failed', signal, async (client) => {
    const keys = (await allKeys(client)).filter((key) => key.kind !== 'ours');
    const kept: KeptKey[] = [];
    let bytes = 0;
    for (let start = 0; start < keys.length; start += batchKeys) {
      for (const key of await dumped(client, keys.slice(start, start + batchKeys))) {
        kept.push(key);
        bytes += key.dump.length;
      }
      if (bytes > keepLimitBytes) throw new FaultError(fault('snapshot-failed', `${place.address.name} holds more than ${keepLimitBytes / 1024 ** 2} MiB`, { fix: 'Load less sample data, or leave the checks that change data out.' }));
    }
    const mark = randomUUID();
    await client.call('SET', markKey, mark);
    await writeUndo(undoPath(place), { mark, at: Date.now() }, kept as unknown as readonly Json[]);
    return { checksum: checksumOf(kept), entries: kept.length };
  });
}

/** Puts back the keys that we changed, removed or added, and no other: a queue that went on meanwhile must not go back. */
export async function restore(place: Place, signal: AbortSignal): Promise<{ readonly checksum: string }> {
  return working(place, 'restore-failed', signal, async (client) => {
    const undo = await undoOf(place);
    if (!undo) throw new FaultError(fault('restore-failed', `there is no snapshot of ${place.address.name} on this disk`));
    const now: KeptKey[] = [];
    for (const key of undo.kept.values()) if (!undo.touched.has(key.name)) now.push(key);
    for (const name of undo.touched) {
      const key = undo.kept.get(name);
      await putBack(client, name, key, Date.now() - undo.at);
      if (key) now.push(key.digest === undefined ? key : { ...key, digest: digestOf(await readContent(client, name, key.type)) });
    }
    const [checksum, wanted] = [checksumOf(now), checksumOf([...undo.kept.values()])];
    if (checksum !== wanted) throw new FaultError(fault('restore-failed', `${place.address.name} is not as it was: ${differing(now, undo.kept).slice(0, 5).join(', ')}`));
    return { checksum };
  });
}

export async function forget(place: Place, signal: AbortSignal): Promise<void> {
  await working(place, 'snapshot-failed', signal, (client) => client.call('DEL', markKey));
  await removeUndo(undoPath(place));
}

/** Puts back what an interrupted run left changed: true when this server is the one that the undo on disk is of. It is forgotten then. */
export async function undoLeft(place: Place, signal: AbortSignal): Promise<boolean> {
  const undo = await undoOf(place);
  if (!undo) return false;
  const mark = await working(place, 'restore-failed', signal, (client) => client.call('GET', markKey));
  if (mark === undo.mark) await restore(place, signal);
  await forget(place, signal);
  return mark === undo.mark;
}

/** The snapshot, which must be there before anything is changed. */
export async function needSnapshot(place: Place): Promise<ReadonlyMap<string, KeptKey>> {
  const undo = await undoOf(place);
  if (!undo) throw noSnapshot(place.address);
  return undo.kept;
}

/** Notes on disk that these keys are about to be changed. */
export async function touching(place: Place, names: readonly string[]): Promise<void> {
  await noteTouched(undoPath(place), names);
}

export function working<T>({ address }: Place, code: FaultCode, signal: AbortSignal, work: (client: Redis) => Promise<T>): Promise<T> {
  return asFaultOf(code, signal, () => connected(address, signal, work, workMs));
}

async function undoOf(place: Place): Promise<{ readonly mark: string; readonly at: number; readonly kept: ReadonlyMap<string, KeptKey>; readonly touched: ReadonlySet<string> } | undefined> {
  const undo = await readUndo(undoPath(place));
  if (!undo) return undefined;
  const kept = (undo.lines as unknown as readonly KeptKey[]).map((key) => [key.name, key] as const);
  return { mark: String(undo.header['mark']), at: Number(undo.header['at']), kept: new Map(kept), touched: new Set(undo.touched.map(String)) };
}

async function dumped(client: Redis, keys: readonly Key[]): Promise<readonly KeptKey[]> {
  const pipeline = client.pipeline();
  for (const key of keys) pipeline.callBuffer('DUMP', key.name);
  const answers = (await pipeline.exec()) ?? [];
  const kept: KeptKey[] = [];
  for (const [place, key] of keys.entries()) {
    const dump = answers[place]?.[1];
    if (!Buffer.isBuffer(dump)) continue;
    kept.push({ ...key, dump: dump.toString('base64'), ...(key.kind === 'data' && { digest: digestOf(await readContent(client, key.name, key.type)) }) });
  }
  return kept;
}

/** A key comes back with what is left of its lifetime; one that would have ended by now does not. */
async function putBack(client: Redis, name: string, key: KeptKey | undefined, passedMs: number): Promise<void> {
  const left = key === undefined ? 0 : key.ttl < 0 ? -1 : key.ttl - passedMs;
  if (key === undefined || left === 0 || (key.ttl >= 0 && left < 1)) await client.call('DEL', name);
  else await client.call('RESTORE', name, String(Math.max(0, left)), Buffer.from(key.dump, 'base64'), 'REPLACE');
}

function checksumOf(keys: readonly KeptKey[]): string {
  const lines = keys.flatMap((key) => (key.digest === undefined ? [] : [`${key.name} ${key.digest}`])).sort();
  return `sha256:${createHash('sha256').update(lines.join('\n')).digest('hex')}`;
}

function differing(now: readonly KeptKey[], kept: ReadonlyMap<string, KeptKey>): readonly string[] {
  return now.filter((key) => key.digest !== kept.get(key.name)?.digest).map((key) => key.name);
}

/** Why a key stays, in words; undefined for data. */
export function reasonOf(key: Key): string | undefined {
  return key.kind === 'data' ? undefined : because[key.kind];
}
