import { createHmac } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import { WebSocketServer, type WebSocket } from 'ws';
import { listening, type TestServer } from './server.ts';

/** What a small chat server does; each can be left out. */
export interface ChatRules {
  /** The HTTP status with which an upgrade is refused, or undefined. */
  readonly refuses: (request: IncomingMessage) => number | undefined;
  readonly heard: (text: string, everybody: readonly WebSocket[]) => void | Promise<void>;
}

/** A real WebSocket server on the loopback. `everybody` are the connections of all servers that share the list. */
export async function chat(rules: ChatRules, everybody: WebSocket[] = []): Promise<TestServer> {
  const server = createServer((_request, response) => response.writeHead(404).end());
  const sockets = new WebSocketServer({ noServer: true, handleProtocols: (offered) => offered.values().next().value ?? false });
  server.on('upgrade', (request, socket, head) => {
    const status = rules.refuses(request);
    if (status !== undefined) return void socket.end(`HTTP/1.1 ${status} No\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
    sockets.handleUpgrade(request, socket, head, (client) => {
      everybody.push(client);
      client.on('close', () => everybody.splice(everybody.indexOf(client), 1));
      client.on('message', (data: Buffer) => void rules.heard((JSON.parse(data.toString()) as { body: string }).body, [...everybody]));
      client.send(JSON.stringify({ type: 'history', messages: [] }));
    });
  });
  return listening(server, () => { for (const client of sockets.clients) client.terminate(); });
}

const key = 'c0ffee-only-this-test-knows';
const encoded = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const signature = (head: string): string => createHmac('sha256', key).update(head).digest('base64url');

/** A JSON Web Token of the test's own platform. */
export function testToken(): string {
  const head = `${encoded({ alg: 'HS256', typ: 'JWT' })}.${encoded({ role: 'clerk' })}`;
  return `${head}.${signature(head)}`;
}

export function isSigned(token: string | undefined): boolean {
  const [header, payload, sent] = token?.split('.') ?? [];
  return sent !== undefined && sent === signature(`${header}.${payload}`);
}
