import { once } from 'node:events';
import { createConnection } from 'node:net';
import fc from 'fast-check';
import neo4j, { type Driver, type Session } from 'neo4j-driver';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Exchange } from '../../core/tap.ts';
import type { Json } from '../../core/types.ts';
import { decoderLaws } from '../../test/decoder-laws.ts';
import { decoded, joined, record, type Passage } from '../../test/recording.ts';
import { hasNeo4j, startNeo4j, type TestStore } from '../../test/stores.ts';
import { startTap, type TestTap } from '../../test/tap.ts';
import { decoder, impostor } from './bolt.ts';
import { BoltFrames, framed } from './bolt-frames.ts';
import { pack } from './bolt-packstream.ts';
import { structure } from './bolt-values.ts';

const password = 'secret-of-a-test';
const message = (tag: number, ...fields: Parameters<typeof pack>[0][]): Buffer => framed(Buffer.concat([Buffer.from([0xb0 + fields.length, tag]), ...fields.map(pack)]));
const signal = (): AbortSignal => AbortSignal.timeout(20_000);

describe.skipIf(!await hasNeo4j())('Neo4j', () => {
  let store: TestStore;
  let it: TestTap;
  const drivers: Driver[] = [];

  beforeAll(async () => {
    store = await startNeo4j(password);
    it = await startTap('neo4j', store.address);
  });
  afterAll(async () => {
    await Promise.all(drivers.map((driver) => driver.close()));
    await it.stop();
    await store.stop();
  });

  const connect = (port = it.port, retryMs = 0): Session => {
    const driver = neo4j.driver(`bolt://127.0.0.1:${port}`, neo4j.auth.basic('neo4j', password), { encrypted: false, maxConnectionPoolSize: 1, maxTransactionRetryTime: retryMs, disableLosslessIntegers: true });
    drivers.push(driver);
    return driver.session({ database: 'neo4j', fetchSize: 2 });
  };
  async function taken(): Promise<readonly Exchange[]> {
    const passed = await it.tap.take(signal());
    expect(passed.unobserved).toEqual([]);
    expect(JSON.stringify(passed)).not.toContain(password);
    return passed.exchanges;
  }
  const domain = async (): Promise<readonly Exchange[]> => (await taken()).filter(({ effect }) => effect !== 'session');

  test('statements with all their rows, whatever number of PULLs', async () => {
    const session = connect();
    await session.run('CREATE (a:Person {name: $name, born: date("1984-02-29")})-[:KNOWS {since: 2001}]->(b:Person {name: "Ü"}) RETURN a.name AS name', { name: 'Anna' });
    await session.run('UNWIND range(1, 5) AS n RETURN n, n * 0.5 AS half');
    await session.run('MATCH p = (a:Person)-[k:KNOWS]->(b) RETURN a, k, p');
    const [created, counted, matched] = await domain();
    expect(created).toMatchObject({ effect: 'write', parameters: [{ name: 'Anna' }], columns: ['name'], rows: [['Anna']], rowCount: 1, open: false });
    expect(JSON.parse(created?.tag ?? '{}')).toMatchObject({ 'nodes-created': 2, 'relationships-created': 1 });
    expect(counted).toMatchObject({ statement: 'UNWIND range(1, 5) AS n RETURN n, n * 0.5 AS half', effect: 'read', columns: ['n', 'half'], rows: [[1, 0.5], [2, 1], [3, 1.5], [4, 2], [5, 2.5]], rowCount: 5, cut: false });
    const anna = { labels: ['Person'], properties: { name: 'Anna', born: '1984-02-29' }, id: expect.any(String) as unknown };
    expect(matched?.rows[0]).toEqual([
      anna, { type: 'KNOWS', properties: { since: 2001 }, id: expect.any(String) as unknown, start: expect.any(String) as unknown, end: expect.any(String) as unknown },
      { nodes: [anna, { labels: ['Person'], properties: { name: 'Ü' }, id: expect.any(String) as unknown }], relationships: [{ type: 'KNOWS', properties: { since: 2001 }, id: expect.any(String) as unknown }] },
    ]);
    await session.close();
  });

  test('moments, points and large numbers', async () => {
    const session = connect();
    await session.run('RETURN datetime("2024-07-03T11:46:40[Europe/Berlin]") AS zoned, datetime("2024-07-03T11:46:40.25+02:00") AS offset, localtime("01:02:03") AS time, duration("P1Y2DT3.5S") AS long, point({x: 1, y: 2}) AS place, 9007199254740993 AS large');
    expect((await domain())[0]?.rows).toEqual([['2024-07-03T11:46:40+02:00', '2024-07-03T11:46:40.25+02:00', '01:02:03', 'P12M2DT3.5S', { srid: 7203, x: 1, y: 2 }, '9007199254740993']]);
    await session.close();
  });

  test('transactions: statements while it is open, then its end; errors; what was not fetched', async () => {
    const session = connect();
    const first = session.beginTransaction();
    const [one, two] = [first.run('UNWIND range(1, 3) AS n RETURN n'), first.run('CREATE (:Left) RETURN 1 AS x')];
    await Promise.all([one, two]);
    await first.rollback();
    await session.executeWrite((transaction) => transaction.run('MERGE (n:Once {id: 1}) RETURN n.id'));
    await expect(session.run('RETURN nothing')).rejects.toThrow(/nothing/);
    await session.run('RETURN 2 AS after');
    const seen = await domain();
    expect(seen.map(({ statement, effect, open, error, rows }) => [statement, effect, open, error?.code ?? rows.flat()])).toEqual([
      // The second was complete before the rest of the first was fetched.
      ['BEGIN', 'transaction', true, []], ['CREATE (:Left) RETURN 1 AS x', 'write', true, [1]], ['UNWIND range(1, 3) AS n RETURN n', 'read', true, [1, 2, 3]], ['ROLLBACK', 'transaction', false, []],
      ['BEGIN', 'transaction', true, []], ['MERGE (n:Once {id: 1}) RETURN n.id', 'write', true, [1]], ['COMMIT', 'transaction', false, []],
      ['RETURN nothing', 'read', false, 'Neo.ClientError.Statement.SyntaxError'],
    ]);
    await session.close();
  });

  test('a sign-in is told without its credentials', async () => {
    const session = connect();
    await session.run('RETURN 1');
    const seen = await taken();
    expect(seen.map(({ statement, effect, parameters }) => [statement, effect, parameters])).toEqual(expect.arrayContaining([['HELLO', 'session', []], ['LOGON', 'session', []], ['RETURN 1', 'session', []]]));
    await session.close();
    await taken();
  });

  test('TransientError: new and open connections are told, nothing reaches the store, and healing mends it', async () => {
    const session = connect();
    await session.run('MATCH (n:Outage) RETURN count(n)');
    await it.tap.inflict({ kind: 'error', error: 'TransientError' }, signal());
    try {
      for (const each of [session, connect()]) {
        await expect(each.run('CREATE (:Outage)')).rejects.toMatchObject({ code: 'Neo.TransientError.General.DatabaseUnavailable' });
        await expect(each.executeWrite((transaction) => transaction.run('CREATE (:Outage)'))).rejects.toMatchObject({ code: 'Neo.TransientError.General.DatabaseUnavailable' });
      }
    } finally {
      await it.tap.heal(signal());
    }
    const { records } = await connect(it.port, 5_000).executeRead((transaction) => transaction.run('MATCH (n:Outage) RETURN count(n) AS n'));
    expect(records[0]?.get('n')).toBe(0);
    expect((await domain()).some(({ effect }) => effect === 'write')).toBe(false);
    await session.close();
  });

  test.each([[4, 2], [4, 4], [5, 0], [5, 1], [5, 4], [5, 6]] as const)('Bolt %i.%i, as older drivers speak it', async (major, minor) => {
    const socket = createConnection({ host: it.host, port: it.port });
    socket.write(Buffer.from([0x60, 0x60, 0xb0, 0x17, 0, 0, minor, major, ...Buffer.alloc(12)]));
    expect([...(await once(socket, 'data') as [Buffer])[0]]).toEqual([0, 0, minor, major]);
    // A RESET interrupts what was sent before it, and GOODBYE ends it: both wait here for the answers.
    const ask = async (...messages: readonly Buffer[]): Promise<void> => {
      let left = messages.length;
      const frames = new BoltFrames(({ bytes }) => (left -= bytes[1] === 0x71 ? 0 : 1));
      socket.write(Buffer.concat(messages));
      while (left > 0) frames.feed((await once(socket, 'data') as [Buffer])[0]);
    };
    const credentials = { scheme: 'basic', principal: 'neo4j', credentials: password };
    if (major === 5 && minor > 0) await ask(message(0x01, { user_agent: 'older/1.0', bolt_agent: { product: 'older/1.0' } }), message(0x6a, credentials));
    else await ask(message(0x01, { user_agent: 'older/1.0', ...credentials }));
    await ask(message(0x10, 'CREATE (n:Older {at: datetime("2024-07-03T11:46:40[Europe/Berlin]")}) RETURN n, n.at AS at, datetime("2024-07-03T11:46:40+02:00") AS offset', {}, {}), message(0x3f, { n: -1 }));
    await ask(message(0x10, 'RETURN x', {}, {}), message(0x3f, { n: -1 }));
    await ask(message(0x0f), message(0x10, 'MATCH (n:Older) DELETE n', {}, {}), message(0x3f, { n: -1 }));
    socket.end(message(0x02));
    await once(socket, 'close');
    const seen = await domain();
    expect(seen.map(({ effect, error }) => [effect, error?.code])).toEqual([['write', undefined], ['read', 'Neo.ClientError.Statement.SyntaxError'], ['write', undefined]]);
    const at = '2024-07-03T11:46:40+02:00';
    expect(seen[0]?.rows).toEqual([[{ labels: ['Older'], properties: { at }, id: expect.anything() as unknown }, at, at]]);
  });

  test.each([['TLS', Buffer.from([22, 3, 1, 2, 0, 1, 0])], ['WebSocket', Buffer.from('GET / HTTP/1.1\r\n')]])('%s is passed and not observed', async (words, bytes) => {
    const socket = createConnection({ host: it.host, port: it.port });
    socket.on('error', () => undefined);
    socket.write(bytes);
    let reasons: readonly string[] = [];
    for (const until = Date.now() + 10_000; Date.now() < until && !reasons.some((each) => each.includes(words));) reasons = (await it.tap.take(signal())).unobserved.map(({ reason }) => reason);
    expect(reasons.join()).toContain(words);
    socket.destroy();
  });

  test('READONLY: the server itself tells what writes; reads pass, and an open transaction is not committed', async () => {
    const [before, after] = [connect(), connect()];
    await before.run('CREATE (:Kept {id: 1})');
    const open = await before.beginTransaction();
    await open.run('CREATE (:Kept {id: 2})');
    await taken();
    const { seen } = await it.tap.inflict({ kind: 'error', error: 'READONLY' }, signal());
    expect(seen).toMatch(/^a new connection was told Neo\.ClientError\.General\.WriteOnReadOnlyAccessDatabase; one that was open was told Neo/);
    const refused = { code: 'Neo.ClientError.General.WriteOnReadOnlyAccessDatabase' };
    await expect(open.commit()).rejects.toThrow();
    for (const session of [connect(), after]) {
      await expect(session.run('CREATE (:Kept {id: 3})')).rejects.toMatchObject(refused);
      await expect(session.run('CALL { CREATE (:Kept {id: $id}) }', { id: 4 })).rejects.toMatchObject(refused);
      await expect(session.executeWrite((transaction) => transaction.run('MATCH (k:Kept) SET k.id = 5'), { metadata: { who: 'test' } })).rejects.toMatchObject(refused);
      expect((await session.executeRead((transaction) => transaction.run('MATCH (k:Kept) RETURN k.id AS id'))).records.map((each) => each.get('id') as unknown)).toEqual([1]);
      expect((await session.run('MATCH (k:Kept) RETURN count(*) AS n')).records.map((each) => each.get('n') as unknown)).toEqual([1]);
    }
    const exchanges = await domain();
    expect(exchanges.find(({ statement }) => statement === 'CREATE (:Kept {id: 3})')).toMatchObject({ effect: 'write', error: refused });
    expect(exchanges.at(-1)).toMatchObject({ statement: 'MATCH (k:Kept) RETURN count(*) AS n', rows: [[1]] });
    await it.tap.heal(signal());
    const healed = connect();
    await healed.run('CREATE (:Kept {id: 6})');
    expect((await healed.run('MATCH (k:Kept) RETURN k.id AS id ORDER BY id')).records.map((each) => each.get('id') as unknown)).toEqual([1, 6]);
    await healed.run('MATCH (k:Kept) DELETE k');
    await domain();
  });

  describe('a recorded connection', () => {
    let passed: readonly Passage[];

    beforeAll(async () => {
      const recording = await record(store.address);
      const session = connect(recording.port);
      await session.run('UNWIND range(1, 5) AS n RETURN n, "text " + n AS text');
      await session.executeWrite((transaction) => transaction.run('CREATE (n:Recorded {id: $id}) RETURN n', { id: 1 }));
      await session.run('RETURN nothing').catch(() => null);
      await session.run('MATCH (n:Recorded) RETURN n.id');
      await session.close();
      passed = joined(recording.connections[0] ?? []);
      await recording.stop();
    });

    decoderLaws(decoder, () => passed, { numRuns: 40, holds: (exchanges) => expect(exchanges.filter(({ effect }) => effect !== 'session').length).toBeGreaterThanOrEqual(6) });
  });
});

