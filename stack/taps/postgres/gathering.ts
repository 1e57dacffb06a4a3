import type { Json } from '../../../core/types.ts';
import { limits } from '../decoder.ts';
import { columnsOf, formatOf } from './parts.ts';
import { readerOf, type Read } from './values.ts';

/** The columns of an answer as a RowDescription told them: names, and the readers of their values in the formats that it gives. */
export interface Shape {
  readonly names: readonly string[];
  readonly oids: readonly number[];
  readonly readers: readonly Read[];
}
export const shapeless: Shape = { names: [], oids: [], readers: [] };

export function shapeOf(body: Buffer): Shape {
  const columns = columnsOf(body);
  return { names: columns.map(({ name }) => name), oids: columns.map(({ oid }) => oid), readers: columns.map(({ oid, format }) => readerOf(oid, format)) };
}

/** The rows of one answer, up to the limits of an exchange; after them rows are only counted. */
export class Gathering {
  readonly columns: readonly string[];
  readonly rows: (readonly Json[])[] = [];
  rowCount = 0;
  cut = false;
  readonly #readers: readonly Read[];
  #values = 0;
  #bytes = 0;

  /** `formats` are those of the portal; without them those of the shape hold. */
  constructor(shape: Shape, formats?: readonly number[]) {
    this.columns = shape.names;
    this.#readers = formats ? shape.oids.map((oid, index) => readerOf(oid, formatOf(formats, index))) : shape.readers;
  }

  row(body: Buffer, whole: boolean): void {
    this.rowCount += 1;
    if (this.cut) return;
    if (!whole) {
      this.cut = true;
      return;
    }
    const count = body.readUInt16BE(0);
    this.#values += count;
    this.#bytes += body.length;
    if (this.#values > limits.values || this.#bytes > limits.valueBytes) {
      this.cut = true;
      return;
    }
    this.rows.push(this.#read(body, count));
  }

  #read(body: Buffer, count: number): readonly Json[] {
    const row = new Array<Json>(count);
    let at = 2;
    for (let index = 0; index < count; index++) {
      const size = body.readInt32BE(at);
      at += 4;
      if (size < 0) {
        row[index] = null;
        continue;
      }
      if (at + size > body.length) throw new Error('a value that ends early');
      row[index] = (this.#readers[index] ?? unknown)(body, at, at + size);
      at += size;
    }
    return row;
  }
}

/** A column that was never described: text where it is text. */
const unknown = readerOf(0, 1);
