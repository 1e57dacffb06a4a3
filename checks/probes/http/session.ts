import type { Ports } from '../../../core/ports.ts';
import { carrying } from '../../../core/session.ts';

/** The roles of the configuration in their order; none when the platform has no login. */
export function rolesOf(ports: Ports): readonly string[] {
  return Object.keys(ports.platform.api?.login?.roles ?? {});
}

/** The headers that carry a role's token; none for nobody. */
export async function bearerFor(ports: Ports, role: string | undefined): Promise<Readonly<Record<string, string>>> {
  return role === undefined ? {} : carrying(ports.platform.api?.login, await ports.token(role));
}

/** Signs every role in again: what a platform did meanwhile (a start that sets passwords anew, data that were brought back) may have ended its sessions. Who cannot keeps what he had. */
export async function reopened(ports: Ports, signal: AbortSignal): Promise<void> {
  for (const role of rolesOf(ports)) await ports.token(role, 'anew').catch(() => signal.throwIfAborted());
}
