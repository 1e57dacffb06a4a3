import { MESSAGES, type MessageRow } from '@quotedesk/shared/data/chat.ts';
import { onlyRow, type Queryable } from '@quotedesk/shared/postgres.ts';
import type { SayFrame } from './protocol.ts';

const INSERT = `
  INSERT INTO chat_messages (room_id, author_id, client_id, body) VALUES ($1, $2, $3, $4)
  ON CONFLICT (author_id, client_id) DO NOTHING`;

/** What was said twice, because the client did not hear that it was stored, is one message. */
export async function storeMessage(
  database: Queryable,
  roomId: string,
  authorId: string,
  frame: SayFrame,
): Promise<MessageRow> {
  await database.query(INSERT, [roomId, authorId, frame.id, frame.body]);
  const stored = await database.query<MessageRow>(`${MESSAGES} WHERE author_id = $1 AND client_id = $2`, [
    authorId,
    frame.id,
  ]);
  return onlyRow(stored);
}

export function messagesSince(
  database: Queryable,
  roomId: string,
  seq: number,
  limit: number,
): Promise<readonly MessageRow[]> {
  return database.query<MessageRow>(`${MESSAGES} WHERE room_id = $1 AND seq > $2 ORDER BY seq LIMIT $3`, [
    roomId,
    seq,
    limit,
  ]);
}
