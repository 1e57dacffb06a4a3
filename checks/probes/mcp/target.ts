import { fault, FaultError } from '../../../core/fault.ts';
import type { McpSurface, Ports } from '../../../core/ports.ts';
import { rolesOf } from '../http/session.ts';

export interface McpTarget {
  readonly surface: McpSurface;
  readonly address: string;
  /** A valid token; undefined where the platform has no login. */
  readonly token: string | undefined;
  readonly origin: string | undefined;
}

/** The running MCP server and what a permitted caller needs. Throws a FaultError when its service is not in the stack. */
export async function mcpTarget(ports: Ports): Promise<McpTarget> {
  const surface = ports.platform.mcp;
  const origin = surface && ports.stack.origin(surface.service);
  if (!surface || origin === undefined) throw new FaultError(fault('probe-failed', `the MCP service ${surface?.service ?? ''} is not in the stack`));
  const role = surface.role ?? rolesOf(ports)[0];
  const accepted = surface.originVariable === undefined ? undefined : ports.stack.environment(surface.service)[surface.originVariable];
  return {
    surface, address: origin + surface.path,
    token: role === undefined ? undefined : await ports.token(role),
    origin: accepted?.split(',')[0]?.trim() || undefined,
  };
}
