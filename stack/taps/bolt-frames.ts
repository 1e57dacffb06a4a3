import { NotBolt } from './bolt-packstream.ts';
import { limits } from './decoder.ts';

/** One message. Of one larger than `limits.messageBytes` only the beginning is there, and `whole` is false. */
export interface BoltMessage {
  readonly bytes: Buffer;
  readonly whole: boolean;
}

/** A message's beginning that is always kept: what kind of message it is. */
const startBytes = 64;

/** Joins chunks (two bytes of length, the bytes; a length of 0 ends a message) to messages, whatever the pieces in which they come. Empty messages keep a connection alive and say nothing. */
export class BoltFrames {
  readonly #onMessage: (message: BoltMessage) => void;
  #parts: Buffer[] = [];
  #size = 0;
  #whole = true;
  /** Bytes of the chunk still to come; undefined: its length comes next. */
  #left: number | undefined;
  /** The first byte of a length whose second has not come. */
  #high: number | undefined;

  constructor(onMessage: (message: BoltMessage) => void) {
    this.#onMessage = onMessage;
  }

  get whole(): boolean {
    return this.#left === undefined && this.#high === undefined && this.#size === 0;
  }

  feed(piece: Buffer): void {
    let at = 0;
    while (at < piece.length) {
      if (this.#left === undefined) at = this.#length(piece, at);
      else {
        const end = Math.min(at + this.#left, piece.length);
        this.#keep(piece.subarray(at, end));
        this.#left -= end - at;
        at = end;
        if (this.#left === 0) this.#left = undefined;
      }
    }
    // What stays must not hold the whole piece.
    const last = this.#parts.at(-1);
    if (last !== undefined && last.length < piece.length / 2) this.#parts[this.#parts.length - 1] = Buffer.from(last);
  }

  #length(piece: Buffer, at: number): number {
    if (this.#high === undefined) {
      this.#high = piece[at] ?? 0;
      return at + 1;
    }
    const length = this.#high * 256 + (piece[at] ?? 0);
    this.#high = undefined;
    if (length > 0) this.#left = length;
    else if (this.#size > 0) this.#deliver();
    return at + 1;
  }

  #keep(part: Buffer): void {
    const kept = this.#size < limits.messageBytes;
    this.#size += part.length;
    if (kept && this.#size <= limits.messageBytes) this.#parts.push(part);
    else if (this.#whole) {
      this.#whole = false;
      this.#parts = [Buffer.from(Buffer.concat([...this.#parts, part]).subarray(0, startBytes))];
    }
  }

  #deliver(): void {
    const [only] = this.#parts;
    const bytes = this.#parts.length === 1 && only !== undefined ? only : Buffer.concat(this.#parts);
    const whole = this.#whole;
    this.#parts = [];
    this.#size = 0;
    this.#whole = true;
    this.#onMessage({ bytes, whole });
  }
}

/** A message in chunks, as it is sent. */
export function framed(message: Buffer): Buffer {
  const chunk = 0xffff;
  const parts: Buffer[] = [];
  for (let at = 0; at < message.length; at += chunk) {
    const part = message.subarray(at, at + chunk);
    parts.push(Buffer.from([part.length >> 8, part.length & 0xff]), part);
  }
  return Buffer.concat([...parts, Buffer.from([0, 0])]);
}

const magic = Buffer.from([0x60, 0x60, 0xb0, 0x17]);
const proposalBytes = 20;
const varintBytes = 10;
/** A client waits for the server's choice; one that says more before it is none of Bolt's. */
const earlyBytes = 64 * 1024;

/**
 * The handshake before the messages: the client's magic number and four proposals, the server's choice; from 5.7 on the server may answer with a list of versions
 * instead (manifest), and the client chooses. Each side's bytes beyond it are handed back.
 */
export class BoltHandshake {
  #client = Buffer.alloc(0);
  #server = Buffer.alloc(0);
  #clientDone = false;
  #serverDone = false;
  #manifest = false;
  /** Major and minor once they are settled. */
  version: readonly [number, number] | undefined;

  /** Bytes that are messages. Throws NotBolt when this is another protocol. */
  fromClient(piece: Buffer): Buffer {
    if (this.#clientDone) return piece;
    this.#client = Buffer.concat([this.#client, piece]);
    const start = this.#client.subarray(0, 4);
    if (!magic.subarray(0, start.length).equals(start)) throw new NotBolt(kindOf(this.#client));
    if (this.#client.length < proposalBytes) return nothing;
    // The client speaks on when the server has chosen; until then nothing more than proposals is there, unless the choice is the client's.
    if (this.#client.length > earlyBytes) throw new NotBolt('a client that does not wait for the handshake');
    if (!this.#serverDone) return nothing;
    if (!this.#manifest) return this.#endClient(proposalBytes);
    const end = varintEnd(this.#client, proposalBytes + 4);
    if (end === undefined) return nothing;
    this.version = [this.#client[proposalBytes + 3] ?? 0, this.#client[proposalBytes + 2] ?? 0];
    return this.#endClient(end);
  }

  fromServer(piece: Buffer): Buffer {
    if (this.#serverDone) return piece;
    this.#server = Buffer.concat([this.#server, piece]);
    if (this.#server.length < 4) return nothing;
    const [, , minor = 0, major = 0] = this.#server;
    if (major !== 255) {
      if (major === 0) throw new NotBolt('the server speaks none of the versions that were offered');
      this.version = [major, minor];
      return this.#endServer(4);
    }
    const counted = varintEnd(this.#server, 4);
    if (counted === undefined) return nothing;
    const end = varintEnd(this.#server, counted + 4 * (this.#server[4] ?? 0));
    if (end === undefined) return nothing;
    this.#manifest = true;
    return this.#endServer(end);
  }

  #endClient(end: number): Buffer {
    this.#clientDone = true;
    const rest = this.#client.subarray(end);
    this.#client = nothing;
    return rest;
  }

  #endServer(end: number): Buffer {
    this.#serverDone = true;
    const rest = this.#server.subarray(end);
    this.#server = nothing;
    return rest;
  }
}

const nothing = Buffer.alloc(0);

/** Where a number of seven bits a byte ends; undefined while it has not. */
function varintEnd(bytes: Buffer, from: number): number | undefined {
  for (let at = from; at < bytes.length && at < from + varintBytes; at++) if ((bytes[at] ?? 0) < 128) return at + 1;
  if (bytes.length >= from + varintBytes) throw new NotBolt('a number without an end in the handshake');
  return undefined;
}

function kindOf(start: Buffer): string {
  if (start[0] === 22) return 'the connection is encrypted (TLS)';
  return start.toString('latin1', 0, 4) === 'GET ' ? 'a WebSocket' : 'another protocol than Bolt';
}
