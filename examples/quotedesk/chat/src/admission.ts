import type { IncomingMessage } from 'node:http';
import { findRoom, type Room } from '@quotedesk/shared/data/chat.ts';
import { messageOf, StoreUnavailable } from '@quotedesk/shared/errors.ts';
import type { Logger } from '@quotedesk/shared/logger.ts';
import { isAllowedOrigin } from '@quotedesk/shared/origin.ts';
import type { Queryable } from '@quotedesk/shared/postgres.ts';
import { bearerToken, type Principal, type Sessions } from '@quotedesk/shared/sessions.ts';
import { SUBPROTOCOL } from './protocol.ts';

const TOKEN_PREFIX = 'bearer.';

export type Admission =
  | { readonly ok: true; readonly principal: Principal; readonly room: Room }
  | { readonly ok: false; readonly status: number; readonly detail: string };

export interface Gate {
  readonly origins: readonly string[];
  readonly sessions: Sessions;
  readonly database: Queryable;
  readonly logger: Logger;
}

const refuse = (status: number, detail: string): Admission => ({ ok: false, status, detail });

/** Who may come in is decided before there is a WebSocket, so that a refusal has an HTTP status. */
export async function admit(request: IncomingMessage, gate: Gate): Promise<Admission> {
  const [path, query] = (request.url ?? '').split('?');
  if (path !== '/chat') {
    return refuse(404, 'There is no such WebSocket.');
  }
  if (!isAllowedOrigin(request.headers.origin, gate.origins)) {
    return refuse(403, 'This origin may not connect.');
  }
  try {
    return await admitTo(new URLSearchParams(query).get('room') ?? '', tokenOf(request), gate);
  } catch (error) {
    gate.logger.error(
      { err: error, cause: error instanceof Error ? error.cause : undefined },
      'admission failed',
    );
    return error instanceof StoreUnavailable
      ? refuse(503, `${messageOf(error)}; try again later.`)
      : refuse(500, 'The connection could not be made.');
  }
}

async function admitTo(slug: string, token: string | undefined, gate: Gate): Promise<Admission> {
  const principal = token === undefined ? undefined : await gate.sessions.verify(token);
  if (principal === undefined) {
    return refuse(401, 'A valid bearer token is necessary.');
  }
  const room = await findRoom(gate.database, slug);
  return room === undefined ? refuse(404, 'There is no such room.') : { ok: true, principal, room };
}

/** Browsers cannot set headers for a WebSocket, but protocols: `quotedesk.v1, bearer.<token>`. */
function tokenOf(request: IncomingMessage): string | undefined {
  const offered = (request.headers['sec-websocket-protocol'] ?? '')
    .split(',')
    .map((protocol) => protocol.trim());
  const bearer = offered.find((protocol) => protocol.startsWith(TOKEN_PREFIX));
  return offered.includes(SUBPROTOCOL) && bearer !== undefined
    ? bearerToken(`Bearer ${bearer.slice(TOKEN_PREFIX.length)}`)
    : bearerToken(request.headers.authorization);
}
