import type { Json } from '../../core/types.ts';
import { freshBudget, NotBolt, PackStream, type Budget } from './bolt-packstream.ts';
import { structure } from './bolt-values.ts';

/** Messages by their signature. */
export const tags = {
  HELLO: 0x01, GOODBYE: 0x02, RESET: 0x0f, RUN: 0x10, BEGIN: 0x11, COMMIT: 0x12, ROLLBACK: 0x13, DISCARD: 0x2f, PULL: 0x3f, TELEMETRY: 0x54, ROUTE: 0x66, LOGON: 0x6a, LOGOFF: 0x6b,
  SUCCESS: 0x70, RECORD: 0x71, IGNORED: 0x7e, FAILURE: 0x7f,
} as const;

export type Metadata = Readonly<Record<string, Json>>;

/** A message is a structure whose signature says which it is. */
export function tagOf(bytes: Buffer): number {
  const [mark = 0, tag] = bytes;
  if (mark >> 4 !== 0xb || tag === undefined) throw new NotBolt('a message that is no structure');
  return tag;
}

/** The fields of a message. */
export function fieldsOf(bytes: Buffer, budget: Budget): readonly Json[] {
  const count = (bytes[0] ?? 0) & 0x0f;
  const reader = new PackStream(bytes, 2, structure, budget);
  const fields: Json[] = [];
  for (let index = 0; index < count && !budget.cut; index++) fields.push(reader.value());
  if (!budget.cut && !reader.done) throw new NotBolt('a message that is longer than its fields');
  return fields;
}

/** Where the map in a field begins, where its first entry does, and the names in it; undefined where that field is not the message's last or no map of fewer than 255 entries. */
export function mapEnd(bytes: Buffer, field: number): { readonly at: number; readonly first: number; readonly entries: readonly string[] } | undefined {
  const budget = freshBudget();
  const reader = new PackStream(bytes, 2, structure, budget);
  for (let index = 0; index < field; index++) reader.value();
  const { at } = reader;
  const mark = bytes[at] ?? 0;
  const map = reader.value();
  if (budget.cut || !reader.done || !isMap(map) || (mark >> 4 !== 0xa && mark !== 0xd8)) return undefined;
  return { at, first: mark === 0xd8 ? at + 2 : at + 1, entries: Object.keys(map) };
}

export function isMap(value: Json | undefined): value is Metadata {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A text, or what should have been one. */
export function word(value: Json | undefined): string {
  return typeof value === 'string' ? value : JSON.stringify(value ?? '');
}
