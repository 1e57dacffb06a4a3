import type { Json } from '../../core/types.ts';
import { limits } from './decoder.ts';
import { double, inlineWords, integer, lineEnd, Malformed, textOf, truth, wholeNumber } from './redis-words.ts';

/** An error that the server answered, alone or inside an array. As JSON it is `{ error }`. */
export class RespError {
  readonly error: string;

  constructor(error: string) {
    this.error = error;
  }
}
export type Reply = Json | RespError;

/** One whole message. `type` is its first byte as a character (`*` of a command); `length` the elements that an array, a set or a push announced. */
export interface RespMessage {
  readonly type: string;
  readonly value: Reply;
  readonly length: number;
  /** Bytes of the values kept, about. */
  readonly bytes: number;
  /** Values were left out, because there were more than `limits` allow. */
  readonly cut: boolean;
}

interface Frame {
  readonly type: string;
  readonly items: Reply[];
  /** Elements still to come. */
  left: number;
  /** False for what began after the limits were reached. */
  readonly kept: boolean;
  readonly above: Frame | undefined;
}

/** A line that is longer (an inline command, an error) is not Redis'. Redis itself takes inline commands of 64 KiB. */
const lineBytes = 64 * 1024;
const nesting = 128;
/** More than any server takes in one value (proto-max-bulk-len is 512 MiB unless set higher). */
const bulkBytes = 2 ** 32;
const CR = 13;
const LF = 10;

/** Cuts a stream of RESP2 or RESP3 (`client`: of commands, inline ones too) into messages, whatever the chunks; each byte is read once. Memory is bounded by `limits`. */
export class RespReader {
  readonly #client: boolean;
  readonly #onMessage: (message: RespMessage) => void;
  readonly #latin1: boolean;
  readonly #text: (buffer: Buffer, from: number, end: number) => string;
  /** Chunks of a token that is not complete, and the bytes they must have together before another look is worth it. */
  #waiting: Buffer[] = [];
  #waitingBytes = 0;
  #needed = 0;
  /** Bytes of a value that is not kept, still to come. */
  #skip = 0;
  #top: Frame | undefined;
  #depth = 0;
  #type = '';
  #length = 0;
  #values = 0;
  #bytes = 0;
  #cut = false;

  /** With `latin1` each byte of a text is one character, so that it can be written again as it was. */
  constructor(side: 'client' | 'server', onMessage: (message: RespMessage) => void, texts: 'utf8' | 'latin1' = 'utf8') {
    this.#client = side === 'client';
    this.#latin1 = texts === 'latin1';
    this.#text = this.#latin1 ? (buffer, from, end) => buffer.toString('latin1', from, end) : textOf;
    this.#onMessage = onMessage;
  }

  /** True between two messages. */
  get whole(): boolean {
    return this.#waiting.length === 0 && this.#skip === 0 && this.#top === undefined;
  }

