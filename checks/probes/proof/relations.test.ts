import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { json, platform, ports, serve } from '../../../test/platform.ts';
import type { TestServer } from '../../../test/server.ts';
import { relationsOf } from './vary.ts';

const query = (name: string, schema: object) => ({ parameters: [{ name, in: 'query', schema }] });
const since = query('since', { type: 'string', format: 'date-time' });
const filter = query('filter', { type: 'string' });
const document = { openapi: '3.1.0', paths: { '/graph': { get: since }, '/feed': { get: since }, '/pinned': { get: filter }, '/named': { get: filter }, '/ignored': { get: query('q', { type: 'string' }) } } };
const things = [{ id: 1, name: 'beep' }, { id: 2, name: 'route' }];

let server: TestServer;
beforeAll(async () => {
  server = await serve(({ url = '' }, response) => {
    const { pathname, searchParams } = new URL(url, 'http://localhost');
    const late = searchParams.has('since');
    const answers: Readonly<Record<string, unknown>> = {
      '/openapi.json': document, '/graph': { nodes: late ? [] : [things[0]], artifacts: things }, '/feed': { nodes: things, artifacts: things },
      '/pinned': things, '/named': searchParams.has('filter') ? things.slice(1) : things, '/ignored': things,
    };
    json(response, pathname in answers ? 200 : 404, answers[pathname]);
  });
});
afterAll(() => server.close());

describe('relations between two requests', () => {
  it.each([
    ['a range that empties the list which it is over', 'GET /graph', 'narrower-range', [true]],
    ['a range that is passed over', 'GET /feed', 'narrower-range', [false]],
    ['a filter that is none of a few words, and is passed over', 'GET /pinned', 'matches-nothing', []],
    ['a filter that gives something for a text that nothing holds', 'GET /named', 'matches-nothing', [false]],
    ['a filter of a few words is no parameter of which any text can be asked', 'GET /pinned', 'parameter', []],
    ['a search that is passed over', 'GET /ignored', 'matches-nothing', [false]],
  ])('%s', async (_name, target, relation, held) => {
    const relations = await relationsOf(ports(platform({ openapi: '/openapi.json' }), { origins: { api: server.origin } }), AbortSignal.timeout(20_000));
    expect(relations.filter((each) => each.target === target && each.relation === relation).map((each) => each.held)).toEqual(held);
  });
});
