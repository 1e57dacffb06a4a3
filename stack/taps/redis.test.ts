import { once } from 'node:events';
import { createConnection } from 'node:net';
import fc from 'fast-check';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Exchange, Passed } from '../../core/tap.ts';
import { decoderLaws } from '../../test/decoder-laws.ts';
import { decoded, joined, record, type Passage } from '../../test/recording.ts';
import { startRedis, type TestStore } from '../../test/stores.ts';
import { startTap, type TestTap } from '../../test/tap.ts';
import { decoder, impostor } from './redis.ts';

const password = 'secret-of-a-test';
const signal = (): AbortSignal => AbortSignal.timeout(20_000);
let store: TestStore;
let it: TestTap;
const clients: Redis[] = [];

beforeAll(async () => {
  store = await startRedis(password);
  it = await startTap('redis', store.address);
});
afterAll(async () => {
  for (const client of clients) client.disconnect();
  await it.stop();
  await store.stop();
});

function connect(options: { readonly protocol?: 2 | 3; readonly enableReadyCheck?: boolean } = {}, port = it.port): Redis {
  const client = new Redis({ host: '127.0.0.1', port, password, maxRetriesPerRequest: 0, retryStrategy: () => null, ...options });
  client.on('error', () => undefined);
  clients.push(client);
  return client;
}

/** What the platform's own commands were, without the client's sign-in. */
async function domain(): Promise<readonly Exchange[]> {
  const passed: Passed = await it.tap.take(signal());
  expect(passed.unobserved).toEqual([]);
  expect(JSON.stringify(passed)).not.toContain(password);
  return passed.exchanges.filter(({ effect }) => effect !== 'session');
}
const brief = ({ statement, parameters, effect, rows, open, error }: Exchange): unknown[] => [statement, parameters, effect, rows, ...(open ? ['open'] : []), ...(error ? [error] : [])];

