import { WebSocket } from 'ws';
import { causeText } from '../../../core/fault.ts';

const handshakeLimitMs = 5_000;
/** Longer messages end the connection; a conversation needs none. */
const messageLimitBytes = 256 * 1024;
const mostMessages = 200;

export interface Greeting {
  readonly protocols: readonly string[];
  readonly headers: Readonly<Record<string, string>>;
  readonly origin: string | undefined;
}

/** One open connection, or the way in which it was not opened. Close it in every case. */
export interface Line {
  readonly opened: boolean;
  readonly status?: number;
  readonly broke?: string;
  readonly messages: readonly string[];
  readonly closed: () => number | undefined;
  readonly say: (text: string) => void;
  /** Ends when a message fits, when the server closes, or with the time. */
  readonly hears: (fits: (message: string) => boolean, limitMs: number, signal: AbortSignal) => Promise<string | undefined>;
  readonly close: () => void;
}

/** Connects with exactly the given words. Never rejects but for an abort: a refusal is an answer. */
export async function connect(url: string, greeting: Greeting, signal: AbortSignal): Promise<Line> {
  signal.throwIfAborted();
  const socket = new WebSocket(url, [...greeting.protocols], {
    headers: { ...greeting.headers }, handshakeTimeout: handshakeLimitMs, maxPayload: messageLimitBytes, followRedirects: false,
    ...(greeting.origin !== undefined && { origin: greeting.origin }),
  });
  const messages: string[] = [];
  let closed: number | undefined;
  socket.on('message', (data: Buffer) => {
    if (messages.length < mostMessages) messages.push(data.toString());
    socket.emit('heard');
  });
  socket.on('close', (code) => {
    closed = code;
    socket.emit('heard');
  });
  const outcome = await opening(socket, signal);
  return {
    ...outcome, messages,
    closed: () => closed,
    say: (text) => socket.send(text),
    hears: (fits, limitMs, ended) => heard(socket, () => messages.find(fits), () => closed !== undefined, limitMs, ended),
    close: () => socket.terminate(),
  };
}

function opening(socket: WebSocket, signal: AbortSignal): Promise<Pick<Line, 'opened' | 'status' | 'broke'>> {
  return new Promise((resolve, reject) => {
    const abort = (): void => {
      socket.terminate();
      reject(signal.reason);
    };
    signal.addEventListener('abort', abort, { once: true });
    const settle = (outcome: Pick<Line, 'opened' | 'status' | 'broke'>): void => {
      signal.removeEventListener('abort', abort);
      resolve(outcome);
    };
    socket.on('open', () => settle({ opened: true }));
    socket.on('unexpected-response', (request, response) => {
      settle({ opened: false, status: response.statusCode ?? 0 });
      response.resume();
      request.destroy();
    });
    // Stays for the life of the socket: without a listener a late error would end the process.
    socket.on('error', (error) => settle({ opened: false, broke: causeText(error) }));
  });
}

function heard(socket: WebSocket, found: () => string | undefined, over: () => boolean, limitMs: number, signal: AbortSignal): Promise<string | undefined> {
  return new Promise((resolve, reject) => {
    const finish = (): void => {
      clearTimeout(timer);
      socket.off('heard', look);
      signal.removeEventListener('abort', abort);
    };
    const look = (): void => {
      const message = found();
      if (message === undefined && !over()) return;
      finish();
      resolve(message);
    };
    const abort = (): void => {
      finish();
      reject(signal.reason);
    };
    const timer = setTimeout(() => {
      finish();
      resolve(undefined);
    }, limitMs);
    socket.on('heard', look);
    signal.addEventListener('abort', abort, { once: true });
    look();
  });
}
