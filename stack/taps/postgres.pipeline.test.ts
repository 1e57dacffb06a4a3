import { once } from 'node:events';
import { createConnection, type Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Exchange } from '../../core/tap.ts';
import { startPostgres, type TestStore } from '../../test/stores.ts';
import { startTap, type TestTap } from '../../test/tap.ts';

const signal = (): AbortSignal => AbortSignal.timeout(20_000);
let store: TestStore;
let it: TestTap;
let raw: Raw;

beforeAll(async () => {
  store = await startPostgres();
  it = await startTap('postgres', store.address);
  raw = await signIn();
  await it.tap.take(signal());
});
afterAll(async () => {
  raw.socket.destroy();
  await it.stop();
  await store.stop();
});

describe('messages that no driver here sends, spoken by hand to a real server', () => {
  test('a pipeline of three statements before one Sync; the second fails, the third is left out', async () => {
    await raw.ask([
      parse('', 'SELECT $1::int AS a'), bind('', '', ['1']), execute(''), parse('', 'SELECT 1 / $1::int AS b'), bind('', '', ['0']), execute(''), parse('', 'SELECT 3 AS c'), bind('', '', []), execute(''), sync,
    ], 1);
    expect((await passed()).map(({ statement, parameters, rows, error }) => [statement, parameters, rows, error?.code])).toEqual([
      ['SELECT $1::int AS a', ['1'], [['1']], undefined], ['SELECT 1 / $1::int AS b', ['0'], [], '22012'],
    ]);
  });

  test('several Syncs sent at once: after the failed one the next begins anew', async () => {
    await raw.ask([parse('', 'SELEC'), bind('', '', []), describePortal(''), execute(''), sync, parse('', 'SELECT 2 AS two FROM pg_class LIMIT 1'), bind('', '', []), describePortal(''), execute(''), sync, query('SELECT 5 AS five, 6'), query('')], 4);
    expect((await passed()).map(({ statement, columns, rows, error, open }) => [statement, columns, rows, error?.code, open])).toEqual([
      ['SELEC', [], [], '42601', false], ['SELECT 2 AS two FROM pg_class LIMIT 1', ['two'], [[2]], undefined, false], ['SELECT 5 AS five, 6', ['five', '?column?'], [[5, 6]], undefined, false], ['', [], [], undefined, false],
    ]);
  });

  test('a portal that is read in parts: each part is an exchange, and a parameter known by type is a value', async () => {
    await raw.ask([query('BEGIN'), parse('rows', 'SELECT generate_series(1, $1) AS n', [23]), describeStatement('rows'), bind('cursor', 'rows', ['3'], [1]), execute('cursor', 2), execute('cursor', 2), close('P', 'cursor'), sync, query('COMMIT')], 3);
    expect((await passed()).map(({ statement, parameters, columns, rows, tag, open }) => [statement, parameters, columns, rows, tag, open])).toEqual([
      ['BEGIN', [], [], [], 'BEGIN', true], ['SELECT generate_series(1, $1) AS n', [3], ['n'], [[1], [2]], undefined, true], ['SELECT generate_series(1, $1) AS n', [3], ['n'], [[3]], 'SELECT 1', true], ['COMMIT', [], [], [], 'COMMIT', false],
    ]);
  });

  test('cursors of SQL, a savepoint that is rolled back to, an EXECUTE that writes', async () => {
    await raw.ask([query('BEGIN; CREATE TEMP TABLE t (a int) ON COMMIT DROP; DECLARE c CURSOR FOR SELECT 7 AS seven; FETCH 1 FROM c; SAVEPOINT s; ROLLBACK TO s'), query('PREPARE p AS INSERT INTO t VALUES ($1)'), query('EXECUTE p(1)'), query('ROLLBACK')], 4);
    expect((await passed()).map(({ statement, effect, rows, open }) => [statement.split(' ')[0], effect, rows, open])).toEqual([
      ['BEGIN', 'transaction', [], true], ['CREATE', 'write', [], true], ['DECLARE', 'read', [], true], ['FETCH', 'read', [[7]], true], ['SAVEPOINT', 'transaction', [], true], ['ROLLBACK', 'transaction', [], true],
      ['PREPARE', 'session', [], true], ['EXECUTE', 'write', [], true], ['ROLLBACK', 'transaction', [], false],
    ]);
  });

  test('an error at the commit that Sync makes belongs to a COMMIT', async () => {
    await raw.ask([query('CREATE TABLE d (a int UNIQUE DEFERRABLE INITIALLY DEFERRED)')], 1);
    await it.tap.take(signal());
    await raw.ask([parse('', 'INSERT INTO d VALUES (1), (1)'), bind('', '', []), execute(''), sync], 1);
    expect((await passed()).map(({ statement, effect, tag, error }) => [statement, effect, tag, error?.code])).toEqual([['INSERT INTO d VALUES (1), (1)', 'write', 'INSERT 0 2', undefined], ['COMMIT', 'transaction', undefined, '23505']]);
  });

  test('the old function call', async () => {
    await raw.ask([message('F', int(177, 4), int(1, 2), int(0, 2), int(2, 2), int(1, 4), Buffer.from('2'), int(1, 4), Buffer.from('3'), int(0, 2)), query('SELECT 1')], 2);
    expect((await passed()).map(({ statement, effect }) => [statement, effect])).toEqual([['function call 177', 'read'], ['SELECT 1', 'session']]);
  });

  test('Flush without Sync is an answer too, and a terminated session ends', async () => {
    const other = await signIn();
    await it.tap.take(signal());
    other.socket.write(Buffer.concat([parse('', 'SELECT 1 AS one FROM pg_class LIMIT 1'), bind('', '', []), execute(''), message('H')]));
    await other.until((text) => text.includes('SELECT 1\0'));
    other.socket.end(message('X'));
    await other.closed;
    expect((await passed()).map(({ statement, broken }) => [statement, broken])).toEqual([['SELECT 1 AS one FROM pg_class LIMIT 1', undefined]]);
  });

  test('a request to cancel reaches the server, and leaves nothing but the cancelled statement', async () => {
    const other = await signIn();
    await it.tap.take(signal());
    other.socket.write(query('SELECT pg_sleep(30)'));
    // It may come before the statement has begun, and is then forgotten by the server: so it is sent until the statement ends.
    for (let ended = false; !ended;) {
      const cancel = createConnection({ host: it.host, port: it.port });
      cancel.end(Buffer.concat([int(16, 4), int(80877102, 4), other.key]));
      cancel.resume();
      await once(cancel, 'close');
      ended = await Promise.race([other.until((text) => text.includes('57014')).then(() => true), raw.ask([query('SELECT 1')], 1).then(() => false)]);
    }
    other.socket.destroy();
    expect((await passed()).filter(({ statement }) => statement.includes('sleep')).map(({ error }) => error?.code)).toEqual(['57014']);
  });
});

