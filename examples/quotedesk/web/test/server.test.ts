import assert from 'node:assert/strict';
import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import type { FastifyInstance } from 'fastify';
import { AddressError, connectSources, readAddresses } from '../build/addresses.ts';
import { createApp } from '../server/app.ts';
import { readConfig } from '../server/config.ts';

const addresses = { VITE_API_URL: 'https://api.example/base', VITE_CHAT_URL: 'wss://chat.example:4020' };
let dist = '';
let app: FastifyInstance;

before(async () => {
  dist = await mkdtemp(path.join(tmpdir(), 'quotedesk-web-'));
  await mkdir(path.join(dist, 'assets'));
  await writeFile(path.join(dist, 'index.html'), '<title>quotedesk</title>');
  await writeFile(path.join(dist, 'assets', 'index-abc.js'), 'export {}');
  await writeFile(path.join(dist, 'addresses.json'), JSON.stringify(addresses));
  app = await createApp({ dist, logLevel: 'silent' });
});
after(async () => {
  await app.close();
  await rm(dist, { recursive: true });
});

const get = (url: string, accept = 'text/html') => app.inject({ url, headers: { accept } });

test('every page is the index, never cached, with a policy made of the addresses of the build', async () => {
  for (const url of [
    '/',
    '/login',
    '/documents',
    '/documents/42',
    '/search?q=x',
    '/products/CP-1',
    '/chat',
  ]) {
    const response = await get(url);
    assert.equal(response.statusCode, 200, url);
    assert.match(response.body, /quotedesk/);
    assert.equal(response.headers['cache-control'], 'no-cache');
    const policy = String(response.headers['content-security-policy']);
    assert.match(policy, /connect-src https:\/\/api\.example wss:\/\/chat\.example:4020;/);
    assert.match(policy, /default-src 'none'/);
    assert.equal(response.headers['x-content-type-options'], 'nosniff');
  }
});

test('an unknown path is 404: with the page for a browser, as a problem for everybody else', async () => {
  const page = await get('/nowhere');
  assert.equal(page.statusCode, 404);
  assert.match(page.body, /quotedesk/);
  const other = await get('/api/metrics', 'application/json');
  assert.equal(other.statusCode, 404);
  assert.match(String(other.headers['content-type']), /application\/problem\+json/);
  assert.equal((await get('/assets/gone.js', '*/*')).statusCode, 404);
  assert.equal((await get('/..%2fpackage.json', '*/*')).statusCode, 404);
});

test('files with a hash in their names are kept by browsers', async () => {
  const response = await get('/assets/index-abc.js', '*/*');
  assert.equal(response.statusCode, 200);
  assert.match(String(response.headers['cache-control']), /immutable/);
});

test('it is alive', async () => {
  assert.deepEqual((await get('/health/live')).json(), { status: 'ok' });
});

test('a folder without a build is refused', async () => {
  await assert.rejects(createApp({ dist: path.join(dist, 'nothing'), logLevel: 'silent' }), /no build/);
});

test('addresses that are missing or none are named, in one line', () => {
  assert.deepEqual(readAddresses(addresses), addresses);
  assert.throws(
    () => readAddresses({}),
    new AddressError('The page cannot be built: VITE_API_URL is not set; VITE_CHAT_URL is not set.'),
  );
  assert.throws(
    () => readAddresses({ ...addresses, VITE_CHAT_URL: 'https://chat.example' }),
    /VITE_CHAT_URL must be a ws/,
  );
  assert.deepEqual(connectSources({ ...addresses, VITE_CHAT_URL: 'ws://x.example' }), [
    'https://api.example',
    'ws://x.example',
  ]);
});

test('the server has a port of its own and refuses one that is none', () => {
  assert.equal(readConfig({}).PORT, 4000);
  assert.throws(() => readConfig({ PORT: 'many' }), /PORT/);
});
