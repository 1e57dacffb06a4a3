import { execFile } from 'node:child_process';
import { createConnection } from 'node:net';
import { promisify } from 'node:util';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Exchange } from '../../core/tap.ts';
import { startPostgres, type TestStore } from '../../test/stores.ts';
import { startTap, type TestTap } from '../../test/tap.ts';

const signal = (): AbortSignal => AbortSignal.timeout(20_000);
let store: TestStore;
let it: TestTap;
let client: pg.Client;

beforeAll(async () => {
  store = await startPostgres();
  it = await startTap('postgres', store.address);
});
afterAll(async () => {
  await it.stop();
  await store.stop();
});
beforeEach(async () => {
  client = await connect();
  await it.tap.take(signal());
});
afterEach(async () => {
  await client.end().catch(() => undefined);
});

describe('what node-postgres asks', () => {
  test('a simple query: statement, names, values, tag', async () => {
    await client.query('SELECT 7 AS seven, \'é\' AS text, NULL AS none, 9007199254740993 AS big, true AS yes FROM (VALUES (1), (2)) AS two');
    const [exchange] = await passed();
    expect(exchange).toMatchObject({
      store: 'postgres', kind: 'postgres', effect: 'read', tag: 'SELECT 2', columns: ['seven', 'text', 'none', 'big', 'yes'], rowCount: 2, cut: false, open: false, parameters: [],
      rows: [[7, 'é', null, '9007199254740993', true], [7, 'é', null, '9007199254740993', true]],
    });
    expect(exchange?.statement).toMatch(/^SELECT 7 AS seven/);
    expect(exchange!.endedAt).toBeGreaterThanOrEqual(exchange!.at);
  });

  test('several statements in one query are several exchanges, and tell of the transaction', async () => {
    await client.query('BEGIN; CREATE TEMP TABLE t (a int); INSERT INTO t VALUES (1), (2); -- a; comment\nSELECT \';\' FROM t; COMMIT');
    const seen = await passed();
    expect(seen.map(({ statement, effect, tag, open, rowCount }) => [statement.slice(0, 12), effect, tag, open, rowCount])).toEqual([
      ['BEGIN', 'transaction', 'BEGIN', true, 0], ['CREATE TEMP ', 'write', 'CREATE TABLE', true, 0], ['INSERT INTO ', 'write', 'INSERT 0 2', true, 0],
      ['-- a; commen', 'read', 'SELECT 2', true, 2], ['COMMIT', 'transaction', 'COMMIT', false, 0],
    ]);
  });

  test('parameters and prepared names', async () => {
    const query = { name: 'named', text: 'SELECT $1::int + 1 AS next, $2::text AS word' };
    await client.query({ ...query, values: [41, 'a'] });
    await client.query({ ...query, values: [1, null] });
    await client.query('SELECT $1::text[] AS list', [['x', 'y "z"']]);
    const seen = await passed();
    expect(seen.map(({ statement, parameters, columns, rows }) => ({ statement, parameters, columns, rows }))).toEqual([
      { statement: query.text, parameters: ['41', 'a'], columns: ['next', 'word'], rows: [[42, 'a']] },
      { statement: query.text, parameters: ['1', null], columns: ['next', 'word'], rows: [[2, null]] },
      { statement: 'SELECT $1::text[] AS list', parameters: ['{"x","y \\"z\\""}'], columns: ['list'], rows: [[['x', 'y "z"']]] },
    ]);
  });

  test('errors belong to their statement, simple and extended, and what comes after is read again', async () => {
    await expect(client.query('SELECT 1/0')).rejects.toThrow();
    await expect(client.query('SELECT nowhere FROM $1', ['x'])).rejects.toThrow();
    await expect(client.query('SELECT 1 / $1::int AS part', [0])).rejects.toThrow();
    await client.query('SELECT 5 AS five FROM pg_class LIMIT 1');
    const seen = await passed();
    expect(seen.map(({ statement, parameters, error, rows }) => [statement, parameters, error?.code, rows])).toEqual([
      ['SELECT 1/0', [], '22012', []], ['SELECT nowhere FROM $1', ['x'], '42601', []], ['SELECT 1 / $1::int AS part', ['0'], '22012', []], ['SELECT 5 AS five FROM pg_class LIMIT 1', [], undefined, [[5]]],
    ]);
    expect(seen[0]?.error?.message).toBe('division by zero');
  });

  test('what is notified arrives as a message', async () => {
    await client.query('LISTEN news');
    await client.query('SELECT pg_notify(\'news\', \'hello\')');
    const seen = await passed();
    expect(seen.map(({ statement, effect, rows }) => [statement, effect, rows])).toEqual([
      ['LISTEN news', 'session', []], ['SELECT pg_notify(\'news\', \'hello\')', 'message', [['']]], ['NOTIFY news', 'message', [['hello']]],
    ]);
  });

  test('the sign-in is told without a secret, and a wrong password as its error', async () => {
    await (await connect()).end();
    await expect(connect('wrong')).rejects.toThrow();
    const seen = await passed();
    expect(seen.map(({ statement, effect, parameters, error }) => [statement, effect, parameters, error?.code])).toEqual([
      ['sign-in', 'session', [{ user: 'desk', database: 'postgres' }], undefined], ['sign-in', 'session', [{ user: 'desk', database: 'postgres' }], '28P01'],
    ]);
    expect(JSON.stringify(seen)).not.toContain(store.address.password);
  });

  test('a session that the server ends leaves its error', async () => {
    client.on('error', () => undefined);
    await expect(client.query('SELECT pg_terminate_backend(pg_backend_pid()), 1')).rejects.toMatchObject({ code: '57P01' });
    expect(await passed()).toMatchObject([{ statement: 'SELECT pg_terminate_backend(pg_backend_pid()), 1', error: { code: '57P01' } }]);
  });

  test('a connection that breaks under way leaves a broken exchange', async () => {
    client.on('error', () => undefined);
    const asked = client.query('SELECT pg_sleep($1)', [20]).catch(() => undefined);
    const direct = new pg.Client({ host: '127.0.0.1', port: store.address.port, user: 'desk', password: store.address.password, database: 'postgres' });
    await direct.connect();
    const running = async (): Promise<boolean> => (await direct.query('SELECT 1 FROM pg_stat_activity WHERE query = \'SELECT pg_sleep($1)\' AND state = \'active\'')).rowCount === 1;
    for (const until = Date.now() + 5_000; !(await running()) && Date.now() < until;);
    await direct.end();
    await it.tap.inflict({ kind: 'reset' }, signal());
    await asked;
    await it.tap.heal(signal());
    expect((await passed()).filter(({ broken }) => broken)).toMatchObject([{ statement: 'SELECT pg_sleep($1)', parameters: ['20'] }]);
  });
});