interface Raw {
  readonly socket: Socket;
  /** Process id and secret of the session, as a request to cancel needs them. */
  readonly key: Buffer;
  readonly closed: Promise<void>;
  /** Sends all at once and waits for so many ReadyForQuery. */
  readonly ask: (messages: readonly Buffer[], ready: number) => Promise<void>;
  readonly until: (holds: (text: string) => boolean) => Promise<void>;
}

async function signIn(): Promise<Raw> {
  const socket = createConnection({ host: it.host, port: it.port });
  socket.on('error', () => undefined);
  let bytes = Buffer.alloc(0);
  const looks = new Set<() => void>();
  socket.on('data', (chunk) => {
    bytes = Buffer.concat([bytes, chunk]);
    for (const look of looks) look();
  });
  const until = (holds: (text: string) => boolean): Promise<void> => new Promise((resolve) => {
    const look = (): void => {
      if (!holds(bytes.toString('latin1'))) return;
      looks.delete(look);
      resolve();
    };
    looks.add(look);
    look();
  });
  const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()));
  const user = Buffer.concat([int(196_608, 4), Buffer.from('user\0desk\0database\0postgres\0\0')]);
  socket.write(Buffer.concat([int(user.length + 4, 4), user]));
  await until((text) => text.startsWith('R'));
  expect(bytes.readUInt32BE(5), 'the server asks for the password in clear').toBe(3);
  socket.write(message('p', text(store.address.password)));
  await until((said) => readies(said) === 1);
  const at = bytes.indexOf(Buffer.from([75, 0, 0, 0, 12]));
  return {
    socket, key: Buffer.from(bytes.subarray(at + 5, at + 13)), closed, until,
    ask: async (messages, ready) => {
      bytes = Buffer.alloc(0);
      socket.write(Buffer.concat(messages));
      await until((said) => readies(said) === ready);
    },
  };
}

const readies = (said: string): number => said.split(/Z\0\0\0\x05[ITE]/).length - 1;
const text = (value: string): Buffer => Buffer.from(`${value}\0`);
function int(value: number, size: 2 | 4): Buffer {
  const bytes = Buffer.alloc(size);
  bytes.writeUIntBE(value, 0, size);
  return bytes;
}
function message(letter: string, ...parts: readonly Buffer[]): Buffer {
  const body = Buffer.concat(parts);
  return Buffer.concat([Buffer.from(letter), int(body.length + 4, 4), body]);
}
const query = (sql: string): Buffer => message('Q', text(sql));
const parse = (name: string, sql: string, types: readonly number[] = []): Buffer => message('P', text(name), text(sql), int(types.length, 2), ...types.map((type) => int(type, 4)));
const bind = (portal: string, statement: string, values: readonly string[], formats: readonly number[] = []): Buffer => message(
  'B', text(portal), text(statement), int(0, 2), int(values.length, 2), ...values.flatMap((value) => [int(value.length, 4), Buffer.from(value)]), int(formats.length, 2), ...formats.map((format) => int(format, 2)),
);
const describePortal = (name: string): Buffer => message('D', Buffer.from('P'), text(name));
const describeStatement = (name: string): Buffer => message('D', Buffer.from('S'), text(name));
const execute = (portal: string, rows = 0): Buffer => message('E', text(portal), int(rows, 4));
const close = (kind: 'S' | 'P', name: string): Buffer => message('C', Buffer.from(kind), text(name));
const sync = message('S');

async function passed(): Promise<readonly Exchange[]> {
  const { exchanges, lost, unobserved } = await it.tap.take(signal());
  expect({ lost, unobserved }).toEqual({ lost: 0, unobserved: [] });
  return exchanges;
}
