import type { Json } from '../../../core/types.ts';
import type { Read } from './values.ts';

/** PostgreSQL's own limit of dimensions. */
const dimensions = 6;

/** An array in its text form, `{1,NULL,"a \"b\""}`, with bounds before it where they are not 1; nested arrays become nested lists. What is none stays its text. */
export function textArray(element: Read): Read {
  return (bytes, start, end) => {
    const text = bytes.toString('utf8', start, end);
    const from = text.startsWith('[') ? text.indexOf('{') : 0;
    const reader = new TextArray(text, from, element);
    return reader.list(1) ?? text;
  };
}

class TextArray {
  readonly #text: string;
  readonly #element: Read;
  #at: number;

  constructor(text: string, from: number, element: Read) {
    this.#text = text;
    this.#at = from;
    this.#element = element;
  }

  list(depth: number): Json[] | undefined {
    if (depth > dimensions || this.#text[this.#at] !== '{') return undefined;
    this.#at += 1;
    const found: Json[] = [];
    for (;;) {
      const next = this.#text[this.#at];
      if (next === undefined) return undefined;
      if (next === '}') {
        this.#at += 1;
        return found;
      }
      if (next === ',') this.#at += 1;
      else if (next === '{') {
        const inner = this.list(depth + 1);
        if (!inner) return undefined;
        found.push(inner);
      } else found.push(next === '"' ? this.#value(this.#quoted()) : this.#plain());
    }
  }

  #quoted(): string {
    let value = '';
    for (this.#at += 1; this.#at < this.#text.length; this.#at++) {
      const next = this.#text[this.#at] ?? '';
      if (next === '"') break;
      if (next === '\\') this.#at += 1;
      value += this.#text[this.#at] ?? '';
    }
    this.#at += 1;
    return value;
  }

  #plain(): Json {
    const from = this.#at;
    while (this.#at < this.#text.length && this.#text[this.#at] !== ',' && this.#text[this.#at] !== '}') this.#at += 1;
    const value = this.#text.slice(from, this.#at);
    return value === 'NULL' ? null : this.#value(value);
  }

  #value(text: string): Json {
    const bytes = Buffer.from(text);
    return this.#element(bytes, 0, bytes.length);
  }
}

/** An array in its binary form; it carries the oid of its elements, for which `readerOf` is asked. */
export const binaryArray = (readerOf: (oid: number) => Read): Read => (bytes, start, end) => {
  const depth = bytes.readInt32BE(start);
  const element = readerOf(bytes.readUInt32BE(start + 8));
  if (depth < 0 || depth > dimensions) throw new Error(`an array of ${depth} dimensions`);
  const sizes = Array.from({ length: depth }, (_, index) => bytes.readInt32BE(start + 12 + 8 * index));
  let at = start + 12 + 8 * depth;
  const list = (level: number): Json[] => {
    const found: Json[] = [];
    for (let index = 0; index < (sizes[level] ?? 0); index++) {
      if (at >= end) throw new Error('an array that ends early');
      if (level < depth - 1) {
        found.push(list(level + 1));
        continue;
      }
      const size = bytes.readInt32BE(at);
      at += 4;
      if (size < 0) found.push(null);
      else {
        if (at + size > end) throw new Error('an array that ends early');
        found.push(element(bytes, at, at + size));
        at += size;
      }
    }
    return found;
  };
  return list(0);
};
