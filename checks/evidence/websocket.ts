import { count, flag, kindOf, listOf, maybe, oneOf, recordOf, text } from '../../core/shape.ts';
import type { Kind } from '../../core/types.ts';

/** Who connects: somebody permitted; nobody; somebody with nonsense or a foreign signature for a token; a permitted one from a page elsewhere. */
export const callers = ['permitted', 'nobody', 'nonsense', 'other-key', 'elsewhere'] as const;
export type Caller = (typeof callers)[number];

export interface Connection {
  readonly service: string;
  readonly caller: Caller;
  readonly opened: boolean;
  /** HTTP status with which the handshake was refused. */
  readonly status?: number;
  /** Code with which the server closed it again within a moment. */
  readonly closed?: number;
  /** Messages that came within that moment. */
  readonly heard: number;
  readonly broke?: string;
}
export interface WebSocketAccess {
  readonly path: string;
  readonly connections: readonly Connection[];
  /** Services that are not in the stack. */
  readonly absent: readonly string[];
  /** Whether the configuration says that it is for those with a token. */
  readonly guarded: boolean;
}

/** Who may open the platform's WebSocket. */
export const webSocketAccess: Kind<WebSocketAccess> = kindOf('websocket-access', recordOf<WebSocketAccess>({
  path: text, absent: listOf(text), guarded: flag,
  connections: listOf(recordOf<Connection>({
    service: text, caller: oneOf<Caller>(...callers), opened: flag, status: maybe(count), closed: maybe(count), heard: count, broke: maybe(text),
  })),
}));

export interface WebSocketConversation {
  readonly path: string;
  readonly from: string;
  readonly to: string;
  /** True when both ends are different services. */
  readonly across: boolean;
  /** Why there was none: nothing to say is configured, or a connection was refused. */
  readonly silent?: string;
  /** The server's word when the connection was refused or broke. */
  readonly broke?: string;
  /** Milliseconds until the other end heard the text; absent when it did not. */
  readonly heardMs?: number;
  /** What the speaker was told, at most 300 characters of each message. */
  readonly told: readonly string[];
  readonly stored?: { readonly store: string; readonly found: boolean; readonly removed?: boolean; readonly broke?: string };
}

/** Something said at one end, looked for at the other end and in the store. */
export const webSocketConversation: Kind<WebSocketConversation> = kindOf('websocket-conversation', recordOf<WebSocketConversation>({
  path: text, from: text, to: text, across: flag, silent: maybe(text), broke: maybe(text), heardMs: maybe(count), told: listOf(text),
  stored: maybe(recordOf<NonNullable<WebSocketConversation['stored']>>({ store: text, found: flag, removed: maybe(flag), broke: maybe(text) })),
}));
