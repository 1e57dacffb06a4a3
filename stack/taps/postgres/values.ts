import type { Json } from '../../../core/types.ts';
import { binaryArray, textArray } from './arrays.ts';
import { binaryDate, binaryInterval, binaryTime, binaryTimestamp, isoTimestamp } from './times.ts';
import { binaryInet, binaryNumeric, binaryUuid, guess, shortestFloat } from './binary.ts';

/** Reads one value out of a message: `bytes` from `start` to `end`. */
export type Read = (bytes: Buffer, start: number, end: number) => Json;

/** The reader of a type (its oid) in a format (0 text, 1 binary). A type that is not known is text, or base64 where its bytes are no text. */
export function readerOf(oid: number, format: number): Read {
  const key = oid * 2 + (format & 1);
  let reader = readers.get(key);
  if (!reader) {
    reader = make(oid, (format & 1) === 1);
    // Oids of a platform's own types are few; a peer that invents thousands must not fill the memory.
    if (readers.size < 10_000) readers.set(key, reader);
  }
  return reader;
}

const readers = new Map<number, Read>();
const text = (bytes: Buffer, start: number, end: number): string => bytes.toString('utf8', start, end);
const base64: Read = (bytes, start, end) => bytes.toString('base64', start, end);

function make(oid: number, isBinary: boolean): Read {
  const element = elements[oid];
  if (element !== undefined) return isBinary ? binaryArray((each) => readerOf(each, 1)) : textArray(readerOf(element, 0));
  return (isBinary ? inBinary : inText)[oid] ?? (isBinary ? guess : text);
}

/** A number where it is exact as one, else its text. */
function whole(value: bigint): Json {
  return value >= -9007199254740991n && value <= 9007199254740991n ? Number(value) : value.toString();
}

const integerText: Read = (bytes, start, end) => {
  if (end - start > 15) {
    const value = Number(text(bytes, start, end));
    return Number.isSafeInteger(value) ? value : text(bytes, start, end);
  }
  let at = start;
  const negative = bytes[at] === 45;
  if (negative) at += 1;
  let value = 0;
  for (; at < end; at++) {
    const digit = (bytes[at] ?? 0) - 48;
    if (digit < 0 || digit > 9) return text(bytes, start, end);
    value = value * 10 + digit;
  }
  return negative && value !== 0 ? -value : value;
};
const floatText: Read = (bytes, start, end) => {
  const value = Number(text(bytes, start, end));
  return Number.isFinite(value) ? value : text(bytes, start, end);
};
const json: Read = (bytes, start, end) => {
  const said = text(bytes, start, end);
  try {
    return JSON.parse(said, exact) as Json;
  } catch {
    return said;
  }
};
/** Whole numbers beyond 2^53 stay the text that they were. */
function exact(this: unknown, _key: string, value: unknown, context?: { readonly source?: string }): unknown {
  return typeof value === 'number' && !Number.isSafeInteger(value) && Number.isInteger(value) && context?.source ? context.source : value;
}
const timestampText: Read = (bytes, start, end) => isoTimestamp(text(bytes, start, end));

const inText: Readonly<Record<number, Read>> = {
  16: (bytes, start) => bytes[start] === 116,
  17: (bytes, start, end) => (bytes[start] === 92 && bytes[start + 1] === 120 ? Buffer.from(bytes.toString('latin1', start + 2, end), 'hex').toString('base64') : text(bytes, start, end)),
  20: integerText, 21: integerText, 23: integerText, 26: integerText, 28: integerText, 29: integerText,
  700: floatText, 701: floatText,
  114: json, 3802: json,
  1114: timestampText, 1184: timestampText,
};

/** A value of a fixed size; another size is not this type, and is shown as its bytes. */
function sized(size: number, read: (bytes: Buffer, start: number) => Json): Read {
  return (bytes, start, end) => (end - start === size ? read(bytes, start) : base64(bytes, start, end));
}

const unsigned = sized(4, (bytes, start) => bytes.readUInt32BE(start));
const inBinary: Readonly<Record<number, Read>> = {
  16: sized(1, (bytes, start) => bytes[start] !== 0),
  17: base64,
  18: text, 19: text, 25: text, 1042: text, 1043: text, 142: text, 705: text,
  20: sized(8, (bytes, start) => whole(bytes.readBigInt64BE(start))),
  21: sized(2, (bytes, start) => bytes.readInt16BE(start)),
  23: sized(4, (bytes, start) => bytes.readInt32BE(start)),
  26: unsigned, 28: unsigned, 29: unsigned,
  114: json,
  3802: (bytes, start, end) => json(bytes, start + 1, end),
  700: sized(4, (bytes, start) => shortestFloat(bytes.readFloatBE(start))),
  701: sized(8, (bytes, start) => {
    const value = bytes.readDoubleBE(start);
    return Number.isFinite(value) ? value : String(value);
  }),
  790: sized(8, (bytes, start) => {
    const cents = bytes.readBigInt64BE(start);
    const digits = (cents < 0n ? -cents : cents).toString().padStart(3, '0');
    return `${cents < 0n ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
  }),
  1700: binaryNumeric,
  2950: sized(16, binaryUuid),
  1082: sized(4, binaryDate),
  1083: sized(8, binaryTime),
  1114: sized(8, (bytes, start) => binaryTimestamp(bytes, start, '')),
  1184: sized(8, (bytes, start) => binaryTimestamp(bytes, start, 'Z')),
  1186: sized(16, binaryInterval),
  869: binaryInet, 650: binaryInet,
  829: sized(6, (bytes, start) => bytes.toString('hex', start, start + 6).replace(/..(?!$)/g, '$&:')),
};

/** Types of arrays and of their elements. */
const elements: Readonly<Record<number, number>> = {
  1000: 16, 1001: 17, 1002: 18, 1003: 19, 1005: 21, 1007: 23, 1016: 20, 1009: 25, 1014: 1042, 1015: 1043, 1021: 700, 1022: 701, 1028: 26, 1115: 1114, 1182: 1082, 1183: 1083,
  1185: 1184, 1187: 1186, 1231: 1700, 1270: 1266, 2951: 2950, 199: 114, 3807: 3802, 1041: 869, 651: 650, 791: 790, 1040: 829, 143: 142,
};
