import { causeText } from '../../../core/fault.ts';
import type { HttpAnswer, Ports } from '../../../core/ports.ts';
import type { Target } from '../../../core/proof/evidence.ts';
import type { Json } from '../../../core/types.ts';
import { ask as askPolitely, type Waiting } from '../http/ask.ts';
import { jsonOf, jsonOrText } from '../http/json.ts';
import { bearerFor } from '../http/session.ts';
import type { Answered, Askable } from './asked.ts';

/** An unavailable store's 503 is an answer here, and nobody waits for it. */
const tooMany: Waiting = { statuses: [429], limitMs: 30_000 };

export interface HttpRequest {
  readonly method: string;
  /** Path and query. */
  readonly url: string;
  readonly role?: string | undefined;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: { readonly text: string | Uint8Array; readonly contentType: string; readonly json?: Json };
}

/** A body of JSON as part of a request; nothing where there is none. */
export function jsonBody(json: Json | undefined): Pick<HttpRequest, 'body'> {
  return json === undefined ? {} : { body: { text: JSON.stringify(json), contentType: 'application/json', json } };
}

/** An operation of the HTTP API, asked as the role that was let in. */
export function httpAskable(target: Target, origin: string, request: HttpRequest): Askable {
  return { target, ask: (ports, budgetMs, signal) => askHttp(ports, origin, request, budgetMs, signal) };
}

/** One request. A platform that says "too many" is asked again when it says so; whatever else comes is the answer. */
export async function askHttp(ports: Ports, origin: string, request: HttpRequest, budgetMs: number, signal: AbortSignal): Promise<Answered> {
  const token = await bearerFor(ports, request.role).catch((error: unknown): { readonly refused: string } => {
    signal.throwIfAborted();
    return { refused: causeText(error) };
  });
  if ('refused' in token) return nobody(ports, request, token.refused);
  const headers: Readonly<Record<string, string>> = { ...token, ...request.headers, ...(request.body && { 'content-type': request.body.contentType }) };
  const init = { method: request.method, headers, timeoutMs: budgetMs, ...(request.body && { body: request.body.text }) };
  const from = ports.clock.now();
  const start = ports.clock.tick();
  const about = {
    url: request.url, from,
    request: { method: request.method, url: request.url, headers, ...(request.body?.json !== undefined && { body: request.body.json }), ...claimsOf(headers['authorization']) },
  };
  try {
    const answer = await askPolitely(ports, origin + request.url, init, signal, tooMany);
    return { ...about, ...bodyOf(answer), status: answer.status, ms: Math.round(answer.ms), from: ports.clock.now() - Math.ceil(answer.ms) - 1, to: ports.clock.now() };
  } catch (error) {
    signal.throwIfAborted();
    return { ...about, status: 0, ms: Math.round(ports.clock.tick() - start), to: ports.clock.now(), broke: causeText(error) };
  }
}

/** Whoever cannot sign in cannot ask: that is no answer of the endpoint. */
function nobody(ports: Ports, { method, url }: HttpRequest, broke: string): Answered {
  const now = ports.clock.now();
  return { url, status: 0, ms: 0, from: now, to: now, broke, request: { method, url, headers: {} } };
}

/** JSON is parsed and text is kept; other bytes are one value, in the form in which a tap gives bytes. */
function bodyOf({ headers, body, base64 }: HttpAnswer): Pick<Answered, 'contentType' | 'body'> {
  const contentType = headers['content-type'];
  const type = contentType?.split(';')[0]?.trim().toLowerCase() ?? '';
  const known = contentType === undefined ? {} : { contentType };
  if (type === 'application/json' || type.endsWith('+json')) return { ...known, body: jsonOrText(body) };
  return { ...known, body: base64 ?? body };
}

/** What a JSON Web Token says of its bearer (RFC 7519): an answer may give that back without asking a store. */
function claimsOf(authorization: string | undefined): { readonly claims?: Json } {
  const payload = authorization?.replace(/^Bearer /i, '').split('.')[1];
  const claims = payload === undefined ? undefined : jsonOf(Buffer.from(payload, 'base64url').toString('utf8'));
  return claims === undefined ? {} : { claims };
}
