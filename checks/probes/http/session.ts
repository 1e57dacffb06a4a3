import { fault, FaultError } from '../../../core/fault.ts';
import type { Ports, Stack } from '../../../core/ports.ts';
import { loginRequest, tokenOf } from '../../../core/session.ts';

const loginLimitMs = 10_000;

/** One login for each role and running stack, shared by all probes; a login that failed is tried again by the next probe. */
const sessions = new WeakMap<Stack, Map<string, Promise<string>>>();

/** The roles of the configuration in their order; none when the platform has no login. */
export function rolesOf(ports: Ports): readonly string[] {
  return Object.keys(ports.platform.api?.login?.roles ?? {});
}

/** The token of a role, registered as a secret. Throws a FaultError `login-failed` with the reason. */
export function tokenFor(ports: Ports, role: string): Promise<string> {
  const known = sessions.get(ports.stack) ?? new Map<string, Promise<string>>();
  sessions.set(ports.stack, known);
  const before = known.get(role);
  if (before) return before;
  const token = logIn(ports, role);
  known.set(role, token);
  token.catch(() => known.delete(role));
  return token;
}

/** Not bound to one probe's signal: the token belongs to the run, and the request has its own limit. */
async function logIn(ports: Ports, role: string): Promise<string> {
  const { api } = ports.platform;
  const origin = api && ports.stack.origin(api.service);
  const request = api && origin ? loginRequest(api, origin, role) : undefined;
  if (!api?.login || !request) throw refused(role, 'the configuration has no login for it, or the service is not there');
  const answer = await ports.http.request(request.url, { ...request.init, timeoutMs: loginLimitMs }).catch((error: unknown) => {
    throw refused(role, 'the request failed', error);
  });
  const read = tokenOf(answer, api.login.tokenPath);
  if ('reason' in read) throw refused(role, read.reason);
  ports.secret(read.token);
  return read.token;
}

function refused(role: string, reason: string, cause?: unknown): FaultError {
  return new FaultError(fault('login-failed', `role ${role} could not log in: ${reason}`, { cause }));
}
