import { once } from 'node:events';
import { connect, createServer, type AddressInfo } from 'node:net';
import { Redis } from 'ioredis';
import pg from 'pg';
import type { StoreKind } from '../core/types.ts';
import { protocolOf } from '../stack/taps/protocols.ts';
import { play, recorded, type Passage } from '../test/recording.ts';
import { startPostgres, startRedis } from '../test/stores.ts';
import { startTap } from '../test/tap.ts';

/**
 * Malformed protocol input for a bounded time: recorded sessions with bytes changed, dropped, doubled and swapped are given to the decoders, and sent through a tap.
 * `node bench/taps-fuzz.ts [seconds]`; exits 1 at an error of ours, a slow or hungry decoder, or a byte that the tap did not pass as it was.
 */
const seconds = Number(process.argv[2] ?? 20);
const slowestMs = 3_000;
const mostHeapMiB = 700;
let seed = Number(process.argv[3] ?? Date.now() % 2 ** 31);
process.stdout.write(`seed ${seed}\n`);

const recordings: Readonly<Record<'postgres' | 'redis', readonly Passage[]>> = { postgres: await recordPostgres(), redis: await recordRedis() };
let failed = false;
for (const kind of ['postgres', 'redis'] as const) {
  await fuzzDecoder(kind, recordings[kind]);
  await fuzzTap(kind, recordings[kind]);
}
process.exitCode = failed ? 1 : 0;

async function fuzzDecoder(kind: StoreKind, recording: readonly Passage[]): Promise<void> {
  const { decoder } = await protocolOf(kind);
  const outcomes = { read: 0, givenUp: 0, threw: 0 };
  for (const until = performance.now() + (seconds * 1000) / 4; performance.now() < until;) {
    const before = seed;
    const input = mangled(recording);
    const began = performance.now();
    const { failed: error, unobserved } = play(decoder, input);
    const ms = performance.now() - began;
    if (error !== undefined) outcomes.threw += 1;
    else if (unobserved.length > 0) outcomes.givenUp += 1;
    else outcomes.read += 1;
    if (error !== undefined && /TypeError|ReferenceError|RangeError: (Invalid array|Maximum|Invalid string)/.test(error)) complain(`${kind}: ${error} (seed ${before})`);
    if (ms > slowestMs) complain(`${kind}: ${ms.toFixed(0)} ms for one session (seed ${before})`);
    const heap = process.memoryUsage().rss / 2 ** 20;
    if (heap > mostHeapMiB) {
      complain(`${kind}: ${heap.toFixed(0)} MiB in use (seed ${before})`);
      break;
    }
  }
  process.stdout.write(`${kind} decoder: ${JSON.stringify(outcomes)}\n`);
}