  /** Throws Malformed. */
  feed(chunk: Buffer): void {
    let buffer = chunk;
    if (this.#waiting.length > 0) {
      this.#waiting.push(chunk);
      this.#waitingBytes += chunk.length;
      if (this.#waitingBytes < this.#needed) return;
      buffer = Buffer.concat(this.#waiting);
      this.#waiting = [];
    }
    let at = this.#skipped(buffer);
    while (at < buffer.length) {
      const next = this.#token(buffer, at);
      if (next === -1) return this.#wait(buffer, at);
      at = next > buffer.length ? this.#beyond(next, buffer.length) : next;
    }
  }

  /** The part of a value that is not kept. */
  #skipped(buffer: Buffer): number {
    if (this.#skip === 0) return 0;
    const here = Math.min(this.#skip, buffer.length);
    this.#skip -= here;
    if (this.#skip === 0) this.#deliver(null, false);
    return here;
  }

  #beyond(next: number, end: number): number {
    this.#skip = next - end;
    return end;
  }

  #wait(buffer: Buffer, at: number): void {
    // A copy, because the tail of a chunk would keep all of it.
    this.#waiting = [Buffer.from(buffer.subarray(at))];
    this.#waitingBytes = buffer.length - at;
  }

  /** Reads one token and answers where the next begins: -1 when it is not complete, a place beyond the buffer when it is skipped. */
  #token(buffer: Buffer, at: number): number {
    const first = buffer[at] ?? 0;
    if (this.#client && this.#top === undefined && first !== 42) return this.#inline(buffer, at);
    const end = lineEnd(buffer, at + 1);
    if (end === -1 || end + 1 >= buffer.length) {
      if (buffer.length - at > lineBytes) throw new Malformed(`a line of more than ${lineBytes} bytes`);
      this.#needed = buffer.length - at + 1;
      return -1;
    }
    if (buffer[end + 1] !== LF) throw new Malformed('a line that does not end as one');
    const type = String.fromCharCode(first);
    if (this.#client && this.#top !== undefined && type !== '$') throw new Malformed(`a command’s word that begins with ${JSON.stringify(type)}`);
    return this.#line(buffer, type, at, end);
  }

  #line(buffer: Buffer, type: string, at: number, end: number): number {
    const from = at + 1;
    const next = end + 2;
    switch (type) {
      case '$': case '=': case '!': return this.#bulk(buffer, at, integer(buffer, from, end), next);
      case '*': case '~': case '>': case '%': case '|': return this.#aggregate(type, integer(buffer, from, end), next);
      case '+': return this.#scalar(type, this.#text(buffer, from, end), end - from, next);
      case '-': return this.#scalar(type, new RespError(this.#text(buffer, from, end)), end - from, next);
      case ':': return this.#scalar(type, wholeNumber(buffer, from, end), 8, next);
      case '(': return this.#scalar(type, wholeNumber(buffer, from, end), end - from, next);
      case ',': return this.#scalar(type, double(buffer.toString('latin1', from, end)), 8, next);
      case '#': return this.#scalar(type, truth(buffer.toString('latin1', from, end)), 1, next);
      case '_': return this.#scalar(type, null, 1, next);
      default: throw new Malformed(`a message that begins with ${JSON.stringify(type)}`);
    }
  }

  #bulk(buffer: Buffer, at: number, length: number, from: number): number {
    const type = String.fromCharCode(buffer[at] ?? 0);
    if (length === -1 && !this.#client) return this.#scalar(type, null, 1, from);
    if (length < 0 || length > bulkBytes) throw new Malformed(`a value of ${length} bytes`);
    const end = from + length;
    if (this.#bytes + length > limits.valueBytes || this.#values >= limits.values) {
      this.#begin(type, 0);
      this.#cut = true;
      if (end + 2 <= buffer.length) this.#deliver(null, false);
      return end + 2;
    }
    if (end + 2 > buffer.length) {
      // The length's own line is read again together with the value.
      this.#needed = end + 2 - at;
      return -1;
    }
    if (buffer[end] !== CR || buffer[end + 1] !== LF) throw new Malformed('a value that does not end where it said');
    if (type === '!') return this.#scalar(type, new RespError(this.#text(buffer, from, end)), length, end + 2);
    // A verbatim text begins with three letters for its format and a colon.
    return this.#scalar(type, this.#text(buffer, type === '=' ? Math.min(from + 4, end) : from, end), length, end + 2);
  }

  #aggregate(type: string, length: number, next: number): number {
    // Redis passes over an empty command without a word.
    if (this.#client && (length === 0 || length === -1)) return next;
    if (length === -1 && type !== '|') return this.#scalar(type, null, 1, next);
    if (length < 0 || length > 2 ** 31) throw new Malformed(`an array of ${length}`);
    if (this.#depth === nesting) throw new Malformed(`arrays nested ${nesting} deep`);
    if (length === 0 && type === '|') return next;
    this.#begin(type, length);
    this.#count(1);
    const pairs = type === '%' || type === '|';
    if (length === 0) this.#deliver(pairs ? {} : [], !this.#cut);
    else {
      this.#top = { type, items: [], left: pairs ? 2 * length : length, kept: !this.#cut, above: this.#top };
      this.#depth += 1;
    }
    return next;
  }

  #inline(buffer: Buffer, at: number): number {
    const end = buffer.indexOf(LF, at);
    if ((end === -1 ? buffer.length : end) - at > lineBytes) throw new Malformed(`a line of more than ${lineBytes} bytes`);
    const line = buffer.toString('latin1', at, end === -1 ? buffer.length : end);
    if (/[^\t\r\x20-\x7e\x80-\xff]/.test(line)) throw new Malformed(buffer[at] === 22 ? 'TLS' : 'control characters in a line');
    if (end === -1) {
      this.#needed = buffer.length - at + 1;
      return -1;
    }
    const words = inlineWords(this.#latin1 ? line : buffer.toString('utf8', at, end));
    if (words.length > 0) {
      this.#begin('*', words.length);
      this.#bytes = end - at;
      this.#deliver(words, true);
    }
    return end + 1;
  }

  #scalar(type: string, value: Reply, bytes: number, next: number): number {
    this.#begin(type, 0);
    this.#count(bytes);
    this.#deliver(value, !this.#cut);
    return next;
  }

  /** A message begins; inside one it says nothing. */
  #begin(type: string, length: number): void {
    if (this.#top !== undefined) return;
    this.#type = type;
    this.#length = length;
    this.#values = 0;
    this.#bytes = 0;
    this.#cut = false;
  }

  #count(bytes: number): void {
    this.#values += 1;
    this.#bytes += bytes;
    if (this.#values > limits.values || this.#bytes > limits.valueBytes) this.#cut = true;
  }

  /** A value is complete: it goes into what it is part of, which may be complete then too. */
  #deliver(value: Reply, kept: boolean): void {
    for (let frame = this.#top; frame !== undefined; frame = this.#top) {
      if (kept) frame.items.push(value as Json);
      frame.left -= 1;
      if (frame.left > 0) return;
      this.#top = frame.above;
      this.#depth -= 1;
      // Attributes say something about the value that follows, and are no value.
      if (frame.type === '|') return;
      kept = frame.kept;
      value = frame.type === '%' ? objectOf(frame.items) : frame.items as Json[];
    }
    this.#onMessage({ type: this.#type, value, length: this.#length, bytes: this.#bytes, cut: this.#cut });
  }
}

function objectOf(items: readonly Reply[]): Json {
  const entries: [string, Json][] = [];
  for (let index = 0; index + 1 < items.length; index += 2) {
    const key = items[index];
    entries.push([typeof key === 'string' ? key : JSON.stringify(key), items[index + 1] as Json]);
  }
  return Object.fromEntries(entries);
}
