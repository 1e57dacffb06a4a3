import { connect } from 'node:net';
import type { StoreAddress } from './driver.ts';

/** One attempt; a store or service that is up answers within milliseconds. */
const attemptMs = 2_000;
/**
 * How long a connection must stay open to count: the engine's own proxy accepts at once for a container that listens to nothing yet, and closes
 * as soon as it finds out.
 */
const steadyMs = 60;
const pauseMs = 50;

/**
 * Repeats an attempt until it answers. `attempt` returns undefined when all is well, else what the other side said; the last of these is returned when
 * the signal ends the wait.
 */
export async function until(attempt: () => Promise<string | undefined>, signal: AbortSignal): Promise<string | undefined> {
  for (;;) {
    const said = await attempt();
    if (said === undefined) return undefined;
    if (signal.aborted) return said;
    await pause(pauseMs, signal);
  }
}

export function pause(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal?.addEventListener('abort', done, { once: true });
  });
}

/** Whether something listens on a loopback port and keeps the connection open. Undefined when it does, else why not. */
export function listens(port: number, host = '127.0.0.1'): Promise<string | undefined> {
  return new Promise((resolve) => {
    const socket = connect({ port, host });
    const timer = setTimeout(() => done(`no answer within ${attemptMs} ms`), attemptMs);
    let steady: NodeJS.Timeout | undefined;
    const done = (said: string | undefined): void => {
      clearTimeout(timer);
      clearTimeout(steady);
      socket.destroy();
      resolve(said);
    };
    socket.once('connect', () => (steady = setTimeout(() => done(undefined), steadyMs)));
    socket.once('data', () => done(undefined));
    socket.once('error', (error: NodeJS.ErrnoException) => done(error.code ?? error.message));
    socket.once('close', () => done('the connection was closed at once'));
  });
}

/** Whether a health address answers with a status below 400. Undefined when it does, else why not. */
export async function answersHttp(url: string): Promise<string | undefined> {
  try {
    const answer = await fetch(url, { redirect: 'manual', signal: AbortSignal.timeout(attemptMs) });
    await answer.body?.cancel();
    return answer.status < 400 ? undefined : `${url} answered ${answer.status}`;
  } catch (error) {
    return `${url}: ${error instanceof Error ? (error.cause instanceof Error ? error.cause.message : error.message) : String(error)}`;
  }
}

/** Whether a store speaks its protocol and takes connections now. Undefined when it does, else its own words. */
export function answersStore(address: StoreAddress): Promise<string | undefined> {
  const talk = talks[address.kind](address);
  return new Promise((resolve) => {
    const socket = connect({ port: address.port, host: address.host });
    const timer = setTimeout(() => done(`no answer within ${attemptMs} ms`), attemptMs);
    let received = Buffer.alloc(0);
    const done = (said: string | undefined): void => {
      clearTimeout(timer);
      socket.destroy();
      resolve(said);
    };
    socket.once('connect', () => socket.write(talk.hello));
    socket.on('data', (chunk) => {
      received = Buffer.concat([received, chunk]);
      const verdict = talk.verdict(received);
      if (verdict !== 'more') done(verdict.said);
    });
    socket.once('error', (error: NodeJS.ErrnoException) => done(error.code ?? error.message));
    socket.once('close', () => done('the connection was closed at once'));
  });
}

interface Talk {
  readonly hello: Buffer;
  /** What an answer so far means; `said` undefined is a yes. */
  readonly verdict: (received: Buffer) => { readonly said: string | undefined } | 'more';
}

const talks: Readonly<Record<StoreAddress['kind'], (address: StoreAddress) => Talk>> = {
  /** A startup message; a server that takes connections asks for the password, one that cannot yet says so. */
  postgres: ({ user, database }) => {
    const body = Buffer.from(`\0\x03\0\0user\0${user}\0database\0${database}\0\0`, 'latin1');
    const length = Buffer.alloc(4);
    length.writeInt32BE(body.length + 4);
    return {
      hello: Buffer.concat([length, body]),
      verdict: (received) => (received.length < 5 ? 'more' : received[0] === 0x52 ? { said: undefined } : { said: received.subarray(5).toString('latin1').replaceAll('\0', ' ').trim().slice(0, 200) }),
    };
  },
  redis: ({ password }) => ({
    hello: Buffer.from(`${password === '' ? '' : `AUTH ${quoted(password)}\r\n`}PING\r\n`),
    verdict: (received) => {
      const text = received.toString('latin1');
      const error = /^-(.*)\r\n/m.exec(text)?.[1];
      return error !== undefined ? { said: error } : text.includes('+PONG\r\n') ? { said: undefined } : 'more';
    },
  }),
  /** Bolt's handshake: the server picks one of four versions. */
  neo4j: () => ({
    hello: Buffer.from('6060b0170000040500000404000003040000000000'.slice(0, 40), 'hex'),
    verdict: (received) => (received.length < 4 ? 'more' : { said: received.readUInt32BE(0) > 0 ? undefined : 'it speaks no version of Bolt that we know' }),
  }),
};

function quoted(text: string): string {
  return `"${text.replace(/["\\]/g, '\\$&')}"`;
}
