import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { Agent, createServer, request, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createTls } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliCompressSync, gzipSync, zstdCompressSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Exchange } from '../../core/tap.ts';
import { startTap, type TestTap } from '../../test/tap.ts';

const signal = (): AbortSignal => AbortSignal.timeout(20_000);
const api = createServer((incoming, response) => void serve(incoming, response));
let apiPort: number;
let it: TestTap;

beforeAll(async () => {
  apiPort = await listening(api);
  it = await startTap('http', { host: '127.0.0.1', port: apiPort });
});
afterEach(async () => {
  await it.tap.heal(signal());
  await it.tap.take(signal());
});
afterAll(async () => {
  await it.stop();
  api.closeAllConnections();
  api.close();
});

const ask = (path: string, init: RequestInit = {}): Promise<Response> => fetch(`http://127.0.0.1:${it.port}${path}`, { ...init, signal: AbortSignal.timeout(5_000) });

describe('calls pass and are written down', () => {
  test('with what was asked and answered, under the third party’s own name', async () => {
    const answer = await ask('/charges?api_key=hidden&page=2', { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"amount":5}' });
    expect(await answer.json()).toMatchObject({ method: 'POST', url: '/charges?api_key=hidden&page=2', host: `127.0.0.1:${apiPort}`, body: '{"amount":5}' });
    expect(answer.headers.getSetCookie()).toEqual(['a=1', 'b=2']);
    const [seen] = await calls(1);
    expect(seen).toMatchObject({
      store: 'http', kind: 'http', statement: `POST http://127.0.0.1:${apiPort}/charges`, parameters: [{ api_key: '…', page: '2' }, { amount: 5 }], effect: 'read', tag: '200', cut: false, rowCount: 1,
      rows: [[{ method: 'POST', body: '{"amount":5}' }]],
    });
    expect(seen).not.toHaveProperty('error');
  });

  test.each(['gzip', 'br', 'zstd'])('compressed as the platform asked (%s)', async (encoding) => {
    expect(await (await ask(`/packed?as=${encoding}`, { headers: { 'accept-encoding': encoding } })).json()).toEqual({ rate: 1.0837 });
    expect((await calls(1))[0]).toMatchObject({ rows: [[{ rate: 1.0837 }]], cut: false });
  });

  test('a stream of events, and what its pieces say together', async () => {
    expect(await (await ask('/stream')).text()).toContain('[DONE]');
    expect((await calls(1))[0]?.rows).toEqual([[{ choices: [{ delta: { content: 'Forty-' } }] }], [{ choices: [{ delta: { content: 'two ' } }] }], [{ choices: [{ delta: { content: 'boxes' } }] }], ['[DONE]'], [{ 'choices.0.delta.content': 'Forty-two boxes' }]]);
  });

  test('a body that nobody can read is said to be left out, a picture is none', async () => {
    await (await ask('/odd')).arrayBuffer();
    await (await ask('/picture')).arrayBuffer();
    expect(await calls(2)).toMatchObject([{ rows: [], cut: true }, { rows: [], cut: false }]);
  });

  test('an error status is one; a redirection to itself comes back to the tap', async () => {
    expect((await ask('/none')).status).toBe(404);
    expect((await ask('/moved', { redirect: 'manual' })).headers.get('location')).toBe(`http://127.0.0.1:${it.port}/none?x=1`);
    expect(await calls(2)).toMatchObject([{ tag: '404', error: { code: '404' } }, { tag: '302' }]);
  });

  test('an answer that broke is told as broken, a host that is not there as unreachable', async () => {
    await expect(ask('/broken').then((answer) => answer.text())).rejects.toThrow();
    const lonely = await startTap('http', { host: '127.0.0.1', port: 1 });
    expect((await fetch(`http://127.0.0.1:${lonely.port}/`)).status).toBe(502);
    expect((await lonely.tap.take(signal())).exchanges).toMatchObject([{ rows: [], error: { code: 'unreachable' } }]);
    await lonely.stop();
    expect(await calls(1)).toMatchObject([{ broken: true }]);
  });

  test('an answer that HTTP does not allow is a 502, and the tap goes on', async () => {
    expect((await ask('/control')).status).toBe(502);
    expect((await ask('/')).status).toBe(200);
    expect(await calls(2)).toMatchObject([{ rows: [], error: { code: 'broken' } }, { tag: '200' }]);
  });

  test('nothing is written down while it only pipes', async () => {
    await it.tap.mode('pipe', signal());
    await (await ask('/')).text();
    await it.tap.mode('observe', signal());
    await (await ask('/seen')).text();
    expect(await calls(1)).toMatchObject([{ statement: `GET http://127.0.0.1:${apiPort}/seen` }]);
  });

  test('large bodies pass whole in both directions', async () => {
    const body = 'x'.repeat(20 * 1024 * 1024);
    const answer = await (await ask('/length', { method: 'PUT', headers: { 'content-type': 'text/plain' }, body })).text();
    expect(answer.length).toBe(body.length);
    expect((await calls(1))[0]).toMatchObject({ cut: true, rows: [] });
  });

  test('a third party that wants TLS gets it, with its certificate checked', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'assay-tls-'));
    execFileSync('openssl', ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost', '-keyout', join(folder, 'key.pem'), '-out', join(folder, 'cert.pem')], { stdio: 'ignore' });
    const secure = createTls({ key: readFileSync(join(folder, 'key.pem')), cert: readFileSync(join(folder, 'cert.pem')) }, (incoming, response) => void serve(incoming, response));
    const upstream = { host: 'localhost', port: await listening(secure), secure: true };
    const trusting = await startTap('http', upstream, { env: { NODE_EXTRA_CA_CERTS: join(folder, 'cert.pem') } });
    const strict = await startTap('http', upstream);
    try {
      expect(await (await fetch(`http://127.0.0.1:${trusting.port}/a`)).json()).toMatchObject({ host: `localhost:${upstream.port}` });
      expect((await trusting.tap.take(signal())).exchanges[0]?.statement).toBe(`GET https://localhost:${upstream.port}/a`);
      expect((await fetch(`http://127.0.0.1:${strict.port}/a`)).status).toBe(502);
    } finally {
      await trusting.stop();
      await strict.stop();
      secure.close();
      rmSync(folder, { recursive: true });
    }
  });
});

