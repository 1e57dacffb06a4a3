import { BoltFrames, framed, type BoltMessage } from './bolt-frames.ts';
import { mapEnd, tagOf, tags } from './bolt-messages.ts';
import { failureOf, isProbe, Opening } from './bolt-opening.ts';
import { NotBolt, pack } from './bolt-packstream.ts';
import type { Impostor, Move } from './decoder.ts';

/** What Neo4j 5 answers to a write while the database is set to `server.databases.read_only`. */
const refusal = failureOf({
  code: 'Neo.ClientError.General.WriteOnReadOnlyAccessDatabase', status: '08N08', class: 'CLIENT_ERROR', condition: 'database is read only',
  message: 'No write operations are allowed on this database. The database is in read-only mode on this Neo4j instance.',
});
/** What it answers to a write in a transaction that said it would only read. */
const accessMode = Buffer.from('Neo.ClientError.Statement.AccessMode');
const ignored = framed(Buffer.from([0xb0, tags.IGNORED]));
const readMode = Buffer.concat([pack('mode'), pack('r')]);

/**
 * A database that may only be read. Every transaction goes to the server as one that only reads, so that the server itself tells what writes, procedures included;
 * its refusal is put into the words of a read-only database. A connection that stands in a transaction is no idle one: the tap has ended it by then.
 */
export class ReadOnly implements Impostor {
  readonly #opening: Opening;
  readonly #fromClient = new BoltFrames((each) => this.#asked(each));
  readonly #fromServer = new BoltFrames((each) => this.#answered(each));
  #failed = false;
  #toServer: Buffer[] = [];
  #toClient: Buffer[] = [];
  #relayed: Buffer[] = [];
  #close = false;

  constructor(fresh: boolean) {
    this.#opening = new Opening(fresh);
  }

  fromClient(chunk: Buffer): Move {
    return this.#moving(() => {
      const { forward, rest } = this.#opening.take(chunk);
      if (forward.length > 0) this.#toServer.push(forward);
      this.#fromClient.feed(rest);
    });
  }

  /** What the server says of the handshake comes before the client's first message, and is no message. */
  fromServer(chunk: Buffer): Move {
    if (!this.#opening.over) return { relayed: chunk };
    return this.#moving(() => this.#fromServer.feed(chunk));
  }

  #moving(work: () => void): Move {
    try {
      work();
    } catch (error) {
      if (!(error instanceof NotBolt)) throw error;
      this.#close = true;
    }
    const move = { toServer: Buffer.concat(this.#toServer), toClient: Buffer.concat(this.#toClient), relayed: Buffer.concat(this.#relayed), close: this.#close };
    this.#toServer = [];
    this.#toClient = [];
    this.#relayed = [];
    return move;
  }

  #asked({ bytes, whole }: BoltMessage): void {
    const tag = tagOf(bytes);
    // A message that is too large to be kept cannot be handed on.
    if (!whole) this.#close = true;
    if (this.#close) return;
    if (tag === tags.RESET) this.#failed = false;
    else if (this.#failed && tag !== tags.GOODBYE) return void this.#toClient.push(ignored);
    if (tag === tags.HELLO && isProbe(bytes)) {
      this.#failed = true;
      this.#toClient.push(refusal);
      return;
    }
    this.#toServer.push(framed(tag === tags.BEGIN ? reading(bytes, 0) : tag === tags.RUN ? reading(bytes, 2) : bytes));
  }

  #answered({ bytes, whole }: BoltMessage): void {
    if (!whole) this.#close = true;
    else this.#relayed.push(tagOf(bytes) === tags.FAILURE && bytes.includes(accessMode) ? refusal : framed(bytes));
  }
}

/** The message with `mode: "r"` in its last field, the map of what the transaction is to be. One that says it already is left as it is. */
function reading(bytes: Buffer, field: number): Buffer {
  const map = mapEnd(bytes, field);
  if (map === undefined || map.entries.includes('mode')) return bytes;
  const count = map.entries.length + 1;
  return Buffer.concat([bytes.subarray(0, map.at), count < 16 ? Buffer.from([0xa0 + count]) : Buffer.from([0xd8, count]), bytes.subarray(map.first), readMode]);
}
