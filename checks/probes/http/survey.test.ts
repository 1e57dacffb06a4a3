import { afterEach, expect, it } from 'vitest';
import { json, platform, ports, serve } from '../../../test/platform.ts';
import { surveyOf } from './survey.ts';
import type { TestServer } from '../../../test/server.ts';

let server: TestServer | undefined;
afterEach(() => server?.close());

async function counting(answer: () => number): Promise<{ readonly asked: string[]; readonly given: ReturnType<typeof ports> }> {
  const asked: string[] = [];
  server = await serve((request, response) => {
    asked.push(request.url ?? '');
    return json(response, answer(), {}, { 'retry-after': '0' });
  });
  return { asked, given: ports(platform({ endpoints: [{ method: 'GET', path: '/a' }] }), { origins: { api: server.origin } }) };
}

it('is made once for all who ask at the same time', async () => {
  const { asked, given } = await counting(() => 200);
  const signal = AbortSignal.timeout(5_000);
  const [first, second] = await Promise.all([surveyOf(given, signal), surveyOf(given, signal)]);
  expect(asked).toEqual(['/a']);
  expect(second).toBe(first);
  expect(await surveyOf(given, signal)).toBe(first);
});

it('is made again for the next one when the first was interrupted', async () => {
  const { given } = await counting(() => 200);
  await expect(surveyOf(given, AbortSignal.abort(new Error('interrupted')))).rejects.toThrow('interrupted');
  expect(await surveyOf(given, AbortSignal.timeout(5_000))).toMatchObject({ reading: [{ result: { answer: { status: 200 } } }] });
});

it('comes back when a busy platform says when', async () => {
  let calls = 0;
  const { asked, given } = await counting(() => (++calls === 1 ? 503 : 200));
  expect(await surveyOf(given, AbortSignal.timeout(5_000))).toMatchObject({ reading: [{ result: { answer: { status: 200 } } }] });
  expect(asked).toHaveLength(2);
});

it('asks with the configured body what reads although it is posted, and takes samples from its answer', async () => {
  const asked: string[] = [];
  server = await serve((request, response, body) => {
    asked.push(`${request.method ?? ''} ${request.url ?? ''} ${request.headers['content-type'] ?? ''} ${body}`);
    return json(response, 200, request.method === 'POST' ? [{ id: 'f-7' }] : { id: 'f-7' });
  });
  const endpoints = [{ method: 'GET', path: '/flows/{id}' }, { method: 'POST', path: '/flows/filter', body: { limit: 3 } }, { method: 'POST', path: '/flows' }];
  const given = ports(platform({ endpoints }), { origins: { api: server.origin } });
  const { reading, writing } = await surveyOf(given, AbortSignal.timeout(5_000));
  expect(asked).toEqual(['POST /flows/filter application/json {"limit":3}', 'GET /flows/f-7  ']);
  expect(reading.map(({ endpoint }) => endpoint.path)).toEqual(['/flows/{id}', '/flows/filter']);
  expect(writing.map(({ path }) => path)).toEqual(['/flows']);
});

it.each([
  ['127.0.0.1:8055', '/items'],
  ['example.test:8055/v1', '/v1/items'],
  ['https://example.test/v2/', '/v2/items'],
  ['/api', '/api/items'],
])('a document for %s has its paths at %s', async (url, path) => {
  server = await serve((request, response) => json(response, 200, request.url === '/openapi.json' ? { openapi: '3.1.0', servers: [{ url }], paths: { '/items': { get: {} } } } : []));
  const given = ports(platform({ openapi: '/openapi.json' }), { origins: { api: server.origin } });
  const { reading } = await surveyOf(given, AbortSignal.timeout(5_000));
  expect(reading.map(({ endpoint }) => endpoint.path)).toEqual([path]);
});

it('asks for a record of the list where nothing is there under the document’s own example', async () => {
  const id = { name: 'id', in: 'path', required: true, example: 'made-up', schema: { type: 'string' } };
  server = await serve((request, response) => {
    if (request.url === '/openapi.json') return json(response, 200, { openapi: '3.1.0', paths: { '/users/{id}': { get: { parameters: [id] } }, '/users': { get: {} } } });
    if (request.url === '/users/made-up') return json(response, 403, {});
    return json(response, 200, request.url === '/users' ? [{ id: 'u-7' }] : { id: 'u-7' });
  });
  const { reading } = await surveyOf(ports(platform({ openapi: '/openapi.json' }), { origins: { api: server.origin } }), AbortSignal.timeout(5_000));
  expect(reading[0]).toMatchObject({ result: { sample: { url: '/users/u-7' }, answer: { status: 200 } } });
});
