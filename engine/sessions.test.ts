import { afterEach, expect, it } from 'vitest';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json, platform, ports } from '../test/platform.ts';

let server: Server | undefined;
afterEach(() => void server?.close());

const login = { method: 'POST', path: '/login', roles: { user: { name: 'a', password: 'b' } } };

async function listening(handle: Parameters<typeof createServer>[1]): Promise<string> {
  server = createServer(handle ?? (() => undefined));
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

it('waits for a service that listens before it serves', async () => {
  let calls = 0;
  const origin = await listening((request, response) => (++calls < 3 ? request.socket.destroy() : json(response, 200, { token: 't' })));
  expect(await ports(platform({ login: { ...login, tokenPath: 'token' } }), { origins: { api: origin } }).token('user')).toBe('t');
  expect(calls).toBe(3);
});

it('gets the cookie against forgery first where the sign-in demands it, and keeps each cookie secret', async () => {
  const seen: (string | undefined)[] = [];
  const origin = await listening((request, response) => {
    if (request.method === 'GET') return void response.writeHead(200, { 'set-cookie': 'csrftoken=c1; Path=/' }).end('<form>');
    seen.push(request.headers['x-csrftoken'] as string | undefined);
    if (request.headers.cookie !== 'csrftoken=c1') return json(response, 403, {});
    return void response.writeHead(302, [['set-cookie', 'sessionid=s1; HttpOnly'], ['set-cookie', 'csrftoken=c2']].flat()).end();
  });
  const given = ports(platform({ login }), { origins: { api: origin } });
  expect(await given.token('user')).toBe('csrftoken=c2; sessionid=s1');
  expect(seen).toEqual([undefined, 'c1']);
  expect(given.secrets).toContain('s1');
});
