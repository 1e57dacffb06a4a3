/** A proxy before a store that can refuse, reset or go silent, as a store does that is out. */
import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

export type TapMode = 'pass' | 'reset' | 'hang';

export interface Tap {
  /** The address of the store, seen through the tap. */
  readonly url: string;
  set(mode: TapMode): void;
  close(): void;
}

export async function openTap(storeUrl: string): Promise<Tap> {
  const target = new URL(storeUrl);
  const clients = new Set<Socket>();
  let mode: TapMode = 'pass';
  const server = createServer((client) => {
    clients.add(client);
    client.on('error', () => client.destroy());
    client.on('close', () => clients.delete(client));
    if (mode === 'reset') {
      client.destroy();
    } else if (mode === 'hang') {
      client.resume();
    } else {
      forward(client, target, () => mode === 'hang');
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = new URL(storeUrl);
  url.hostname = '127.0.0.1';
  url.port = String((server.address() as AddressInfo).port);
  return {
    url: url.href,
    set(next) {
      mode = next;
      if (next === 'reset') {
        clients.forEach((client) => client.destroy());
      }
    },
    close() {
      clients.forEach((client) => client.destroy());
      server.close();
    },
  };
}

/** What was once silenced stays so: to its owner the connection is a black hole, also when the store is back. */
function forward(client: Socket, target: URL, silenced: () => boolean): void {
  const upstream = connect(Number(target.port), target.hostname);
  let dead = false;
  const pass = (to: Socket) => (chunk: Buffer) => {
    dead ||= silenced();
    if (!dead) {
      to.write(chunk);
    }
  };
  upstream.on('error', () => client.destroy());
  upstream.on('close', () => client.destroy());
  client.on('close', () => upstream.destroy());
  client.on('data', pass(upstream));
  upstream.on('data', pass(client));
}
