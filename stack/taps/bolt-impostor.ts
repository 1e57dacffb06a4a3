import type { Impostor, MakeImpostor, Move } from './decoder.ts';
import { BoltFrames, framed, type BoltMessage } from './bolt-frames.ts';
import { fieldsOf, tagOf, tags } from './bolt-messages.ts';
import { freshBudget, NotBolt, pack } from './bolt-packstream.ts';

const magicBytes = 4;
const proposalBytes = 20;
const code = 'Neo.TransientError.General.DatabaseUnavailable';
const message = 'The database is not currently available to serve your request, refer to the database logs for more details. Retrying your request at a later time may succeed.';
/** The names of 4.x to 5.6, and those since 5.7. */
const failure = framed(Buffer.concat([
  Buffer.from([0xb1, tags.FAILURE]),
  pack({ code, neo4j_code: code, message, gql_status: '08N09', description: `error: connection exception - database unavailable. ${message}`, diagnostic_record: { OPERATION: '', OPERATION_CODE: '0', CURRENT_SCHEMA: '/', _classification: 'TRANSIENT_ERROR' } }),
]));
const ignored = framed(Buffer.from([0xb0, tags.IGNORED]));
const done = framed(Buffer.concat([Buffer.from([0xb1, tags.SUCCESS]), pack({})]));
/** The tap's own probe signs in without credentials; the store would refuse that before anything could be seen. */
const probe = 'assay/probe';

/**
 * Neo4j as it answers while the database is not available: the handshake, sign-in, routing and RESET are the server's own; RUN, BEGIN and whatever works on them fail, and
 * what follows is ignored until RESET. Nothing that failed reaches the server.
 */
export const impostor: MakeImpostor = (_, place): Impostor => new Unavailable(place === 'fresh');

class Unavailable implements Impostor {
  readonly #frames = new BoltFrames((each) => this.#message(each));
  /** What the client says in the handshake; undefined after it. */
  #opening: Buffer | undefined;
  #failed = false;
  #toClient: Buffer[] = [];
  #toServer: Buffer[] = [];
  #close = false;

  constructor(fresh: boolean) {
    this.#opening = fresh ? Buffer.alloc(0) : undefined;
  }

  fromClient(chunk: Buffer): Move {
    try {
      this.#frames.feed(this.#afterHandshake(chunk));
    } catch (error) {
      if (!(error instanceof NotBolt)) throw error;
      this.#close = true;
    }
    const move = { toClient: Buffer.concat(this.#toClient), toServer: Buffer.concat(this.#toServer), close: this.#close };
    this.#toClient = [];
    this.#toServer = [];
    return move;
  }

  /** The proposals go to the server, and so does the client's choice where the server answered with a list: it begins with two zeros, which no message does. */
  #afterHandshake(chunk: Buffer): Buffer {
    if (this.#opening === undefined) return chunk;
    const sent = this.#opening.length;
    const all = Buffer.concat([this.#opening, chunk]);
    this.#opening = all;
    if (all.length >= magicBytes && all.readUInt32BE(0) !== 0x6060b017) throw new NotBolt('another protocol than Bolt');
    let end = Math.min(all.length, proposalBytes);
    if (all.length >= proposalBytes + 2) {
      const chosen = all.readUInt16BE(proposalBytes) === 0;
      const last = chosen ? all.subarray(proposalBytes + 4).findIndex((byte) => byte < 128) : -1;
      end = chosen ? (last === -1 ? all.length : proposalBytes + 4 + last + 1) : proposalBytes;
      if (!chosen || last !== -1) this.#opening = undefined;
    }
    if (end > sent) this.#toServer.push(all.subarray(sent, end));
    return this.#opening === undefined ? all.subarray(Math.max(end, sent)) : Buffer.alloc(0);
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
    if (tag === tags.HELLO) {
      const [extra] = fieldsOf(bytes, freshBudget());
      return typeof extra === 'object' && extra !== null && 'user_agent' in extra && extra.user_agent === probe;
    }
    return tag !== tags.LOGON && tag !== tags.LOGOFF && tag !== tags.ROUTE;
  }

  /** A message that is too large to be kept cannot be handed on; none that is handed on is. */
  #forward(bytes: Buffer, whole: boolean): void {
    if (whole) this.#toServer.push(framed(bytes));
    else this.#close = true;
  }
}
