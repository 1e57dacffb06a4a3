import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, test } from 'node:test';
import { CLERK, createStores, eventually, skip, type TestStores } from '../../shared/test/support/stores.ts';
import { openTap, type Tap, type TapMode } from '../../shared/test/support/tap.ts';
import { call, login, startApi, upload, type TestApi } from './support.ts';

const LONGEST_MS = 3_000;
const READS = ['/api/metrics', '/api/documents/recent', '/api/search?q=pump', '/api/quotes', '/api/products'];

describe('the API while a store is out', { skip }, () => {
  let stores: TestStores;
  let taps: { readonly postgres: Tap; readonly redis: Tap };
  let api: TestApi;
  let token: string;

  before(async () => {
    stores = await createStores();
    taps = { postgres: await openTap(stores.databaseUrl), redis: await openTap(stores.redisUrl) };
    api = await startApi(taps.postgres.url, taps.redis.url);
    token = await login(api.app, CLERK);
  });

  after(async () => {
    await api.close();
    taps.postgres.close();
    taps.redis.close();
    await stores.drop();
  });

  const requests = () => [
    ...READS.map((url) => call(api.app, token, url)),
    upload(api.app, token, 'outage.txt', randomUUID()),
    api.app.inject({ method: 'POST', url: '/api/auth/login', payload: CLERK }),
  ];

  async function assertHonest(store: 'postgres' | 'redis'): Promise<void> {
    const begun = performance.now();
    const answers = await Promise.all(requests());
    assert.ok(performance.now() - begun < LONGEST_MS);
    for (const answer of answers) {
      assert.equal(answer.statusCode, 503, answer.body);
      assert.match(String(answer.headers['content-type']), /^application\/problem\+json/);
      assert.doesNotMatch(answer.body, /SELECT|INSERT|:\/\/|127\.0\.0\.1| at /);
    }
    const ready = await api.app.inject('/api/health/ready');
    assert.equal(ready.statusCode, 503);
    assert.equal(ready.json().stores[store].ok, false);
    assert.equal((await api.app.inject('/api/health/live')).statusCode, 200);
  }

  const cases: readonly (readonly ['postgres' | 'redis', TapMode])[] = [
    ['postgres', 'reset'],
    ['postgres', 'hang'],
    ['redis', 'reset'],
    ['redis', 'hang'],
  ];
  for (const [store, mode] of cases) {
    test(`${store}, ${mode}: refused within three seconds, and served again without a restart`, async () => {
      taps[store].set(mode);
      await assertHonest(store);
      taps[store].set('pass');
      await eventually(async () => {
        const codes = (await Promise.all(requests())).map((answer) => answer.statusCode);
        assert.deepEqual(codes, [...READS.map(() => 200), 202, 200]);
      });
    });
  }
});
