// Reads one row and one key, each over a connection that stays open. Says when its process was started, so that a restart can be told.
import { createRequire } from 'node:module';
import { createServer } from 'node:http';

const require = createRequire(`${process.env.MODULES}/`);
const { Pool } = require('pg');
const { Redis } = require('ioredis');
const limitMs = 1_500;

const pool = new Pool({ connectionString: process.env.DATABASE_URL, connectionTimeoutMillis: limitMs, query_timeout: limitMs });
pool.on('error', () => undefined);
const redis = new Redis(process.env.REDIS_URL, { commandTimeout: limitMs, maxRetriesPerRequest: 1, retryStrategy: () => 100 });
redis.on('error', () => undefined);

const routes = {
  '/row': async () => (await pool.query('SELECT title FROM notes WHERE id = $1', [7])).rows,
  '/write': async () => (await pool.query("INSERT INTO notes VALUES (8, 'written') ON CONFLICT DO NOTHING RETURNING id")).rows,
  '/written': async () => (await pool.query("SELECT id FROM notes WHERE title = 'acknowledged'")).rows.map(({ id }) => id),
  '/key': () => redis.get('greeting'),
  '/born': async () => performance.timeOrigin,
  '/die': async () => void setTimeout(() => process.exit(3), 50),
};

const write = async (id) => (await pool.query("INSERT INTO notes VALUES ($1, 'acknowledged') RETURNING id", [id])).rows;

createServer(async (request, response) => {
  const answer = (status, body) => response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body ?? null));
  try {
    const id = /^\/write\/(\d+)$/.exec(request.url)?.[1];
    answer(request.url in routes || id ? 200 : 404, await (id ? write(id) : routes[request.url]?.()));
  } catch (error) {
    answer(503, { error: error.message });
  }
}).listen(Number(process.env.PORT), process.env.HOST ?? '0.0.0.0', () => console.log('api is listening'));
