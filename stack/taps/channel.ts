import { createConnection, type Socket } from 'node:net';
import { answerChars, lines, type Answer, type Hello, type Order } from './wire.ts';
import type { Endpoint } from './settings.ts';

/** A lost control connection is made again, and the order repeated, for this long. */
const persistMs = 10_000;
const againMs = 50;

/** The controller's end of the control channel: one order at a time over a connection that is made when it is needed and again when it was lost. */
export class Channel<Asked = Order, Answered extends { readonly id: number } = Answer> {
  readonly #at: Endpoint;
  readonly #token: string;
  readonly #asked = new Map<number, { readonly resolve: (answer: Answered) => void; readonly reject: (error: Error) => void }>();
  #open: Promise<Socket> | undefined;
  #orders = 0;
  #closed = false;
  /** Of the tap that answers now. */
  birth = '';

  constructor(at: Endpoint, token: string) {
    this.#at = at;
    this.#token = token;
  }

  /** Throws when the tap could not be reached in time, when it refuses, and when `signal` says so. */
  async ask(order: Asked, signal: AbortSignal): Promise<Answered> {
    for (const until = Date.now() + persistMs; ;) {
      signal.throwIfAborted();
      try {
        return await this.#once(order, signal);
      } catch (error) {
        if (this.#closed || signal.aborted || error instanceof Refused || Date.now() > until) throw error;
        await pause(againMs);
      }
    }
  }

  close(): void {
    this.#closed = true;
    void this.#open?.then((socket) => socket.destroy(), () => undefined);
  }

  async #once(order: Asked, signal: AbortSignal): Promise<Answered> {
    if (this.#closed) throw new Error('the tap’s handle was closed');
    this.#open ??= this.#connect();
    const socket = await this.#open;
    const id = ++this.#orders;
    return new Promise((resolve, reject) => {
      const abort = (): void => settle(() => reject(signal.reason as Error));
      const settle = (then: () => void): void => {
        this.#asked.delete(id);
        signal.removeEventListener('abort', abort);
        then();
      };
      this.#asked.set(id, {
        resolve: (answer) => settle(() => ('refused' in answer ? reject(new Refused(String(answer.refused))) : resolve(answer))),
        reject: (error) => settle(() => reject(error)),
      });
      signal.addEventListener('abort', abort, { once: true });
      socket.write(`${JSON.stringify({ id, ...order })}\n`);
    });
  }

  #connect(): Promise<Socket> {
    return new Promise((resolve, reject) => {
      const socket = createConnection({ ...this.#at, noDelay: true });
      let greeted = false;
      let cause: Error | undefined;
      const cut = lines(answerChars, (line) => {
        if (greeted) {
          const answer = JSON.parse(line) as Answered;
          this.#asked.get(answer.id)?.resolve(answer);
          return;
        }
        greeted = true;
        this.birth = (JSON.parse(line) as Hello).birth;
        resolve(socket);
      });
      socket.setEncoding('utf8');
      socket.on('connect', () => socket.write(`${JSON.stringify({ token: this.#token })}\n`));
      socket.on('data', (text: string) => {
        try {
          cut(text);
        } catch (error) {
          cause = error as Error;
          socket.destroy();
        }
      });
      socket.on('error', (error) => (cause = error));
      socket.on('close', () => {
        this.#open = undefined;
        const lost = new Error(greeted ? 'the control channel of the tap was lost' : 'the tap’s control port closed before it answered: is the token right?', { cause });
        reject(lost);
        for (const { reject: give } of [...this.#asked.values()]) give(lost);
      });
    });
  }
}

class Refused extends Error {
  constructor(reason: string) {
    super(`the tap refuses: ${reason}`);
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
