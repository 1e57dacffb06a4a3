import type { IncomingMessage } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import type { Judgement } from '../core/types.ts';
import { mcpServer } from '../test/mcp.ts';
import { collected, emptyReport, json, platform, ports, seen, serve } from '../test/platform.ts';
import { isSigned, testToken } from '../test/websocket.ts';
import unit from './mcp-unguarded.ts';
import probeUnit from './probes/mcp-access.ts';
import type { TestServer } from '../test/server.ts';

const own = 'http://localhost:4000';
const servers: TestServer[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await server.close();
});

const sent = (request: IncomingMessage): string | undefined => request.headers.authorization?.replace('Bearer ', '');
const honest = (request: IncomingMessage): number | undefined => (request.headers.origin !== own ? 403 : isSigned(sent(request)) ? undefined : 401);

async function judged(refuses: (request: IncomingMessage) => number | undefined): Promise<Judgement | undefined> {
  const api = await serve((_request, response) => json(response, 200, { token: testToken() }));
  const server = await mcpServer({ tools: true, search: () => '', refuses });
  servers.push(api, server);
  const of = platform({ login: { method: 'POST', path: '/login', tokenPath: 'token', roles: { clerk: {} } } }, { mcp: { service: 'mcp', path: '/mcp', originVariable: 'WEB_ORIGIN', calls: [] } });
  const access = await collected(probeUnit.probe, ports(of, { origins: { api: api.origin, mcp: server.origin }, environment: { mcp: { WEB_ORIGIN: own } } }));
  return unit.check?.judge(seen(access), { now: 0, platform: of, stack: emptyReport });
}

describe('mcp-unguarded', () => {
  it('finds nothing where token and Origin are looked at', async () => {
    expect(await judged(honest)).toMatchObject({ examined: 4, problems: [], unproven: [] });
  });

  it.each<[string, (request: IncomingMessage) => number | undefined, readonly string[]]>([
    ['asks for nothing', () => undefined, ['critical mcp:nobody', 'critical mcp:nonsense', 'critical mcp:other-key', 'medium mcp:elsewhere']],
    ['does not look at the Origin', (request) => (isSigned(sent(request)) ? undefined : 401), ['medium mcp:elsewhere']],
    ['only looks whether there is a token', (request) => (request.headers.origin !== own ? 403 : sent(request) === undefined ? 401 : undefined), ['critical mcp:nonsense', 'critical mcp:other-key']],
    ['crashes on nonsense', (request) => (sent(request) === 'not-a-token' ? 500 : honest(request)), ['medium mcp:nonsense']],
  ])('finds a server that %s', async (_name, refuses, expected) => {
    const judgement = await judged(refuses);
    if (!judgement || 'inapplicable' in judgement) throw new Error('not judged');
    expect(judgement.problems.map((problem) => `${problem.severity} ${problem.key}`).sort()).toEqual(expected);
    expect(JSON.stringify(judgement)).not.toContain('eyJ');
  });

  it('believes no refusal where everybody is refused', async () => {
    expect(await judged(() => 401)).toMatchObject({ problems: [], unproven: ['mcp: even a permitted caller is refused (401)'] });
  });
});
