import { setTimeout as delay } from 'node:timers/promises';
import { asFault, fault, FaultError } from '../core/fault.ts';
import type { Http, HttpAnswer, Platform, Ports, Stack } from '../core/ports.ts';
import { cookiesAfter, cookiesOf, givenToken, isCookie, loginRequest, tokenIn, type Login } from '../core/session.ts';

const ANSWER_LIMIT_MS = 10_000;

/**
 * One sign-in for each role of a running stack, shared by every probe: a platform that is well kept limits how often one may sign in.
 * A sign-in that failed is tried again by the next who asks; `anew` is for a platform that lost its sessions in an outage. Rejects with a FaultError `login-failed` that says why.
 */
export function sessionsOn(platform: Platform, stack: Stack, http: Http, secret: (value: string) => void): Ports['token'] {
  const known = new Map<string, Promise<string>>();
  return (role, anew) => {
    const before = known.get(role);
    if (before && !anew) return before;
    const token = before ? signIn(platform, stack, http, role) : firstSignIn(platform, stack, http, role);
    known.set(role, token);
    // Whoever could not sign in again keeps what he had: it may be good yet.
    token.then((value) => { for (const each of secretsIn(platform, value)) secret(each); }, () => (before ? known.set(role, before) : known.delete(role)));
    return token;
  };
}

/** Where a service has no health check of its own, it may listen before it serves: so long the first sign-in of a role is tried again, while no answer comes at all. */
const startLimitMs = 60_000;
const pauseMs = 500;

async function firstSignIn(platform: Platform, stack: Stack, http: Http, role: string): Promise<string> {
  for (const start = performance.now(); ;) {
    try {
      return await signIn(platform, stack, http, role);
    } catch (error) {
      if (!isUnserved(error) || performance.now() - start > startLimitMs) throw error;
      await delay(pauseMs);
    }
  }
}

/** Refused, or cut off before an answer came: by the system, or by the engine that listens in a container's place. */
function isUnserved(error: unknown): boolean {
  for (let cause = error; cause instanceof Error; cause = cause.cause) if (/^(ECONNREFUSED|ECONNRESET|EPIPE|UND_ERR_SOCKET)$/.test(String((cause as NodeJS.ErrnoException).code))) return true;
  return false;
}

/** Not bound to one probe's signal: the token belongs to the run, and the request has its own limit. */
async function signIn({ api }: Platform, stack: Stack, http: Http, role: string): Promise<string> {
  if (!api?.login) throw new FaultError(fault('login-failed', 'api.login is not configured, so nobody can sign in as a role'));
  const origin = stack.origin(api.service);
  if (origin === undefined) throw new FaultError(fault('login-failed', `the service ${api.service} is not running`));
  const { login } = api;
  try {
    return givenToken(login, role) ?? await signedIn(origin, login, role, http);
  } catch (error) {
    throw Object.assign(new FaultError(asFault(error, 'login-failed', `the role ${role} could not sign in`)), { cause: error });
  }
}

/** Statuses with which a sign-in says that the visitor lacks the cookie against forged requests (Django, Laravel). */
const forgeryStatuses = new Set([403, 419]);

/** Whoever needs a cookie before he may sign in gets it where everybody does: by looking at the page first. */
async function signedIn(origin: string, login: Login, role: string, http: Http): Promise<string> {
  const send = async (cookies: string): Promise<HttpAnswer> => {
    const { url, init } = loginRequest(origin, login, role, cookies);
    return http.request(url, { ...init, timeoutMs: ANSWER_LIMIT_MS });
  };
  const answer = await send('');
  if (!isCookie(login) || !forgeryStatuses.has(answer.status)) return tokenIn(answer, login);
  const page = await http.request(origin + (login.path ?? ''), { timeoutMs: ANSWER_LIMIT_MS });
  const cookies = cookiesAfter(cookiesAfter('', answer), page);
  return tokenIn(await send(cookies), login, cookies);
}

/** A cookie's value is as secret alone as it is in the header. */
function secretsIn({ api }: Platform, token: string): readonly string[] {
  return api?.login && isCookie(api.login) ? [token, ...cookiesOf(token).map(([, value]) => value)] : [token];
}
