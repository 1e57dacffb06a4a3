import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, request, type Server } from 'node:http';
import { createServer as listenTcp, type AddressInfo, type Socket } from 'node:net';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { fetch, ProxyAgent } from 'undici';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { openHttpTap, type HttpTap } from './http-client.ts';
import type { HttpExchange } from './http-wire.ts';

const signal = (): AbortSignal => AbortSignal.timeout(20_000);
const main = fileURLToPath(new URL('./http.ts', import.meta.url));
let api: Server;
let apiPort: number;
let tap: HttpTap;
let port: number;
let stop: () => Promise<void>;
let proxy: ProxyAgent;

beforeAll(async () => {
  api = createServer((incoming, response) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('end', () => response.writeHead(incoming.url?.startsWith('/none') ? 404 : 200, { 'content-type': 'application/json', 'set-cookie': ['a=1', 'b=2'] })
      .end(JSON.stringify({ method: incoming.method, url: incoming.url, host: incoming.headers.host, body: Buffer.concat(chunks).toString() })));
  });
  apiPort = await listening(api);
  const any = { host: '127.0.0.1', port: 0 };
  const settings = { store: 'other people', kind: 'http', token: 'token-for-a-test', listen: any, control: any, upstream: { host: '127.0.0.1', port: apiPort, secure: false } };
  const child = spawn(process.execPath, [main], { env: { ASSAY_TAP: JSON.stringify(settings) }, stdio: ['ignore', 'pipe', 'inherit'] });
  const exit = once(child, 'exit');
  const [line] = await once(createInterface(child.stdout), 'line') as [string];
  const ports = [...line.matchAll(/127\.0\.0\.1:(\d+)/g)].map(([, each]) => Number(each));
  port = ports[0]!;
  tap = openHttpTap({ store: 'other people', control: { host: '127.0.0.1', port: ports.at(-1)! }, token: 'token-for-a-test' });
  proxy = new ProxyAgent({ uri: `http://127.0.0.1:${port}`, proxyTunnel: false });
  stop = async () => {
    tap.close();
    child.kill('SIGTERM');
    await exit;
  };
});
afterEach(async () => {
  await tap.heal(signal());
  await tap.take(signal());
});
afterAll(async () => {
  await proxy.destroy();
  await stop();
  api.closeAllConnections();
  api.close();
});

const viaProxy = (path: string, init: { readonly method?: string; readonly body?: string } = {}): ReturnType<typeof fetch> => fetch(`http://127.0.0.1:${apiPort}${path}`, { ...init, dispatcher: proxy, signal: AbortSignal.timeout(5_000) });

describe('calls pass and are written down', () => {
  test('by a proxy variable', async () => {
    const answer = await viaProxy('/charges?api_key=hidden&page=2', { method: 'POST', body: 'amount=5' });
    expect(await answer.json()).toMatchObject({ method: 'POST', url: '/charges?api_key=hidden&page=2', host: `127.0.0.1:${apiPort}`, body: 'amount=5' });
    expect(answer.headers.getSetCookie()).toEqual(['a=1', 'b=2']);
    const [seen] = await calls(1);
    expect(seen).toMatchObject({ method: 'POST', url: `http://127.0.0.1:${apiPort}/charges?api_key=%E2%80%A6&page=2`, host: '127.0.0.1', status: 200, requestBytes: 8 });
    expect(seen!.responseBytes).toBeGreaterThan(50);
  });

  test('by a base URL, with the API’s own name', async () => {
    const answer = await fetch(`http://127.0.0.1:${port}/none`);
    expect(answer.status).toBe(404);
    expect(await answer.json()).toMatchObject({ host: `127.0.0.1:${apiPort}` });
    expect((await calls(1))[0]).toMatchObject({ url: `http://127.0.0.1:${apiPort}/none`, status: 404 });
  });

  test('a tunnel is counted', async () => {
    const echo = listenTcp((socket) => socket.pipe(socket));
    const echoPort = await listening(echo);
    const socket = await tunnel(echoPort);
    socket.write('hello');
    expect(String((await once(socket, 'data'))[0])).toBe('hello');
    socket.end();
    expect((await calls(1))[0]).toMatchObject({ method: 'CONNECT', url: `127.0.0.1:${echoPort}`, status: 200, requestBytes: 5, responseBytes: 5 });
    echo.close();
  });

  test('a host that cannot be reached is a 502, and the proxy does not ask itself', async () => {
    const free = listenTcp();
    const nobody = await listening(free);
    free.close();
    expect((await fetch(`http://127.0.0.1:${nobody}/`, { dispatcher: proxy })).status).toBe(502);
    expect((await fetch(`http://127.0.0.1:${port}/`, { dispatcher: proxy })).status).toBe(400);
    expect(await calls(2)).toMatchObject([{ status: 502, error: expect.stringContaining('ECONNREFUSED') as unknown }, { status: 400 }]);
  });

  test('nothing is written down while it only pipes', async () => {
    await tap.mode('pipe', signal());
    await (await viaProxy('/')).text();
    await tap.mode('observe', signal());
    await (await viaProxy('/seen')).text();
    expect(await calls(1)).toMatchObject([{ url: `http://127.0.0.1:${apiPort}/seen` }]);
  });
});

