import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { test } from 'node:test';
import pg from 'pg';
import { readiness } from '../src/health.ts';
import { within } from '../src/limits.ts';
import { isAllowedOrigin } from '../src/origin.ts';
import { hashPassword, verifyPassword } from '../src/passwords.ts';
import { pause } from '../src/pause.ts';
import { isStoreFault } from '../src/postgres.ts';
import { bearerToken } from '../src/sessions.ts';
import { silent } from './support/stores.ts';

test('a password matches its hash only', async () => {
  const hash = await hashPassword('correct horse');
  assert.ok(!hash.includes('correct'));
  assert.equal(await verifyPassword('correct horse', hash), true);
  assert.equal(await verifyPassword('correct horsf', hash), false);
  assert.notEqual(hash, await hashPassword('correct horse'));
  await assert.rejects(verifyPassword('x', '$2b$10$something'), /unknown kind/);
});

test('readiness asks each store, and says which one fails without saying why', async () => {
  const state = await readiness(
    {
      postgres: async () => undefined,
      redis: () => Promise.reject(new Error('connect ECONNREFUSED redis://:pw@10.0.0.1')),
      neo4j: () => new Promise(() => undefined),
    },
    silent,
  );
  assert.equal(state.status, 'unavailable');
  assert.equal(state.stores.postgres?.ok, true);
  assert.deepEqual(state.stores.redis, { ok: false, error: 'not reachable' });
  assert.deepEqual(state.stores.neo4j, { ok: false, error: 'no answer within 1000 ms' });
});

test('a store is out unless the error is our own mistake', () => {
  const withCode = (code: string): Error => Object.assign(new pg.DatabaseError('x', 1, 'error'), { code });
  assert.equal(isStoreFault(withCode('23505')), false);
  assert.equal(isStoreFault(withCode('42P01')), false);
  assert.equal(isStoreFault(withCode('57P01')), true);
  assert.equal(isStoreFault(withCode('53300')), true);
  assert.equal(isStoreFault(new Error('Connection terminated unexpectedly')), true);
});

test('what takes too long is refused', async () => {
  assert.equal(await within(100, Promise.resolve(1)), 1);
  await assert.rejects(within(10, sleep(200)), /no answer within 10 ms/);
});

test('a pause ends with the signal', async () => {
  const stop = new AbortController();
  const begun = performance.now();
  setTimeout(() => stop.abort(), 20);
  await pause(5_000, stop.signal);
  await pause(5_000, stop.signal);
  assert.ok(performance.now() - begun < 1_000);
});

test('origins and tokens', () => {
  assert.equal(isAllowedOrigin(undefined, ['http://a']), true);
  assert.equal(isAllowedOrigin('http://a', ['http://a']), true);
  assert.equal(isAllowedOrigin('http://a.evil', ['http://a']), false);
  assert.equal(bearerToken('Bearer a.b-c.d_e'), 'a.b-c.d_e');
  assert.equal(bearerToken('Basic abc'), undefined);
  assert.equal(bearerToken('Bearer a.b'), undefined);
});
