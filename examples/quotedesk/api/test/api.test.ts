import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, test } from 'node:test';
import {
  ADMIN,
  CLERK,
  createStores,
  silent,
  skip,
  type TestStores,
} from '../../shared/test/support/stores.ts';
import { processDocument } from '../../worker/src/process.ts';
import { call, login, ORIGIN, startApi, upload, type TestApi } from './support.ts';

describe('the API on real stores', { skip }, () => {
  let stores: TestStores;
  let api: TestApi;
  let admin: string;
  let clerk: string;

  before(async () => {
    stores = await createStores();
    api = await startApi(stores.databaseUrl, stores.redisUrl);
    admin = await login(api.app, ADMIN);
    clerk = await login(api.app, CLERK);
  });

  after(async () => {
    await api.close();
    await stores.drop();
  });

  const get = async (url: string, token = clerk) => {
    const answer = await call(api.app, token, url);
    return { status: answer.statusCode, body: answer.json() };
  };

  test('an empty desk says so: zeros, empty lists, and no average of nothing', async () => {
    const { body } = await get('/api/metrics');
    assert.equal(body.total_documents, 0);
    assert.equal(body.average_lines_per_quote, null);
    assert.deepEqual((await get('/api/documents/recent')).body, { documents: [] });
    assert.equal((await get('/api/quotes')).body.total, 0);
  });

  test('a document becomes a quote that every endpoint tells alike', async () => {
    const text = `Customer: Nord AS, Bergen\n\n2 pcs CP-050-160\n3 pcs tractor seat\n\n${randomUUID()}`;
    const sent = await upload(api.app, clerk, 'order.txt', text);
    assert.equal(sent.statusCode, 202);
    const { id } = sent.json<{ id: string }>();
    assert.equal((await get(`/api/documents/${id}`)).body.status, 'received');

    await processDocument({ database: api.context.database, graph: undefined, logger: silent }, id);

    const { body: document } = await get(`/api/documents/${id}`);
    assert.equal(document.status, 'quoted');
    assert.equal(document.customer, 'Nord AS');
    assert.deepEqual(
      document.quote.lines.map((line: Record<string, unknown>) => [
        line['sku'],
        line['line_total'],
        line['matched'],
      ]),
      [
        ['CP-050-160', 2248, true],
        [null, null, false],
      ],
    );
    assert.equal(document.quote.total, 2248);
    assert.deepEqual((await get(`/api/quotes/${document.quote.id}`)).body, document.quote);
    const { body: metrics } = await get('/api/metrics');
    assert.deepEqual(
      [metrics.total_documents, metrics.total_quotes, metrics.quoted_value, metrics.average_lines_per_quote],
      [1, 1, 2248, 2],
    );
    assert.deepEqual((await get('/api/customers', admin)).body.customers[0].quoted_value, 2248);
    assert.equal((await call(api.app, clerk, `/api/documents/${id}/content`)).body, text);
  });

  test('processing twice makes one quote', async () => {
    const sent = await upload(api.app, clerk, 'twice.txt', 'Customer: Zwei GmbH, Ulm\n\n1 pcs MS-32\n');
    const { id } = sent.json<{ id: string }>();
    const worker = { database: api.context.database, graph: undefined, logger: silent };
    await Promise.all([processDocument(worker, id), processDocument(worker, id)]);
    const quotes = await api.context.database.query('SELECT id FROM quotes WHERE document_id = $1', [id]);
    assert.equal(quotes.length, 1);
  });

  test('the same file again is the same document', async () => {
    const first = await upload(api.app, clerk, 'same.txt', 'nothing to see');
    const second = await upload(api.app, admin, 'other-name.txt', 'nothing to see');
    assert.deepEqual([first.statusCode, second.statusCode], [202, 200]);
    assert.equal(first.json<{ id: string }>().id, second.json<{ id: string }>().id);
  });

  test('what cannot be read says why', async () => {
    const sent = await upload(api.app, clerk, 'call.txt', 'Please call us back.');
    const { id } = sent.json<{ id: string }>();
    await processDocument({ database: api.context.database, graph: undefined, logger: silent }, id);
    const { body } = await get(`/api/documents/${id}`);
    assert.deepEqual(
      [body.status, body.reason, body.quote],
      ['unreadable', 'no requested product was found in it', null],
    );
  });

  test('search finds in documents, products and quotes, and pages fit together', async () => {
    const { body: all } = await get('/api/search?q=valve&page_size=100');
    assert.equal(all.total, all.results.length);
    const pages = await Promise.all(
      [1, 2, 3].map((page) => get(`/api/search?q=valve&page_size=10&page=${page}`)),
    );
    assert.deepEqual(
      pages.flatMap(({ body }) => body.results),
      all.results.slice(0, 30),
    );
    assert.ok(pages.every(({ body }) => body.total === all.total));
    const { body: kinds } = await get('/api/search?q=nord%20as');
    assert.deepEqual(
      kinds.results.map((hit: { kind: string }) => hit.kind),
      ['document', 'quote'],
    );
    assert.equal((await get('/api/search?q=%25')).body.total, 0, 'a percent sign is no wildcard');
    assert.deepEqual((await get(`/api/search?q=${randomUUID()}`)).body.results, []);
  });

  test('what does not exist is 404, what is malformed 400, both as problems', async () => {
    for (const url of [
      `/api/documents/${randomUUID()}`,
      `/api/documents/${randomUUID()}/content`,
      `/api/quotes/${randomUUID()}`,
      '/api/products/NO-SUCH',
      '/api/chat/rooms/nowhere/messages',
      '/api/nothing',
    ]) {
      assert.equal((await get(url)).status, 404, url);
    }
    for (const url of [
      '/api/documents/7',
      '/api/search',
      '/api/quotes?page=0',
      '/api/documents/recent?limit=many',
    ]) {
      const answer = await call(api.app, clerk, url);
      assert.equal(answer.statusCode, 400, url);
      assert.match(String(answer.headers['content-type']), /^application\/problem\+json/);
    }
  });

  test('without a graph its endpoint says that there is none', async () => {
    const { status, body } = await get('/api/products/JC-28/related');
    assert.deepEqual([status, body.detail], [501, 'graph is not part of this profile']);
  });

  test('uploads that are none are refused', async () => {
    assert.equal((await upload(api.app, clerk, 'big.txt', 'x'.repeat(10_001))).statusCode, 413);
    assert.equal((await call(api.app, clerk, '/api/documents', { method: 'POST' })).statusCode, 415);
  });

  test('nobody gets in without a token, a clerk not everywhere, and nobody after logout', async () => {
    assert.equal((await api.app.inject('/api/metrics')).statusCode, 401);
    assert.equal((await get('/api/metrics', `${clerk.slice(0, -2)}xx`)).status, 401);
    for (const url of ['/api/customers', '/api/queue', '/api/queue/dead-letters']) {
      assert.equal((await get(url)).status, 403, url);
      assert.equal((await get(url, admin)).status, 200, url);
    }
    const other = await login(api.app, CLERK);
    assert.equal((await call(api.app, other, '/api/auth/logout', { method: 'POST' })).statusCode, 204);
    assert.equal((await get('/api/metrics', other)).status, 401);
    assert.equal((await get('/api/metrics')).status, 200, 'the other session goes on');
  });

  test('guessing is slowed down', async () => {
    const payload = { email: `${randomUUID()}@test.example`, password: 'wrong' };
    const codes: number[] = [];
    for (let guess = 0; guess < 21; guess += 1) {
      codes.push((await api.app.inject({ method: 'POST', url: '/api/auth/login', payload })).statusCode);
    }
    assert.deepEqual([codes[0], codes[19], codes[20]], [401, 401, 429]);
  });

  test('only our page may call from a browser', async () => {
    const allowed = await call(api.app, clerk, '/api/metrics', { headers: { origin: ORIGIN } });
    assert.equal(allowed.headers['access-control-allow-origin'], ORIGIN);
    const other = await call(api.app, clerk, '/api/metrics', { headers: { origin: 'http://evil.example' } });
    assert.equal(other.headers['access-control-allow-origin'], undefined);
  });

  test('a dead letter can be seen and tried again', async () => {
    const sent = await upload(api.app, clerk, 'dead.txt', `dead ${randomUUID()}`);
    const { id } = sent.json<{ id: string }>();
    await api.context.database.query("UPDATE documents SET status = 'failed', attempts = 3 WHERE id = $1", [
      id,
    ]);
    const { body } = await get('/api/queue/dead-letters', admin);
    assert.deepEqual([body.total, body.jobs[0].document_id, body.jobs[0].attempts], [1, id, 3]);
    const retry = await call(api.app, admin, `/api/queue/dead-letters/${id}/retry`, { method: 'POST' });
    assert.equal(retry.statusCode, 202);
    assert.equal((await get(`/api/documents/${id}`)).body.status, 'received');
    const again = await call(api.app, admin, `/api/queue/dead-letters/${id}/retry`, { method: 'POST' });
    assert.equal(again.statusCode, 404);
  });

  test('every route that exists is described, with its body where it has one', async () => {
    const { paths } = (await api.app.inject('/openapi.json')).json();
    assert.equal(Object.keys(paths).length, 21);
    assert.ok(paths['/api/documents'].post.requestBody.content['multipart/form-data']);
    assert.deepEqual(paths['/api/auth/login'].post.security, []);
  });
});