/** What servers of other versions say, as it would pass. */
describe('a conversation by hand', () => {
  const client = (bytes: Buffer): Passage => ({ from: 'client', bytes });
  const server = (bytes: Buffer): Passage => ({ from: 'server', bytes });
  const handshake = [client(Buffer.from('6060b017000001ff00080805000204040000000300'.slice(0, 40), 'hex')), server(Buffer.from([0, 0, 4, 4]))];
  const hello = [client(message(0x01, { user_agent: 'x', credentials: password })), server(message(0x70, { server: 'Neo4j/4.4' }))];

  test('4.4: signed in by HELLO; a failure in a pipeline; reset', () => {
    const { exchanges, standing, unobserved } = decoded(decoder, [
      ...handshake, ...hello, client(Buffer.concat([message(0x10, 'RETURN x', {}, {}), message(0x3f, { n: -1 }), message(0x0f)])),
      server(Buffer.concat([message(0x7f, { code: 'Neo.ClientError.Statement.SyntaxError', message: 'no x' }), message(0x7e), message(0x70, {})])),
    ]);
    expect(unobserved).toEqual([]);
    expect(standing).toBe('idle');
    expect(exchanges.map(({ statement, error }) => [statement, error?.code])).toEqual([['HELLO', undefined], ['RETURN x', 'Neo.ClientError.Statement.SyntaxError'], ['RESET', undefined]]);
    expect(JSON.stringify(exchanges)).not.toContain(password);
  });

  test('the list of versions (5.7): the client’s choice is no message', () => {
    const { exchanges, standing } = decoded(decoder, [
      handshake[0]!, server(Buffer.from([0, 0, 1, 255, 2, 0, 8, 8, 5, 0, 2, 4, 4, 0])), client(Buffer.concat([Buffer.from([0, 0, 8, 5, 0]), message(0x01, {}), message(0x6a, { credentials: password })])),
      server(Buffer.concat([message(0x70, {}), message(0x70, {})])), client(Buffer.concat([message(0x11, { mode: 'r' }), message(0x10, 'MATCH (n) RETURN n', { a: 1 }, {})])),
      server(Buffer.concat([message(0x70, {}), message(0x70, { fields: ['n'], qid: 0 })])), client(message(0x3f, { n: 1, qid: 0 })), server(Buffer.concat([message(0x71, ['one']), message(0x70, { has_more: true })])),
    ], [3]);
    expect(standing).toBe('busy');
    expect(exchanges.map(({ statement, rows, broken }) => [statement, rows, broken])).toEqual([['HELLO', [], undefined], ['LOGON', [], undefined], ['BEGIN', [], undefined], ['MATCH (n) RETURN n', [['one']], true]]);
  });

  test('rows beyond what may be kept are counted', () => {
    const wide = Array.from({ length: 1_000 }, (_, index) => index);
    const { exchanges } = decoded(decoder, [
      ...handshake, ...hello, client(Buffer.concat([message(0x10, 'MATCH (n) RETURN n', {}, {}), message(0x3f, { n: -1 })])),
      server(Buffer.concat([message(0x70, { fields: ['n'] }), ...Array.from({ length: 150 }, () => message(0x71, [wide])), message(0x70, { type: 'r' })])),
    ]);
    expect(exchanges.at(-1)).toMatchObject({ rowCount: 150, cut: true, effect: 'read' });
    expect(exchanges.at(-1)?.rows.length).toBeLessThan(101);
  });

  test('any messages in any order are read or given up, and never throw', () => {
    const json = fc.letrec<{ value: Json }>((tie) => ({ value: fc.oneof({ maxDepth: 3 }, fc.constantFrom<Json>(null, true, -1, 0, 1, 2 ** 40, 'x', 'MATCH (n) RETURN n'), fc.array(tie('value'), { maxLength: 4 }), fc.dictionary(fc.constantFrom('qid', 'n', 'fields', 'has_more', 'type', 'stats', 'code'), tie('value'))) })).value;
    const tags = [0x01, 0x02, 0x0f, 0x10, 0x11, 0x12, 0x13, 0x2f, 0x3f, 0x54, 0x66, 0x6a, 0x6b, 0x70, 0x70, 0x71, 0x71, 0x7e, 0x7f];
    const passage = fc.tuple(fc.constantFrom(client, server), fc.constantFrom(...tags), fc.array(json, { maxLength: 3 })).map(([side, tag, fields]) => side(message(tag, ...fields)));
    fc.assert(fc.property(fc.array(passage, { maxLength: 20 }), (passed) => {
      decoded(decoder, passed, [5], true);
      for (const trouble of ['TransientError', 'READONLY'] as const) {
        const speaker = impostor(trouble, 'idle');
        for (const { from, bytes } of passed) {
          if (from === 'client') speaker.fromClient(bytes);
          else speaker.fromServer?.(bytes);
        }
      }
    }), { numRuns: 500 });
  });

  test('any structure is a value, whatever its fields', () => {
    const field = fc.oneof(fc.constantFrom<Json>(null, '', 'Europe/Berlin', [], [0, 1], {}), fc.integer(), fc.double(), fc.maxSafeInteger());
    fc.assert(fc.property(fc.constantFrom(0x4e, 0x52, 0x72, 0x50, 0x44, 0x54, 0x74, 0x64, 0x46, 0x49, 0x66, 0x69, 0x45, 0x58, 0x59, 0x56, 0x7a), fc.array(field, { maxLength: 8 }), (signature, fields) => {
      expect(JSON.stringify(structure(signature, fields))).toEqual(expect.any(String));
    }), { numRuns: 1000 });
  });
});
