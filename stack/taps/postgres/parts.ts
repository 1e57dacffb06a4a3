/** Parts of messages. All of them throw a RangeError or Error where a message ends early; the connection is then given up. */

export interface Column {
  readonly name: string;
  readonly oid: number;
  readonly format: number;
}

/** A text up to its zero byte, from `at`. Of a message that was not kept whole the text may be cut. */
export function textAt(body: Buffer, at: number): { readonly text: string; readonly next: number } {
  const end = body.indexOf(0, at);
  if (end < 0) return { text: body.toString('utf8', at), next: body.length };
  return { text: body.toString('utf8', at, end), next: end + 1 };
}

export function columnsOf(body: Buffer): readonly Column[] {
  const count = body.readUInt16BE(0);
  const columns: Column[] = [];
  for (let index = 0, at = 2; index < count; index++) {
    const { text, next } = textAt(body, at);
    columns.push({ name: text, oid: body.readUInt32BE(next + 6), format: body.readUInt16BE(next + 16) });
    at = next + 18;
  }
  return columns;
}

/** Numbers of two or four bytes behind a count: formats, types. */
export function numbersAt(body: Buffer, at: number, size: 2 | 4): { readonly numbers: readonly number[]; readonly next: number } {
  const count = body.readUInt16BE(at);
  const next = at + 2 + count * size;
  if (next > body.length) throw new Error('a list that ends early');
  const numbers: number[] = [];
  for (let each = at + 2; each < next; each += size) numbers.push(size === 2 ? body.readUInt16BE(each) : body.readUInt32BE(each));
  return { numbers, next };
}

export interface Bound {
  readonly portal: string;
  readonly statement: string;
  readonly formats: readonly number[];
  /** Of the parameters: where each begins and ends in the message; undefined is NULL. */
  readonly values: readonly ({ readonly start: number; readonly end: number } | undefined)[];
  readonly resultFormats: readonly number[];
}

export function boundOf(body: Buffer): Bound {
  const portal = textAt(body, 0);
  const statement = textAt(body, portal.next);
  const formats = numbersAt(body, statement.next, 2);
  const count = body.readUInt16BE(formats.next);
  const values: (Bound['values'][number])[] = [];
  let at = formats.next + 2;
  for (let index = 0; index < count; index++) {
    const size = body.readInt32BE(at);
    at += 4;
    values.push(size < 0 ? undefined : { start: at, end: at + size });
    at += Math.max(size, 0);
    if (at > body.length) throw new Error('a parameter that ends early');
  }
  return { portal: portal.text, statement: statement.text, formats: formats.numbers, values, resultFormats: numbersAt(body, at, 2).numbers };
}

/** How the n-th value is sent: no format given is text, one is for all. */
export function formatOf(formats: readonly number[], index: number): number {
  return (formats.length === 1 ? formats[0] : formats[index]) ?? 0;
}

/** Fields of an error, by their letter. */
export function troubleOf(body: Buffer): { readonly severity: string; readonly code: string; readonly message: string } {
  const fields = new Map<number, string>();
  for (let at = 0; at < body.length && body[at] !== 0;) {
    const { text, next } = textAt(body, at + 1);
    fields.set(body[at] ?? 0, text);
    at = next;
  }
  const field = (letter: string): string => fields.get(letter.charCodeAt(0)) ?? '';
  return { severity: field('V') || field('S'), code: field('C'), message: field('M') };
}
