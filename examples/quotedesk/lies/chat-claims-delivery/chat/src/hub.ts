import type { MessageRow, Room as RoomRecord } from '@quotedesk/shared/data/chat.ts';
import type { Logger } from '@quotedesk/shared/logger.ts';
import { pause } from '@quotedesk/shared/pause.ts';
import type { Database } from '@quotedesk/shared/postgres.ts';
import type { Connection } from './connection.ts';
import type { Fanout } from './fanout.ts';
import { Room } from './room.ts';

const REPAIR_MS = 1_000;

/** The rooms of this process, and what has to be made up for after an interruption of Redis. */
export class Hub {
  readonly #database: Database;
  readonly #fanout: Fanout;
  readonly #logger: Logger;
  readonly #rooms = new Map<string, Room>();
  /** Rooms whose people may lack messages. */
  readonly #stale = new Set<string>();
  /** Rooms in which a message was stored that no process was told of. */
  readonly #unannounced = new Set<string>();

  constructor(database: Database, fanout: Fanout, logger: Logger) {
    this.#database = database;
    this.#fanout = fanout;
    this.#logger = logger;
    fanout.onMessage((slug, row) => this.#rooms.get(slug)?.deliver(row));
    fanout.onGap((slug) => this.#markStale(slug));
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

  async announce(slug: string, row: MessageRow): Promise<boolean> {
    try {
      await this.#fanout.publish(slug, row);
      return true;
    } catch (error) {
      this.#logger.warn({ err: error, room: slug }, 'publish failed');
      return true;
    }
  }

  async repairUntil(stop: AbortSignal): Promise<void> {
    while (!stop.aborted) {
      await this.#each(this.#unannounced, (slug) => this.#fanout.publishGap(slug));
      await this.#each(this.#stale, async (slug) => this.#rooms.get(slug)?.catchUp(this.#database));
      await pause(REPAIR_MS, stop);
    }
  }

  /** What fails stays in the set, and is tried again a second later. */
  async #each(slugs: Set<string>, repair: (slug: string) => Promise<void>): Promise<void> {
    for (const slug of [...slugs]) {
      slugs.delete(slug);
      try {
        await repair(slug);
      } catch (error) {
        this.#logger.warn({ err: error, room: slug }, 'catching up has to wait');
        slugs.add(slug);
      }
    }
  }

  #markStale(slug: string | undefined): void {
    const slugs = slug === undefined ? [...this.#rooms.keys()] : [slug];
    slugs.forEach((each) => this.#stale.add(each));
  }
}
