import { cp, mkdtemp, rm } from 'node:fs/promises';
import { createConnection, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeAll, afterAll, expect, test } from 'vitest';
import { startRedis, type TestStore } from '../../test/stores.ts';
import { startTap, tapToken, type TestTap } from '../../test/tap.ts';
import { openTap } from './client.ts';

const signal = (): AbortSignal => AbortSignal.timeout(20_000);
let store: TestStore;
let it: TestTap | undefined;

beforeAll(async () => {
  store = await startRedis('');
});
afterAll(async () => {
  await store.stop();
});
afterEach(async () => {
  await it?.stop();
  it = undefined;
});

test('an outage whose controller vanished ends by itself', async () => {
  it = await startTap('redis', store.address, { leaseMs: 300 });
  const began = performance.now();
  const controller = await control(it, { id: 1, op: 'inflict', outage: { kind: 'refuse' } });
  expect(controller).toMatchObject({ id: 1, state: { outage: { kind: 'refuse' } } });
  expect(await ping(it.port)).toBe('');
  const limit = began + 10_000;
  while ((await ping(it.port)) === '' && performance.now() < limit);
  expect(performance.now() - began).toBeGreaterThan(290);
  expect(performance.now() - began).toBeLessThan(5_000);
});

test('an outage that the controller could not renew in time is not passed off as one that held', async () => {
  it = await startTap('redis', store.address, { leaseMs: 400 });
  await it.tap.inflict({ kind: 'refuse' }, signal());
  const limit = performance.now() + 5_000;
  while ((await ping(it.port)) === '' && performance.now() < limit);
  await expect(it.tap.heal(signal())).rejects.toThrow(/ended by itself before it was healed/);
});

test('an outage that is renewed holds longer than its lease', async () => {
  it = await startTap('redis', store.address, { leaseMs: 5_000 });
  await it.tap.inflict({ kind: 'refuse' }, signal());
  const until = performance.now() + 6_000;
  while (performance.now() < until) expect(await ping(it.port)).toBe('');
  await it.tap.heal(signal());
  expect(await ping(it.port)).toBe('+PONG\r\n');
});

test('a controller without the token, or with too long a line, is hung up on', async () => {
  it = await startTap('redis', store.address);
  for (const line of ['{"token":"another"}\n', 'null\n', '{}\n', 'GET / HTTP/1.1\r\n\r\n', 'x'.repeat(200_000)]) {
    const socket = createConnection({ host: it.host, port: it.control });
    socket.on('error', () => undefined);
    const heard: string[] = [];
    socket.on('data', (chunk) => heard.push(String(chunk)));
    socket.write(line);
    await closed(socket);
    expect(heard).toEqual([]);
  }
  const wrong = openTap({ store: 'redis', kind: 'redis', control: { host: it.host, port: it.control }, token: 'another', data: { host: it.host, port: it.port } });
  await expect(wrong.take(AbortSignal.timeout(300))).rejects.toThrow();
  wrong.close();
});

test('the folder alone is a tap: copied elsewhere it runs with nothing but Node', async () => {
  const elsewhere = await mkdtemp(join(tmpdir(), 'assay-tap-'));
  try {
    await cp(fileURLToPath(new URL('.', import.meta.url)), join(elsewhere, 'taps'), { recursive: true, filter: (path) => !path.endsWith('.test.ts') });
    it = await startTap('redis', store.address, { file: join(elsewhere, 'taps', 'main.ts') });
    expect(await ping(it.port)).toBe('+PONG\r\n');
    expect(await it.tap.take(signal())).toMatchObject({ lost: 0 });
  } finally {
    await rm(elsewhere, { recursive: true, force: true });
  }
});

test('what passed is handed over once, also when the control connection is lost on the way', async () => {
  it = await startTap('redis', store.address);
  const first = (await control(it, { id: 7, op: 'take', after: 0 }))['taken'];
  const again = (await control(it, { id: 8, op: 'take', after: 0 }))['taken'];
  expect(again).toEqual(first);
});

/** One order over a connection of its own, as a controller that goes away at once. */
async function control(at: TestTap, order: object): Promise<Record<string, unknown>> {
  const socket = createConnection({ host: at.host, port: at.control });
  let text = '';
  socket.on('data', (chunk) => {
    text += String(chunk);
    if (text.split('\n').length > 2) socket.end();
  });
  socket.write(`${JSON.stringify({ token: tapToken })}\n${JSON.stringify(order)}\n`);
  await closed(socket);
  return JSON.parse(text.split('\n')[1] ?? '{}') as Record<string, unknown>;
}

/** What a new connection through the tap says to PING; nothing where it is closed. */
async function ping(port: number): Promise<string> {
  const socket = createConnection({ host: '127.0.0.1', port });
  socket.on('error', () => undefined);
  let text = '';
  socket.on('data', (chunk) => {
    text += String(chunk);
    socket.destroy();
  });
  socket.write('PING\r\n');
  await closed(socket);
  return text;
}

function closed(socket: Socket): Promise<void> {
  return new Promise((resolve) => socket.once('close', () => resolve()));
}
