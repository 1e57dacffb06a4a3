import type { Ports } from '../../../core/ports.ts';

/** The roles of the configuration in their order; none when the platform has no login. */
export function rolesOf(ports: Ports): readonly string[] {
  return Object.keys(ports.platform.api?.login?.roles ?? {});
}
