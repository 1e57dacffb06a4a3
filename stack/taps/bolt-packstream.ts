import type { Json } from '../../core/types.ts';
import { limits } from './decoder.ts';

/** The bytes are not PackStream, or not of Bolt; the sentence says what was met. */
export class NotBolt extends Error {}

/** What one exchange may still keep; `cut` is set as soon as something was left out. */
export interface Budget {
  values: number;
  bytes: number;
  cut: boolean;
}

export const freshBudget = (): Budget => ({ values: limits.values, bytes: limits.valueBytes, cut: false });

/** A structure's value by its signature and fields. */
export type MakeStructure = (signature: number, fields: readonly Json[]) => Json;

const nesting = 128;
const text = new TextDecoder('utf-8');

/** Reads values from one whole message: numbers beyond 2^53 as text, bytes as base64, structures as `make` says. Throws NotBolt. */
export class PackStream {
  readonly #bytes: Buffer;
  readonly #make: MakeStructure;
  readonly #budget: Budget;
  #at: number;
  #depth = 0;

  constructor(bytes: Buffer, from: number, make: MakeStructure, budget: Budget) {
    this.#bytes = bytes;
    this.#at = from;
    this.#make = make;
    this.#budget = budget;
  }

  /** The place of the next value. */
  get at(): number {
    return this.#at;
  }

  get done(): boolean {
    return this.#at >= this.#bytes.length;
  }

  /** After the budget is spent, values are null and containers end early; what follows in the message must not be read then. */
  value(): Json {
    const mark = this.#byte();
    this.#budget.values -= 1;
    if (this.#budget.values < 0 || this.#budget.bytes < 0) this.#budget.cut = true;
    if (mark < 0x80) return mark;
    if (mark >= 0xf0) return mark - 256;
    const low = mark & 0x0f;
    switch (mark >> 4) {
      case 0x8: return this.#text(low);
      case 0x9: return this.#list(low);
      case 0xa: return this.#map(low);
      case 0xb: return this.#structure(low);
      default: return this.#marked(mark);
    }
  }

  #marked(mark: number): Json {
    switch (mark) {
      case 0xc0: return null;
      case 0xc1: return this.#double();
      case 0xc2: return false;
      case 0xc3: return true;
      case 0xc8: return this.#bytes.readInt8(this.#take(1));
      case 0xc9: return this.#bytes.readInt16BE(this.#take(2));
      case 0xca: return this.#bytes.readInt32BE(this.#take(4));
      case 0xcb: return this.#long();
      case 0xcc: return this.#binary(this.#byte());
      case 0xcd: return this.#binary(this.#bytes.readUInt16BE(this.#take(2)));
      case 0xce: return this.#binary(this.#bytes.readUInt32BE(this.#take(4)));
      case 0xd0: return this.#text(this.#byte());
      case 0xd1: return this.#text(this.#bytes.readUInt16BE(this.#take(2)));
      case 0xd2: return this.#text(this.#bytes.readUInt32BE(this.#take(4)));
      case 0xd4: return this.#list(this.#byte());
      case 0xd5: return this.#list(this.#bytes.readUInt16BE(this.#take(2)));
      case 0xd6: return this.#list(this.#bytes.readUInt32BE(this.#take(4)));
      case 0xd8: return this.#map(this.#byte());
      case 0xd9: return this.#map(this.#bytes.readUInt16BE(this.#take(2)));
      case 0xda: return this.#map(this.#bytes.readUInt32BE(this.#take(4)));
      default: throw new NotBolt(`a value that begins with 0x${mark.toString(16)}`);
    }
  }

