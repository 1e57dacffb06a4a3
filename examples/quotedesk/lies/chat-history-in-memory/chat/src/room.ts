import type { MessageRow, Room as RoomRecord } from '@quotedesk/shared/data/chat.ts';
import type { Connection } from './connection.ts';
import { messagesSince } from './messages.ts';

const BATCH = 200;
/** Messages of two processes may arrive in another order than they were stored in, so catching up looks back. */
const OVERLAP = 100;

/** The people of one room who are connected to this process. */
export class Room {
  readonly record: RoomRecord;
  readonly #connections = new Set<Connection>();
  /** The last message that is known to have reached everybody here; undefined until the first history was read. */
  #lastSeq: number | undefined;
  /** Where messages may be missing from, since the subscription was lost or somebody could not tell us. */
  #gapFrom: number | undefined;

  constructor(record: RoomRecord) {
    this.record = record;
  }

  get isEmpty(): boolean {
    return this.#connections.size === 0;
  }

  get connections(): readonly Connection[] {
    return [...this.#connections];
  }

  add(connection: Connection): void {
    this.#connections.add(connection);
  }

  remove(connection: Connection): void {
    this.#connections.delete(connection);
  }

  /** Only the first one counts: who comes later may have read what those before still lack. */
  noteHistory(rows: readonly MessageRow[]): void {
    this.#lastSeq ??= rows.at(-1)?.seq ?? 0;
  }

  /** From now on, or from a message that is known, it is not certain that everything arrives. */
  noteGap(fromSeq: number | undefined): void {
    const from = fromSeq ?? this.#lastSeq;
    if (from !== undefined) {
      this.#gapFrom = Math.min(this.#gapFrom ?? from, from);
    }
  }

  /** To everybody. Each connection knows what it has had, so a message may come here more than once. */
  deliver(row: MessageRow): void {
    this.#lastSeq = Math.max(this.#lastSeq ?? 0, row.seq);
    this.#connections.forEach((connection) => connection.deliver(row));
  }

  /** Delivers what was stored while Redis could not tell. */
  async catchUp(): Promise<void> {
    const gap = this.#gapFrom;
    let from = Math.max((gap ?? this.#lastSeq ?? 0) - OVERLAP, 0);
    for (;;) {
      const rows = await messagesSince(this.record.slug, from, BATCH);
      rows.forEach((row) => this.deliver(row));
      const last = rows.at(-1);
      if (last === undefined || rows.length < BATCH) {
        break;
      }
      from = last.seq;
    }
    // A gap that opened meanwhile is another one, and stays.
    if (this.#gapFrom === gap) {
      this.#gapFrom = undefined;
    }
  }
}
