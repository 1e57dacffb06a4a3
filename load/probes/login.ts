import { FaultError, fault } from '../../core/fault.ts';
import type { EndpointSample, Ports } from '../../core/ports.ts';
import { loginRequest, tokenIn } from '../../core/session.ts';

const answerLimitMs = 10_000;

/** One token for each role and run: signing in is rate-limited on a platform that is well kept. */
const tokens = new WeakMap<Ports['platform'], Map<string, Promise<string>>>();

/** The `authorization` header with which an endpoint is asked, or undefined for one that is open to everybody. */
export async function bearer(ports: Ports, endpoint: EndpointSample, signal: AbortSignal): Promise<string | undefined> {
  const api = ports.platform.api;
  if (!api?.login || api.open.includes(`${endpoint.method} ${endpoint.path}`)) return undefined;
  const role = endpoint.role ?? Object.keys(api.login.roles)[0];
  if (role === undefined) throw new FaultError(fault('login-failed', 'api.login names no role'));
  const known = tokens.get(ports.platform) ?? new Map<string, Promise<string>>();
  tokens.set(ports.platform, known);
  const token = known.get(role) ?? signIn(ports, role, signal);
  known.set(role, token);
  return `Bearer ${await token}`;
}

async function signIn(ports: Ports, role: string, signal: AbortSignal): Promise<string> {
  const api = ports.platform.api;
  const origin = api && ports.stack.origin(api.service);
  if (!api?.login || origin === undefined) throw new FaultError(fault('login-failed', 'the API has no address: it is not running'));
  const { url, init } = loginRequest(origin, api.login, role);
  const token = tokenIn(await ports.http.request(url, { ...init, timeoutMs: answerLimitMs, signal }), api.login);
  ports.secret(token);
  return token;
}
