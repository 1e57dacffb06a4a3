import type { Redis } from 'ioredis';
import { fault, FaultError } from '../../../core/fault.ts';
import { sortKeys, type Key } from './kinds.ts';

/** Most keys that are looked at, and how many are asked for at once. */
const keyLimit = 200_000;
const scanCount = 1_000;

/** Every key with its type and lifetime, sorted by name, and what it is for. Keys whose names are no text are left out. */
export async function allKeys(client: Redis): Promise<readonly Key[]> {
  const names = [...(await namesLike(client, '*'))].filter((name) => !name.includes('\uFFFD')).sort();
  const found: { readonly name: string; readonly type: string; readonly ttl: number }[] = [];
  for (let start = 0; start < names.length; start += scanCount) {
    const some = names.slice(start, start + scanCount);
    const pipeline = client.pipeline();
    for (const name of some) pipeline.call('TYPE', name).call('PTTL', name);
    const answers = (await pipeline.exec()) ?? [];
    for (const [place, name] of some.entries()) {
      const type = String(answers[2 * place]?.[1]);
      // It ended between the scan and now.
      if (type !== 'none') found.push({ name, type, ttl: Number(answers[2 * place + 1]?.[1]) });
    }
  }
  return sortKeys(found);
}

/** Names that fit a pattern of SCAN. */
export async function namesLike(client: Redis, pattern: string): Promise<ReadonlySet<string>> {
  const names = new Set<string>();
  let cursor = '0';
  do {
    const answer = (await client.call('SCAN', cursor, 'MATCH', pattern, 'COUNT', String(scanCount))) as readonly [string, readonly string[]];
    cursor = answer[0];
    for (const name of answer[1]) names.add(name);
    if (names.size > keyLimit) throw new FaultError(fault('snapshot-failed', `the store holds more than ${keyLimit} keys`, { fix: 'Load less sample data, or leave the checks that change data out.' }));
  } while (cursor !== '0');
  return names;
}
