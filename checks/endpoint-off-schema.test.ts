import { afterEach, describe, expect, it } from 'vitest';
import type { Json, Judgement } from '../core/types.ts';
import { collected, emptyReport, json, platform, ports, seen, serve } from '../test/platform.ts';
import unit from './endpoint-off-schema.ts';
import probeUnit from './probes/endpoint-answers.ts';
import type { TestServer } from '../test/server.ts';

const quote = {
  type: 'object', required: ['id', 'total'], additionalProperties: false,
  properties: { id: { type: 'string', format: 'uuid' }, total: { type: 'number' }, note: { type: 'string', nullable: true }, state: { type: 'string', enum: ['open', 'sent'] }, token: { type: 'string', minLength: 40 } },
};
const quotes = { type: 'object', required: ['quotes'], properties: { quotes: { type: 'array', items: { $ref: '#/components/schemas/Quote' } }, page: { type: 'integer', minimum: 0, exclusiveMinimum: true } } };
const documentOf = (openapi: string): Json => ({
  openapi,
  paths: { '/quotes': { get: { responses: { 200: { $ref: '#/components/responses/Quotes' } } } }, '/free': { get: { responses: { 200: { content: { 'application/json': { schema: {} } } } } } } },
  components: {
    schemas: { Quote: openapi.startsWith('3.1') ? { ...quote, properties: { ...quote.properties, note: { type: ['string', 'null'] } } } : quote },
    responses: { Quotes: { description: '', content: { 'application/json': { schema: openapi.startsWith('3.1') ? { ...quotes, properties: { quotes: quotes.properties.quotes, page: { type: 'integer', exclusiveMinimum: 0 } } } : quotes } } } },
  },
});
const good = { id: 'b2f3c0de-1111-4222-8333-444455556666', total: 12.5, note: null, state: 'open' };

let server: TestServer | undefined;
afterEach(() => server?.close());

async function judged(body: unknown, openapi = '3.0.3', document: Json = documentOf(openapi)): Promise<Judgement | undefined> {
  server = await serve((request, response) => {
    if (request.url === '/openapi.json') return json(response, 200, document);
    if (typeof body === 'string') return void response.writeHead(200, { 'content-type': 'application/json' }).end(body);
    return json(response, 200, body);
  });
  const given = platform({ openapi: '/openapi.json' });
  return unit.check?.judge(seen(await collected(probeUnit.probe, ports(given, { origins: { api: server.origin } }))), { now: 0, platform: given, stack: emptyReport });
}

describe.each(['3.0.3', '3.1.0'])('endpoint-off-schema, OpenAPI %s', (openapi) => {
  it('finds nothing where the answer is as declared, and counts only what is declared', async () => {
    expect(await judged({ quotes: [good] }, openapi)).toMatchObject({ examined: 1, problems: [], unproven: [], note: '1 of 2 answers have a declared schema' });
  });

  it.each([
    ['a number as text', { quotes: [{ ...good, total: '12.5' }] }, '/quotes/0/total must be number', '"12.5"'],
    ['a missing field', { quotes: [{ id: good.id }] }, '/quotes/0 must have required property \'total\'', ''],
    ['a field that is not declared', { quotes: [{ ...good, secret_margin: 1 }] }, '/quotes/0 must NOT have additional properties (secret_margin)', ''],
    ['a malformed id', { quotes: [{ ...good, id: '7' }] }, '/quotes/0/id must match format "uuid"', '"7"'],
    ['a word that is not one of those declared', { quotes: [{ ...good, state: 'lost' }] }, 'must be equal to one of the allowed values: ["open","sent"]', '"lost"'],
    ['a value at an excluded limit', { quotes: [], page: 0 }, '/page must be > 0', '0'],
    ['an error told as an answer', { error: 'no' }, 'the answer must have required property \'quotes\'', '{"error":"no"}'],
    ['what is no JSON', '<html>', 'the answer must be JSON', '"<html>"'],
  ])('finds %s', async (_name, body, expected, found) => {
    const judgement = await judged(body, openapi);
    expect(judgement).toMatchObject({ problems: [{ key: 'GET /quotes', severity: 'medium', expected: expect.stringContaining(expected), found: expect.stringContaining(found) }] });
  });

  it('does not judge a secret’s mark', async () => {
    expect(await judged({ quotes: [{ ...good, token: '‹redacted:0123abcd›' }] }, openapi)).toMatchObject({ problems: [] });
  });
});

describe('endpoint-off-schema', () => {
  it('says when a schema cannot be used', async () => {
    const broken = { openapi: '3.1.0', paths: { '/a': { get: { responses: { 200: { content: { 'application/json': { schema: { $ref: '#/components/schemas/None' } } } } } } } } };
    expect(await judged({}, '3.1.0', broken)).toMatchObject({ examined: 0, unproven: [expect.stringContaining('GET /a: the declared schema cannot be used')] });
  });

  it('is inapplicable without a document', async () => {
    const given = platform({ endpoints: [{ method: 'GET', path: '/a' }] });
    server = await serve((_request, response) => json(response, 200, {}));
    const answers = await collected(probeUnit.probe, ports(given, { origins: { api: server.origin } }));
    expect(unit.check?.judge(seen(answers), { now: 0, platform: given, stack: emptyReport })).toHaveProperty('inapplicable');
  });
});
