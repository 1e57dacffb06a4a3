import { once } from 'node:events';
import { createConnection, type Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startRedis, type TestStore } from '../../test/stores.ts';
import { startTap, type TestTap } from '../../test/tap.ts';

const signal = (): AbortSignal => AbortSignal.timeout(20_000);
let store: TestStore;
let it: TestTap;

beforeAll(async () => {
  store = await startRedis('');
  it = await startTap('redis', store.address);
});
afterAll(async () => {
  await it.stop();
  await store.stop();
});

describe('bytes of any protocol', () => {
  test('pass both ways', async () => {
    const socket = await dial();
    expect(await asked(socket, 'PING\r\n')).toBe('+PONG\r\n');
    socket.destroy();
  });

  test('the end of one side reaches the other, after everything that was sent before', async () => {
    const socket = await dial();
    const all: Buffer[] = [];
    socket.on('data', (chunk) => all.push(chunk));
    socket.write('SET k v\r\nGET k\r\nQUIT\r\n');
    await once(socket, 'end');
    expect(Buffer.concat(all).toString()).toBe('+OK\r\n$1\r\nv\r\n+OK\r\n');
    socket.destroy();
  });
});

describe('an outage', () => {
  test.each([
    [{ kind: 'refuse' }, /^a new connection was closed after \d+ ms without a byte; one that was open was closed/],
    [{ kind: 'reset' }, /^a new connection was reset after \d+ ms without a byte; one that was open was reset/],
    [{ kind: 'hang' }, /^a new connection got no answer within 400 ms; one that was open got no answer/],
    [{ kind: 'slow', ms: 150 }, /^a new connection was answered after \d{3,} ms; one that was open was answered after \d{3,} ms/],
    [{ kind: 'cut', afterBytes: 4 }, /^a new connection was closed after 4 bytes of an answer; one that was open was closed after 4 bytes/],
  ] as const)('%o is seen by a new connection and by one that was open, and is gone when healed', async (outage, words) => {
    const { seen } = await it.tap.inflict(outage, signal());
    expect(seen).toMatch(words);
    await it.tap.heal(signal());
    const socket = await dial();
    expect(await asked(socket, 'PING\r\n')).toBe('+PONG\r\n');
    socket.destroy();
  });

  test('slow keeps the order and loses nothing when it is healed under way', async () => {
    const socket = await dial();
    await it.tap.inflict({ kind: 'slow', ms: 700 }, signal());
    socket.write('ECHO one\r\nECHO two\r\nQUIT\r\n');
    const all: Buffer[] = [];
    socket.on('data', (chunk) => all.push(chunk));
    const end = once(socket, 'end');
    await it.tap.heal(signal());
    await end;
    expect(Buffer.concat(all).toString()).toBe('$3\r\none\r\n$3\r\ntwo\r\n+OK\r\n');
    socket.destroy();
  });

  test('a word of another protocol is refused in words', async () => {
    await expect(it.tap.inflict({ kind: 'error', error: '57P01' }, signal())).rejects.toThrow(/could not be told/);
  });
});

async function dial(): Promise<Socket> {
  const socket = createConnection({ host: it.host, port: it.port });
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  return socket;
}

async function asked(socket: Socket, words: string): Promise<string> {
  socket.write(words);
  const [chunk] = await once(socket, 'data') as [Buffer];
  return chunk.toString();
}
