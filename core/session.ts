import type { ApiSurface, HttpAnswer } from './ports.ts';
import { FaultError, fault } from './fault.ts';
import { atPath } from './pointer.ts';
import { isSuccess } from './status.ts';
import type { Json } from './types.ts';

export type Login = NonNullable<ApiSurface['login']>;

/** The header that carries a token. */
export function bearer(token: string): { readonly authorization: string } {
  return { authorization: `Bearer ${token}` };
}

/** A request as `ports.http.request` takes it. */
export interface LoginRequest {
  readonly url: string;
  readonly init: { readonly method: string; readonly headers: Readonly<Record<string, string>>; readonly body: string };
}

/** The request that signs a role in, from `api.login` of the configuration. Throws `login-failed` for a role that it does not name. */
export function loginRequest(origin: string, login: Login, role: string): LoginRequest {
  const body = login.roles[role];
  if (!body) {
    throw new FaultError(fault('login-failed', `the role “${role}” has no credentials under api.login.roles (there: ${Object.keys(login.roles).join(', ') || 'none'})`));
  }
  return {
    url: origin + login.path,
    init: { method: login.method, headers: { 'content-type': 'application/json', accept: 'application/json' }, body: JSON.stringify(body) },
  };
}

/**
 * The token in the answer to a login, at `api.login.tokenPath` (names between dots: `data.token`).
 * Throws `login-failed` when the status is not 2xx or no text stands there; the answer itself is never quoted, it may hold a token elsewhere.
 */
export function tokenIn(answer: Pick<HttpAnswer, 'status' | 'body'>, login: Login): string {
  const request = `${login.method} ${login.path}`;
  if (!isSuccess(answer.status)) throw new FaultError(fault('login-failed', `${request} answered ${answer.status}`));
  let body: Json;
  try {
    body = JSON.parse(answer.body) as Json;
  } catch (cause) {
    throw new FaultError(fault('login-failed', `${request} answered ${answer.status} with a body that is not JSON`, { cause }));
  }
  const found = atPath(body, login.tokenPath);
  if (typeof found !== 'string' || found === '') throw new FaultError(fault('login-failed', `${request} answered ${answer.status} without a token at “${login.tokenPath}”`));
  return found;
}
