/**
 * Tests that need real stores run where TEST_DATABASE_URL and TEST_REDIS_URL name some, and are skipped elsewhere.
 * Each run gets a database of its own and leaves nothing behind.
 */
import { randomBytes } from 'node:crypto';
import { Queue } from 'bullmq';
import { Redis } from 'ioredis';
import pg from 'pg';
import { applyMigrations } from '../../../api/src/migrate/schema.ts';
import { fillPriceList } from '../../../api/src/migrate/price-list.ts';
import { readCatalogue } from '../../../api/src/migrate/catalogue.ts';
import { createFirstUsers } from '../../../api/src/migrate/users.ts';
import { createLogger } from '../../src/logger.ts';
import { Database, MIGRATING } from '../../src/postgres.ts';
import { QUEUE_NAME } from '../../src/queue.ts';

const databaseUrl = process.env['TEST_DATABASE_URL'];
const redisUrl = process.env['TEST_REDIS_URL'];

export const skip =
  databaseUrl === undefined || redisUrl === undefined
    ? 'TEST_DATABASE_URL or TEST_REDIS_URL is not set'
    : false;

export const silent = createLogger('test', 'fatal');

export const ADMIN = {
  email: 'admin@test.example',
  password: randomBytes(12).toString('hex'),
  role: 'admin',
} as const;
export const CLERK = {
  email: 'clerk@test.example',
  password: randomBytes(12).toString('hex'),
  role: 'clerk',
} as const;

export interface TestStores {
  readonly databaseUrl: string;
  readonly redisUrl: string;
  drop(): Promise<void>;
}

export async function createStores(): Promise<TestStores> {
  if (databaseUrl === undefined || redisUrl === undefined) {
    throw new Error('this test should have been skipped');
  }
  const name = `quotedesk_test_${randomBytes(6).toString('hex')}`;
  await administer(databaseUrl, `CREATE DATABASE ${name}`);
  const url = new URL(databaseUrl);
  url.pathname = `/${name}`;
  await fill(url.href);
  return {
    databaseUrl: url.href,
    redisUrl,
    async drop() {
      await emptyQueue(redisUrl);
      await administer(databaseUrl, `DROP DATABASE ${name} WITH (FORCE)`);
    },
  };
}

/** The jobs that a test enqueued name documents that are gone with its database. */
async function emptyQueue(url: string): Promise<void> {
  const redis = new Redis(url, { maxRetriesPerRequest: null });
  const queue = new Queue(QUEUE_NAME, { connection: redis });
  await queue.obliterate({ force: true });
  await queue.close();
  redis.disconnect();
}

async function administer(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(statement);
  await client.end();
}

async function fill(url: string): Promise<void> {
  const database = new Database(url, silent, MIGRATING);
  await applyMigrations(database, silent);
  await fillPriceList(database, (await readCatalogue()).products);
  await createFirstUsers(database, silent, [
    { ...ADMIN, name: 'Ada Admin' },
    { ...CLERK, name: 'Claus Clerk' },
  ]);
  await database.close();
}

/** Asks again until the answer is right; the last wrong answer is the error. */
export async function eventually(check: () => Promise<void>, ms = 10_000): Promise<void> {
  const deadline = Date.now() + ms;
  for (;;) {
    try {
      return await check();
    } catch (error) {
      if (Date.now() > deadline) {
        throw error;
      }
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}
