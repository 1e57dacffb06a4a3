import { limits } from '../decoder.ts';

/** `typed`: a letter, then a length and the body. `untyped`: the first packets of a client, without the letter. `byte`: the server's one-letter answer to a question for encryption. */
export type Framing = 'typed' | 'untyped' | 'byte';

/** What visits messages: `body` is without letter and length. `whole` is false when its end was not kept. */
export interface Visitor {
  readonly framing: () => Framing;
  /** Whether the body of this message matters; one that does not is stepped over without being kept. */
  readonly wants: (letter: number) => boolean;
  readonly visit: (letter: number, body: Buffer, whole: boolean) => void;
}

/** PostgreSQL's own limit of a message, and what it allows before the start of a session. */
const longest = 0x3fffffff;
const longestUntyped = 10_000;
/** Of a message longer than a decoder may keep, this much is: names and the statement's beginning. */
const keptOfLong = 64 * 1024;
const nothing = Buffer.alloc(0);

/** Cuts one direction of a connection into messages. Throws at a length that no message has. */
export class Frames {
  readonly #visitor: Visitor;
  #parts: Buffer[] = [];
  #have = 0;
  #need = 0;
  /** Bytes of a message whose rest does not matter. */
  #skip = 0;

  constructor(visitor: Visitor) {
    this.#visitor = visitor;
  }

  /** Whether the bytes so far end with a whole message. */
  get rests(): boolean {
    return this.#have === 0 && this.#skip === 0;
  }

  push(chunk: Buffer): void {
    let bytes = chunk;
    if (this.#skip > 0) {
      const skipped = Math.min(this.#skip, bytes.length);
      this.#skip -= skipped;
      bytes = bytes.subarray(skipped);
    }
    if (bytes.length === 0) return;
    if (this.#have > 0) {
      this.#parts.push(bytes);
      this.#have += bytes.length;
      if (this.#have < this.#need) return;
      bytes = Buffer.concat(this.#parts, this.#have);
      this.#parts = [];
      this.#have = 0;
    }
    let at = 0;
    while (at < bytes.length) {
      const next = this.#one(bytes, at);
      if (next < 0) return;
      at = next;
    }
  }

  /** Reads the message at `at`; answers where the next one begins, or -1 when bytes are missing. */
  #one(bytes: Buffer, at: number): number {
    const framing = this.#visitor.framing();
    if (framing === 'byte') {
      this.#visitor.visit(bytes[at] ?? 0, nothing, true);
      return at + 1;
    }
    const head = framing === 'typed' ? 1 : 0;
    const left = bytes.length - at;
    if (left < head + 4) return this.#keep(bytes, at, head + 4);
    const letter = head === 1 ? (bytes[at] ?? 0) : 0;
    const length = bytes.readUInt32BE(at + head);
    if (length < 4 || length > (head === 1 ? longest : longestUntyped)) throw new Error(`a message of ${length} bytes`);
    const size = head + length;
    const body = at + head + 4;
    if (size <= left) {
      this.#visitor.visit(letter, bytes.subarray(body, at + size), true);
      return at + size;
    }
    const wanted = this.#visitor.wants(letter);
    if (wanted && size <= limits.messageBytes) return this.#keep(bytes, at, size);
    if (wanted && left < keptOfLong) return this.#keep(bytes, at, keptOfLong);
    this.#skip = size - left;
    this.#visitor.visit(letter, wanted ? bytes.subarray(body) : nothing, false);
    return bytes.length;
  }

  #keep(bytes: Buffer, at: number, need: number): number {
    this.#parts = [at === 0 ? bytes : bytes.subarray(at)];
    this.#have = bytes.length - at;
    this.#need = need;
    return -1;
  }
}
