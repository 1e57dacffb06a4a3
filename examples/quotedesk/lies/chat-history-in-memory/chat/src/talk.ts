import type { RawData, WebSocket } from 'ws';
import type { Room as RoomRecord } from '@quotedesk/shared/data/chat.ts';
import { messageOf, StoreUnavailable } from '@quotedesk/shared/errors.ts';
import type { Logger } from '@quotedesk/shared/logger.ts';
import type { Database } from '@quotedesk/shared/postgres.ts';
import type { Principal, Sessions } from '@quotedesk/shared/sessions.ts';
import { Connection } from './connection.ts';
import type { Hub } from './hub.ts';
import { latestMessages, storeMessage } from './messages.ts';
import { CLOSE_SESSION_ENDED, CLOSE_TRY_AGAIN, readFrame, type SayFrame } from './protocol.ts';

const HISTORY = 50;
const HEARTBEAT_MS = 30_000;
const MOST_PENDING = 50;

export interface TalkContext {
  readonly database: Database;
  readonly sessions: Sessions;
  readonly hub: Hub;
  readonly logger: Logger;
}

/** The life of one connection, from the history to its end. */
export function talk(
  socket: WebSocket,
  principal: Principal,
  record: RoomRecord,
  context: TalkContext,
): void {
  const { hub, logger } = context;
  const connection = new Connection(socket, principal, record.slug);
  const room = hub.join(record, connection);
  const endHeartbeat = beat(socket, connection, context);
  const say = inOrder(connection, (frame) => handleSay(frame, connection, record, context));
  socket.on('message', (data: RawData) => receive(data, connection, say));
  socket.on('error', (error) => logger.info({ err: error }, 'connection trouble'));
  socket.on('close', () => {
    endHeartbeat();
    hub.leave(room, connection);
  });
  latestMessages(record.slug, HISTORY).then(
    (history) => {
      room.noteHistory(history);
      connection.begin(history);
    },
    (error: unknown) => {
      logger.error({ err: error }, 'no history');
      connection.send({
        type: 'error',
        client_id: null,
        reason: 'the history cannot be read; try again later',
      });
      connection.close(CLOSE_TRY_AGAIN, 'no history');
    },
  );
}

function receive(data: RawData, connection: Connection, say: (frame: SayFrame) => void): void {
  const read = readFrame(data.toString());
  if (read.ok) {
    say(read.frame);
  } else {
    connection.send({ type: 'error', client_id: read.clientId, reason: read.reason });
  }
}

/** What somebody says is stored in the order in which it was said; who says too much at once is told so. */
function inOrder(
  connection: Connection,
  handle: (frame: SayFrame) => Promise<void>,
): (frame: SayFrame) => void {
  let pending = 0;
  let previous = Promise.resolve();
  return (frame) => {
    if (pending >= MOST_PENDING) {
      connection.send({ type: 'error', client_id: frame.id, reason: 'too many messages at once' });
      return;
    }
    pending += 1;
    previous = previous.then(() => handle(frame)).finally(() => (pending -= 1));
  };
}

/** First PostgreSQL, then Redis: what is told to anybody is stored. */
async function handleSay(
  frame: SayFrame,
  connection: Connection,
  record: RoomRecord,
  { hub, logger }: TalkContext,
): Promise<void> {
  try {
    const row = await storeMessage(record.slug, connection.principal.name, frame);
    const delivery = await hub.announce(record.slug, row);
    const stored = { type: 'stored', client_id: frame.id, id: row.id } as const;
    connection.send(delivery === 'now' ? stored : { ...stored, delivered: false });
  } catch (error) {
    logger.error(
      { err: error, cause: error instanceof Error ? error.cause : undefined },
      'not confirmed as stored',
    );
    connection.send({ type: 'error', client_id: frame.id, reason: notStored(error) });
  }
}

/** A store that went silent may still have taken the message: saying it again with the same id is safe. */
function notStored(error: unknown): string {
  return error instanceof StoreUnavailable
    ? `not confirmed as stored, because ${messageOf(error)}`
    : 'the message was not stored';
}

/** Finds connections that are dead, and sessions that have ended since. */
function beat(socket: WebSocket, connection: Connection, { sessions, logger }: TalkContext): () => void {
  let alive = true;
  socket.on('pong', () => {
    alive = true;
  });
  const check = async (): Promise<void> => {
    if (connection.principal.expiresAt < new Date() || !(await sessions.isOpen(connection.principal))) {
      connection.close(CLOSE_SESSION_ENDED, 'the session has ended');
    }
  };
  const timer = setInterval(() => {
    if (!alive) {
      socket.terminate();
      return;
    }
    alive = false;
    socket.ping();
    // Nobody knows whether the session still exists while Redis is out; the next beat asks again.
    check().catch((error: unknown) => logger.warn({ err: error }, 'the session could not be checked'));
  }, HEARTBEAT_MS);
  return () => clearInterval(timer);
}