describe('types', () => {
  const literal = `SELECT 1::int2, -2::int4, 3::int8, 0.1::float4, 2.5::float8, 'NaN'::float8, 12.50::numeric, -0.0001::numeric, 1e20::numeric, true, 'x'::text, 'v'::varchar, '  c'::char(3),
    'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'::uuid, '2026-01-31 10:00:00.5'::timestamp, '2026-01-31 10:00:00+00'::timestamptz, '2026-01-31'::date, '0044-03-15 BC'::date, 'infinity'::timestamp, '10:11:12.000013'::time,
    '1 year 2 mons -3 days 04:05:06.7'::interval, '{"a": [1, 12345678901234567890]}'::json, '{"b": null}'::jsonb, '{1,NULL,3}'::int4[], '{{a,b},{"c d",NULL}}'::text[], '\\x00ff'::bytea, '10.0.0.0/8'::cidr, '::1'::inet, 5::oid`;
  const expected = [1, -2, 3, 0.1, 2.5, 'NaN', '12.50', '-0.0001', '100000000000000000000', true, 'x', 'v', '  c', 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11', '2026-01-31T10:00:00.5', '2026-01-31T10:00:00Z', '2026-01-31',
    '0044-03-15 BC', 'infinity', '10:11:12.000013', '1 year 2 mons -3 days +04:05:06.7', { a: [1, '12345678901234567890'] }, { b: null }, [1, null, 3], [['a', 'b'], ['c d', null]], 'AP8=', '10.0.0.0/8', '::1', 5];

  test('read the same in text and in binary', async () => {
    await client.query('SET timezone TO \'UTC\'');
    await client.query(literal);
    await client.query({ text: literal, values: [], binary: true } as pg.QueryConfig);
    const [, text, binary] = await passed();
    expect(text?.rows[0]).toEqual(expected);
    expect(binary?.rows[0]).toEqual(expected);
  });
});