describe.each([2, 3] as const)('RESP%i', (protocol) => {
  test('commands, their effects and errors', async () => {
    const client = connect({ protocol });
    await client.set('k', 'v', 'EX', 60);
    await client.hset('h', { a: '1', b: 'ü' });
    await client.get('k');
    await client.hgetall('h');
    await client.incr('n');
    await expect(client.incr('k')).rejects.toThrow(/not an integer/);
    await client.get(Buffer.from([255, 254]));
    await client.zadd('z', 1.5, 'one');
    await client.call('ZSCORE', 'z', 'one');
    await client.eval('return {KEYS[1], ARGV[1]}', 1, 'key', 'arg');
    await client.flushall();
    expect((await domain()).map(brief)).toEqual([
      ['SET', ['k', 'v', 'EX', '60'], 'write', [['OK']]],
      ['HSET', ['h', 'a', '1', 'b', 'ü'], 'write', [[2]]],
      ['GET', ['k'], 'read', [['v']]],
      ['HGETALL', ['h'], 'read', [[protocol === 3 ? { a: '1', b: 'ü' } : ['a', '1', 'b', 'ü']]]],
      ['INCR', ['n'], 'write', [[1]]],
      ['INCR', ['k'], 'write', [], { code: 'ERR', message: 'value is not an integer or out of range' }],
      ['GET', [Buffer.from([255, 254]).toString('base64')], 'read', [[null]]],
      ['ZADD', ['z', '1.5', 'one'], 'write', [[1]]],
      ['ZSCORE', ['z', 'one'], 'read', [[protocol === 3 ? 1.5 : '1.5']]],
      ['EVAL', ['return {KEYS[1], ARGV[1]}', '1', 'key', 'arg'], 'write', [[['key', 'arg']]]],
      ['FLUSHALL', [], 'write', [['OK']]],
    ]);
  });

  test('a pipeline, and a transaction whose commands have their own answers', async () => {
    const client = connect({ protocol });
    await client.pipeline().set('a', '1').get('a').lrange('none', 0, -1).exec();
    await client.multi().incr('a').get('a').lpush('a', 'x').exec();
    const seen = await domain();
    expect(seen.map(brief)).toEqual([
      ['SET', ['a', '1'], 'write', [['OK']]], ['GET', ['a'], 'read', [['1']]], ['LRANGE', ['none', '0', '-1'], 'read', [[[]]]],
      ['MULTI', [], 'transaction', [['OK']], 'open'], ['INCR', ['a'], 'write', [[2]], 'open'], ['GET', ['a'], 'read', [['2']], 'open'],
      ['LPUSH', ['a', 'x'], 'write', [], 'open', { code: 'WRONGTYPE', message: 'Operation against a key holding the wrong kind of value' }], ['EXEC', [], 'transaction', []],
    ]);
    expect(new Set(seen.map(({ connection }) => connection)).size).toBe(1);
  });

  test('a transaction that is not executed says so of its commands', async () => {
    const client = connect({ protocol });
    const other = connect({ protocol });
    await client.watch('w');
    await other.set('w', 'x');
    await client.multi({ pipeline: false });
    await client.set('w', 'y');
    await client.exec();
    await client.multi({ pipeline: false });
    await client.set('w', 'z');
    await client.discard();
    await client.multi().set('w', '1').call('NOSUCH').exec().catch(() => null);
    const errors = (await domain()).filter(({ statement }) => ['SET', 'EXEC', 'NOSUCH'].includes(statement)).map(({ statement, error }) => [statement, error?.code]);
    expect(errors).toEqual([['SET', undefined], ['SET', 'EXECABORT'], ['EXEC', undefined], ['SET', 'DISCARDED'], ['NOSUCH', 'ERR'], ['SET', 'EXECABORT'], ['EXEC', 'EXECABORT']]);
  });

  test('subscriptions: confirmations answer, messages come by themselves', async () => {
    const reader = connect({ protocol });
    const writer = connect({ protocol });
    await reader.subscribe('one', 'two');
    await reader.psubscribe('o*');
    const received = once(reader, 'pmessage');
    await writer.publish('one', 'hello');
    await received;
    await reader.unsubscribe('one', 'two');
    await reader.punsubscribe('o*');
    await reader.get('after');
    const seen = await domain();
    expect(seen.filter(({ statement }) => statement !== 'PUBLISH').map(brief)).toEqual([
      ['SUBSCRIBE', ['one', 'two'], 'message', [[[['subscribe', 'one', 1], ['subscribe', 'two', 2]]]]], ['PSUBSCRIBE', ['o*'], 'message', [[[['psubscribe', 'o*', 3]]]]],
      ['MESSAGE', ['one'], 'message', [['hello']]], ['PMESSAGE', ['o*', 'one'], 'message', [['hello']]],
      ['UNSUBSCRIBE', ['one', 'two'], 'message', [[[['unsubscribe', 'one', 2], ['unsubscribe', 'two', 1]]]]], ['PUNSUBSCRIBE', ['o*'], 'message', [[[['punsubscribe', 'o*', 0]]]]],
      ['GET', ['after'], 'read', [[null]]],
    ]);
    expect(seen.find(({ statement }) => statement === 'PUBLISH')).toMatchObject({ effect: 'message', rows: [[2]] });
  });

  test('a command that waits ends late, and a broken one says so', async () => {
    const waiting = connect({ protocol });
    const other = connect({ protocol });
    await other.ping();
    const popped = waiting.blpop('queue', 5);
    await waitFor(async () => /blocked_clients:1/.test(await other.info('clients')));
    await other.rpush('queue', 'job');
    await popped;
    const never = waiting.brpop('none', 0).catch(() => null);
    await waitFor(async () => /blocked_clients:1/.test(await other.info('clients')));
    waiting.disconnect();
    await never;
    await waitFor(async () => /blocked_clients:0/.test(await other.info('clients')));
    const seen = await domain();
    const [push, first, broken] = ['RPUSH', 'BLPOP', 'BRPOP'].map((name) => seen.find(({ statement }) => statement === name));
    expect(first).toMatchObject({ statement: 'BLPOP', rows: [[['queue', 'job']]] });
    expect(first!.at).toBeLessThanOrEqual(push!.at);
    expect(first!.endedAt).toBeGreaterThanOrEqual(push!.at);
    expect(broken).toMatchObject({ statement: 'BRPOP', rows: [], broken: true });
  });

  test('READONLY refuses what writes, in its turn, and reads pass', async () => {
    const client = connect({ protocol });
    await client.set('k', 'v');
    await it.tap.inflict({ kind: 'error', error: 'READONLY' }, signal());
    try {
      for (const each of [client, connect({ protocol })]) {
        expect(await each.get('k')).toBe('v');
        await expect(each.set('k', 'w')).rejects.toThrow('READONLY You can\'t write against a read only replica.');
        expect(await each.pipeline().get('k').set('k', 'x').get('k').exec()).toEqual([[null, 'v'], [expect.objectContaining({ message: expect.stringMatching(/^READONLY/) as unknown })], [null, 'v']]);
        await expect(each.multi().set('k', 'x').get('k').exec()).rejects.toThrow(/EXECABORT/);
        expect(await each.get(Buffer.from('k'))).toBe('v');
      }
    } finally {
      await it.tap.heal(signal());
    }
    const seen = await domain();
    // What was refused never reached the store, and the script that said so is no part of the record.
    expect(seen.filter(({ error, effect }) => effect === 'write' && error === undefined).map(({ statement, parameters }) => [statement, ...parameters])).toEqual([['SET', 'k', 'v']]);
    expect(seen.some(({ statement }) => statement === 'EVAL')).toBe(false);
  });

  test('LOADING refuses everything but what a server that loads serves', async () => {
    const client = connect({ protocol });
    await client.set('k', 'v');
    await it.tap.inflict({ kind: 'error', error: 'LOADING' }, signal());
    try {
      await expect(client.get('k')).rejects.toThrow('LOADING Redis is loading the dataset in memory');
      await expect(client.set('k', 'w')).rejects.toThrow(/^LOADING/);
      const fresh = connect({ protocol, enableReadyCheck: false });
      await expect(fresh.get('k')).rejects.toThrow(/^LOADING/);
      expect(await fresh.info('persistence')).toMatch(/^loading:1/m);
    } finally {
      await it.tap.heal(signal());
    }
    expect(await connect({ protocol }).get('k')).toBe('v');
    await domain();
  });
});

