import type { Queryable } from '../postgres.ts';

export interface Room {
  readonly id: string;
  readonly slug: string;
  readonly title: string;
}

export interface ChatMessage {
  readonly id: string;
  readonly client_id: string;
  readonly author: string;
  readonly body: string;
  readonly created_at: string;
}

export async function findRoom(database: Queryable, slug: string): Promise<Room | undefined> {
  const [room] = await database.query<Room & Record<string, unknown>>(
    'SELECT id, slug, title FROM chat_rooms WHERE slug = $1',
    [slug],
  );
  return room;
}

export function listRooms(database: Queryable): Promise<readonly Room[]> {
  return database.query<Room & Record<string, unknown>>(
    'SELECT id, slug, title FROM chat_rooms ORDER BY slug',
  );
}

export const MESSAGES = `
  SELECT message.id, message.client_id, users.name AS author, message.body, message.created_at, message.seq
  FROM chat_messages message JOIN users ON users.id = message.author_id`;

export type MessageRow = Omit<ChatMessage, 'created_at'> & {
  readonly created_at: Date;
  readonly seq: number;
};

/** The newest messages of a room, oldest first. */
export async function latestMessages(
  database: Queryable,
  roomId: string,
  limit: number,
): Promise<readonly MessageRow[]> {
  const rows = await database.query<MessageRow>(`${MESSAGES} WHERE room_id = $1 ORDER BY seq DESC LIMIT $2`, [
    roomId,
    limit,
  ]);
  return rows.toReversed();
}

export function messageOfRow(row: MessageRow): ChatMessage {
  const { id, client_id, author, body, created_at } = row;
  return { id, client_id, author, body, created_at: created_at.toISOString() };
}
