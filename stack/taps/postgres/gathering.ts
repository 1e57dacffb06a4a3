import type { Json } from '../../../core/types.ts';
import { limits } from '../decoder.ts';
import { formatOf, type Column } from './parts.ts';
import { readerOf, type Read } from './values.ts';

/** The rows of one answer, up to the limits of an exchange; after them rows are only counted. */
export class Gathering {
  readonly columns: readonly string[];
  readonly rows: (readonly Json[])[] = [];
  rowCount = 0;
  cut = false;
  readonly #readers: readonly Read[];
  #values = 0;
  #bytes = 0;

  /** `formats` are those of the portal; without them those of the columns hold. */
  constructor(columns: readonly Column[], formats?: readonly number[]) {
    this.columns = columns.map(({ name }) => name);
    this.#readers = columns.map(({ oid, format }, index) => readerOf(oid, formats ? formatOf(formats, index) : format));
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

  /** Counts rows whose values are not looked at (COPY). */
  count(rows: number): void {
    this.rowCount += rows;
    this.cut ||= rows > 0;
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
