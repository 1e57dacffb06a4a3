import * as z from 'zod/mini';

export const SUBPROTOCOL = 'quotedesk.v1';
/** The code with which the server closes a connection whose session is over. */
export const SESSION_ENDED = 4401;
/** The longest message that the chat server takes. */
export const MAX_BODY = 4000;

const storedMessage = z.object({
  id: z.string(),
  author: z.string(),
  body: z.string(),
  created_at: z.string(),
  client_id: z.string(),
});

const frame = z.discriminatedUnion('type', [
  z.object({ type: z.literal('history'), messages: z.array(storedMessage) }),
  z.extend(storedMessage, { type: z.literal('message'), room: z.string() }),
  z.object({
    type: z.literal('stored'),
    client_id: z.string(),
    id: z.string(),
    delivered: z.optional(z.boolean()),
  }),
  z.object({ type: z.literal('error'), client_id: z.optional(z.nullable(z.string())), reason: z.string() }),
]);

export type StoredMessage = z.infer<typeof storedMessage>;
export type ServerFrame = z.infer<typeof frame>;

/** Throws when the server says something that this page does not know. */
export function parseFrame(text: string): ServerFrame {
  return frame.parse(JSON.parse(text));
}

export function sayFrame(id: string, body: string): string {
  return JSON.stringify({ type: 'say', id, body });
}

export function chatAddress(chatUrl: string, room: string): string {
  return `${chatUrl}/chat?${new URLSearchParams({ room }).toString()}`;
}

export function protocolsFor(token: string): string[] {
  return [SUBPROTOCOL, `bearer.${token}`];
}