/** The mangled client's bytes go in at one end, the mangled server's at the other; what comes out must be the same, and the tap must still answer. */
async function fuzzTap(kind: StoreKind, recording: readonly Passage[]): Promise<void> {
  let answers: Buffer = Buffer.alloc(0);
  const heard: Buffer[] = [];
  const server = createServer((socket) => {
    socket.on('data', (chunk) => heard.push(chunk));
    socket.on('error', () => undefined);
    socket.end(answers);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const tap = await startTap(kind, { host: '127.0.0.1', port: (server.address() as AddressInfo).port });
  let sessions = 0;
  for (const until = performance.now() + (seconds * 1000) / 4; performance.now() < until; sessions++) {
    const before = seed;
    const input = mangled(recording);
    answers = Buffer.concat(input.filter(({ from }) => from === 'server').map(({ bytes }) => bytes));
    const says = Buffer.concat(input.filter(({ from }) => from === 'client').map(({ bytes }) => bytes));
    heard.length = 0;
    const got: Buffer[] = [];
    const socket = connect({ host: tap.host, port: tap.port });
    socket.on('data', (chunk) => got.push(chunk));
    socket.end(says);
    await once(socket, 'close');
    if (!Buffer.concat(got).equals(answers) || !Buffer.concat(heard).equals(says)) complain(`${kind}: bytes changed on their way (seed ${before})`);
  }
  const { unobserved } = await tap.tap.take(AbortSignal.timeout(30_000));
  process.stdout.write(`${kind} tap: ${sessions} sessions passed unchanged, ${unobserved.length} of them given up\n`);
  await tap.stop();
  server.close();
}

function mangled(recording: readonly Passage[]): readonly Passage[] {
  const pieces = recording.map(({ from, bytes }) => ({ from, bytes: Buffer.from(bytes) }));
  for (let changes = 1 + Math.floor(random() * 6); changes > 0; changes--) {
    const index = Math.floor(random() * pieces.length);
    const piece = pieces[index];
    if (!piece || piece.bytes.length === 0) continue;
    const { bytes, from } = piece;
    const at = Math.floor(random() * bytes.length);
    const what = random();
    if (what < 0.35) bytes[at] = Math.floor(random() * 256);
    else if (what < 0.5 && at + 4 <= bytes.length) bytes.writeUInt32BE(Math.floor(random() * 2 ** (1 + Math.floor(random() * 31))), at);
    else if (what < 0.6) pieces[index] = { from, bytes: Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + 1 + Math.floor(random() * 9))]) };
    else if (what < 0.7) pieces[index] = { from, bytes: Buffer.concat([bytes.subarray(0, at), Buffer.from(Array.from({ length: 1 + Math.floor(random() * 40) }, () => Math.floor(random() * 256))), bytes.subarray(at)]) };
    else if (what < 0.8) pieces.splice(index, 1);
    else if (what < 0.9) pieces.splice(index, 0, { from, bytes: Buffer.from(bytes) });
    else pieces[index] = { from: from === 'client' ? 'server' : 'client', bytes };
  }
  return pieces;
}

/** A generator that a seed repeats (mulberry32). */
function random(): number {
  seed = (seed + 0x6d2b79f5) | 0;
  let mixed = Math.imul(seed ^ (seed >>> 15), 1 | seed);
  mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
  return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
}

function complain(what: string): void {
  failed = true;
  process.stdout.write(`${what}\n`);
}

async function recordPostgres(): Promise<readonly Passage[]> {
  const store = await startPostgres();
  const recording = await recorded(store.address, async (port) => {
    const client = new pg.Client({ host: '127.0.0.1', port, user: 'desk', password: store.address.password, database: 'postgres' });
    await client.connect();
    await client.query('CREATE TABLE t (a int, b text); INSERT INTO t SELECT n, repeat(\'x\', n) FROM generate_series(1, 40) AS n');
    for (const a of [1, 2]) await client.query({ name: 'by-a', text: 'SELECT * FROM t WHERE a > $1', values: [a] });
    await client.query('SELECT 1/0').catch(() => undefined);
    await client.query({ text: 'SELECT now(), 1.5::numeric, ARRAY[1, NULL], \'{"a": 1}\'::jsonb, \'1 day\'::interval, \'::1\'::inet, gen_random_uuid()', values: [], binary: true } as pg.QueryConfig);
    await client.query('SELECT now(), 1.5::numeric, ARRAY[\'a b\', NULL], \'{"a": 1}\'::json, \'\\x00\'::bytea');
    await client.end();
  });
  await store.stop();
  return recording;
}

async function recordRedis(): Promise<readonly Passage[]> {
  const store = await startRedis('');
  const recording = await recorded(store.address, async (port) => {
    const client = new Redis({ host: '127.0.0.1', port });
    await client.hset('h', { a: '1', b: 'two' });
    await client.hgetall('h');
    await client.multi().incr('n').lrange('l', 0, -1).exec();
    await client.pipeline().set('k', 'v').get('k').mget('k', 'none').exec();
    await client.eval('return {1, {2, "x"}, false}', 0);
    await client.quit();
  });
  await store.stop();
  return recording;
}
