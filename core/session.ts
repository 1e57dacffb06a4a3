import type { ApiSurface, HttpAnswer } from './ports.ts';
import { FaultError, fault } from './fault.ts';
import { atPath } from './pointer.ts';
import { isSuccess } from './status.ts';
import type { Json } from './types.ts';

export type Login = NonNullable<ApiSurface['login']>;

/** Where the token goes when the configuration says nothing (RFC 6750). */
const usualHeader = 'Authorization: Bearer ${token}';
/** What a cookie is called whose value a page must send back in a header of its own (Django, Laravel, Angular, Express). */
const againstForgery = /csrf|xsrf/i;
const forgeryHeaders = ['x-csrftoken', 'x-csrf-token', 'x-xsrf-token'];

type Texts = Readonly<Record<string, string>>;

/** Whether a session is cookies: the configuration names a sign-in and no place of a token in its answer. Its token is the whole text of the header `Cookie`. */
export function isCookie({ path, tokenPath }: Login): boolean {
  return path !== undefined && tokenPath === undefined;
}

/** The headers that carry a token as the platform wants it; of cookies, with the one that is given back against forged requests. */
export function carrying(login: Login | undefined, token: string): Texts {
  if (login && isCookie(login)) return { cookie: token, ...forgery(token) };
  const [, name = '', value = ''] = /^([^:]+):\s*(.*)$/s.exec(login?.header ?? usualHeader) ?? [];
  return { [name.toLowerCase()]: value.replaceAll('${token}', token) };
}

/** A token with its values changed and its form kept: of cookies each value, of anything else the whole. */
export function withOther(login: Login | undefined, token: string, change: (value: string) => string): string {
  if (!login || !isCookie(login)) return change(token);
  return cookiesOf(token).map(([name, value]) => `${name}=${change(value)}`).join('; ');
}

function forgery(cookie: string): Texts {
  const value = cookiesOf(cookie).find(([name]) => againstForgery.test(name))?.[1];
  if (value === undefined) return {};
  return Object.fromEntries(forgeryHeaders.map((name) => [name, decoded(value)]));
}

function decoded(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    // A per cent sign that encodes nothing: the value is meant as it stands.
    return value;
  }
}

/** Names and values of a `Cookie` header. */
export function cookiesOf(cookie: string): readonly (readonly [string, string])[] {
  return cookie.split(/;\s*/).filter(Boolean).map((each) => {
    const at = each.indexOf('=');
    return at < 0 ? [each, ''] as const : [each.slice(0, at), each.slice(at + 1)] as const;
  });
}

/** The `Cookie` header after an answer: what was sent, with what the answer sets and without what it takes away. */
export function cookiesAfter(before: string, { cookies = [] }: Pick<HttpAnswer, 'cookies'>): string {
  const jar = new Map(cookiesOf(before));
  for (const each of cookies) {
    const [[name, value] = ['', '']] = cookiesOf(each);
    if (value === '' || /;\s*max-age=(0|-\d+)\b/i.test(each)) jar.delete(name);
    else jar.set(name, value);
  }
  return [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
}

/** A request as `ports.http.request` takes it. */
export interface LoginRequest {
  readonly url: string;
  readonly init: { readonly method: string; readonly headers: Texts; readonly body: string };
}

/** A key that the configuration gives outright, where nobody signs in for one. */
export function givenToken(login: Login, role: string): string | undefined {
  return login.path === undefined ? credentialsOf(login, role)['token'] : undefined;
}

function credentialsOf(login: Login, role: string): Texts {
  const body = login.roles[role];
  if (!body) throw new FaultError(fault('login-failed', `the role “${role}” has no credentials under api.login.roles (there: ${Object.keys(login.roles).join(', ') || 'none'})`));
  return body;
}

/** The request that signs a role in, from `api.login` of the configuration, with the cookies that a visitor already has. Throws `login-failed` for a role that it does not name. */
export function loginRequest(origin: string, login: Login, role: string, cookies = ''): LoginRequest {
  const { text, contentType } = loginBody(login, credentialsOf(login, role));
  const headers = { 'content-type': contentType, accept: 'application/json', ...(cookies !== '' && { cookie: cookies, ...forgery(cookies) }) };
  return { url: origin + (login.path ?? ''), init: { method: login.method, headers, body: text } };
}

/** Credentials as the sign-in takes them: JSON, or a form. */
export function loginBody(login: Login, credentials: Texts): { readonly text: string; readonly contentType: string } {
  return login.as === 'form'
    ? { text: new URLSearchParams(credentials).toString(), contentType: 'application/x-www-form-urlencoded' }
    : { text: JSON.stringify(credentials), contentType: 'application/json' };
}

/**
 * The token in the answer to a login, at `api.login.tokenPath` (names between dots: `data.token`); where none is named, the cookies that the answer sets.
 * Throws `login-failed` when the status is no success or nothing stands there; the answer itself is never quoted, it may hold a token elsewhere.
 */
export function tokenIn(answer: Pick<HttpAnswer, 'status' | 'body' | 'cookies'>, login: Login, before = ''): string {
  const request = `${login.method} ${login.path ?? ''}`;
  const { tokenPath } = login;
  if (!isSuccess(answer.status) && !(tokenPath === undefined && answer.status < 400)) throw new FaultError(fault('login-failed', `${request} answered ${answer.status}`));
  if (tokenPath === undefined) return cookieIn(answer, request, before);
  let body: Json;
  try {
    body = JSON.parse(answer.body) as Json;
  } catch (cause) {
    throw new FaultError(fault('login-failed', `${request} answered ${answer.status} with a body that is not JSON`, { cause }));
  }
  const found = atPath(body, tokenPath);
  if (typeof found !== 'string' || found === '') throw new FaultError(fault('login-failed', `${request} answered ${answer.status} without a token at “${tokenPath}”`));
  return found;
}

/** Whoever is refused may get a cookie too, but not a session: one that is there to be given back is none. */
function cookieIn(answer: Pick<HttpAnswer, 'status' | 'cookies'>, request: string, before: string): string {
  const known = new Set(cookiesOf(before).map(([name, value]) => `${name}=${value}`));
  const all = cookiesAfter(before, answer);
  const fresh = cookiesOf(all).filter(([name, value]) => !againstForgery.test(name) && !known.has(`${name}=${value}`));
  if (fresh.length === 0) throw new FaultError(fault('login-failed', `${request} answered ${answer.status} without a cookie of a session; name the place of a token in its answer under api.login.tokenPath, if there is one`));
  return all;
}