describe('other ways to speak', () => {
  test('MONITOR lines, replies switched off, a reset', async () => {
    const seen = await spoken([
      ['AUTH', password], ['MONITOR'], ['SET', 'a', '1'], ['RESET'], ['AUTH', password], ['CLIENT', 'REPLY', 'SKIP'], ['SET', 'b', '2'], ['CLIENT', 'REPLY', 'OFF'], ['SET', 'c', '3'], ['CLIENT', 'REPLY', 'ON'], ['GET', 'c'],
      ['CONFIG', 'GET', 'requirepass'], ['QUIT'],
    ]);
    expect(seen.map(({ statement, rows }) => [statement, ...rows.flat()])).toEqual([
      ['AUTH', 'OK'], ['MONITOR', 'OK'], ['SET'], ['RESET', 'RESET'], ['AUTH', 'OK'], ['CLIENT'], ['SET'], ['CLIENT'], ['SET'], ['CLIENT', 'OK'], ['GET', '3'], ['CONFIG'], ['QUIT', 'OK'],
    ]);
    expect(JSON.stringify(seen)).not.toContain(password);
  });

  test.each([[[], 2], [['HELLO', '3'], 3]])('UNSUBSCRIBE without a name is confirmed for each (%j)', async (hello) => {
    const seen = await spoken([['AUTH', password], ...hello.length > 0 ? [hello as string[]] : [], ['UNSUBSCRIBE'], ['SUBSCRIBE', 'a', 'b', 'a'], ['UNSUBSCRIBE'], ['PING'], ['PUNSUBSCRIBE'], ['QUIT']]);
    expect(seen.filter(({ statement }) => statement.endsWith('SUBSCRIBE')).map(({ statement, rows }) => [statement, (rows[0]?.[0] as readonly unknown[]).length])).toEqual([['UNSUBSCRIBE', 1], ['SUBSCRIBE', 3], ['UNSUBSCRIBE', 2], ['PUNSUBSCRIBE', 1]]);
    expect(seen.at(-1)).toMatchObject({ statement: 'QUIT', rows: [['OK']] });
  });

  test.each([['TLS', Buffer.from([22, 3, 1, 2, 0, 1, 0])], ['not Redis', Buffer.from('*1\r\nhello\r\n')]])('%s is passed and not observed', async (words, bytes) => {
    const socket = createConnection({ host: it.host, port: it.port });
    socket.on('error', () => undefined);
    socket.write(bytes);
    await waitFor(async () => (await it.tap.take(signal())).unobserved.some(({ reason }) => reason.includes(words)));
    socket.destroy();
  });
});

