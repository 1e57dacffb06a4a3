import type { IncomingMessage } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import type { Judgement } from '../core/types.ts';
import { collected, emptyReport, json, platform, ports, seen, serve } from '../test/platform.ts';
import { chat, isSigned, testToken } from '../test/websocket.ts';
import probeUnit from './probes/websocket-access.ts';
import unit from './websocket-unguarded.ts';
import type { TestServer } from '../test/server.ts';

const own = 'http://localhost:4000';
const servers: TestServer[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await server.close();
});

const offered = (request: IncomingMessage): string | undefined => /bearer\.(\S+)/.exec(request.headers['sec-websocket-protocol'] ?? '')?.[1];
const honest = (request: IncomingMessage): number | undefined => {
  if (request.headers.origin !== own) return 403;
  return isSigned(offered(request)) ? undefined : 401;
};

async function judged(refuses: (request: IncomingMessage) => number | undefined, protocols: readonly string[] = ['desk.v1', 'bearer.${token}']): Promise<Judgement | undefined> {
  const api = await serve((_request, response) => json(response, 200, { token: testToken() }));
  const server = await chat({ refuses, heard: () => undefined });
  servers.push(api, server);
  const of = platform({ login: { method: 'POST', path: '/login', tokenPath: 'token', roles: { clerk: {} } } }, {
    websocket: { services: ['chat'], path: '/chat', protocols, headers: {}, originVariable: 'WEB_ORIGIN' },
  });
  const given = ports(of, { origins: { api: api.origin, chat: server.origin }, environment: { chat: { WEB_ORIGIN: `${own}, http://other` } } });
  const access = await collected(probeUnit.probe, given);
  expect(JSON.stringify(access.body)).not.toContain('eyJ');
  return unit.check?.judge(seen(access), { now: 0, platform: of, stack: emptyReport });
}

describe('websocket-unguarded', () => {
  it('finds nothing where the handshake is guarded', async () => {
    expect(await judged(honest)).toMatchObject({ examined: 1, problems: [], unproven: [] });
  });

  it.each<[string, (request: IncomingMessage) => number | undefined, readonly string[]]>([
    ['asks for nothing', () => undefined, ['elsewhere', 'nobody', 'nonsense', 'other-key']],
    ['does not look at the Origin', (request) => (isSigned(offered(request)) ? undefined : 401), ['elsewhere']],
    ['only looks whether there is a token', (request) => (request.headers.origin !== own ? 403 : offered(request) === undefined ? 401 : undefined), ['nonsense', 'other-key']],
  ])('finds a server that %s', async (_name, refuses, callers) => {
    expect(await judged(refuses)).toMatchObject({
      problems: callers.map((caller) => ({ key: `/chat:${caller}`, severity: caller === 'elsewhere' ? 'medium' : 'critical', found: expect.stringContaining('opened and stayed open') })),
    });
  });

  it('believes no refusal where everybody is refused', async () => {
    expect(await judged(() => 401)).toMatchObject({ problems: [], unproven: ['chat: even a permitted caller is refused (401)'] });
  });

  it('says that a 503 refuses nobody', async () => {
    expect(await judged((request) => (isSigned(offered(request)) ? honest(request) : 503))).toMatchObject({ problems: [], unproven: expect.arrayContaining(['chat: somebody without a token was answered 503']) });
  });

  it('tries the Origin alone where no token is configured', async () => {
    expect(await judged(() => undefined, [])).toMatchObject({ problems: [{ key: '/chat:elsewhere' }], unproven: [expect.stringContaining('no token is configured')] });
  });
});