describe('an outage', () => {
  test.each([
    [{ kind: 'refuse' }, /^a new connection was (closed|reset) .* without a byte; one that was open was (closed|reset)/, 'nothing'],
    [{ kind: 'reset' }, /^a new connection was reset .* without a byte; one that was open was reset/, 'nothing'],
    [{ kind: 'hang' }, /^a new connection got no answer within 400 ms; one that was open got no answer/, 'nothing'],
    [{ kind: 'error', error: '500' }, /^a new connection was told 500; one that was open was told 500/, '500 {"error":'],
    [{ kind: 'cut', afterBytes: 12 }, /^a new connection was closed after 12 bytes of an answer; one that was open was closed after 12 bytes/, '200 and then broken'],
    [{ kind: 'slow', ms: 300 }, /^a new connection was answered after 3\d\d ms/, '200 {"method":'],
  ] as const)('%o is seen, meets each call, asks nobody, and is gone when healed', async (outage, words, met) => {
    const before = served;
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    expect(await said(agent)).toMatch(/^200 /);
    const { seen } = await it.tap.inflict(outage, signal());
    expect(seen).toMatch(words);
    expect(await said(agent)).toContain(met);
    await it.tap.heal(signal());
    expect(await said(new Agent())).toMatch(/^200 /);
    agent.destroy();
    expect(served - before).toBe(outage.kind === 'cut' || outage.kind === 'slow' ? 3 : 2);
    // A connection that is closed at once makes no call.
    const unasked = outage.kind === 'refuse' || outage.kind === 'reset';
    const [, during] = (await calls(unasked ? 2 : 3)).toSorted((left, right) => left.at - right.at);
    if (outage.kind === 'slow') expect(during?.rows).toHaveLength(1);
    else if (!unasked) expect(during).toMatchObject({ rows: [], error: { code: `outage ${outage.kind}` } });
  });

  test('a call that was under way suffers it too', async () => {
    const answer = ask('/late').then(({ status }) => String(status), () => 'broken');
    await new Promise((resolve) => setTimeout(resolve, 100));
    await it.tap.inflict({ kind: 'reset' }, signal());
    expect(await answer).toBe('broken');
  });

  test('a word of another protocol is refused', async () => {
    await expect(it.tap.inflict({ kind: 'error', error: '57P01' }, signal())).rejects.toThrow(/could not be told/);
  });
});

