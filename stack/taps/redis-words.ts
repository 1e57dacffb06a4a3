import { isUtf8 } from 'node:buffer';
import type { Json } from '../../core/types.ts';

/** The bytes are not of the protocol; the sentence says where they stop being so. */
export class Malformed extends Error {}

const CR = 13;

/** Text where the bytes are UTF-8, else base64. */
export function textOf(buffer: Buffer, from: number, end: number): string {
  if (end - from < 48) {
    let at = from;
    while (at < end && (buffer[at] ?? 128) < 128) at += 1;
    if (at === end) return end - from > 8 ? buffer.toString('latin1', from, end) : shortText(buffer, from, end);
  }
  return isUtf8(buffer.subarray(from, end)) ? buffer.toString('utf8', from, end) : buffer.toString('base64', from, end);
}

const ascii: readonly string[] = Array.from({ length: 128 }, (_, code) => String.fromCharCode(code));

/** Command names and small values, without a call out of JavaScript for each. */
function shortText(buffer: Buffer, from: number, end: number): string {
  let text = '';
  for (let at = from; at < end; at++) text += ascii[buffer[at] ?? 0] ?? '';
  return text;
}

/** Lines are short, and a call out of JavaScript for each is not. */
export function lineEnd(buffer: Buffer, from: number): number {
  const near = Math.min(from + 24, buffer.length);
  for (let at = from; at < near; at++) if (buffer[at] === CR) return at;
  return buffer.indexOf(CR, near);
}

export function integer(buffer: Buffer, from: number, end: number): number {
  const negative = buffer[from] === 45;
  let value = 0;
  for (let at = negative ? from + 1 : from; at < end; at++) {
    const digit = (buffer[at] ?? 0) - 48;
    if (digit < 0 || digit > 9) throw new Malformed(`${JSON.stringify(buffer.toString('latin1', from, Math.min(end, from + 20)))} where a number should be`);
    value = value * 10 + digit;
  }
  if (from === end || end - from > 16) throw new Malformed('no number where one should be');
  return negative ? -value : value;
}

/** A number that JSON cannot hold exactly stays text. */
export function wholeNumber(buffer: Buffer, from: number, end: number): Json {
  if (end - from < 16) return integer(buffer, from, end);
  const text = buffer.toString('latin1', from, end);
  if (!/^[+-]?\d+$/.test(text)) throw new Malformed(`${JSON.stringify(text.slice(0, 20))} where a number should be`);
  const value = Number(text);
  return Number.isSafeInteger(value) ? value : text;
}

export function double(text: string): Json {
  if (/^[+-]?(inf|nan)$/i.test(text)) return text;
  const value = Number(text);
  if (text === '' || Number.isNaN(value)) throw new Malformed(`${JSON.stringify(text.slice(0, 20))} where a number should be`);
  return value;
}

export function truth(text: string): boolean {
  if (text !== 't' && text !== 'f') throw new Malformed(`${JSON.stringify(text.slice(0, 20))} where t or f should be`);
  return text === 't';
}

/** An inline command's words: separated by blanks, or quoted as redis-cli quotes. */
export function inlineWords(line: string): string[] {
  const words = line.match(/"(?:\\.|[^"\\])*"|'(?:\\'|[^'])*'|[^\s"']+/g) ?? [];
  return words.map((word) => {
    if (word.startsWith('\'')) return word.slice(1, -1).replaceAll('\\\'', '\'');
    if (!word.startsWith('"')) return word;
    return word.slice(1, -1).replace(/\\(x[0-9a-fA-F]{2}|.)/g, (_, mark: string) => (mark.length === 3 ? String.fromCharCode(Number.parseInt(mark.slice(1), 16)) : escapes[mark] ?? mark));
  });
}

const escapes: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', b: '\b', a: '\x07' };
