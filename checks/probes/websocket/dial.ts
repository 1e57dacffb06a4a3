import type { Ports, WebSocketSurface } from '../../../core/ports.ts';
import { connect, type Line } from './connect.ts';
import { acceptedOrigin, addressOf, greet, tokenOf } from './greeting.ts';

/** A connection to a service as somebody permitted opens it; undefined where the service is not in the stack. */
export async function dial(ports: Ports, surface: WebSocketSurface, service: string, signal: AbortSignal): Promise<Line | undefined> {
  const token = await tokenOf(ports, surface);
  const address = addressOf(ports, surface, service, token);
  return address === undefined ? undefined : connect(address, greet(surface, token, acceptedOrigin(ports, service, surface.originVariable)), signal);
}
