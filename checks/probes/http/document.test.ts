import { createServer } from 'node:http';
import { afterEach, expect, it } from 'vitest';
import { platform, ports } from '../../../test/platform.ts';
import { listening, type TestServer } from '../../../test/server.ts';
import { readDocument, type Document } from './document.ts';

let server: TestServer | undefined;
afterEach(() => server?.close());

async function read(body: string, status = 200): Promise<Document> {
  server = await listening(createServer((_, response) => response.writeHead(status, { 'content-type': 'application/json' }).end(body)));
  return readDocument(ports(platform(undefined)), '/openapi.json', server.origin, {}, new AbortController().signal);
}

it('reads a document of several megabytes whole', async () => {
  const paths = Object.fromEntries(Array.from({ length: 3_000 }, (_, at) => [`/things/${at}`, { get: { description: 'x'.repeat(1_000), responses: {} } }]));
  expect(await read(JSON.stringify({ openapi: '3.1.0', paths }))).toEqual({ source: '/openapi.json', document: { openapi: '3.1.0', paths } });
});

it.each([
  ['{"openapi":"3.1.0","paths":{', 200, /JSON/],
  ['{"title":"x"}', 200, /has no paths/],
  ['{}', 404, /answered 404/],
])('says why %s cannot be read', async (body, status, why) => {
  expect(await read(body, status)).toMatchObject({ unreadable: expect.stringMatching(why) as unknown });
});
