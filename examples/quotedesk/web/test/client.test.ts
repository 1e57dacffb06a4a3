import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { after, before, beforeEach, test } from 'node:test';
import { createClient } from '../src/api/client.ts';
import type { ApiClient } from '../src/api/client.ts';
import { createApi } from '../src/api/endpoints.ts';
import { ApiError } from '../src/api/error.ts';

type Handler = (request: IncomingMessage, response: ServerResponse) => void;

let handler: Handler;
let baseUrl = '';
let token: string | null = 'token-1';
const refused: (string | null)[] = [];
const server = createServer((request, response) => handler(request, response));

before(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  baseUrl = addressOf(server);
});
after(() => {
  server.closeAllConnections();
  server.close();
});
beforeEach(() => {
  refused.length = 0;
  token = 'token-1';
});

function addressOf(listening: Server): string {
  const address = listening.address();
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  return `http://127.0.0.1:${address.port}`;
}

const client = (timeoutMs = 2000): ApiClient =>
  createClient({ baseUrl, token: () => token, onUnauthorized: (used) => refused.push(used), timeoutMs });
const answer = (status: number, body: unknown, type = 'application/json'): Handler => {
  return (_request, response) => {
    response.writeHead(status, { 'content-type': type });
    response.end(typeof body === 'string' ? body : JSON.stringify(body));
  };
};
const signal = new AbortController().signal;
const metrics = {
  total_customers: 3,
  total_documents: 31,
  total_quotes: 28,
  quoted_value: 12345.6,
  unreadable_documents: 3,
  average_lines_per_quote: null,
  documents_by_status: { quoted: 28, unreadable: 3 },
};

/** An address at which somebody listened a moment ago. */
async function closedPort(): Promise<string> {
  const other = createServer();
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
  const address = addressOf(other);
  await new Promise((resolve) => other.close(resolve));
  return address;
}

async function errorOf(promise: Promise<unknown>): Promise<ApiError> {
  const error: unknown = await promise.then(
    () => assert.fail('it should have been refused'),
    (cause: unknown) => cause,
  );
  assert.ok(error instanceof ApiError);
  return error;
}

test('an answer comes through as the API gave it, and the token goes along', async () => {
  let authorization: string | undefined;
  handler = (request, response) => {
    authorization = request.headers.authorization;
    answer(200, metrics)(request, response);
  };
  assert.deepEqual(await createApi(client()).metrics(signal), metrics);
  assert.equal(authorization, 'Bearer token-1');
});

test('a problem document is shown in its own words', async () => {
  const problem = {
    type: 'about:blank',
    title: 'Store unavailable',
    status: 503,
    detail: 'PostgreSQL is out',
  };
  handler = answer(503, problem, 'application/problem+json');
  const error = await errorOf(createApi(client()).metrics(signal));
  assert.deepEqual(
    [error.kind, error.status, error.title, error.detail],
    ['refused', 503, 'Store unavailable', 'PostgreSQL is out'],
  );
  assert.deepEqual(refused, [], 'a 503 ends no session');
});

test('an error that is no problem document is told by its status', async () => {
  handler = answer(502, '<html>Bad gateway</html>', 'text/html');
  const error = await errorOf(createApi(client()).metrics(signal));
  assert.equal(error.title, 'The API answered 502 Bad Gateway');
});

test('a 401 ends the session whose token was refused', async () => {
  handler = answer(401, { title: 'Unauthorized' });
  const error = await errorOf(createApi(client()).metrics(signal));
  assert.equal(error.status, 401);
  assert.deepEqual(refused, ['token-1']);
});

test("the login's own 401 ends nothing, and it carries no token", async () => {
  let authorization: string | undefined = 'none was seen';
  handler = (request, response) => {
    authorization = request.headers.authorization;
    answer(401, { title: 'Wrong e-mail or password' })(request, response);
  };
  const error = await errorOf(createApi(client()).login('a@b.example', 'x'));
  assert.equal(error.title, 'Wrong e-mail or password');
  assert.equal(authorization, undefined);
  assert.deepEqual(refused, []);
});

test('what is not understood is an error, and nothing of it is used', async () => {
  handler = answer(200, { ...metrics, total_quotes: undefined });
  assert.equal((await errorOf(createApi(client()).metrics(signal))).kind, 'malformed');
  handler = answer(200, 'OK', 'text/plain');
  assert.equal((await errorOf(createApi(client()).metrics(signal))).kind, 'malformed');
});

test('a server that does not answer in time, or is not there, is said to be so', async () => {
  handler = () => undefined;
  assert.equal((await errorOf(createApi(client(100)).metrics(signal))).kind, 'timeout');
  const gone = await closedPort();
  const nobody = createClient({ baseUrl: gone, token: () => null, onUnauthorized: () => undefined });
  assert.equal((await errorOf(createApi(nobody).metrics(signal))).kind, 'unreachable');
});

test('an answer that breaks off in the middle is an error', async () => {
  handler = (_request, response) => {
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': '500' });
    response.write('{"total_customers":');
    setTimeout(() => response.destroy(), 20);
  };
  assert.ok(await errorOf(createApi(client()).metrics(signal)));
});

test('a caller that gave up gets its own reason back, not an error to show', async () => {
  handler = () => undefined;
  const abort = new AbortController();
  const asked = createApi(client()).metrics(abort.signal);
  abort.abort();
  await assert.rejects(asked, { name: 'AbortError' });
});

test('names in addresses are escaped', async () => {
  let url: string | undefined;
  handler = (request, response) => {
    url = request.url;
    answer(404, { title: 'Not found' })(request, response);
  };
  await errorOf(createApi(client()).document('../metrics?x', signal));
  assert.equal(url, '/api/documents/..%2Fmetrics%3Fx');
});