describe('a recorded connection', () => {
  let passed: readonly Passage[];

  beforeAll(async () => {
    const recording = await record(store.address);
    const client = connect({ protocol: 3 }, recording.port);
    await client.subscribe('news');
    await client.pipeline().set('r', 'é'.repeat(50)).get('r').incr('r').hset('rh', 'f', 'v').hgetall('rh').exec();
    await client.multi().set('r', '2').get('r').exec();
    await client.publish('news', 'x');
    await client.quit();
    passed = joined(recording.connections[0] ?? []);
    await recording.stop();
  });

  decoderLaws(decoder, () => passed, { numRuns: 50, holds: (exchanges) => expect(exchanges.length).toBeGreaterThan(12) });
});

test('any commands and any answers in any order are read or given up, and never throw', () => {
  const commands = ['MULTI', 'EXEC', 'DISCARD', 'GET k', 'SET k v', 'SUBSCRIBE a b', 'UNSUBSCRIBE', 'PSUBSCRIBE a', 'HELLO 3', 'RESET', 'MONITOR', 'CLIENT REPLY OFF', 'CLIENT REPLY SKIP', 'CLIENT REPLY ON', 'CONFIG GET x', 'INFO', 'QUIT'];
  const answers = ['+OK', '+QUEUED', '-ERR x', '-', ':1', '$-1', '*-1', '*0', '*1\r\n+a', '*2\r\n+a\r\n-ERR b', '*3\r\n+subscribe\r\n+a\r\n:1', '>3\r\n+unsubscribe\r\n_\r\n:0', '>2\r\n+invalidate\r\n*0', '*3\r\n+message\r\n+a\r\n+x', '>0', '%1\r\n+a\r\n:1', '_'];
  const passage = fc.oneof(fc.constantFrom(...commands).map((words) => ({ from: 'client', words }) as const), fc.constantFrom(...answers).map((words) => ({ from: 'server', words }) as const));
  fc.assert(fc.property(fc.array(passage, { maxLength: 30 }), fc.boolean(), (passed, midway) => {
    decoded(decoder, passed.map(({ from, words }) => ({ from, bytes: Buffer.from(`${words}\r\n`) })), [9], midway);
    for (const trouble of ['LOADING', 'READONLY'] as const) {
      const speaker = impostor(trouble, 'fresh');
      for (const { words } of passed) speaker.fromClient(Buffer.from(`${words}\r\n`));
    }
  }), { numRuns: 500 });
});

async function spoken(commands: readonly (readonly string[])[]): Promise<readonly Exchange[]> {
  await it.tap.take(signal());
  const socket = createConnection({ host: it.host, port: it.port });
  socket.resume();
  socket.write(commands.map((words) => `*${words.length}\r\n${words.map((each) => `$${Buffer.byteLength(each)}\r\n${each}\r\n`).join('')}`).join(''));
  await once(socket, 'end');
  socket.destroy();
  const { exchanges, unobserved } = await it.tap.take(signal());
  expect(unobserved).toEqual([]);
  return exchanges;
}

async function waitFor(condition: () => Promise<boolean>): Promise<void> {
  for (const until = Date.now() + 10_000; Date.now() < until;) if (await condition()) return;
  throw new Error('waited 10 s for nothing');
}
