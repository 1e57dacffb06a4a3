import { asFault, fault, FaultError } from '../core/fault.ts';
import type { Http, Platform, Ports, Stack } from '../core/ports.ts';
import { loginRequest, tokenIn } from '../core/session.ts';

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
    const token = signIn(platform, stack, http, role);
    known.set(role, token);
    // Whoever could not sign in again keeps what he had: it may be good yet.
    token.then(secret, () => (before ? known.set(role, before) : known.delete(role)));
    return token;
  };
}

/** Not bound to one probe's signal: the token belongs to the run, and the request has its own limit. */
async function signIn({ api }: Platform, stack: Stack, http: Http, role: string): Promise<string> {
  if (!api?.login) throw new FaultError(fault('login-failed', 'api.login is not configured, so nobody can sign in as a role'));
  const origin = stack.origin(api.service);
  if (origin === undefined) throw new FaultError(fault('login-failed', `the service ${api.service} is not running`));
  const { url, init } = loginRequest(origin, api.login, role);
  try {
    return tokenIn(await http.request(url, { ...init, timeoutMs: ANSWER_LIMIT_MS }), api.login);
  } catch (error) {
    throw new FaultError(asFault(error, 'login-failed', `the role ${role} could not sign in`));
  }
}
