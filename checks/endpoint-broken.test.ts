import { afterEach, describe, expect, it } from 'vitest';
import type { ServerResponse } from 'node:http';
import type { Judgement } from '../core/types.ts';
import { collected, emptyReport, json, platform, ports, seen, serve } from '../test/platform.ts';
import type { ApiSurface } from '../core/ports.ts';
import type { StackReport } from '../core/types.ts';
import unit from './endpoint-broken.ts';
import probeUnit from './probes/endpoint-answers.ts';
import type { TestServer } from '../test/server.ts';

const ok = { responses: { 200: { description: 'ok', content: { 'application/json': { schema: { type: 'object' } } } } } };
const document = {
  openapi: '3.1.0',
  paths: {
    '/login': { post: { responses: {} } },
    '/quotes': { get: ok, post: ok },
    '/quotes/{id}': { parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'string' } }], get: ok },
    '/search': { get: { ...ok, parameters: [{ name: 'q', in: 'query', required: true, schema: { type: 'string', minLength: 2 } }] } },
    '/customers': { get: ok },
    '/rooms/{room}': { get: { ...ok, parameters: [{ name: 'room', in: 'path', required: true, schema: { type: 'string' } }] } },
  },
};
const login = { method: 'POST', path: '/login', tokenPath: 'token', roles: { clerk: { user: 'c' }, admin: { user: 'a' } } };

type Answer = (response: ServerResponse, url: string) => void;
let server: TestServer | undefined;
afterEach(() => server?.close());

/** An honest platform, with some answers replaced. */
async function judged(planted: Readonly<Record<string, Answer>>, api: Partial<ApiSurface> = {}, report: StackReport = emptyReport, granted = 1): Promise<Judgement & { readonly asked: readonly string[] }> {
  const asked: string[] = [];
  server = await serve((request, response, body) => {
    const url = request.url ?? '';
    const path = url.split('?')[0] ?? '';
    asked.push(`${request.method} ${url}`);
    if (path === '/openapi.json') return json(response, 200, document);
    if (path === '/login') return json(response, 200, { token: `token-of-${(JSON.parse(body) as { user: string }).user}` });
    const role = request.headers.authorization?.replace('Bearer token-of-', '');
    if (role === undefined) return json(response, 401, {});
    const own = planted[path];
    if (own) return own(response, url);
    if (path === '/customers' && role !== 'a') return json(response, 403, {});
    if (path === '/quotes') return json(response, 200, { quotes: [{ id: 'q 7' }] });
    return json(response, 200, { url });
  });
  const given = platform({ openapi: '/openapi.json', login, ...api });
  const answers = await collected(probeUnit.probe, ports(given, { origins: { api: server.origin }, granted }));
  const judgement = unit.check?.judge(seen(answers), { now: 0, platform: given, stack: report });
  if (!judgement) throw new Error('no check');
  return { ...judgement, asked };
}

function problems(judgement: Judgement) {
  if ('inapplicable' in judgement) throw new Error(judgement.inapplicable);
  return judgement.problems;
}