test('COPY is counted, both ways', async () => {
  const url = `postgres://desk:${store.address.password}@${it.host}:${it.port}/postgres`;
  await promisify(execFile)('bash', ['-c', 'printf "1\\n2\\n3\\n" | psql -X -q "$0" -c "CREATE TABLE copied (a int)" -c "COPY copied FROM STDIN" -c "COPY copied TO STDOUT" -c "DROP TABLE copied"', url]);
  const seen = (await passed()).filter(({ statement }) => statement.startsWith('COPY'));
  expect(seen.map(({ statement, effect, tag, rowCount, cut, rows }) => [statement, effect, tag, rowCount, cut, rows])).toEqual([
    ['COPY copied FROM STDIN', 'write', 'COPY 3', 3, true, []], ['COPY copied TO STDOUT', 'read', 'COPY 3', 3, true, []],
  ]);
});

test('more than an exchange may hold is counted and marked as cut', async () => {
  await client.query('SELECT n, n FROM generate_series(1, 60000) AS n');
  const [exchange] = await passed();
  expect([exchange?.rowCount, exchange?.cut, exchange?.rows.length]).toEqual([60_000, true, 50_000]);
});

test.each([
  ['TLS without asking', Buffer.from([0x16, 3, 1, 0, 5, 1, 0, 0, 1, 0]), 'TLS'],
  ['bytes that are no protocol', Buffer.from('GET / HTTP/1.1\r\n\r\n'), /^its bytes could not be read: a message of \d+ bytes$/],
])('%s: the connection is passed, given up with its reason, and the others are read on', async (_, bytes, reason) => {
  const socket = createConnection({ host: it.host, port: it.port });
  socket.on('error', () => undefined);
  socket.resume();
  socket.write(bytes);
  // The server hangs up on such a client, through the tap.
  await new Promise((resolve) => socket.once('close', resolve));
  await client.query('SELECT 2 AS two FROM pg_class LIMIT 1');
  const { exchanges, unobserved } = await it.tap.take(signal());
  expect(unobserved).toEqual([{ connection: expect.any(Number) as number, reason: typeof reason === 'string' ? reason : expect.stringMatching(reason) as string }]);
  expect(exchanges.map(({ rows }) => rows)).toEqual([[[2]]]);
});

test('two who take at once do not get the same', async () => {
  await client.query('SELECT 1 AS one FROM pg_class LIMIT 1');
  const both = await Promise.all([it.tap.take(signal()), it.tap.take(signal())]);
  expect(both.map(({ exchanges }) => exchanges.length)).toEqual([1, 0]);
});

test('after a time of piping only, connections that stayed open are read again', async () => {
  await client.query({ name: 'before', text: 'SELECT 1 AS one FROM pg_class LIMIT 1', values: [] });
  await it.tap.mode('pipe', signal());
  await client.query('SELECT \'unseen\' FROM pg_class LIMIT 1');
  await it.tap.mode('observe', signal());
  await client.query({ name: 'before', text: 'SELECT 1 AS one FROM pg_class LIMIT 1', values: [] });
  await client.query('SELECT 2 AS two FROM pg_class LIMIT 1');
  const seen = await passed();
  expect(seen.map(({ statement, rows }) => [statement, rows])).toEqual([
    ['SELECT 1 AS one FROM pg_class LIMIT 1', [[1]]], ['/* prepared before it was observed: before */ SELECT', [[1]]], ['SELECT 2 AS two FROM pg_class LIMIT 1', [[2]]],
  ]);
});

