import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ShakePart, StoreWorld } from '../../../core/ports.ts';
import { startRedis, type TestStore } from '../../../test/stores.ts';
import { patternOf, sortKeys } from './kinds.ts';
import { undoLeft } from './snapshot.ts';
import { redisWorld } from './world.ts';

const signal = () => AbortSignal.timeout(30_000);
const all: readonly ShakePart[] = ['numbers', 'dates', 'text', 'choices', 'rows'];

let running: TestStore;
let folder: string;
let client: Redis;
let world: StoreWorld;
beforeAll(async () => {
  running = await startRedis();
  folder = await mkdtemp(join(tmpdir(), 'assay-undo-'));
  client = new Redis({ port: running.address.port, host: '127.0.0.1', password: running.address.password });
  world = redisWorld(running.address, folder);
});
afterAll(async () => {
  client.disconnect();
  await running.stop();
  await rm(folder, { recursive: true });
});
beforeEach(async () => {
  await client.flushall();
  for (let n = 1; n <= 8; n++) {
    await client.hset(`product:${n}`, { name: `Product number ${n}`, price: String(n * 1.25), stock: String(n * 10), seller_id: '7', state: n % 2 ? 'open' : 'sold', token: 'secret-token' });
    await client.set(`note:${n}`, JSON.stringify({ text: `Note number ${n}`, likes: n * 11, at: '2025-03-01T10:00:00Z' }));
    await client.set(`session:5f2c5f2c5f2c5f2${n}`, `user ${n}`);
  }
  await client.zadd('ranking', '10', '1', '20', '2', '35', 'a name of its own', '40', 'another name here');
  await client.rpush('news', 'First piece of news', 'Second piece of news', 'Third piece of news');
  await client.sadd('product:all', '1', '2', '3');
  await client.set('visits', '1234');
  await client.set('binary', Buffer.from([0xff, 0, 1, 0xfe]));
  await client.set('cache:front', '{"a":"some cached text"}', 'EX', 600);
  await client.hset('bull:mail:meta', 'opts.maxLenEvents', '10000');
  await client.set('bull:mail:id', '3');
  await client.rpush('bull:mail:wait', '1', '2', '3');
  await client.xadd('stream', '*', 'field', 'value');
});

describe('keys', () => {
  it.each([
    ['session:5f2c5f2c5f2c5f2c', 'session:*'], ['user-12', 'user-*'], ['a:6f1e9f34-3b57-4c1d-9c3e-0a9b8c7d6e5f:b', 'a:*:b'], ['login:clerk@desk.test', 'login:*'], ['v1:products', 'v1:products'], ['product:all', 'product:all'], ['r/123/9', 'r/*/*'],
  ])('%s is one of %s', (name, pattern) => expect(patternOf(name)).toBe(pattern));

  it('knows a queue by its keys whatever its prefix is', () => {
    const names = ['desk:mail:meta', 'desk:mail:id', 'desk:mail:7', 'desk:other'];
    expect(sortKeys(names.map((name) => ({ name, type: 'hash', ttl: -1 }))).map((key) => key.kind)).toEqual(['queue', 'queue', 'queue', 'data']);
  });
});

