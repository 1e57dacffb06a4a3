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
  #lastSeq = 0;

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

  noteSeen(rows: readonly MessageRow[]): void {
    this.#lastSeq = Math.max(this.#lastSeq, ...rows.map((row) => row.seq));
  }

  /** To everybody. Each connection knows what it has had, so a message may come here more than once. */
  deliver(row: MessageRow): void {
    this.noteSeen([row]);
    this.#connections.forEach((connection) => connection.deliver(row));
  }

  /** Delivers what was stored while Redis could not tell. */
  async catchUp(): Promise<void> {
    let from = Math.max(this.#lastSeq - OVERLAP, 0);
    for (;;) {
      const rows = await messagesSince(this.record.slug, from, BATCH);
      rows.forEach((row) => this.deliver(row));
      const last = rows.at(-1);
      if (last === undefined || rows.length < BATCH) {
        return;
      }
      from = last.seq;
    }
  }
}
