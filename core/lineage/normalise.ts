import type { Json } from '../types.ts';
import { dayOf, epochOf, momentsOf, secondsOf } from './dates.ts';
import { canonicalDecimal, decimalsOf } from './numbers.ts';

export type Scalar = string | number | boolean | null;

/** Longer texts are compared as they are: no number, date, byte string or identifier is longer. */
const LONGEST_FORMATTED = 4_096;

/**
 * The normal forms of a value: two values are equal across the wire when they have a form in common. Each is a letter for its kind, a colon and one spelling:
 * `s` text, `c` text apart from case, `n` decimal, `d` moment (ms), `D` day, `u` uuid, `b` truth, `i` interval (s), `x` bytes (hex). The most telling comes first.
 * Of an array or object, the forms of all its leaves; a text that is JSON of such has theirs besides its own.
 */
export function normalForms(value: Json): readonly string[] {
  if (value === null) return [];
  if (typeof value === 'object') return [...new Set(Object.values(value).flatMap(normalForms))];
  if (typeof value === 'boolean') return [`b:${String(value)}`];
  if (typeof value === 'number') return formsOfNumber(value);
  const own = formsOfText(value);
  const inner = jsonIn(value);
  return inner === undefined ? own : [...new Set([...own, ...normalForms(inner)])];
}

/** The JSON object or array that a text holds, if it holds one. */
export function jsonIn(text: string): Json | undefined {
  const first = text.charAt(0);
  if ((first !== '{' && first !== '[') || text.length < 2) return undefined;
  try {
    const parsed = JSON.parse(text) as Json;
    return typeof parsed === 'object' && parsed !== null ? parsed : undefined;
  } catch {
    return undefined;
  }
}

/** Forms of one leaf, without what may be inside of it. */
export function formsOf(value: Scalar): readonly string[] {
  if (value === null) return [];
  if (typeof value === 'boolean') return [`b:${String(value)}`];
  return typeof value === 'number' ? formsOfNumber(value) : formsOfText(value);
}

function formsOfNumber(value: number): readonly string[] {
  const decimal = canonicalDecimal(String(value));
  const forms = [`n:${decimal ?? String(value)}`];
  const moment = epochOf(value);
  if (moment !== undefined) forms.push(`d:${moment.ms}`);
  if (value === 0 || value === 1) forms.push(`b:${String(value === 1)}`);
  return forms;
}

export const tidy = (text: string): string => text.normalize('NFC').trim().replace(/\s+/g, ' ');

const TRUTH: Readonly<Record<string, boolean>> = { t: true, true: true, yes: true, y: true, on: true, '1': true, f: false, false: false, no: false, n: false, off: false, '0': false };

function formsOfText(text: string): readonly string[] {
  const clean = tidy(text);
  if (clean === '') return [];
  const forms = [`s:${clean}`];
  const folded = clean.toLowerCase();
  if (clean.length <= 5) {
    const truth = TRUTH[folded];
    if (truth !== undefined) forms.push(`b:${String(truth)}`);
  }
  if (clean.length <= LONGEST_FORMATTED) formatted(clean, forms);
  if (folded !== folded.toUpperCase()) forms.push(`c:${folded}`);
  return forms;
}

const UUID = /^(?:urn:uuid:)?\{?([0-9a-f]{8})-?([0-9a-f]{4})-?([0-9a-f]{4})-?([0-9a-f]{4})-?([0-9a-f]{12})\}?$/i;

function formatted(text: string, forms: string[]): void {
  const uuid = text.length >= 32 && text.length <= 45 ? UUID.exec(text) : null;
  if (uuid !== null) forms.push(`u:${uuid.slice(1).join('').toLowerCase()}`);
  else if (/\d/.test(text)) {
    for (const decimal of decimalsOf(text)) forms.push(`n:${decimal}`);
    const wide = /^\d{16,}$/.test(text) ? canonicalDecimal(String(Number(text))) : undefined;
    if (wide !== undefined && !forms.includes(`n:${wide}`)) forms.push(`n:${wide}`);
    const epoch = /^\d{10,16}(\.\d+)?$/.test(text) ? epochOf(Number(text)) : undefined;
    if (epoch !== undefined) forms.push(`d:${epoch.ms}`);
    for (const { ms, precision } of momentsOf(text)) {
      forms.push(`d:${ms}`);
      if (precision === 'day') forms.push(`D:${dayOf(ms)}`);
    }
    const seconds = secondsOf(text);
    if (seconds !== undefined) forms.push(`i:${seconds}`, `n:${canonicalDecimal(String(seconds)) ?? ''}`);
  }
  const hex = hexOf(text);
  if (hex !== undefined) forms.push(`x:${hex}`);
}

const HEX = /^(?:\\x|0x)?((?:[0-9a-f]{2}){6,})$/i;
const BASE64 = /^[A-Za-z0-9+/_-]{10,}={0,2}$/;

/** Bytes in hexadecimal, from hexadecimal (PostgreSQL's `\x…`) or base64; of at least 6 bytes, so that words are left alone. */
function hexOf(text: string): string | undefined {
  const hex = HEX.exec(text);
  if (hex !== null) return hex[1]?.toLowerCase();
  const bytes = bytesOf(text);
  return bytes === undefined ? undefined : Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** The bytes of a base64 text that does not look like a word or a path. */
export function bytesOf(text: string): Uint8Array | undefined {
  if (!BASE64.test(text) || !/[0-9+=]/.test(text) || !/[a-zA-Z]/.test(text)) return undefined;
  const standard = text.replace(/=+$/, '').replaceAll('-', '+').replaceAll('_', '/');
  if (standard.length % 4 === 1) return undefined;
  const bits = atob(standard);
  return Uint8Array.from(bits, (char) => char.charCodeAt(0));
}