  #byte(): number {
    return this.#bytes[this.#take(1)] ?? 0;
  }

  /** The place of the next `count` bytes, which are taken. */
  #take(count: number): number {
    const from = this.#at;
    this.#at += count;
    if (this.#at > this.#bytes.length) throw new NotBolt('a message that ends inside a value');
    this.#budget.bytes -= count;
    return from;
  }

  #long(): Json {
    const value = this.#bytes.readBigInt64BE(this.#take(8));
    const number = Number(value);
    return Number.isSafeInteger(number) ? number : String(value);
  }

  #double(): Json {
    const value = this.#bytes.readDoubleBE(this.#take(8));
    return Number.isFinite(value) ? value : String(value);
  }

  #text(length: number): string {
    const from = this.#take(length);
    if (length <= 32 && isAscii(this.#bytes, from, length)) return this.#bytes.toString('latin1', from, from + length);
    return text.decode(this.#bytes.subarray(from, from + length));
  }

  #binary(length: number): string {
    const from = this.#take(length);
    return this.#bytes.toString('base64', from, from + length);
  }

  #list(length: number): Json {
    const items: Json[] = [];
    this.#deeper();
    for (let index = 0; index < length && !this.#budget.cut; index++) items.push(this.value());
    this.#depth -= 1;
    return items;
  }

  #map(length: number): Json {
    const entries: [string, Json][] = [];
    this.#deeper();
    for (let index = 0; index < length && !this.#budget.cut; index++) {
      const key = this.value();
      entries.push([typeof key === 'string' ? key : JSON.stringify(key), this.value()]);
    }
    this.#depth -= 1;
    return Object.fromEntries(entries);
  }

  #structure(length: number): Json {
    const signature = this.#byte();
    const fields: Json[] = [];
    this.#deeper();
    for (let index = 0; index < length && !this.#budget.cut; index++) fields.push(this.value());
    this.#depth -= 1;
    return this.#budget.cut ? null : this.#make(signature, fields);
  }

  #deeper(): void {
    this.#depth += 1;
    if (this.#depth > nesting) throw new NotBolt(`values nested ${nesting} deep`);
  }
}

/** Writes a value. What Bolt has beside JSON (bytes, structures) is never said by us. */
export function pack(value: Json): Buffer {
  if (value === null) return Buffer.from([0xc0]);
  if (typeof value === 'boolean') return Buffer.from([value ? 0xc3 : 0xc2]);
  if (typeof value === 'number') return packNumber(value);
  if (typeof value === 'string') {
    const bytes = Buffer.from(value);
    return Buffer.concat([head(bytes.length, 0x80, [0xd0, 0xd1, 0xd2]), bytes]);
  }
  if (Array.isArray(value)) return Buffer.concat([head(value.length, 0x90, [0xd4, 0xd5, 0xd6]), ...value.map((each: Json) => pack(each))]);
  const entries = Object.entries(value);
  return Buffer.concat([head(entries.length, 0xa0, [0xd8, 0xd9, 0xda]), ...entries.flatMap(([key, each]) => [pack(key), pack(each as Json)])]);
}

function packNumber(value: number): Buffer {
  const bytes = Buffer.alloc(9);
  if (!Number.isSafeInteger(value) || Object.is(value, -0)) {
    bytes[0] = 0xc1;
    bytes.writeDoubleBE(value, 1);
  } else if (value >= -16 && value < 128) return Buffer.from([value & 0xff]);
  else {
    bytes[0] = 0xcb;
    bytes.writeBigInt64BE(BigInt(value), 1);
  }
  return bytes;
}

function head(length: number, tiny: number, [one, two, four]: readonly [number, number, number]): Buffer {
  if (length < 16) return Buffer.from([tiny + length]);
  if (length < 256) return Buffer.from([one, length]);
  if (length < 65_536) return Buffer.from([two, length >> 8, length & 0xff]);
  const bytes = Buffer.alloc(5);
  bytes[0] = four;
  bytes.writeUInt32BE(length, 1);
  return bytes;
}

function isAscii(bytes: Buffer, from: number, length: number): boolean {
  for (let at = from; at < from + length; at++) if ((bytes[at] ?? 128) > 127) return false;
  return true;
}