describe('outages by host', () => {
  test('error', async () => {
    await tap.inflict({ kind: 'error', host: '127.0.0.1' }, signal());
    expect((await viaProxy('/')).status).toBe(503);
    expect((await fetch(`http://127.0.0.1:${port}/`)).status).toBe(503);
    await expect(tunnel(apiPort)).rejects.toThrow(/503/);
    await tap.heal(signal());
    expect((await viaProxy('/')).status).toBe(200);
    expect((await calls(4)).map(({ status, outage }) => [status, outage])).toEqual([[503, 'error'], [503, 'error'], [503, 'error'], [200, undefined]]);
  });

  test('refuse: also a tunnel that was open', async () => {
    const socket = await tunnel(apiPort);
    const closed = once(socket, 'close');
    await tap.inflict({ kind: 'refuse' }, signal());
    await closed;
    await expect(viaProxy('/')).rejects.toThrow();
    expect((await calls(2)).at(-1)).toMatchObject({ status: 0, outage: 'refuse' });
  });

  test('hang: no answer until it is healed, and none then', async () => {
    await tap.inflict({ kind: 'hang' }, signal());
    const asked = request({ host: '127.0.0.1', port, path: '/' });
    const ended = once(asked, 'response').then(() => 'answered', () => 'closed');
    asked.end();
    await once(asked, 'socket');
    expect(await Promise.race([ended, new Promise((resolve) => setTimeout(resolve, 300, 'nothing'))])).toBe('nothing');
    await tap.heal(signal());
    expect(await ended).toBe('closed');
  });

  test('slow: with its body', async () => {
    await tap.inflict({ kind: 'slow', ms: 200 }, signal());
    const began = performance.now();
    expect(await (await viaProxy('/', { method: 'PUT', body: 'all of it' })).json()).toMatchObject({ body: 'all of it' });
    expect(performance.now() - began).toBeGreaterThan(195);
  });

  test('another host is left alone', async () => {
    await tap.inflict({ kind: 'refuse', host: 'api.example' }, signal());
    expect((await viaProxy('/')).status).toBe(200);
  });
});

/** What was written down once it is `count` calls: a call is told when it has ended, which may be a moment after its answer. */
async function calls(count: number): Promise<readonly HttpExchange[]> {
  const seen: HttpExchange[] = [];
  while (seen.length < count) seen.push(...(await tap.take(signal())).exchanges);
  return seen;
}

async function tunnel(to: number): Promise<Socket> {
  const asked = request({ host: '127.0.0.1', port, method: 'CONNECT', path: `127.0.0.1:${to}` });
  asked.end();
  const [answer, socket] = await once(asked, 'connect') as [{ readonly statusCode: number }, Socket];
  socket.on('error', () => undefined);
  if (answer.statusCode !== 200) throw new Error(`the proxy answered ${answer.statusCode}`);
  return socket;
}

async function listening(server: { listen: (port: number, host: string) => unknown; address: () => unknown; once: (event: 'listening', then: () => void) => unknown }): Promise<number> {
  const ready = new Promise<void>((resolve) => server.once('listening', resolve));
  server.listen(0, '127.0.0.1');
  await ready;
  return (server.address() as AddressInfo).port;
}