describe('the world of Redis', () => {
  it('changes data by type and leaves queues, sessions, caches and references', async () => {
    const before = await contents();
    const kept = await world.snapshot(signal());
    const shaken = await world.shake({ parts: ['numbers', 'dates', 'text', 'choices'], nonce: 'qz7', keep: ['visits'] }, signal());
    expect(shaken.changed).toMatchObject({ 'product:*.name': 8, 'product:*.price': 8, 'product:*.stock': 8, 'note:*': 8, news: 1, 'ranking.score': 1 });
    expect(shaken.stayed).toMatchObject({ 'product:*.seller_id': 'a reference by its name', 'product:*.token': 'a secret', visits: 'kept by name', 'session:*': expect.stringContaining('sessions') as string, 'bull:mail:wait': expect.stringContaining('queue') as string, 'cache:front': expect.stringContaining('lifetime') as string, binary: expect.stringContaining('no text') as string, 'product:all': expect.stringContaining('reference') as string });
    expect(await client.hget('product:3', 'name')).toMatch(/^qz7-\w+ Product number 3$/);
    expect(new Set((await Promise.all([1, 2, 3, 4].map(async (n) => Number(await client.hget(`product:${n}`, 'price')) / (n * 1.25)))).map((ratio) => ratio.toFixed(2))).size).toBeGreaterThan(2);
    const note = JSON.parse((await client.get('note:5')) ?? '') as { likes: number; at: string };
    expect(note.likes).not.toBe(55);
    expect(Date.parse(note.at)).toBeLessThan(Date.parse('2025-03-01T00:00:00Z'));
    expect(await client.zrange('ranking', '0', '-1')).toEqual(expect.arrayContaining(['1', '2']));
    expect(await world.restore(signal())).toEqual({ checksum: kept.checksum });
    expect(await contents()).toEqual(before);
  });

  it('takes rows away, adds some, and what others wrote meanwhile stays', async () => {
    const kept = await world.snapshot(signal());
    const shaken = await world.shake({ parts: ['rows'], nonce: 'qz7', keep: [] }, signal());
    expect(shaken).toMatchObject({ changed: {}, removed: { 'product:*': 2, 'note:*': 2, news: 1, ranking: 1 }, added: { 'product:*': 1, 'note:*': 1 } });
    await client.lpop('bull:mail:wait');
    await client.set('written:later', '1');
    expect(await world.restore(signal())).toEqual({ checksum: kept.checksum });
    expect(await client.lrange('bull:mail:wait', 0, -1)).toEqual(['2', '3']);
    expect(await client.get('written:later')).toBe('1');
    expect(await client.keys('product:*')).toHaveLength(9);
  });

  it('empties data, keeps the rest, and asks for more by name', async () => {
    const before = await contents();
    await world.snapshot(signal());
    const { removed, kept } = await world.empty(['visits', '!cache:front'], signal());
    expect(removed).toEqual(expect.arrayContaining([{ name: 'product:*', count: 8 }, { name: 'cache:front', count: 1 }]));
    expect(kept).toEqual(expect.arrayContaining(['visits', 'session:*', 'bull:mail:wait', 'stream']));
    expect(await client.keys('note:*')).toEqual([]);
    await world.restore(signal());
    expect(await contents()).toEqual(before);
    expect(await client.ttl('cache:front')).toBeGreaterThan(500);
  });

  it('fills one entry of each kind with the nonce', async () => {
    await world.snapshot(signal());
    await world.empty([], signal());
    const made = await world.fill('product:*', 'nnq', signal());
    expect(made).toMatchObject({ values: { name: expect.stringMatching(/^nnq-0 Product number \d$/) as string } });
    expect(await client.keys('product:*')).toHaveLength(1);
    expect(await world.fill('news', 'nnq', signal())).toMatchObject({ values: { key: 'news' } });
    expect(await client.lindex('news', 0)).toMatch(/^nnq-0 First/);
    expect(await world.fill('bull:mail:wait', 'nnq', signal())).toEqual({ refused: expect.stringContaining('queue') as string });
    expect(await world.fill('nothing:*', 'nnq', signal())).toEqual({ refused: expect.stringContaining('no key like') as string });
    await world.restore(signal());
    expect(await client.keys('product:*')).toHaveLength(9);
  });

  it('survives the process; another server’s undo is never used', async () => {
    await world.snapshot(signal());
    await world.shake({ parts: all, nonce: 'qz7', keep: [] }, signal());
    const changed = await client.get('visits');
    expect(changed).not.toBe('1234');
    expect(await undoLeft({ address: running.address, folder }, signal())).toBe(true);
    expect(await client.get('visits')).toBe('1234');
    expect(await readdir(folder)).toEqual([]);
    await world.snapshot(signal());
    await world.empty([], signal());
    await client.del('assay:undo');
    expect(await undoLeft({ address: running.address, folder }, signal())).toBe(false);
    expect(await client.get('visits')).toBeNull();
  });

  it('refuses to change without a snapshot, and restores nothing then', async () => {
    await world.forget(signal());
    await expect(world.shake({ parts: all, nonce: 'q', keep: [] }, signal())).rejects.toMatchObject({ fault: { code: 'store-refused' } });
    await expect(world.restore(signal())).rejects.toMatchObject({ fault: { code: 'restore-failed' } });
  });

  it('flushes by name and prefix only', async () => {
    await client.mset('cache:a', '1', 'cache:b', '2', 'cache*', '3', 'other', '4');
    expect(await world.flush?.(['cache:*', 'other', 'missing'], signal())).toBe(4);
    expect(await client.get('cache*')).toBe('3');
  });

  it('names the fixed parts', async () => {
    expect(await world.words(signal())).toEqual(expect.arrayContaining(['product', 'ranking', 'price', 'seller_id']));
    expect(await world.holdings(signal())).toEqual(expect.arrayContaining([{ name: 'product:*', count: 8 }, { name: 'ranking', count: 1 }]));
  });

  it('is brought back after any sequence of changes', async () => {
    const before = await contents();
    const kept = await world.snapshot(signal());
    const step = fc.oneof(fc.subarray([...all], { minLength: 1 }).map((parts) => ({ parts })), fc.constant('empty' as const), fc.constantFrom('product:*', 'news', 'ranking', 'note:*').map((holding) => ({ holding })));
    await fc.assert(fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 4 }), async (steps) => {
      for (const each of steps) {
        if (each === 'empty') await world.empty([], signal());
        else if ('parts' in each) await world.shake({ ...each, nonce: 'qz7', keep: [] }, signal());
        else await world.fill(each.holding, 'nn', signal());
      }
      expect(await world.restore(signal())).toEqual({ checksum: kept.checksum });
      expect(await contents()).toEqual(before);
    }), { numRuns: 12, seed: 7 });
  });
});

async function contents(): Promise<Readonly<Record<string, unknown>>> {
  const all: Record<string, unknown> = {};
  for (const key of (await client.keys('*')).filter((name) => !name.startsWith('assay:')).sort()) {
    const type = await client.type(key);
    all[key] = type === 'hash' ? await client.hgetall(key) : type === 'zset' ? await client.zrange(key, '0', '-1', 'WITHSCORES') : type === 'list' ? await client.lrange(key, 0, -1) : type === 'set' ? (await client.smembers(key)).sort() : type === 'string' ? (await client.getBuffer(key))?.toString('latin1') : type;
  }
  return all;
}
