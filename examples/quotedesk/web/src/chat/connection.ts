import { delayBefore } from './backoff.ts';
import { parseFrame, protocolsFor, sayFrame, SESSION_ENDED } from './protocol.ts';
import type { ServerFrame } from './protocol.ts';

export type ConnectionState =
  | { readonly kind: 'connecting' }
  | { readonly kind: 'open' }
  | { readonly kind: 'waiting'; readonly retryInMs: number; readonly attempt: number };

export interface ConnectionOptions {
  readonly address: string;
  readonly token: string;
  readonly onState: (state: ConnectionState) => void;
  readonly onFrame: (frame: ServerFrame) => void;
  readonly onDefect: (error: unknown) => void;
  /**
   * A browser does not tell why an upgrade was refused. So after one that never opened, this asks the API
   * whether the session still holds (a 401 there leads to the login).
   */
  readonly checkSession: () => void;
}

export interface Connection {
  /** False: there is no open connection, and nothing was sent. */
  send(clientId: string, body: string): boolean;
  retryNow(): void;
  close(): void;
}

/** One connection to one room, which is made anew, ever more slowly, for as long as it is wanted. */
export function connect(options: ConnectionOptions): Connection {
  let socket: WebSocket | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let attempt = 0;
  let closed = false;

  function open(): void {
    clearTimeout(timer);
    options.onState({ kind: 'connecting' });
    let opened = false;
    const mine = new WebSocket(options.address, protocolsFor(options.token));
    socket = mine;
    mine.addEventListener('open', () => {
      opened = true;
      options.onState({ kind: 'open' });
    });
    mine.addEventListener('message', (event: MessageEvent<unknown>) => {
      const frame = receive(options, event.data);
      // Only a server that could read the history is well again; one that closes at once is asked ever more slowly.
      if (frame?.type === 'history') attempt = 0;
    });
    // 'error' is always followed by 'close', which handles both.
    mine.addEventListener('close', (event) => {
      if (closed || socket !== mine) return;
      if (!opened || event.code === SESSION_ENDED) options.checkSession();
      waitAndRetry();
    });
  }

  function waitAndRetry(): void {
    attempt += 1;
    const retryInMs = delayBefore(attempt, Math.random());
    options.onState({ kind: 'waiting', retryInMs, attempt });
    timer = setTimeout(open, retryInMs);
  }

  open();
  return {
    send(clientId, body) {
      if (socket === null || socket.readyState !== WebSocket.OPEN) return false;
      socket.send(sayFrame(clientId, body));
      return true;
    },
    retryNow() {
      if (!closed && socket?.readyState === WebSocket.CLOSED) open();
    },
    close() {
      closed = true;
      clearTimeout(timer);
      socket?.close(1000);
    },
  };
}

function receive(options: ConnectionOptions, data: unknown): ServerFrame | undefined {
  try {
    const frame = parseFrame(String(data));
    options.onFrame(frame);
    return frame;
  } catch (error) {
    options.onDefect(error);
    return undefined;
  }
}
