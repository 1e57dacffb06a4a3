import { createHash } from 'node:crypto';
import type { Redis } from 'ioredis';

/** What a key holds, in an order that does not depend on how the server keeps it. Texts are `latin1`, so that any bytes survive. */
export type Content =
  | { readonly type: 'string'; readonly value: string }
  | { readonly type: 'hash' | 'zset'; readonly pairs: readonly (readonly [string, string])[] }
  | { readonly type: 'list' | 'set'; readonly members: readonly string[] };

/** Most elements of one key that are read to be changed. */
export const elementLimit = 20_000;

/** Reads a key; undefined when it is gone or of another type now. */
export async function readContent(client: Redis, key: string, type: string): Promise<Content | undefined> {
  const call = async (...words: readonly [string, ...string[]]) => client.callBuffer(...(words as [string, ...string[]]));
  switch (type) {
    case 'string': {
      const value = await call('GET', key);
      return Buffer.isBuffer(value) ? { type, value: value.toString('latin1') } : undefined;
    }
    case 'hash': return filled({ type, pairs: paired(texts(await call('HGETALL', key))) });
    case 'zset': return filled({ type, pairs: paired(texts(await call('ZRANGE', key, '0', '-1', 'WITHSCORES'))) });
    case 'list': return filled({ type, members: texts(await call('LRANGE', key, '0', '-1')) });
    case 'set': return filled({ type, members: [...texts(await call('SMEMBERS', key))].sort() });
    default: return undefined;
  }
}

/** How many elements a key has. */
export async function sizeOf(client: Redis, key: string, type: string): Promise<number> {
  const commands: Readonly<Record<string, string>> = { hash: 'HLEN', zset: 'ZCARD', list: 'LLEN', set: 'SCARD' };
  const command = commands[type];
  return command === undefined ? 1 : Number(await client.call(command, key));
}

/** Puts new content in the place of the old, in one transaction; false when somebody changed the key since it was watched. */
export async function writeContent(client: Redis, key: string, content: Content): Promise<boolean> {
  const bytes = (text: string) => Buffer.from(text, 'latin1');
  const multi = client.multi();
  if (content.type === 'string') multi.call('SET', key, bytes(content.value), 'KEEPTTL');
  else {
    multi.call('DEL', key);
    const words = 'members' in content ? content.members.map(bytes) : content.pairs.flatMap(([first, second]) => (content.type === 'zset' ? [bytes(second), bytes(first)] : [bytes(first), bytes(second)]));
    const command = { hash: 'HSET', zset: 'ZADD', list: 'RPUSH', set: 'SADD' }[content.type];
    for (let start = 0; start < words.length; start += 1_000) multi.call(command, key, ...words.slice(start, start + 1_000));
  }
  const done = await multi.exec();
  const failed = done?.find(([error]) => error);
  if (failed?.[0]) throw failed[0];
  return done !== null;
}

/** A digest of what a key holds; `-` for a key that is not there. */
export function digestOf(content: Content | undefined): string {
  return content === undefined ? '-' : createHash('sha256').update(JSON.stringify(content)).digest('hex').slice(0, 32);
}

/** Text of bytes that are UTF-8; undefined for other bytes. */
export function readable(latin: string): string | undefined {
  const bytes = Buffer.from(latin, 'latin1');
  const text = bytes.toString('utf8');
  return Buffer.from(text, 'utf8').equals(bytes) && !/[\0-\x08]/.test(text) ? text : undefined;
}

export function stored(text: string): string {
  return Buffer.from(text, 'utf8').toString('latin1');
}

function filled<T extends Content>(content: T): T | undefined {
  return ('members' in content ? content.members : 'pairs' in content ? content.pairs : [1]).length > 0 ? content : undefined;
}

function texts(answer: unknown): readonly string[] {
  return Array.isArray(answer) ? answer.map((each) => (Buffer.isBuffer(each) ? each.toString('latin1') : String(each))) : [];
}

function paired(flat: readonly string[]): readonly (readonly [string, string])[] {
  const pairs: (readonly [string, string])[] = [];
  for (let place = 0; place + 1 < flat.length; place += 2) pairs.push([flat[place] ?? '', flat[place + 1] ?? '']);
  return pairs.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
}
