import { brotliDecompressSync, gunzipSync, inflateRawSync, inflateSync, zstdDecompressSync } from 'node:zlib';
import type { Json } from '../../core/types.ts';
import { limits } from './decoder.ts';

/** What a body holds, as cells of an exchange: JSON as one, each event of a stream as one, other text whole. `cut`: something of it is not here. */
export interface Told {
  readonly cells: readonly Json[];
  readonly cut: boolean;
}

/** Collects a body as it passes, up to the limit of an exchange. */
export class Body {
  readonly #chunks: Buffer[] = [];
  bytes = 0;

  add(chunk: Buffer): void {
    this.bytes += chunk.length;
    if (this.bytes <= limits.valueBytes) this.#chunks.push(chunk);
  }

  /** Reads it as its headers say. A body that was not kept whole, or is of a kind that nobody reads here, is told as cut; an image or a sound has no values and is not. */
  told(contentType: string, encoding: string): Told {
    const none = { cells: [], cut: false };
    if (this.bytes === 0) return none;
    const kind = kindOf(contentType);
    if (kind === undefined) return none;
    const plain = this.bytes > limits.valueBytes ? undefined : decompressed(Buffer.concat(this.#chunks), encoding);
    if (plain === undefined) return { cells: [], cut: true };
    return bounded(cellsOf(kind, plain.toString('utf8')));
  }
}

type BodyKind = 'json' | 'lines' | 'events' | 'text';

function kindOf(contentType: string): BodyKind | undefined {
  const type = contentType.split(';')[0]?.trim().toLowerCase() ?? '';
  if (/ndjson|jsonl|json-seq|stream\+json/.test(type)) return 'lines';
  if (/^(?:application|text)\/(?:[\w.+-]+\+)?json$/.test(type) || type === '') return 'json';
  if (type === 'text/event-stream') return 'events';
  return /^text\/|xml|x-www-form-urlencoded|graphql/.test(type) ? 'text' : undefined;
}

function decompressed(bytes: Buffer, encoding: string): Buffer | undefined {
  const options = { maxOutputLength: limits.valueBytes };
  try {
    let plain = bytes;
    for (const name of encoding.toLowerCase().split(',').map((each) => each.trim()).reverse()) {
      if (name === 'gzip' || name === 'x-gzip') plain = gunzipSync(plain, options);
      else if (name === 'br') plain = brotliDecompressSync(plain, options);
      else if (name === 'zstd') plain = zstdDecompressSync(plain, options);
      else if (name === 'deflate') plain = (plain[0] ?? 0) % 16 === 8 ? inflateSync(plain, options) : inflateRawSync(plain, options);
      else if (name !== '' && name !== 'identity') return undefined;
    }
    return plain;
  } catch {
    return undefined;
  }
}

function cellsOf(kind: BodyKind, text: string): readonly Json[] {
  if (kind === 'text') return [text];
  if (kind === 'json') return [parsed(text) ?? text];
  const parts = kind === 'lines' ? text.split(/[\n\u001e]/) : text.split(/\r?\n\r?\n/).map((event) => event.split(/\r?\n/).flatMap((line) => /^data: ?(.*)$/.exec(line)?.[1] ?? []).join('\n'));
  const events = parts.map((part) => part.trim()).filter((part) => part !== '').map((part) => parsed(part) ?? part);
  return [...events, ...joined(events)];
}

function parsed(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}

/** What a stream says piece by piece: the texts of one place over all its events, put together. A model's answer comes in such pieces. */
function joined(events: readonly Json[]): readonly Json[] {
  const texts = new Map<string, string[]>();
  for (const event of events) pieces(event, '', texts);
  const whole = [...texts].filter(([, parts]) => parts.length > 1).map(([place, parts]) => [place, parts.join('')] as const);
  return whole.length > 0 ? [Object.fromEntries(whole)] : [];
}

function pieces(value: Json, place: string, texts: Map<string, string[]>): void {
  if (typeof value === 'string') {
    const parts = texts.get(place);
    if (parts) parts.push(value);
    else texts.set(place, [value]);
  } else if (value !== null && typeof value === 'object') for (const [name, item] of Object.entries(value)) pieces(item as Json, place === '' ? name : `${place}.${name}`, texts);
}

/** As many cells as hold no more values than one exchange may. */
function bounded(cells: readonly Json[]): Told {
  let left = limits.values;
  const kept: Json[] = [];
  for (const cell of cells) {
    left -= valuesIn(cell, left);
    if (left < 0) return { cells: kept, cut: true };
    kept.push(cell);
  }
  return { cells: kept, cut: false };
}

/** Counts no further than to one more than `most`. */
function valuesIn(value: Json, most: number): number {
  if (value === null || typeof value !== 'object') return 1;
  let sum = 0;
  for (const item of Object.values(value)) {
    sum += valuesIn(item as Json, most - sum);
    if (sum > most) break;
  }
  return sum;
}
