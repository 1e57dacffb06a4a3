import neo4j, { type Integer } from 'neo4j-driver';
import type { Json } from '../../../core/types.ts';
import { moveMoments, moveTime, readMoment } from '../change/date.ts';
import type { Turn } from '../change/turn.ts';

/** A property's value as JSON that says its type, so that the very same value can be written again. */
export type Kept = string | boolean | readonly Kept[] | { readonly [kind: string]: Json };

type Made = (...fields: never[]) => unknown;
/** Each of the graph's own types with its fields in the order of its constructor. */
const kinds: readonly { readonly name: string; readonly is: (value: object) => boolean; readonly fields: readonly string[]; readonly make: Made }[] = [
  { name: 'Date', is: neo4j.isDate, fields: ['year', 'month', 'day'], make: (...f) => new neo4j.types.Date(...(f as unknown as [Integer, Integer, Integer])) },
  { name: 'DateTime', is: neo4j.isDateTime, fields: ['year', 'month', 'day', 'hour', 'minute', 'second', 'nanosecond', 'timeZoneOffsetSeconds', 'timeZoneId'], make: (...f) => new neo4j.types.DateTime(...(f as unknown as [Integer, Integer, Integer, Integer, Integer, Integer, Integer])) },
  { name: 'LocalDateTime', is: neo4j.isLocalDateTime, fields: ['year', 'month', 'day', 'hour', 'minute', 'second', 'nanosecond'], make: (...f) => new neo4j.types.LocalDateTime(...(f as unknown as [Integer, Integer, Integer, Integer, Integer, Integer, Integer])) },
  { name: 'Time', is: neo4j.isTime, fields: ['hour', 'minute', 'second', 'nanosecond', 'timeZoneOffsetSeconds'], make: (...f) => new neo4j.types.Time(...(f as unknown as [Integer, Integer, Integer, Integer, Integer])) },
  { name: 'LocalTime', is: neo4j.isLocalTime, fields: ['hour', 'minute', 'second', 'nanosecond'], make: (...f) => new neo4j.types.LocalTime(...(f as unknown as [Integer, Integer, Integer, Integer])) },
  { name: 'Duration', is: neo4j.isDuration, fields: ['months', 'days', 'seconds', 'nanoseconds'], make: (...f) => new neo4j.types.Duration(...(f as unknown as [Integer, Integer, Integer, Integer])) },
  { name: 'Point', is: neo4j.isPoint, fields: ['srid', 'x', 'y', 'z'], make: (...f) => new neo4j.types.Point(...(f as unknown as [Integer, number, number])) },
];

/** A value of the driver (with exact integers) as JSON. */
export function keep(value: unknown): Kept {
  if (typeof value === 'string' || typeof value === 'boolean') return value;
  if (typeof value === 'number') return { float: Number.isFinite(value) && !Object.is(value, -0) ? value : Object.is(value, -0) ? '-0' : String(value) };
  if (neo4j.isInt(value)) return { int: value.toString() };
  if (Array.isArray(value)) return value.map(keep);
  if (value instanceof Uint8Array || value instanceof Int8Array) return { bytes: Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('base64') };
  const kind = typeof value === 'object' && value !== null ? kinds.find((each) => each.is(value)) : undefined;
  if (!kind) throw new Error(`a value of no known type: ${String(value)}`);
  const fields = value as Readonly<Record<string, unknown>>;
  return { [kind.name]: kind.fields.map((field) => (fields[field] === undefined || fields[field] === null ? null : keep(fields[field]))) as Json };
}

/** The value of the driver that JSON of `keep` stands for. */
export function revive(kept: Kept): unknown {
  if (typeof kept === 'string' || typeof kept === 'boolean') return kept;
  if (isList(kept)) return kept.map(revive);
  const [name = '', inside] = Object.entries(kept)[0] ?? [];
  if (name === 'float') return Number(inside);
  if (name === 'int') return neo4j.int(String(inside));
  if (name === 'bytes') return new Int8Array(Buffer.from(String(inside), 'base64'));
  const kind = kinds.find((each) => each.name === name);
  if (!kind || !Array.isArray(inside)) throw new Error(`a kept value of no known type: ${name}`);
  return kind.make(...(inside.map((field: Kept | null) => (field === null ? undefined : revive(field))) as never[]));
}

/** What kind a kept value is: `int`, `float`, `string`, `boolean`, `list`, `Date`, `DateTime` … */
export function kindOf(kept: Kept): string {
  if (typeof kept === 'string') return 'string';
  if (typeof kept === 'boolean') return 'boolean';
  return isList(kept) ? 'list' : (Object.keys(kept)[0] ?? '');
}

/** A simple value as text, as the rules of change read it; undefined for lists and the graph's own types. */
export function textOf(kept: Kept): string | undefined {
  if (typeof kept === 'string' || typeof kept === 'boolean') return String(kept);
  if (isList(kept)) return undefined;
  const value = kept['int'] ?? kept['float'];
  return value === undefined ? undefined : String(value);
}

/** The same kind of value made from a text. */
export function likeText(kept: Kept, text: string): Kept {
  const kind = kindOf(kept);
  if (kind === 'boolean') return text === 'true';
  return kind === 'int' ? { int: text } : kind === 'float' ? { float: Number(text) } : text;
}

/** A date, a moment or a time of the graph moved like any other; undefined for other kinds. */
export function moveKept(kept: Kept, turn: Turn): Kept | undefined {
  const text = String(revive(kept)).replace(/\[.*\]$/, '');
  const kind = kindOf(kept);
  const moved = kind === 'Time' || kind === 'LocalTime' ? moveTime(text.replace('Z', ''), turn) : ['Date', 'DateTime', 'LocalDateTime'].includes(kind) ? moveMoments([readMoment(text)], turn)[0] : undefined;
  if (moved === undefined || isList(kept) || typeof kept !== 'object') return undefined;
  const numbers = [...moved.matchAll(/\d+/g)].map((found) => ({ int: String(Number(found[0])) }));
  const old = kept[kind] as readonly Json[];
  // Hour and minute of a time; year to second of a moment. What follows (fractions, the zone) stays.
  const count = { Time: 2, LocalTime: 2, Date: 3 }[kind] ?? 6;
  return { [kind]: old.map((field, place) => (place < count ? (numbers[place] ?? field) : field)) };
}

/** As JSON for reports. */
export function shown(kept: Kept): Json {
  if (typeof kept === 'string' || typeof kept === 'boolean') return kept;
  if (isList(kept)) return kept.map(shown);
  const text = textOf(kept);
  return text === undefined ? ('bytes' in kept ? (kept['bytes'] ?? null) : String(revive(kept))) : Number.isSafeInteger(Number(text)) || 'float' in kept ? Number(text) : text;
}

function isList(kept: Kept): kept is readonly Kept[] {
  return Array.isArray(kept);
}
