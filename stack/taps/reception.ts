import { timingSafeEqual } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import type { Endpoint } from './settings.ts';
import { lines, orderChars, type Hello } from './wire.ts';

/** A connection that has not said the token by then is closed. */
const introductionMs = 5_000;

/** Listens for controllers: who says the token is told who we are, and each further line (parsed JSON) is handed to `obey`. */
export async function receive(at: Endpoint, token: string, hello: Hello, obey: (request: unknown, socket: Socket) => void): Promise<Endpoint> {
  const server = createServer({ noDelay: true }, (socket) => serve(socket, token, hello, obey));
  server.listen(at.port, at.host);
  await once(server, 'listening');
  const { address, port } = server.address() as AddressInfo;
  return { host: address, port };
}

function serve(socket: Socket, token: string, hello: Hello, obey: (request: unknown, socket: Socket) => void): void {
  let known = false;
  const stranger = setTimeout(() => socket.destroy(), introductionMs);
  const cut = lines(orderChars, (line) => {
    const said: unknown = JSON.parse(line);
    if (known) return obey(said, socket);
    if (!knows(said, token)) throw new Error('not the token');
    known = true;
    clearTimeout(stranger);
    socket.write(`${JSON.stringify(hello)}\n`);
  });
  socket.setEncoding('utf8');
  socket.on('error', () => socket.destroy());
  socket.on('close', () => clearTimeout(stranger));
  socket.on('data', (text: string) => {
    // Whatever a stranger says (too long a line, no JSON, another token) ends the connection without a word.
    try {
      cut(text);
    } catch {
      socket.destroy();
    }
  });
}

function knows(said: unknown, token: string): boolean {
  const theirs = Buffer.from(typeof said === 'object' && said !== null && 'token' in said ? String(said.token) : '');
  const ours = Buffer.from(token);
  return theirs.length === ours.length && timingSafeEqual(theirs, ours);
}
