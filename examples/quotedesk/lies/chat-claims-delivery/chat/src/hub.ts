import type { MessageRow, Room as RoomRecord } from '@quotedesk/shared/data/chat.ts';
import type { Logger } from '@quotedesk/shared/logger.ts';
import { pause } from '@quotedesk/shared/pause.ts';
import type { Database } from '@quotedesk/shared/postgres.ts';
import type { Connection } from './connection.ts';
import type { Fanout, Gap } from './fanout.ts';
import { Room } from './room.ts';

const REPAIR_MS = 1_000;

export type Delivery = 'now' | 'later';

/** The rooms of this process, and what has to be made up for after an interruption of Redis. */
export class Hub {
  readonly #database: Database;
  readonly #fanout: Fanout;
  readonly #logger: Logger;
  readonly #rooms = new Map<string, Room>();
  /** Rooms whose people may lack messages. */
  readonly #stale = new Set<string>();
  /** Rooms in which messages were stored that no process was told of, and the first of them. */
  readonly #unannounced = new Map<string, number>();

  constructor(database: Database, fanout: Fanout, logger: Logger) {
    this.#database = database;
    this.#fanout = fanout;
    this.#logger = logger;
    fanout.onMessage((slug, row) => this.#rooms.get(slug)?.deliver(row));
    fanout.onGap((gap) => this.#noteGap(gap));
  }

  join(record: RoomRecord, connection: Connection): Room {
    const room = this.#rooms.get(record.slug) ?? new Room(record);
    this.#rooms.set(record.slug, room);
    room.add(connection);
    return room;
  }

  leave(room: Room, connection: Connection): void {
    room.remove(connection);
    if (room.isEmpty) {
      this.#rooms.delete(room.record.slug);
    }
  }

  get connections(): readonly Connection[] {
    return [...this.#rooms.values()].flatMap((room) => room.connections);
  }

  async announce(slug: string, row: MessageRow): Promise<Delivery> {
    try {
      await this.#fanout.publish(slug, row);
      return 'now';
    } catch (error) {
      this.#logger.warn({ err: error, room: slug }, 'publish failed');
      return 'now';
    }
  }

  async repairUntil(stop: AbortSignal): Promise<void> {
    while (!stop.aborted) {
      for (const [slug, from] of [...this.#unannounced]) {
        this.#unannounced.delete(slug);
        await this.#attempt(
          slug,
          () => this.#fanout.publishGap(slug, from),
          () => this.#keep(slug, from),
        );
      }
      for (const slug of [...this.#stale]) {
        this.#stale.delete(slug);
        await this.#attempt(
          slug,
          async () => this.#rooms.get(slug)?.catchUp(this.#database),
          () => this.#stale.add(slug),
        );
      }
      await pause(REPAIR_MS, stop);
    }
  }

  /** What fails is put back, and tried again a second later. */
  async #attempt(slug: string, repair: () => Promise<void>, putBack: () => unknown): Promise<void> {
    try {
      await repair();
    } catch (error) {
      this.#logger.warn({ err: error, room: slug }, 'catching up has to wait');
      putBack();
    }
  }

  #keep(slug: string, from: number): void {
    this.#unannounced.set(slug, Math.min(this.#unannounced.get(slug) ?? from, from));
  }

  #noteGap({ slug, from, over }: Gap): void {
    for (const [name, room] of this.#rooms) {
      if (slug === undefined || slug === name) {
        room.noteGap(from);
        if (over) {
          this.#stale.add(name);
        }
      }
    }
  }
}
