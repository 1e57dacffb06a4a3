import type { Impostor, MakeImpostor, Move } from './decoder.ts';
import { BoltFrames, framed, type BoltMessage } from './bolt-frames.ts';
import { tagOf, tags } from './bolt-messages.ts';
import { failureOf, isProbe, Opening } from './bolt-opening.ts';
import { NotBolt, pack } from './bolt-packstream.ts';
import { ReadOnly } from './bolt-read-only.ts';

const failure = failureOf({
  code: 'Neo.TransientError.General.DatabaseUnavailable', status: '08N09', class: 'TRANSIENT_ERROR', condition: 'database unavailable',
  message: 'The database is not currently available to serve your request, refer to the database logs for more details. Retrying your request at a later time may succeed.',
});
const ignored = framed(Buffer.from([0xb0, tags.IGNORED]));
const done = framed(Buffer.concat([Buffer.from([0xb1, tags.SUCCESS]), pack({})]));
/**
 * Neo4j as it answers while the database is not available: the handshake, sign-in, routing and RESET are the server's own; RUN, BEGIN and whatever works on them fail, and
 * what follows is ignored until RESET. Nothing that failed reaches the server.
 */
export const impostor: MakeImpostor = (trouble, place): Impostor => (trouble === 'READONLY' ? new ReadOnly(place === 'fresh') : new Unavailable(place === 'fresh'));

class Unavailable implements Impostor {
  readonly #frames = new BoltFrames((each) => this.#message(each));
  readonly #opening: Opening;
  #failed = false;
  #toClient: Buffer[] = [];
  #toServer: Buffer[] = [];
  #close = false;

  constructor(fresh: boolean) {
    this.#opening = new Opening(fresh);
  }

  fromClient(chunk: Buffer): Move {
    try {
      const { forward, rest } = this.#opening.take(chunk);
      if (forward.length > 0) this.#toServer.push(forward);
      this.#frames.feed(rest);
    } catch (error) {
      if (!(error instanceof NotBolt)) throw error;
      this.#close = true;
    }
    const move = { toClient: Buffer.concat(this.#toClient), toServer: Buffer.concat(this.#toServer), close: this.#close };
    this.#toClient = [];
    this.#toServer = [];
    return move;
  }

  #message({ bytes, whole }: BoltMessage): void {
    const tag = tagOf(bytes);
    if (tag === tags.RESET) this.#failed = false;
    if (tag === tags.GOODBYE || tag === tags.RESET) this.#forward(bytes, whole);
    else if (this.#failed) this.#toClient.push(ignored);
    else if (tag === tags.TELEMETRY) this.#toClient.push(done);
    else if (this.#refuses(tag, bytes)) {
      this.#failed = true;
      this.#toClient.push(failure);
    } else this.#forward(bytes, whole);
  }

  #refuses(tag: number, bytes: Buffer): boolean {
    if (tag === tags.HELLO) return isProbe(bytes);
    return tag !== tags.LOGON && tag !== tags.LOGOFF && tag !== tags.ROUTE;
  }

  /** A message that is too large to be kept cannot be handed on; none that is handed on is. */
  #forward(bytes: Buffer, whole: boolean): void {
    if (whole) this.#toServer.push(framed(bytes));
    else this.#close = true;
  }
}
