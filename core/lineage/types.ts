import type { Exchange } from '../tap.ts';
import type { Json } from '../types.ts';

/**
 * Where a leaf of an answer comes from (`live-proof`, pass 2). The first eight are explanations; `unsourced` is the lack of one.
 * wire: a value that passed a tap during the call, equal after normalising. derived: count, sum, min, max, average, length, concatenation, slice, simple format of such values.
 * request: echo of the request or its token, and calendar arithmetic on it. clock: now and its calendar. schema: a name of the store's shape. word: an identifier-like
 * word without space or digit. zero: a zero value of a language, a mask. environment: a value a service was given. earlier: passed a tap since boot, not during this call.
 */
export type Source = 'wire' | 'derived' | 'request' | 'clock' | 'schema' | 'word' | 'zero' | 'environment' | 'earlier' | 'unsourced';

/** What the tracer may explain a leaf with. */
export interface Supply {
  /** Exchanges of the call itself. */
  readonly exchanges: readonly Exchange[];
  readonly request: { readonly method: string; readonly url: string; readonly headers: Readonly<Record<string, string>>; readonly body?: Json; readonly claims?: Json };
  /** Milliseconds since the epoch, when the call began and ended. */
  readonly from: number;
  readonly to: number;
  readonly schemaWords: ReadonlySet<string>;
  /** Values of the services' environments; secrets are never quoted. */
  readonly environment: readonly string[];
  /** Values that passed the taps before this call. */
  readonly earlier: ReadonlySet<string>;
}

/** One leaf, explained. `pointer` is a JSON pointer (RFC 6901) into the answer. */
export interface Leaf {
  readonly pointer: string;
  /** The pointer with array positions left out: `/items/-/name` (a dash stands for any position). */
  readonly field: string;
  readonly value: string | number | boolean | null;
  readonly source: Source;
  /** Whether it could be data at all: no word, no zero value, no 0/1/true/false/null alone. */
  readonly dataLike: boolean;
  /** How, in words that a reader checks: `postgres: SELECT … → quotes.total of row 2`, `count of 12 rows of …`. */
  readonly how?: string;
  /** Index into the supply's exchanges, for reports that colour both sides. */
  readonly exchange?: number;
  readonly store?: string;
  readonly column?: string;
}
export interface Traced {
  readonly leaves: readonly Leaf[];
  /** Leaves of the whole answer; more than were traced when the budget ended. */
  readonly total: number;
  /** Why values may have passed that nobody saw (a cut record, a broken connection): what is unsourced then may still be real. */
  readonly partial?: readonly string[];
}
