import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { connect, createServer, type AddressInfo } from 'node:net';
import { Redis } from 'ioredis';
import neo4j from 'neo4j-driver';
import pg from 'pg';
import type { StoreKind, TapKind } from '../core/types.ts';
import { spoken } from '../stack/taps/control.ts';
import { protocolOf } from '../stack/taps/protocols.ts';
import { play, recorded, type Passage } from '../test/recording.ts';
import { hasNeo4j, startNeo4j, startPostgres, startRedis } from '../test/stores.ts';
import { startTap, type TestTap } from '../test/tap.ts';

/**
 * Malformed protocol input for a bounded time: recorded sessions with bytes changed, dropped, doubled and swapped are given to the decoders and to those who speak for a store in
 * trouble, and sent through a tap. `node bench/taps-fuzz.ts [seconds for each tap] [seed] [kinds]`; exits 1 at an error of ours, a slow or hungry decoder, a byte that the tap did
 * not pass as it was, or a tap that no longer answers.
 */
const seconds = Number(process.argv[2] ?? 20);
const slowestMs = 3_000;
const mostHeapMiB = 700;
/** Calls that go through a tap before HTTP at once. */
const atOnce = 64;
/** A tap that has not ended a conversation by then never does. */
const talkMs = 2_000;
const patienceMs = 150;
let seed = Number(process.argv[3] ?? Date.now() % 2 ** 31);
const kinds = (process.argv[4] ?? 'postgres,redis,neo4j,http').split(',') as readonly TapKind[];
process.stdout.write(`seed ${seed}\n`);

const recorders: Readonly<Record<StoreKind, () => Promise<readonly Passage[]>>> = { postgres: recordPostgres, redis: recordRedis, neo4j: recordNeo4j };
let failed = false;
for (const kind of kinds) {
  if (kind === 'http') await fuzzHttp(recordHttp());
  else if (kind === 'neo4j' && !await hasNeo4j()) process.stdout.write('neo4j: left out, there is no image of it here\n');
  else {
    const recording = await recorders[kind]();
    await fuzzDecoder(kind, recording);
    await fuzzImpostors(kind, recording);
    await fuzzTap(kind, recording);
  }
}
process.exitCode = failed ? 1 : 0;

