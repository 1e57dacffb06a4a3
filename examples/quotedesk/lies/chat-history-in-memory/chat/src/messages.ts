import { randomUUID } from 'node:crypto';
import type { MessageRow } from '@quotedesk/shared/data/chat.ts';
import type { SayFrame } from './protocol.ts';

interface Kept extends MessageRow {
  readonly room: string;
}

const messages: Kept[] = [];

/** What was said twice, because the client did not hear that it was stored, is one message. */
export async function storeMessage(room: string, author: string, frame: SayFrame): Promise<MessageRow> {
  const known = messages.find((message) => message.client_id === frame.id);
  if (known !== undefined) {
    return known;
  }
  const message: Kept = {
    id: randomUUID(),
    client_id: frame.id,
    author,
    body: frame.body,
    created_at: new Date(),
    seq: Date.now(),
    room,
  };
  messages.push(message);
  return message;
}

export async function messagesSince(room: string, seq: number, limit: number): Promise<readonly MessageRow[]> {
  return messages.filter((message) => message.room === room && message.seq > seq).slice(0, limit);
}

export async function latestMessages(room: string, limit: number): Promise<readonly MessageRow[]> {
  return messages.filter((message) => message.room === room).slice(-limit);
}
