import { FaultError, fault } from '../../core/fault.ts';
import type { EndpointSample, Ports } from '../../core/ports.ts';

/** The `authorization` header with which an endpoint is asked, or undefined for one that is open to everybody. */
export async function bearer(ports: Ports, endpoint: EndpointSample): Promise<string | undefined> {
  const api = ports.platform.api;
  if (!api?.login || api.open.includes(`${endpoint.method} ${endpoint.path}`)) return undefined;
  const role = endpoint.role ?? Object.keys(api.login.roles)[0];
  if (role === undefined) throw new FaultError(fault('login-failed', 'api.login names no role'));
  return `Bearer ${await ports.token(role)}`;
}
