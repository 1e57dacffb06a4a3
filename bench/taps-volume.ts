import { createHash, randomBytes } from 'node:crypto';
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';
import { startPostgres } from '../test/stores.ts';
import { startTap, type TestTap } from '../test/tap.ts';

/**
 * About 1 GiB of mixed traffic through taps that observe: random bytes both ways at once on many connections with readers that stall, COPY in and out, and large
 * results, all compared by digest with what was sent. `node bench/taps-volume.ts [MiB]`; exits 1 when a byte was lost or changed, or when the tap kept too much.
 */
const mebibytes = Number(process.argv[2] ?? 1024);
const connections = 16;
const longestChunk = 200_000;
const mostResidentMiB = 900;

const failures: string[] = [];
await randomTraffic(Math.floor((mebibytes * 1024 * 1024) / 2));
await postgresTraffic(Math.floor((mebibytes * 1024 * 1024) / 2));
process.stdout.write(failures.length === 0 ? 'every byte arrived, unchanged\n' : `${failures.join('\n')}\n`);
process.exitCode = failures.length === 0 ? 0 : 1;

/** Each connection sends its share to a server that digests it and sends as much of its own; both digests are exchanged outside the tap. */
async function randomTraffic(total: number): Promise<void> {
  const share = Math.floor(total / connections / 2);
  const received = new Map<string, string>();
  const sent = new Map<string, string>();
  const server = createServer({ allowHalfOpen: true }, (socket) => void speak(socket, share, 'server', sent, received));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const tap = await startTap('postgres', { host: '127.0.0.1', port: (server.address() as AddressInfo).port });
  const began = performance.now();
  await Promise.all(Array.from({ length: connections }, async (_, index) => {
    const socket = connect({ host: tap.host, port: tap.port, allowHalfOpen: true });
    socket.write(String.fromCharCode(65 + index));
    await speak(socket, share, `client ${index}`, sent, received, String.fromCharCode(65 + index));
  }));
  for (const [who, digest] of sent) if (received.get(who) !== digest) failures.push(`random bytes of ${who} arrived otherwise`);
  report('random bytes both ways', share * connections * 2, began, tap);
  await tap.stop();
  server.close();
}

/** Sends `share` random bytes in chunks of random sizes, reads until the other side ends, stalling now and then; notes both digests under the connection's letter. */
async function speak(socket: Socket, share: number, who: string, sent: Map<string, string>, received: Map<string, string>, letter?: string): Promise<void> {
  const [out, back] = [createHash('sha256'), createHash('sha256')];
  let name = letter;
  let bytes = 0;
  socket.on('data', (chunk: Buffer) => {
    let rest = chunk;
    if (name === undefined) {
      name = String.fromCharCode(chunk[0] ?? 0);
      rest = chunk.subarray(1);
    }
    back.update(rest);
    bytes += rest.length;
    if (Math.random() < 0.01) {
      socket.pause();
      setTimeout(() => socket.resume(), 20 * Math.random());
    }
  });
  const ended = once(socket, 'end');
  for (let left = share; left > 0;) {
    const chunk = randomBytes(Math.min(left, 1 + Math.floor(Math.random() * longestChunk)));
    left -= chunk.length;
    out.update(chunk);
    if (!socket.write(chunk)) await once(socket, 'drain');
  }
  socket.end();
  await ended;
  if (bytes !== share) failures.push(`${who} got ${bytes} of ${share} bytes`);
  const side = letter === undefined ? 'server' : 'client';
  sent.set(`${side} ${name}`, out.digest('hex'));
  received.set(`${side === 'server' ? 'client' : 'server'} ${name}`, back.digest('hex'));
}

async function postgresTraffic(total: number): Promise<void> {
  const store = await startPostgres();
  const tap = await startTap('postgres', store.address);
  const url = (port: number): string => `postgres://desk:${store.address.password}@127.0.0.1:${port}/postgres`;
  const psql = (port: number, sql: string): Promise<string> => digestOf(url(port), sql);
  const rows = Math.floor(total / 4 / 100);
  await promisify(execFile)('psql', ['-X', '-q', url(store.address.port), '-c', `CREATE TABLE big AS SELECT n AS id, md5(n::text) || md5((n + 1)::text) AS text, n * 1.5 AS amount FROM generate_series(1, ${rows}) AS n; CREATE TABLE back (LIKE big)`]);
  const began = performance.now();
  const direct = await psql(store.address.port, 'COPY big TO STDOUT');
  if (await psql(tap.port, 'COPY big TO STDOUT') !== direct) failures.push('COPY TO through the tap gave other bytes');
  const from = spawn('psql', ['-X', '-q', url(store.address.port), '-c', 'COPY big TO STDOUT'], { stdio: ['ignore', 'pipe', 'inherit'] });
  const into = spawn('psql', ['-X', '-q', url(tap.port), '-c', 'COPY back FROM STDIN'], { stdio: ['pipe', 'ignore', 'inherit'] });
  await Promise.all([pipeline(from.stdout, into.stdin), once(into, 'exit')]);
  if (await psql(store.address.port, 'COPY back TO STDOUT') !== direct) failures.push('COPY FROM through the tap stored other bytes');
  const select = 'SELECT * FROM big ORDER BY id';
  if (await psql(tap.port, select) !== await psql(store.address.port, select)) failures.push('a large result through the tap has other bytes');
  const parts = 'BEGIN; DECLARE c CURSOR FOR SELECT * FROM big ORDER BY id; FETCH 50000 FROM c; FETCH 50000 FROM c; COMMIT';
  if (await psql(tap.port, parts) !== await psql(store.address.port, parts)) failures.push('a cursor through the tap has other bytes');
  const { exchanges, lost, unobserved } = await tap.tap.take(AbortSignal.timeout(60_000));
  const copies = exchanges.filter(({ statement }) => statement.startsWith('COPY')).map(({ rowCount }) => rowCount);
  if (copies.length !== 2 || copies.some((count) => count !== rows)) failures.push(`COPY was counted as ${copies.join(', ')} rows instead of ${rows} twice`);
  if (lost > 0 || unobserved.length > 0) failures.push(`${lost} exchanges lost, ${unobserved.length} connections unobserved: ${unobserved[0]?.reason ?? ''}`);
  const selected = exchanges.find(({ statement }) => statement === select);
  if (selected?.rowCount !== rows || !selected.cut) failures.push(`the large result was counted as ${selected?.rowCount ?? 0} rows`);
  report('PostgreSQL: COPY both ways, a large result, a cursor', total, began, tap);
  await tap.stop();
  await store.stop();
}

async function digestOf(url: string, sql: string): Promise<string> {
  const child = spawn('psql', ['-X', '-q', '-A', '-t', url, '-c', sql], { stdio: ['ignore', 'pipe', 'inherit'] });
  const hash = createHash('sha256');
  await pipeline(child.stdout, hash);
  return hash.digest('hex');
}

function report(what: string, bytes: number, began: number, tap: TestTap): void {
  const seconds = (performance.now() - began) / 1000;
  const resident = Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${tap.pid}/status`, 'utf8'))?.[1]) / 1024;
  process.stdout.write(`${what}: about ${(bytes / 2 ** 20).toFixed(0)} MiB in ${seconds.toFixed(1)} s; the tap held ${resident.toFixed(0)} MiB at most\n`);
  if (resident > mostResidentMiB) failures.push(`the tap held ${resident.toFixed(0)} MiB`);
}
