import type { Json } from '../../core/types.ts';

/** Bolt's structures as JSON: nodes, relationships and paths as objects, moments as ISO text. One of a later version keeps its signature and fields. */
export function structure(signature: number, fields: readonly Json[]): Json {
  const made = makers[signature]?.(fields);
  return made ?? { structure: signature, fields };
}

type Fields = readonly Json[];
const makers: Readonly<Record<number, (fields: Fields) => Json | undefined>> = {
  0x4e: ([id, labels, properties, elementId]) => ({ labels: labels ?? [], properties: properties ?? {}, id: elementId ?? id ?? null }),
  0x52: ([id, start, end, type, properties, elementId, startElement, endElement]) => ({
    type: type ?? '', properties: properties ?? {}, id: elementId ?? id ?? null, start: startElement ?? start ?? null, end: endElement ?? end ?? null,
  }),
  0x72: ([id, type, properties, elementId]) => ({ type: type ?? '', properties: properties ?? {}, id: elementId ?? id ?? null }),
  0x50: ([nodes, relationships, indices]) => path(nodes, relationships, indices),
  0x44: ([days]) => (typeof days === 'number' ? day(days * 86_400) : undefined),
  0x54: ([nanos, offset]) => (numbers(nanos, offset) ? clock(Number(nanos)) + zone(Number(offset)) : undefined),
  0x74: ([nanos]) => (numbers(nanos) ? clock(Number(nanos)) : undefined),
  0x64: ([seconds, nanos]) => (numbers(seconds, nanos) ? moment(Number(seconds), Number(nanos)) : undefined),
  // Until Bolt 4.4 the seconds are those of the local clock (F, f), since 5.0 those of UTC (I, i).
  0x46: ([seconds, nanos, offset]) => (numbers(seconds, nanos, offset) ? moment(Number(seconds), Number(nanos)) + zone(Number(offset)) : undefined),
  0x49: ([seconds, nanos, offset]) => (numbers(seconds, nanos, offset) ? moment(Number(seconds) + Number(offset), Number(nanos)) + zone(Number(offset)) : undefined),
  0x66: ([seconds, nanos, name]) => (numbers(seconds, nanos) ? inZone(Number(seconds) - offsetOf(Number(seconds), name), Number(nanos), name) : undefined),
  0x69: ([seconds, nanos, name]) => (numbers(seconds, nanos) ? inZone(Number(seconds), Number(nanos), name) : undefined),
  0x45: ([months, days, seconds, nanos]) => (numbers(months, days, seconds, nanos) ? duration(Number(months), Number(days), Number(seconds), Number(nanos)) : undefined),
  0x58: ([srid, x, y]) => ({ srid: srid ?? null, x: x ?? null, y: y ?? null }),
  0x59: ([srid, x, y, z]) => ({ srid: srid ?? null, x: x ?? null, y: y ?? null, z: z ?? null }),
  0x56: ([kind, bytes]) => vector(kind, bytes),
};

function numbers(...values: readonly (Json | undefined)[]): boolean {
  return values.every((value) => typeof value === 'number');
}

/** In the order of walking: each step is a relationship (counted from 1, negative when walked backwards) and a node. */
function path(nodes: Json | undefined, relationships: Json | undefined, indices: Json | undefined): Json | undefined {
  if (!Array.isArray(nodes) || !Array.isArray(relationships) || !Array.isArray(indices)) return undefined;
  const [all, walked] = [nodes as readonly Json[], relationships as readonly Json[]];
  const steps = indices as readonly Json[];
  return {
    nodes: [all[0] ?? null, ...steps.filter((_, index) => index % 2 === 1).map((index) => all[Number(index)] ?? null)],
    relationships: steps.filter((_, index) => index % 2 === 0).map((index) => walked[Math.abs(Number(index)) - 1] ?? null),
  };
}

const two = (value: number): string => String(value).padStart(2, '0');
/** What a Date can hold; Neo4j's years reach further. */
const farthestSeconds = 8.64e12;

