import type { Effect, Exchange, TapOutage } from '../../core/tap.ts';
import type { Json, TapKind } from '../../core/types.ts';
import type { Observed } from './decoder.ts';

/**
 * The control channel: one JSON a line over TCP. The controller's first line is `{ token }`, the tap's first is `Hello`; then each request has an id and one answer.
 * Requests may be repeated after a lost connection: `take` names what has arrived, the others set a state.
 */
export interface Hello {
  readonly store: string;
  /** Changes when the tap starts anew: numbers of exchanges begin at 1 again. */
  readonly birth: string;
}
export type Order<Outage = TapOutage> =
  | { readonly op: 'take'; readonly after: number }
  | { readonly op: 'mode'; readonly mode: 'observe' | 'pipe' }
  | { readonly op: 'inflict'; readonly outage: Outage }
  | { readonly op: 'heal' }
  | { readonly op: 'renew' };
export type Request = Order & { readonly id: number };

/** Why a connection is not read, or an exchange as its values in a fixed order: with their names it would take twice the time and the room to write and to read. */
export type Item = { readonly connection: number; readonly unobserved: string } | Packed;
type Packed = readonly [
  connection: number, at: number, lasted: number, number: number, statement: string, parameters: readonly Json[], effect: Effect, columns: readonly string[], rows: readonly (readonly Json[])[],
  rowCount: number, marks: number, tag: string | null, error: Exchange['error'] | null,
];
const mark = { cut: 1, open: 2, broken: 4 } as const;

export function pack(connection: number, { at, endedAt, number, statement, parameters, effect, columns, rows, rowCount, cut, open, broken, tag, error }: Observed): Packed {
  const marks = (cut ? mark.cut : 0) + (open ? mark.open : 0) + (broken ? mark.broken : 0);
  return [connection, at, endedAt - at, number, statement, parameters, effect, columns, rows, rowCount, marks, tag ?? null, error ?? null];
}

export function unpack(store: string, kind: TapKind, packed: Packed): Exchange {
  const [connection, at, lasted, number, statement, parameters, effect, columns, rows, rowCount, marks, tag, error] = packed;
  return {
    store, kind, at, endedAt: at + lasted, connection, number, statement, parameters, effect, columns, rows, rowCount, cut: (marks & mark.cut) !== 0, open: (marks & mark.open) !== 0,
    ...(tag !== null && { tag }), ...(error && { error }), ...((marks & mark.broken) !== 0 && { broken: true }),
  };
}

export interface Taken<Each = Item> {
  readonly items: readonly Each[];
  readonly upTo: number;
  readonly last: number;
  /** Since the tap's start. */
  readonly lost: number;
}
/** What the tap does now. `expired` counts how often a lease ran out while an outage or `pipe` was set. */
export interface State<Outage = TapOutage> {
  readonly mode: 'observe' | 'pipe';
  readonly outage: Outage | null;
  readonly expired: number;
  /** Of an order that touched open connections: how many. */
  readonly touched: number;
}
export type Answer<Outage = TapOutage, Each = Item> = { readonly id: number } & ({ readonly taken: Taken<Each> } | { readonly state: State<Outage> } | { readonly refused: string });

/** Without a renewal for this long a tap passes and observes again. */
export const leaseMs = 10_000;
/** A longer line is not ours: the connection is closed. From the tap to the controller one line may hold an exchange of 16 MiB, larger as JSON. */
export const orderChars = 64 * 1024;
export const answerChars = 256 * 1024 * 1024;

/** Cuts a stream of text into lines. Throws when one grows longer than `limit` characters. */
export function lines(limit: number, onLine: (line: string) => void): (text: string) => void {
  let parts: string[] = [];
  let length = 0;
  return (text) => {
    let from = 0;
    for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', from)) {
      parts.push(text.slice(from, end));
      from = end + 1;
      const line = parts.join('');
      parts = [];
      length = 0;
      onLine(line);
    }
    parts.push(text.slice(from));
    length += text.length - from;
    if (length > limit) throw new Error(`a line of more than ${limit} characters`);
  };
}