async function fuzzDecoder(kind: StoreKind, recording: readonly Passage[]): Promise<void> {
  const { decoder } = await protocolOf(kind);
  const outcomes = { read: 0, givenUp: 0, threw: 0 };
  for (const until = performance.now() + (seconds * 1000) / 3; performance.now() < until;) {
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

/** Who speaks for the store is in the tap's main thread: it must not throw, and must hand on or say no more than a bounded amount. */
async function fuzzImpostors(kind: StoreKind, recording: readonly Passage[]): Promise<void> {
  const { impostor } = await protocolOf(kind);
  let sessions = 0;
  for (const until = performance.now() + (seconds * 1000) / 3; performance.now() < until; sessions++) {
    const before = seed;
    const input = mangled(recording);
    for (const trouble of spoken[kind]) {
      const speaker = impostor(trouble, sessions % 2 === 0 ? 'fresh' : 'idle');
      try {
        for (const { from, bytes } of input) if ((from === 'client' ? speaker.fromClient(bytes) : speaker.fromServer?.(bytes))?.close) break;
      } catch (error) {
        complain(`${kind} ${trouble}: ${String(error)} (seed ${before})`);
      }
    }
  }
  process.stdout.write(`${kind}: ${sessions} sessions with ${spoken[kind].join(', ')}\n`);
}

/** The mangled client's bytes go in at one end, the mangled server's at the other; what comes out must be the same, and the tap must still answer. */
async function fuzzTap(kind: StoreKind, recording: readonly Passage[]): Promise<void> {
  let answers = Buffer.alloc(0);
  const heard: Buffer[] = [];
  const server = createServer((socket) => {
    socket.on('data', (chunk) => heard.push(chunk));
    socket.on('error', () => undefined);
    socket.end(answers);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const tap = await startTap(kind, { host: '127.0.0.1', port: (server.address() as AddressInfo).port });
  const take = async (): Promise<number> => (await tap.tap.take(AbortSignal.timeout(30_000))).unobserved.length;
  let [sessions, unobserved] = [0, 0];
  for (const until = performance.now() + (seconds * 1000) / 3; performance.now() < until; sessions++) {
    const before = seed;
    const input = mangled(recording);
    answers = bytesOf(input, 'server');
    heard.length = 0;
    const got = await talk(tap, bytesOf(input, 'client'));
    if (!got.equals(answers) || !Buffer.concat(heard).equals(bytesOf(input, 'client'))) complain(`${kind}: bytes changed on their way (seed ${before})`);
    if (sessions % 500 === 0) unobserved += await take();
  }
  unobserved += await take();
  process.stdout.write(`${kind} tap: ${sessions} sessions passed unchanged, ${unobserved} of them given up; it held ${resident(tap)} MiB at most\n`);
  if (resident(tap) > mostHeapMiB) complain(`${kind}: the tap held ${resident(tap)} MiB`);
  await tap.stop();
  server.close();
}

/** Mangled requests meet mangled answers. A tap that speaks HTTP on both sides need not pass them as they are; it must go on answering, and forget them. */
async function fuzzHttp(recording: readonly Passage[]): Promise<void> {
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.once('data', () => socket.end(bytesOf(mangled(recording), 'server')));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const tap = await startTap('http', { host: '127.0.0.1', port: (server.address() as AddressInfo).port });
  const outcomes = { answered: 0, refused: 0 };
  let exchanges = 0;
  for (const until = performance.now() + seconds * 1000; performance.now() < until;) {
    const before = seed;
    const inputs = Array.from({ length: atOnce }, () => mangled(recording));
    const got = await Promise.all(inputs.map((input) => talk(tap, bytesOf(input, 'client'), patienceMs)));
    for (const each of got) outcomes[each.length > 0 ? 'answered' : 'refused'] += 1;
    exchanges += (await tap.tap.take(AbortSignal.timeout(30_000))).exchanges.length;
    const hello = await talk(tap, Buffer.from('GET /.assay-tap/hello HTTP/1.1\r\nHost: tap\r\nConnection: close\r\n\r\n'), talkMs);
    if (!hello.includes('this tap passes')) {
      complain(`http: the tap answers no more (seed ${before})`);
      break;
    }
  }
  process.stdout.write(`http tap: ${JSON.stringify(outcomes)}, ${exchanges} calls written down; it held ${resident(tap)} MiB at most\n`);
  if (resident(tap) > mostHeapMiB) complain(`http: the tap held ${resident(tap)} MiB`);
  await tap.stop();
  server.close();
}

function bytesOf(passages: readonly Passage[], side: Passage['from']): Buffer<ArrayBuffer> {
  return Buffer.concat(passages.filter(({ from }) => from === side).map(({ bytes }) => bytes));
}

/** Says it all, ends its side (HTTP's would take that for a client that has gone: it is left soon after an answer begins, or none comes), and gives what came. */
async function talk(tap: TestTap, says: Buffer, leftAfterMs?: number): Promise<Buffer> {
  const got: Buffer[] = [];
  const socket = connect({ host: tap.host, port: tap.port });
  socket.on('data', (chunk) => got.push(chunk));
  socket.on('error', () => undefined);
  socket.setTimeout(leftAfterMs ?? talkMs, () => socket.destroy());
  if (leftAfterMs === undefined) socket.end(says);
  else socket.write(says);
  await once(socket, 'close');
  return Buffer.concat(got);
}

function resident({ pid }: TestTap): number {
  return Math.round(Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024);
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

async function recordNeo4j(): Promise<readonly Passage[]> {
  const store = await startNeo4j();
  const recording = await recorded(store.address, async (port) => {
    const driver = neo4j.driver(`bolt://127.0.0.1:${port}`, neo4j.auth.basic('neo4j', store.address.password), { encrypted: false, maxConnectionPoolSize: 1 });
    const session = driver.session({ database: 'neo4j', fetchSize: 2 });
    await session.run('CREATE (a:Person {name: $name, born: date("1984-02-29")})-[:KNOWS {since: 2001}]->(b:Person {name: "Ü"}) RETURN a, b', { name: 'Anna' });
    await session.run('UNWIND range(1, 5) AS n RETURN n, n * 0.5 AS half, datetime("2024-07-03T11:46:40[Europe/Berlin]") AS at, point({x: 1, y: 2}) AS place');
    await session.run('RETURN nothing').catch(() => undefined);
    await session.executeWrite((transaction) => transaction.run('MATCH p = (:Person)-[k:KNOWS]->() SET k.since = 2002 RETURN p'));
    await session.close();
    await driver.close();
  });
  await store.stop();
  return recording;
}

function recordHttp(): readonly Passage[] {
  const body = JSON.stringify({ model: 'm', messages: [{ role: 'user', content: 'Ü'.repeat(200) }] });
  const pieces = ['data: {"choices":[{"delta":{"content":"Forty-"}}]}\n\n', 'data: {"choices":[{"delta":{"content":"two"}}]}\n\n', 'data: [DONE]\n\n'];
  const chunked = pieces.map((piece) => `${piece.length.toString(16)}\r\n${piece}\r\n`).join('');
  return [
    { from: 'client', bytes: Buffer.from(`POST /v1/chat/completions?key=word HTTP/1.1\r\nHost: api.example\r\nAuthorization: Bearer word\r\nContent-Type: application/json\r\nAccept-Encoding: gzip, br\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n`) },
    { from: 'client', bytes: Buffer.from(body) },
    { from: 'server', bytes: Buffer.from('HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\nX-Request-Id: 1\r\n\r\n') },
    { from: 'server', bytes: Buffer.from(`${chunked}0\r\n\r\n`) },
  ];
}