function day(seconds: number): string | undefined {
  return Math.abs(seconds) > farthestSeconds ? undefined : new Date(seconds * 1000).toISOString().replace(/T.*/, '');
}

function moment(seconds: number, nanos: number): string {
  if (!(Math.abs(seconds) <= farthestSeconds)) return `${seconds} s`;
  return new Date(seconds * 1000).toISOString().slice(0, -5) + fraction(nanos);
}

function clock(nanos: number): string {
  const seconds = Math.floor(nanos / 1e9);
  return `${two(Math.floor(seconds / 3600))}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}${fraction(nanos % 1e9)}`;
}

function fraction(nanos: number): string {
  return nanos === 0 ? '' : `.${String(nanos).padStart(9, '0').replace(/0+$/, '')}`;
}

function zone(seconds: number): string {
  if (seconds === 0) return 'Z';
  const minutes = Math.abs(Math.trunc(seconds / 60));
  return `${seconds < 0 ? '-' : '+'}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}

/** The moment with its zone's offset then. The zone's name is left out: dates with one in brackets are read by few. */
function inZone(seconds: number, nanos: number, name: Json | undefined): string {
  const offset = offsetOf(seconds, name);
  return moment(seconds + offset, nanos) + zone(offset);
}

/** Seconds that a zone is ahead of UTC; 0 for one that this machine does not know. */
function offsetOf(seconds: number, name: Json | undefined): number {
  if (typeof name !== 'string' || !(Math.abs(seconds) <= farthestSeconds)) return 0;
  try {
    let format = formats.get(name);
    if (format === undefined) {
      format = new Intl.DateTimeFormat('en', { timeZone: name, timeZoneName: 'longOffset' });
      if (formats.size < zones) formats.set(name, format);
    }
    const text = format.formatToParts(seconds * 1000).find(({ type }) => type === 'timeZoneName')?.value ?? '';
    const [, sign, hours, minutes] = /GMT([+-])(\d\d):(\d\d)/.exec(text) ?? [];
    return (sign === '-' ? -1 : 1) * (Number(hours ?? 0) * 3600 + Number(minutes ?? 0) * 60);
  } catch {
    return 0;
  }
}

/** As many as there are zones, about. */
const zones = 600;
const formats = new Map<string, Intl.DateTimeFormat>();

function duration(months: number, days: number, seconds: number, nanos: number): string {
  const negative = seconds < 0 && nanos > 0;
  const whole = negative ? seconds + 1 : seconds;
  const rest = fraction(negative ? 1e9 - nanos : nanos);
  const time = whole === 0 && rest === '' ? '' : `T${negative && whole === 0 ? '-0' : whole}${rest}S`;
  return `P${months === 0 ? '' : `${months}M`}${days === 0 ? '' : `${days}D`}${time}`.replace(/^P$/, 'PT0S');
}

/** Bolt 6: the bytes of numbers, and the marker of their kind in one byte. */
function vector(kind: Json | undefined, bytes: Json | undefined): Json | undefined {
  if (typeof kind !== 'string' || typeof bytes !== 'string') return undefined;
  const mark = Buffer.from(kind, 'base64')[0] ?? 0;
  const data = Buffer.from(bytes, 'base64');
  const reader = { 0xc1: [8, (at: number) => data.readDoubleBE(at)], 0xc6: [4, (at: number) => data.readFloatBE(at)], 0xc8: [1, (at: number) => data.readInt8(at)], 0xc9: [2, (at: number) => data.readInt16BE(at)], 0xca: [4, (at: number) => data.readInt32BE(at)], 0xcb: [8, (at: number) => Number(data.readBigInt64BE(at))] } as const;
  const [size, read] = reader[mark as keyof typeof reader] ?? [];
  if (size === undefined) return undefined;
  return Array.from({ length: Math.floor(data.length / size) }, (_, index) => read(index * size));
}
