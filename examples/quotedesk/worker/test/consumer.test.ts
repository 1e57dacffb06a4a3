import assert from 'node:assert/strict';
import { randomBytes, randomUUID } from 'node:crypto';
import { after, before, describe, test } from 'node:test';
import { Database } from '../../shared/src/postgres.ts';
import { RfqQueue } from '../../shared/src/queue.ts';
import { connectRedis, type Redis } from '../../shared/src/redis.ts';
import { createStores, eventually, silent, skip, type TestStores } from '../../shared/test/support/stores.ts';
import { openTap, type Tap } from '../../shared/test/support/tap.ts';
import { consumeUntil } from '../src/consumer.ts';
import { sweep } from '../src/sweeper.ts';

describe('the worker on real stores', { skip }, () => {
  let stores: TestStores;
  let tap: Tap;
  let database: Database;
  let workerDatabase: Database;
  let redis: Redis;
  let queue: RfqQueue;
  let consuming: Promise<void>;
  const stop = new AbortController();

  before(async () => {
    stores = await createStores();
    tap = await openTap(stores.databaseUrl);
    database = new Database(stores.databaseUrl, silent);
    workerDatabase = new Database(tap.url, silent);
    redis = connectRedis(stores.redisUrl, silent, 'test');
    queue = new RfqQueue(redis, silent);
    await new Promise((resolve) => redis.once('ready', resolve));
    consuming = consumeUntil(stop.signal, stores.redisUrl, {
      database: workerDatabase,
      graph: undefined,
      logger: silent,
    });
  });

  after(async () => {
    stop.abort();
    await consuming;
    queue.close();
    tap.close();
    await Promise.all([database.close(), workerDatabase.close()]);
    await stores.drop();
  });

  async function insert(text: string, ageSeconds = 0): Promise<string> {
    const [row] = await database.query<{ id: string }>(
      `INSERT INTO documents (filename, media_type, bytes, sha256, content, status, uploaded_by, created_at)
       SELECT 'test.txt', 'text/plain', length($1), $2, convert_to($1, 'UTF8'), 'received', id,
         now() - make_interval(secs => $3)
       FROM users LIMIT 1 RETURNING id`,
      [text, randomBytes(32).toString('hex'), ageSeconds],
    );
    return row?.id ?? '';
  }

  async function stateOf(id: string) {
    const [row] = await database.query<{ status: string; reason: string | null; attempts: number }>(
      'SELECT status, reason, attempts FROM documents WHERE id = $1',
      [id],
    );
    return row;
  }

  const order = (): string => `Customer: ${randomUUID()} Ltd, Hull\n\n2 pcs CP-050-160\n`;

  test('a job becomes a quote', async () => {
    const id = await insert(order());
    await queue.enqueue(id);
    await eventually(async () =>
      assert.deepEqual(await stateOf(id), { status: 'quoted', reason: null, attempts: 1 }),
    );
  });

  test('a document without a job is found by the sweeper; a young one is left to its own job', async () => {
    const [lost, young] = [await insert(order(), 60), await insert(order())];
    await sweep(database, queue, silent);
    await eventually(async () => assert.equal((await stateOf(lost))?.status, 'quoted'));
    assert.equal((await stateOf(young))?.status, 'received');
  });

  test('what fails three times is a dead letter that says why', async () => {
    const id = await insert('Customer: Too Much Ltd, Hull\n\n9999999999999 pcs CP-050-160\n');
    await queue.enqueue(id);
    const reason = 'what was read does not fit into a quote';
    await eventually(async () =>
      assert.deepEqual(await stateOf(id), { status: 'failed', reason, attempts: 3 }),
    );
    assert.equal((await queue.state()).failed, 1);
    assert.equal(await queue.enqueueIfIdle(id), true);
  });

  test('a store that is out uses up no attempt: the document waits and is quoted afterwards', async () => {
    const id = await insert(order());
    tap.set('reset');
    await queue.enqueue(id);
    await new Promise((resolve) => setTimeout(resolve, 4_000));
    assert.deepEqual(await stateOf(id), { status: 'received', reason: null, attempts: 0 });
    tap.set('pass');
    await eventually(async () => assert.equal((await stateOf(id))?.status, 'quoted'));
  });
});