let served = 0;
async function serve(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
  served += 1;
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  const body = Buffer.concat(chunks);
  const url = new URL(incoming.url ?? '/', 'http://api');
  const packed = { br: brotliCompressSync, zstd: zstdCompressSync }[url.searchParams.get('as') ?? ''] ?? gzipSync;
  const event = (content: string): string => `data: ${JSON.stringify({ choices: [{ delta: { content } }] })}\n\n`;
  switch (url.pathname) {
    case '/control': return void incoming.socket.end('HTTP/1.1 200 \x01\r\nContent-Length: 0\r\n\r\n');
    case '/none': return void response.writeHead(404).end();
    case '/moved': return void response.writeHead(302, { location: `http://127.0.0.1:${apiPort}/none?x=1` }).end();
    case '/packed': return void response.writeHead(200, { 'content-type': 'application/json', 'content-encoding': url.searchParams.get('as') ?? '' }).end(packed('{"rate":1.0837}'));
    case '/stream': return void response.writeHead(200, { 'content-type': 'text/event-stream' }).end(`${event('Forty-')}${event('two ')}${event('boxes')}data: [DONE]\n\n`);
    case '/odd': return void response.writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'of-our-own' }).end('whatever');
    case '/picture': return void response.writeHead(200, { 'content-type': 'image/png' }).end('whatever');
    case '/broken': return void response.writeHead(200, { 'content-type': 'application/json', 'content-length': 100 }).write('{"a":', () => response.destroy());
    case '/length': return void response.writeHead(200, { 'content-type': 'text/plain' }).end(body);
    case '/late': return void setTimeout(() => response.end('late'), 3_000);
    default: return void response.writeHead(200, { 'content-type': 'application/json', 'set-cookie': ['a=1', 'b=2'] }).end(JSON.stringify({ method: incoming.method, url: incoming.url, host: incoming.headers.host, body: body.toString() }));
  }
}

/** Status and body of an answer through the tap, or what came instead within a second. */
function said(agent: Agent): Promise<string> {
  return new Promise((resolve) => {
    const asked = request({ host: '127.0.0.1', port: it.port, path: '/', agent, timeout: 1_000 }, (answer) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.on('error', () => resolve(`${answer.statusCode} and then broken`));
      answer.on('end', () => resolve(`${answer.statusCode} ${Buffer.concat(chunks).toString()}`));
    });
    asked.on('timeout', () => asked.destroy());
    asked.on('error', () => resolve('nothing'));
    asked.end();
  });
}

/** What was written down once it is `count` calls: a call is told when it has ended, which may be a moment after its answer. */
async function calls(count: number): Promise<readonly Exchange[]> {
  const seen: Exchange[] = [];
  while (seen.length < count) seen.push(...(await it.tap.take(signal())).exchanges);
  return seen;
}

async function listening(server: { listen: (port: number, host: string) => unknown; address: () => unknown; once: (event: 'listening', then: () => void) => unknown }): Promise<number> {
  server.listen(0, '127.0.0.1');
  await once(server as unknown as NodeJS.EventEmitter, 'listening');
  return (server.address() as AddressInfo).port;
}
