import fc from 'fast-check';
import pg from 'pg';
import { beforeAll, describe, expect, test } from 'vitest';
import { chopped, play, recorded, spoiled, type Passage } from '../../test/recording.ts';
import { startPostgres } from '../../test/stores.ts';
import { statementsOf } from './postgres/split.ts';
import { effectOf } from './postgres/effect.ts';
import { decoder } from './postgres.ts';

let recording: readonly Passage[];

beforeAll(async () => {
  const store = await startPostgres();
  recording = await recorded(store.address, async (port) => {
    const client = new pg.Client({ host: '127.0.0.1', port, user: 'desk', password: store.address.password, database: 'postgres' });
    await client.connect();
    await client.query('CREATE TABLE t (a int, b text); INSERT INTO t SELECT n, repeat(\'é\', n) FROM generate_series(1, 300) AS n');
    for (const a of [1, 2]) await client.query({ name: 'by-a', text: 'SELECT * FROM t WHERE a > $1 ORDER BY a', values: [a] });
    await client.query('SELECT 1/0').catch(() => undefined);
    await client.query('SELECT 1 / $1::int', [0]).catch(() => undefined);
    await client.query({ text: 'SELECT now(), 1.5::numeric, ARRAY[1, NULL]', values: [], binary: true } as pg.QueryConfig);
    await client.end();
  });
  await store.stop();
});

describe('laws of the PostgreSQL decoder', () => {
  test('the recording holds what it should', () => {
    const { exchanges, unobserved, failed } = play(decoder, recording);
    expect({ unobserved, failed }).toEqual({ unobserved: [], failed: undefined });
    expect(exchanges.map(({ rowCount }) => rowCount)).toEqual([0, 0, 0, 299, 298, 0, 0, 1]);
  });

  test('any cutting of the same bytes gives the same exchanges', () => {
    const whole = play(decoder, recording);
    fc.assert(fc.property(fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 40 }), (cuts) => {
      expect(play(decoder, chopped(recording, cuts))).toEqual(whole);
    }), { numRuns: 60 });
    const bytewise = recording.flatMap(({ from, bytes }) => Array.from({ length: bytes.length }, (_, at) => ({ from, bytes: bytes.subarray(at, at + 1) })));
    expect(play(decoder, bytewise)).toEqual(whole);
  });

  test('changed bytes give an exchange, a given-up connection or an error: never a crash or an endless loop', () => {
    fc.assert(fc.property(fc.array(fc.record({ place: fc.double({ min: 0, max: 0.999, noNaN: true }), value: fc.nat(255) }), { minLength: 1, maxLength: 8 }), (changes) => {
      const { exchanges, failed } = play(decoder, spoiled(recording, changes));
      expect(exchanges.length).toBeLessThan(50);
      expect(failed ?? '').not.toMatch(/TypeError|ReferenceError/);
    }), { numRuns: 500 });
  });

  test('random bytes are no protocol', () => {
    fc.assert(fc.property(fc.array(fc.record({ from: fc.constantFrom('client' as const, 'server' as const), bytes: fc.uint8Array({ minLength: 1, maxLength: 300 }).map((each) => Buffer.from(each)) }), { maxLength: 20 }), (noise) => {
      expect(play(decoder, noise).failed ?? '').not.toMatch(/TypeError|ReferenceError/);
    }), { numRuns: 500 });
  });
});

describe('statements of a text', () => {
  test.each([
    ['SELECT 1', ['SELECT 1']], ['SELECT 1;', ['SELECT 1']], ['a; b', ['a', 'b']], ['SELECT \';\'; b', ['SELECT \';\'', 'b']], ['SELECT E\'\\\';\'; b', ['SELECT E\'\\\';\'', 'b']],
    ['DO $x$ a; b $x$; c', ['DO $x$ a; b $x$', 'c']], ['a -- ; b\n; c', ['a -- ; b', 'c']], ['a /* ; */; b', ['a /* ; */', 'b']], ['CREATE RULE r DO (a; b); c', ['CREATE RULE r DO (a; b)', 'c']],
    ['SELECT $1; b', ['SELECT $1', 'b']], [';;a;;', ['a']], ['-- ping', ['-- ping']], ['', ['']], ['"a;b"; c', ['"a;b"', 'c']],
  ])('%j', (text, statements) => {
    expect(statementsOf(text)).toEqual(statements);
  });

  test('joined by semicolons they come apart again', () => {
    const piece = fc.constantFrom('SELECT 1', 'SELECT \'a;b\'', 'SELECT $$;$$', 'SELECT "x;y"', 'SELECT E\'\\\';\'', 'INSERT INTO t VALUES (1)');
    fc.assert(fc.property(fc.array(piece, { minLength: 1, maxLength: 6 }), (pieces) => {
      expect(statementsOf(pieces.join(' ; '))).toEqual(pieces);
    }));
  });
});

test.each([
  ['SELECT * FROM t FOR UPDATE', 'read'], ['  /* hint */ -- x\n select a from t', 'read'], ['(SELECT a FROM t) UNION SELECT 1', 'read'], ['WITH a AS (SELECT 1) SELECT * FROM a FOR UPDATE', 'read'],
  ['WITH a AS (INSERT INTO t VALUES (1) RETURNING *) SELECT * FROM a', 'write'], ['WITH a AS (SELECT 1) UPDATE t SET x = 1', 'write'], ['WITH a AS (SELECT \'INSERT INTO t\') SELECT * FROM a', 'read'],
  ['INSERT INTO t VALUES (1)', 'write'], ['CREATE TABLE t (a int)', 'write'], ['CALL p()', 'write'], ['SELECT a INTO b FROM t', 'write'], ['COPY t FROM STDIN', 'write'], ['COPY (SELECT 1) TO STDOUT', 'read'],
  ['SELECT 1', 'session'], ['SELECT 1;', 'session'], ['select version()', 'session'], ['select pg_catalog.version()', 'session'], ['SELECT nextval(\'s\')', 'read'], ['SELECT 1 AS ok', 'session'], ['SELECT current_setting(\'x\')', 'session'], ['SELECT count(*) FROM t', 'read'], ['SELECT 1 FROM t', 'read'],
  ['SET x = 1', 'session'], ['SHOW x', 'session'], ['', 'session'], ['-- ping', 'session'], ['BEGIN', 'transaction'], ['begin;', 'transaction'], ['PREPARE TRANSACTION \'x\'', 'transaction'], ['NOTIFY a', 'message'], ['SELECT pg_notify($1, $2)', 'message'],
] as const)('%j is a %s', (statement, effect) => {
  expect(effectOf(statement)).toBe(effect);
});
