import { framed } from './bolt-frames.ts';
import { fieldsOf, tags } from './bolt-messages.ts';
import { freshBudget, NotBolt, pack } from './bolt-packstream.ts';

const magicBytes = 4;
const proposalBytes = 20;
/** The tap's own probe signs in without credentials; the store would refuse that before anything could be seen. */
const probe = 'assay/probe';

export function isProbe(hello: Buffer): boolean {
  const [extra] = fieldsOf(hello, freshBudget());
  return typeof extra === 'object' && extra !== null && 'user_agent' in extra && extra.user_agent === probe;
}

/** A failure as servers say it: under the names of 4.x to 5.6, and those since 5.7. */
export function failureOf({ code, message, status, condition, ...more }: { readonly code: string; readonly message: string; readonly status: string; readonly class: string; readonly condition: string }): Buffer {
  return framed(Buffer.concat([
    Buffer.from([0xb1, tags.FAILURE]),
    pack({ code, neo4j_code: code, message, gql_status: status, description: `error: connection exception - ${condition}. ${message}`, diagnostic_record: { OPERATION: '', OPERATION_CODE: '0', CURRENT_SCHEMA: '/', _classification: more.class } }),
  ]));
}

/** What a client says in the handshake, apart from the messages behind it. */
export class Opening {
  /** Undefined after the handshake. */
  #said: Buffer | undefined;

  constructor(fresh: boolean) {
    this.#said = fresh ? Buffer.alloc(0) : undefined;
  }

  get over(): boolean {
    return this.#said === undefined;
  }

  /** The proposals go to the server, and so does the client's choice where the server answered with a list: it begins with two zeros, which no message does. Throws NotBolt. */
  take(chunk: Buffer): { readonly forward: Buffer; readonly rest: Buffer } {
    const nothing = Buffer.alloc(0);
    if (this.#said === undefined) return { forward: nothing, rest: chunk };
    const sent = this.#said.length;
    const all = Buffer.concat([this.#said, chunk]);
    this.#said = all;
    if (all.length >= magicBytes && all.readUInt32BE(0) !== 0x6060b017) throw new NotBolt('another protocol than Bolt');
    let end = Math.min(all.length, proposalBytes);
    let over = false;
    if (all.length >= proposalBytes + 2) {
      const chosen = all.readUInt16BE(proposalBytes) === 0;
      const last = chosen ? all.subarray(proposalBytes + 4).findIndex((byte) => byte < 128) : -1;
      end = chosen ? (last === -1 ? all.length : proposalBytes + 4 + last + 1) : proposalBytes;
      over = !chosen || last !== -1;
    }
    if (over) this.#said = undefined;
    return { forward: all.subarray(sent, Math.max(end, sent)), rest: over ? all.subarray(Math.max(end, sent)) : nothing };
  }
}
