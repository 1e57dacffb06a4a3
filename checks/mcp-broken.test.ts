import { afterEach, describe, expect, it } from 'vitest';
import type { McpSurface } from '../core/ports.ts';
import type { Judgement, StackReport } from '../core/types.ts';
import { mcpServer, type McpRules } from '../test/mcp.ts';
import { collected, emptyReport, json, platform, ports, seen, serve } from '../test/platform.ts';
import { testToken } from '../test/websocket.ts';
import type { McpAnswers } from './evidence/mcp.ts';
import unit from './mcp-broken.ts';
import probeUnit from './probes/mcp-answers.ts';
import type { TestServer } from '../test/server.ts';

const servers: TestServer[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await server.close();
});

const honest: McpRules = { tools: true, search: (query) => `found ${query}`, refuses: (request) => (request.headers.authorization === undefined ? 401 : undefined) };
const sample: McpSurface['calls'] = [{ tool: 'search', arguments: { query: '${GET /quotes quotes.0.title}' } }];

async function judged(rules: Partial<McpRules>, calls: McpSurface['calls'] = sample, quotes: readonly unknown[] = [{ title: 'pump' }], report: StackReport = emptyReport, ours = true, granted = 1): Promise<{ readonly judgement: Judgement | undefined; readonly body: McpAnswers }> {
  const api = await serve((request, response) => json(response, 200, request.url === '/login' ? { token: testToken() } : { quotes }));
  const server = await mcpServer({ ...honest, ...rules });
  servers.push(api, server);
  const of = platform({ login: { method: 'POST', path: '/login', tokenPath: 'token', roles: { clerk: {} } } }, { mcp: { service: 'mcp', path: '/mcp', calls } });
  const answers = await collected(probeUnit.probe, ports(of, { origins: { api: api.origin, mcp: server.origin }, report, ours, granted }));
  return { judgement: unit.check?.judge(seen(answers), { now: 0, platform: of, stack: report }), body: answers.body as McpAnswers };
}

describe('mcp-broken', () => {
  it('opens a session and calls what has a sample or needs none', async () => {
    const { judgement, body } = await judged({});
    expect(judgement).toMatchObject({ examined: 3, problems: [], unproven: [], note: 'desk 2.1.0: search, ping' });
    expect(body.calls.map((call) => [call.tool, call.said])).toEqual([['search', 'found pump'], ['ping', 'pong']]);
  });

  it('finds a server that opens no session', async () => {
    expect((await judged({ refuses: () => 500 })).judgement).toMatchObject({ problems: [{ key: 'session', severity: 'high' }] });
  });

  it('finds a server without tools', async () => {
    const { judgement } = await judged({ tools: false }, []);
    expect(judgement).toMatchObject({ problems: [{ severity: 'high' }] });
  });

  it('finds a tool that fails', async () => {
    const { judgement } = await judged({
      search: () => {
        throw new Error('relation "documents" does not exist');
      },
    });
    expect(judgement).toMatchObject({ problems: [{ key: 'call search', found: expect.stringContaining('relation "documents" does not exist') }] });
  });

  it('accuses no server that fails on a starved machine, and passes it no more', async () => {
    const failing: Partial<McpRules> = { search: () => { throw new Error('the graph is late'); } };
    expect((await judged(failing, sample, undefined, emptyReport, true, 0.2)).judgement).toMatchObject({ examined: 2, problems: [], unproven: [expect.stringContaining('only 20 % of its processors')] });
    expect((await judged({ refuses: () => 503 }, sample, undefined, emptyReport, true, 0.2)).judgement).toMatchObject({ examined: 0, problems: [], unproven: [expect.stringContaining('opens no session')] });
    expect((await judged({}, [...sample, { tool: 'get_quote', arguments: {} }], undefined, emptyReport, true, 0.2)).judgement).toMatchObject({ problems: [{ key: 'missing get_quote' }] });
  });

  it('finds a tool that is promised and not there', async () => {
    expect((await judged({}, [...sample, { tool: 'get_quote', arguments: {} }])).judgement).toMatchObject({ problems: [{ key: 'missing get_quote', found: 'search, ping' }] });
  });

  it('says which tools it could not call', async () => {
    expect((await judged({}, [])).judgement).toMatchObject({ problems: [], unproven: ['search: no sample for query (mcp.calls)'] });
    expect((await judged({}, sample, [])).judgement).toMatchObject({ problems: [], unproven: ['search: GET /quotes has nothing at quotes.0.title'] });
  });

  it('calls nothing unasked on a stack that is not ours', async () => {
    const { judgement, body } = await judged({}, sample, [{ title: 'pump' }], emptyReport, false);
    expect(body.calls.map((call) => call.tool)).toEqual(['search']);
    expect(judgement).toMatchObject({ problems: [], unproven: ['ping: no sample (mcp.calls)'] });
  });

  it('does not call what a left-out store is needed for', async () => {
    const without = (missing: 'profile' | 'machine'): StackReport => ({ ...emptyReport, stores: [{ name: 'graph', kind: 'neo4j', missing }], absent: { graph: 'not today' } });
    const calls = [{ tool: 'search', arguments: { query: 'x' }, stores: ['graph'] }];
    expect((await judged({}, calls, [], without('profile'))).judgement).toMatchObject({ problems: [], unproven: [], note: expect.stringContaining('search not called: not today') });
    expect((await judged({}, calls, [], without('machine'))).judgement).toMatchObject({ problems: [], unproven: ['search: not today'] });
  });
});