describe('endpoint-broken', () => {
  it('finds nothing on an honest platform, takes ids from lists and the role that is let in', async () => {
    const judgement = await judged({});
    expect(problems(judgement)).toEqual([]);
    expect(judgement).toMatchObject({
      examined: 4, unproven: ['GET /rooms/{room}: no sample for {room}: neither an example in the document nor a record in an answer below /rooms'],
      note: '4 of 5 endpoints that read; 2 that write are not asked here',
    });
    expect(judgement.asked).toContain('GET /quotes/q%207');
    expect(judgement.asked).toContain('GET /search?q=aa');
  });

  it.each<[string, Answer, string, string, string]>([
    ['an error', (response) => json(response, 500, { error: 'relation "quotes" does not exist' }), 'GET /quotes:status', '200', '500: {"error":"relation \\"quotes\\" does not exist"}'],
    ['a page instead of data', (response) => response.writeHead(200, { 'content-type': 'text/html' }).end('<h1>hi</h1>'), 'GET /quotes:content-type', 'application/json', 'text/html'],
    ['a status that is not declared', (response) => json(response, 204, ''), 'GET /quotes:status', '200', '204'],
    ['no answer', (response) => response.destroy(), 'GET /quotes:no-answer', 'an answer', 'fetch failed'],
  ])('finds %s', async (_name, answer, key, expected, found) => {
    const [first] = problems(await judged({ '/quotes': answer }));
    expect(first).toMatchObject({ key, expected, severity: key.endsWith('content-type') || found === '204' ? 'medium' : 'high' });
    expect(first?.found).toContain(found);
    expect(first?.reproduce?.[0]).toMatch(/^curl -i .*http:\/\/127\.0\.0\.1:\d+\/quotes'$/);
    expect(JSON.stringify(first)).not.toContain('token-of-');
  });

  it.each<[string, Answer, boolean]>([
    ['a 503', (response) => json(response, 503, {}), true],
    ['no answer', (response) => response.destroy(), true],
    ['a 404', (response) => json(response, 404, {}), false],
    ['another content type', (response) => response.writeHead(200, { 'content-type': 'text/html' }).end('<h1>hi</h1>'), false],
  ])('on a starved machine, %s', async (_name, answer, excused) => {
    const judgement = await judged({ '/quotes': answer }, {}, emptyReport, 0.2);
    expect(problems(judgement).filter(({ subject }) => subject === 'GET /quotes')).toHaveLength(excused ? 0 : 1);
    expect(('unproven' in judgement ? judgement.unproven ?? [] : []).filter((each) => each.startsWith('GET /quotes: ') && each.includes('only 20 % of its processors'))).toHaveLength(excused ? 1 : 0);
  });

  it('finds an endpoint that fails only now and then', async () => {
    let calls = 0;
    const [first] = problems(await judged({ '/search': (response) => json(response, ++calls === 4 ? 502 : 200, {}) }));
    expect(first).toMatchObject({ key: 'GET /search:status', found: '200, then 502' });
  });

  it('follows the configuration where it says more', async () => {
    const endpoints = [{ method: 'GET', path: '/rooms/{room}', sample: '/rooms/general', status: 201 }, { method: 'GET', path: '/hidden' }];
    const judgement = await judged({ '/hidden': (response) => json(response, 404, {}) }, { endpoints });
    expect(problems(judgement).map((each) => [each.key, each.expected])).toEqual([['GET /rooms/{room}:status', '201'], ['GET /hidden:status', 'a status from 200 to 299']]);
  });

  it('shows a 501 of what the profile leaves out, and calls it unproven when the machine lacks it', async () => {
    const answer: Answer = (response) => json(response, 501, {});
    const without = (missing: 'profile' | 'machine'): StackReport => ({ ...emptyReport, stores: [{ name: 'graph', kind: 'neo4j', missing }], absent: { graph: 'none' } });
    expect(await judged({ '/search': answer }, {}, without('profile'))).toMatchObject({ examined: 3, problems: [], note: expect.stringContaining('GET /search: 501, as the profile leaves graph out') });
    expect(await judged({ '/search': answer }, {}, without('machine'))).toMatchObject({ examined: 3, problems: [], unproven: expect.arrayContaining(['GET /search: it answers 501 without graph']) });
    expect(problems(await judged({ '/search': answer }))).toHaveLength(1);
  });

  it('does not blame an endpoint for refusing values that assay made up', async () => {
    const judgement = await judged({ '/search': (response) => json(response, 400, {}) });
    expect(judgement).toMatchObject({ problems: [], unproven: expect.arrayContaining([expect.stringContaining('made-up values for q')]) });
  });

  it('waits as long as the platform asks when it is busy', async () => {
    let calls = 0;
    const judgement = await judged({ '/search': (response) => (++calls === 1 ? json(response, 429, {}, { 'retry-after': '0' }) : json(response, 200, {})) });
    expect(problems(judgement)).toEqual([]);
  });

  it('says so when the document cannot be read', async () => {
    const judgement = await judged({}, { openapi: '/none.json', endpoints: [] });
    expect(judgement).toMatchObject({ examined: 0, unproven: [expect.stringContaining('/none.json')] });
  });
});
