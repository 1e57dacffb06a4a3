import assert from 'node:assert/strict';
import { test } from 'node:test';
import { z } from 'zod';
import { graphConfig, parseConfig, serverFields, storeFields } from '../src/config.ts';

const schema = z.object({ ...storeFields, ...serverFields });

const good = {
  DATABASE_URL: 'postgres://user@host/db',
  REDIS_URL: 'redis://host',
  WEB_ORIGIN: 'http://one.example, https://two.example',
  JWT_SECRET: 'x'.repeat(32),
};

test('a complete environment is read', () => {
  const config = parseConfig(schema, good);
  assert.deepEqual(config.WEB_ORIGIN, ['http://one.example', 'https://two.example']);
  assert.equal(config.LOG_LEVEL, 'info');
  assert.equal(graphConfig(config), undefined);
});

test('what is missing is named; an empty value is missing', () => {
  assert.throws(() => parseConfig(schema, { ...good, DATABASE_URL: undefined }), {
    message: 'DATABASE_URL is not set',
  });
  assert.throws(() => parseConfig(schema, { ...good, JWT_SECRET: '' }), { message: 'JWT_SECRET is not set' });
});

test('what is wrong is named', () => {
  assert.throws(
    () => parseConfig(schema, { ...good, REDIS_URL: 'host:6379' }),
    /^ConfigError: REDIS_URL is not a redis/,
  );
  assert.throws(() => parseConfig(schema, { ...good, JWT_SECRET: 'short' }), /JWT_SECRET is shorter than 32/);
  assert.throws(() => parseConfig(schema, { ...good, WEB_ORIGIN: '*' }), /WEB_ORIGIN/);
});

test('a graph without credentials is a mistake', () => {
  assert.throws(() => graphConfig({ NEO4J_URL: 'bolt://host' }), /NEO4J_USER and NEO4J_PASSWORD/);
  const complete = { NEO4J_URL: 'bolt://host', NEO4J_USER: 'neo4j', NEO4J_PASSWORD: 'secret' };
  assert.deepEqual(graphConfig(complete), { url: 'bolt://host', user: 'neo4j', password: 'secret' });
});
