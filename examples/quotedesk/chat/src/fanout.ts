import { z } from 'zod';
import type { MessageRow } from '@quotedesk/shared/data/chat.ts';
import type { Logger } from '@quotedesk/shared/logger.ts';
import { connectRedis, onRedis, pingRedis, type Redis } from '@quotedesk/shared/redis.ts';

const PREFIX = 'chat:';
const LISTEN_CHECK_MS = 5_000;

const payload = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('message'),
    row: z.object({
      id: z.guid(),
      client_id: z.guid(),
      author: z.string(),
      body: z.string(),
      created_at: z.iso.datetime().transform((text) => new Date(text)),
      seq: z.number().int(),
    }),
  }),
  /** Something was stored in the room and could not be told: look for it. */
  z.object({ kind: z.literal('gap'), from: z.number().int() }),
]);

type OnMessage = (slug: string, row: MessageRow) => void;

/** Messages may have been missed: of one room or of all, from a message on or since the last one that came. */
export interface Gap {
  readonly slug?: string;
  readonly from?: number;
  /** Whether looking makes sense already: while there is no subscription, more will be missed. */
  readonly over: boolean;
}

type OnGap = (gap: Gap) => void;

/** Between the processes of the chat: what one stored, all are told. Redis keeps nothing, PostgreSQL everything. */
export class Fanout {
  readonly #publisher: Redis;
  readonly #subscriber: Redis;
  readonly #logger: Logger;
  readonly #checking: NodeJS.Timeout;
  #onMessage: OnMessage = () => undefined;
  #onGap: OnGap = () => undefined;

  constructor(redisUrl: string, publisher: Redis, logger: Logger) {
    this.#publisher = publisher;
    this.#logger = logger;
    this.#subscriber = connectRedis(redisUrl, logger, 'chat-subscriber');
    this.#subscriber.on('ready', () => void this.#listen());
    this.#subscriber.on('close', () => this.#onGap({ over: false }));
    this.#subscriber.on('pmessage', (_pattern: string, channel: string, text: string) =>
      this.#hear(channel, text),
    );
    this.#checking = setInterval(() => void this.#check(), LISTEN_CHECK_MS);
  }

  onMessage(listener: OnMessage): void {
    this.#onMessage = listener;
  }

  onGap(listener: OnGap): void {
    this.#onGap = listener;
  }

  publish(slug: string, row: MessageRow): Promise<void> {
    return this.#send(slug, { kind: 'message', row });
  }

  publishGap(slug: string, from: number): Promise<void> {
    return this.#send(slug, { kind: 'gap', from });
  }

  close(): void {
    clearInterval(this.#checking);
    this.#subscriber.disconnect();
  }

  async #send(slug: string, message: object): Promise<void> {
    await onRedis(() => this.#publisher.publish(PREFIX + slug, JSON.stringify(message)));
  }

  /** After each (re)connection. Whatever was published before is gone, so everybody has to look. */
  async #listen(): Promise<void> {
    try {
      await this.#subscriber.psubscribe(`${PREFIX}*`);
      this.#onGap({ over: true });
    } catch (error) {
      this.#logger.warn({ err: error }, 'subscribing failed and is begun anew');
      this.#subscriber.disconnect(true);
    }
  }

  /** Who only listens does not notice a dead connection. A ping without answer makes the client connect again. */
  async #check(): Promise<void> {
    try {
      await pingRedis(this.#subscriber);
    } catch (error) {
      this.#logger.warn({ err: error }, 'the subscription does not answer');
      if (this.#subscriber.status === 'ready') {
        this.#subscriber.disconnect(true);
      }
    }
  }

  #hear(channel: string, text: string): void {
    const slug = channel.slice(PREFIX.length);
    try {
      const heard = payload.parse(JSON.parse(text));
      if (heard.kind === 'gap') {
        this.#onGap({ slug, from: heard.from, over: true });
      } else {
        this.#onMessage(slug, heard.row);
      }
    } catch (error) {
      // Somebody else speaks on our channel. What was really stored is found in PostgreSQL.
      this.#logger.warn({ err: error, channel }, 'not understood: looking in the store instead');
      this.#onGap({ slug, over: true });
    }
  }
}
