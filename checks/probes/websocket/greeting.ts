import type { Ports, WebSocketSurface } from '../../../core/ports.ts';
import { rolesOf } from '../http/session.ts';
import type { Greeting } from './connect.ts';

/** The address of a service's WebSocket, with the token in it where the configuration wants it there; undefined when the service is not in the stack. Without a token what would carry it is left out. */
export function addressOf(ports: Ports, surface: WebSocketSurface, service: string, token: string | undefined): string | undefined {
  const origin = ports.stack.origin(service);
  const path = token === undefined ? surface.path.replace(/([?&])[\w-]+=\$\{token\}&?/, '$1').replace(/[?&]$/, '') : surface.path;
  return origin && origin.replace(/^http/, 'ws') + path.replaceAll('${token}', encodeURIComponent(token ?? ''));
}

/** Whether a token is sent at all. */
export function isGuarded(surface: WebSocketSurface): boolean {
  return [...surface.protocols, ...Object.values(surface.headers), surface.path].some((text) => text.includes('${token}'));
}

/** The role's valid token; undefined where none is needed. */
export async function tokenOf(ports: Ports, surface: WebSocketSurface): Promise<string | undefined> {
  const role = surface.role ?? rolesOf(ports)[0];
  return isGuarded(surface) && role !== undefined ? ports.token(role) : undefined;
}

/** The words of a connection with that token; without one, everything that would carry it is left out. */
export function greet(surface: WebSocketSurface, token: string | undefined, origin: string | undefined): Greeting {
  const carries = (text: string): boolean => text.includes('${token}');
  const filled = (text: string): string => text.replaceAll('${token}', token ?? '');
  return {
    protocols: surface.protocols.filter((each) => token !== undefined || !carries(each)).map(filled),
    headers: Object.fromEntries(Object.entries(surface.headers).filter(([, value]) => token !== undefined || !carries(value)).map(([name, value]) => [name, filled(value)])),
    origin,
  };
}

/** An origin that the service itself says it accepts. */
export function acceptedOrigin(ports: Ports, service: string, variable: string | undefined): string | undefined {
  const given = variable === undefined ? undefined : ports.stack.environment(service)[variable];
  return given?.split(',')[0]?.trim() || undefined;
}

/** A page that nobody has declared. */
export const elsewhere = 'https://elsewhere.invalid';
