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
