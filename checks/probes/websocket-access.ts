import { defineProbe } from '../../core/define.ts';
import type { Ports, WebSocketSurface } from '../../core/ports.ts';
import { webSocketAccess, type Caller, type Connection, type WebSocketAccess } from '../evidence/websocket.ts';
import { byOtherKey } from './http/forge.ts';
import { connect, type Greeting } from './websocket/connect.ts';
import { acceptedOrigin, addressOf, elsewhere, greet, isGuarded, tokenOf } from './websocket/greeting.ts';

/** A server that opens and then closes has refused; one that stays open for this long has let in. */
const momentMs = 700;

/** Connects to each service of the WebSocket as somebody permitted and as those who are not. */
export default defineProbe<WebSocketAccess>({
  id: 'websocket-access',
  kind: webSocketAccess,
  access: 'observe',
  timeoutMs: 90_000,
  without: (platform) => (platform.websocket ? undefined : 'the configuration names no WebSocket (websocket)'),
  async collect(ports, signal) {
    const surface = ports.platform.websocket;
    if (!surface) throw new Error('no WebSocket is configured');
    const there = surface.services.filter((service) => addressOf(ports, surface, service, undefined) !== undefined);
    const connections = await Promise.all(there.map((service) => each(ports, surface, service, signal)));
    return {
      subject: surface.services.join(', '),
      body: { path: surface.path, connections: connections.flat(), absent: surface.services.filter((service) => !there.includes(service)), guarded: isGuarded(surface) },
    };
  },
});

async function each(ports: Ports, surface: WebSocketSurface, service: string, signal: AbortSignal): Promise<readonly Connection[]> {
  const token = await tokenOf(ports, surface);
  const origin = acceptedOrigin(ports, service, surface.originVariable);
  const callers: readonly (readonly [caller: Caller, token: string | undefined, origin: typeof origin])[] = [
    ['permitted', token, origin],
    ['elsewhere', token, elsewhere],
    ...(token === undefined ? [] : [
      ['nobody', undefined, origin] as const,
      ['nonsense', 'not-a-token', origin] as const,
      ['other-key', byOtherKey(token), origin] as const,
    ]),
  ];
  const connections: Connection[] = [];
  for (const [caller, as, from] of callers) connections.push(await tried(addressOf(ports, surface, service, as) ?? '', service, caller, greet(surface, as, from), signal));
  return connections;
}

async function tried(address: string, service: string, caller: Caller, greeting: Greeting, signal: AbortSignal): Promise<Connection> {
  const line = await connect(address, greeting, signal);
  try {
    if (line.opened) await line.hears(() => false, momentMs, signal);
    const closed = line.closed();
    return {
      service, caller, opened: line.opened, heard: line.messages.length,
      ...(line.status !== undefined && { status: line.status }), ...(line.opened && closed !== undefined && { closed }), ...(line.broke !== undefined && { broke: line.broke }),
    };
  } finally {
    line.close();
  }
}
