import { createConnection, type Socket } from 'node:net';
import type { TapOutage, Trouble } from '../../core/tap.ts';
import type { TapKind } from '../../core/types.ts';
import { hello, introduction } from './words.ts';
import type { Endpoint } from './settings.ts';

/** An answer that has not come by then does not come: what `hang` must show. Also the wait for anything else, beyond a `slow` outage's own delay. */
const hangingMs = 400;
const answerMs = 3_000;

/** What a connection through the tap met. */
export interface Met {
  readonly answer: Buffer;
  readonly ms: number;
  readonly end: 'closed' | 'reset' | 'open' | 'refused';
}

/** A raw connection to the tap's data port that speaks no more than a hello. It needs no credentials and asks nothing of the store's data. */
export class Probe {
  readonly #kind: TapKind;
  readonly #socket: Socket;
  readonly #chunks: Buffer[] = [];
  readonly #connected: Promise<void>;
  #end: Met['end'] = 'open';
  #onChange: () => void = () => undefined;

  constructor(kind: TapKind, data: Endpoint) {
    this.#kind = kind;
    this.#socket = createConnection({ ...data, noDelay: true });
    this.#connected = new Promise((resolve) => {
      this.#socket.once('connect', resolve);
      this.#socket.once('close', resolve);
    });
    this.#socket.on('data', (chunk) => {
      this.#chunks.push(chunk);
      this.#onChange();
    });
    this.#socket.on('error', (error: NodeJS.ErrnoException) => {
      this.#end = error.code === 'ECONNREFUSED' ? 'refused' : 'reset';
    });
    this.#socket.on('end', () => this.#ended());
    this.#socket.on('close', () => this.#ended());
  }

  async connected(): Promise<void> {
    await this.#connected;
  }

  /** Says hello and waits for an answer, an end, or the time. With `whole` it waits for an end, or until nothing more comes. */
  async meet(outage: TapOutage | undefined): Promise<Met> {
    await this.#connected;
    const began = performance.now();
    const says = outage?.kind === 'error' || outage?.kind === 'cut' ? introduction(this.#kind, outage) : hello(this.#kind);
    if (this.#end === 'open' && says.length > 0) this.#socket.write(says);
    const enough = (): boolean => this.#end !== 'open' || (this.#chunks.length > 0 && outage?.kind !== 'cut' && outage?.kind !== 'error');
    const limit = outage?.kind === 'hang' ? hangingMs : answerMs + (outage?.kind === 'slow' ? outage.ms : 0);
    await this.#until(() => enough() || (outage?.kind === 'error' && this.#chunks.length > 0 && saidOf(outage.error, Buffer.concat(this.#chunks)) !== undefined), limit);
    return { answer: Buffer.concat(this.#chunks), ms: performance.now() - began, end: this.#end };
  }

  close(): void {
    this.#socket.destroy();
  }

  #until(done: () => boolean, limitMs: number): Promise<void> {
    return new Promise((resolve) => {
      const finish = (): void => {
        clearTimeout(timer);
        this.#onChange = () => undefined;
        resolve();
      };
      const timer = setTimeout(finish, limitMs);
      this.#onChange = () => {
        if (done()) finish();
      };
      this.#onChange();
    });
  }

  #ended(): void {
    if (this.#end === 'open') this.#end = 'closed';
    this.#onChange();
  }
}

/** What was seen of the outage, in words; undefined when the connection did not suffer it. */
export function suffered(outage: TapOutage, met: Met): string | undefined {
  const after = `after ${met.ms.toFixed(0)} ms`;
  const bytes = met.answer.length;
  const head = met.answer.indexOf('\r\n\r\n');
  const body = met.answer.toString('latin1', 0, 5) === 'HTTP/' && head >= 0 ? bytes - head - 4 : bytes;
  const ended = met.end !== 'open';
  switch (outage.kind) {
    case 'refuse': return ended && bytes === 0 ? `was closed ${after} without a byte` : undefined;
    case 'reset': return met.end !== 'open' && bytes === 0 ? `was ${met.end === 'closed' ? 'closed' : 'reset'} ${after} without a byte` : undefined;
    case 'hang': return !ended && bytes === 0 ? `got no answer within ${hangingMs} ms` : undefined;
    case 'slow': return bytes > 0 && met.ms >= outage.ms - 1 ? `was answered ${after}` : undefined;
    case 'cut': return ended && body <= outage.afterBytes ? `was closed after ${body} bytes of an answer` : undefined;
    case 'error': {
      const said = saidOf(outage.error, met.answer);
      return said === undefined ? undefined : `was told ${said}`;
    }
  }
}

/** How stores say that they may only be read, each in its own words; one that was demoted ends the sessions that are open. */
const readOnlyWords = ['READONLY', '25006', 'Neo.ClientError.General.WriteOnReadOnlyAccessDatabase', '57P01'];

/** The word of the trouble that stands in an answer. */
function saidOf(error: Trouble, answer: Buffer): string | undefined {
  return (error === 'READONLY' ? readOnlyWords : [error]).find((each) => answer.includes(each));
}