describe('an error of PostgreSQL', () => {
  test('57P01 ends open sessions at once and is told to new ones', async () => {
    const heard = new Promise<string>((resolve) => client.on('error', (error: Error & { code?: string }) => resolve(error.code ?? error.message)));
    const { seen } = await it.tap.inflict({ kind: 'error', error: '57P01' }, signal());
    expect(seen).toMatch(/^a new connection was told 57P01; one that was open was told 57P01; 1 others were open$/);
    expect(await heard).toBe('57P01');
    await expect(connect()).rejects.toMatchObject({ code: '57P01' });
    await it.tap.heal(signal());
    await (await connect()).end();
  });

  test('53300 is told to new sessions, and to open ones with their next statement', async () => {
    client.on('error', () => undefined);
    await it.tap.inflict({ kind: 'error', error: '53300' }, signal());
    await expect(client.query('SELECT 1')).rejects.toMatchObject({ code: '53300' });
    await expect(connect()).rejects.toMatchObject({ code: '53300' });
    await it.tap.heal(signal());
    await (await connect()).end();
  });

  test('READONLY: the server itself refuses what writes, in both protocols, in transactions and in functions; reads pass and are seen', async () => {
    await client.query('CREATE TABLE kept (id int); INSERT INTO kept VALUES (1)');
    await client.query("CREATE FUNCTION writes() RETURNS int LANGUAGE sql AS 'INSERT INTO kept VALUES (2) RETURNING id'");
    const heard = new Promise<string>((resolve) => client.on('error', (error: Error & { code?: string }) => resolve(error.code ?? error.message)));
    const { seen } = await it.tap.inflict({ kind: 'error', error: 'READONLY' }, signal());
    expect(seen).toMatch(/^a new connection was told 25006; one that was open was told (57P01|25006)/);
    expect(await heard).toBe('57P01');
    await passed();
    const other = await connect();
    const refused = expect.objectContaining({ code: '25006' }) as unknown;
    const failing = (query: string | pg.QueryConfig): Promise<unknown> => other.query(query).then(() => 'written', (error: unknown) => error);
    expect((await other.query('SHOW transaction_read_only')).rows).toEqual([{ transaction_read_only: 'on' }]);
    expect(await failing('INSERT INTO kept VALUES (3)')).toEqual(refused);
    expect(await failing({ name: 'insert', text: 'INSERT INTO kept VALUES ($1)', values: [4] })).toEqual(refused);
    expect(await failing('SELECT writes()')).toEqual(refused);
    expect(await failing('CREATE TABLE more (id int)')).toEqual(refused);
    for (const begin of ['BEGIN', 'BEGIN ISOLATION LEVEL SERIALIZABLE READ WRITE', 'START TRANSACTION READ WRITE', 'SET SESSION CHARACTERISTICS AS TRANSACTION READ WRITE; BEGIN', 'SET default_transaction_read_only = off; BEGIN', 'RESET ALL; BEGIN', 'DISCARD ALL']) {
      await other.query(begin);
      expect(await failing('UPDATE kept SET id = 5'), begin).toEqual(refused);
      await other.query('ROLLBACK');
    }
    expect((await other.query({ text: 'SELECT id FROM kept WHERE id = $1', values: [1] })).rows).toEqual([{ id: 1 }]);
    const exchanges = await passed();
    expect(exchanges.find(({ statement }) => statement === 'INSERT INTO kept VALUES (3)')).toMatchObject({ effect: 'write', error: { code: '25006' } });
    expect(exchanges.at(-1)).toMatchObject({ statement: 'SELECT id FROM kept WHERE id = $1', rows: [[1]] });
    const ended = new Promise((resolve) => other.on('error', resolve));
    await it.tap.heal(signal());
    await ended;
    const again = await connect();
    expect((await again.query('INSERT INTO kept VALUES (6) RETURNING id')).rows).toEqual([{ id: 6 }]);
    expect((await again.query('SELECT id FROM kept ORDER BY id')).rows).toEqual([{ id: 1 }, { id: 6 }]);
    await again.query('DROP FUNCTION writes(); DROP TABLE kept');
    await again.end();
  });

  test('a session that is busy when it begins may finish its answer', async () => {
    client.on('error', () => undefined);
    const answer = client.query<{ done: string }>('SELECT \'done\' AS done FROM pg_sleep(0.1)');
    await it.tap.inflict({ kind: 'error', error: '57P01' }, signal());
    expect((await answer).rows).toEqual([{ done: 'done' }]);
    await it.tap.heal(signal());
  });
});

async function connect(password = store.address.password): Promise<pg.Client> {
  const made = new pg.Client({ host: it.host, port: it.port, user: 'desk', password, database: 'postgres', ssl: false });
  try {
    await made.connect();
  } catch (error) {
    await made.end().catch(() => undefined);
    throw error;
  }
  return made;
}

async function passed(): Promise<readonly Exchange[]> {
  const { exchanges, lost, unobserved } = await it.tap.take(signal());
  expect({ lost, unobserved }).toEqual({ lost: 0, unobserved: [] });
  return exchanges;
}
