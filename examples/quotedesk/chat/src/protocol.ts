/** What client and server say to each other, as JSON text frames. */
import { z } from 'zod';
import type { ChatMessage } from '@quotedesk/shared/data/chat.ts';

export const SUBPROTOCOL = 'quotedesk.v1';
export const MAX_FRAME_BYTES = 16 * 1024;
const LONGEST_BODY = 4_000;

export const CLOSE_GOING_AWAY = 1001;
export const CLOSE_TRY_AGAIN = 1013;
export const CLOSE_SESSION_ENDED = 4401;

const sayFrame = z.object({
  type: z.literal('say'),
  id: z.guid(),
  body: z
    .string()
    .max(LONGEST_BODY, { error: `is longer than ${LONGEST_BODY} characters` })
    .refine((body) => body.trim() !== '', { error: 'is empty' })
    // PostgreSQL's text has no place for NUL.
    .refine((body) => !body.includes('\0'), { error: 'contains NUL' }),
});

export type SayFrame = z.output<typeof sayFrame>;

export type ServerFrame =
  | { readonly type: 'history'; readonly messages: readonly ChatMessage[] }
  | ({ readonly type: 'message'; readonly room: string } & ChatMessage)
  | { readonly type: 'stored'; readonly client_id: string; readonly id: string; readonly delivered?: false }
  | { readonly type: 'error'; readonly client_id: string | null; readonly reason: string };

export type ReadFrame =
  | { readonly ok: true; readonly frame: SayFrame }
  | { readonly ok: false; readonly clientId: string | null; readonly reason: string };

export function readFrame(text: string): ReadFrame {
  const json = parseJson(text);
  const parsed = sayFrame.safeParse(json);
  if (parsed.success) {
    return { ok: true, frame: parsed.data };
  }
  const issue = parsed.error.issues[0];
  const named = z.object({ id: z.guid() }).safeParse(json);
  const reason =
    json === undefined ? 'not JSON' : `${issue?.path.join('.') || 'frame'}: ${issue?.message ?? 'is wrong'}`;
  return { ok: false, clientId: named.success ? named.data.id : null, reason };
}

/** Whether a text is JSON is a question; "no" is an answer. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
