import type { Place } from './leaves.ts';
import { derivedInRow } from './row.ts';
import type { Source } from './types.ts';
import { isDataLike } from './words.ts';
import type { Origin, Wire } from './wire.ts';

/** What was found out about one leaf. */
export interface Found {
  readonly source: Source;
  readonly how?: string;
  readonly exchange?: number;
  readonly column?: string;
  readonly origins?: readonly Origin[];
  /** Two figures of a row together, as `derivedInRow` tells it. */
  readonly pair?: { readonly way: string; readonly row: number };
}

/** A value that came from more places than this tells no row. */
const UNSPECIFIC = 16;
/** Rows that are tried for one leaf. */
const ROWS = 64;
export type Contexts = ReadonlyMap<string, ReadonlyMap<string, readonly [exchange: number, row: number]>>;

/** The rows that the leaves of each object came from, by the object's pointer. */
export function contextsOf(leaves: readonly Place[], found: readonly Found[]): Contexts {
  const contexts = new Map<string, Map<string, readonly [number, number]>>();
  leaves.forEach(({ parent, value }, index) => {
    const origins = found[index]?.origins;
    if (origins === undefined || origins.length > UNSPECIFIC || !isDataLike(value)) return;
    const rows = contexts.get(parent) ?? new Map<string, readonly [number, number]>();
    for (const { exchange, row, written } of origins) if (written !== true) rows.set(`${exchange} ${row}`, [exchange, row]);
    contexts.set(parent, rows);
  });
  return contexts;
}

/** Explains a leaf by the rows of the leaves beside it, or of the object around its own. */
export function fromRow({ value, key, parent }: Place, contexts: Contexts, wire: Wire, now: number): Found | undefined {
  if (typeof value !== 'string' && typeof value !== 'number') return undefined;
  let pointer = parent;
  for (let level = 0; level < 3; level++) {
    const rows = contexts.get(pointer);
    for (const [exchange, row] of [...(rows?.values() ?? [])].slice(0, ROWS)) {
      const derived = derivedInRow(value, key, wire, exchange, row, now);
      if (derived !== undefined) return { source: 'derived', how: `${derived.what} (row ${row + 1}, as the values beside it)`, exchange, ...(derived.pair !== undefined && { pair: { way: derived.pair, row } }) };
    }
    if (pointer === '') return undefined;
    pointer = pointer.slice(0, pointer.lastIndexOf('/'));
  }
  return undefined;
}
