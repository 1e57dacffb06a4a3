import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { after, before, describe, test } from 'node:test';
import { WebSocket, type ClientOptions } from 'ws';
import { startService, type Service } from '../../shared/test/support/process.ts';
import { openSession, type TestSession } from '../../shared/test/support/session.ts';
import { createStores, eventually, skip, type TestStores } from '../../shared/test/support/stores.ts';
import { openTap, type Tap } from '../../shared/test/support/tap.ts';

const SECRET = 'a secret that only this test knows';
const ORIGIN = 'http://page.example';

type Frame = Record<string, unknown>;

describe('two chat processes on real stores', { skip }, () => {
  let stores: TestStores;
  let session: TestSession;
  let redis: Tap;
  let postgres: Tap;
  let services: readonly [Service, Service];

  before(async () => {
    stores = await createStores();
    session = await openSession(stores, SECRET);
    redis = await openTap(stores.redisUrl);
    postgres = await openTap(stores.databaseUrl);
    const env = { DATABASE_URL: postgres.url, REDIS_URL: redis.url, JWT_SECRET: SECRET, WEB_ORIGIN: ORIGIN };
    services = [await startService('chat/src/main.ts', env), await startService('chat/src/main.ts', env)];
  });

  after(async () => {
    const codes = await Promise.all(services.map((service) => service.stop()));
    await session.close();
    redis.close();
    postgres.close();
    await stores.drop();
    assert.deepEqual(codes, [0, 0]);
  });

  function connect(
    service: Service,
    options: ClientOptions = {},
    room = 'general',
    token = session.token,
  ): WebSocket {
    const url = `ws://127.0.0.1:${service.port}/chat?room=${room}`;
    return new WebSocket(url, ['quotedesk.v1', `bearer.${token}`], options);
  }

  async function join(service: Service) {
    const socket = connect(service);
    const frames: Frame[] = [];
    socket.on('message', (data) => frames.push(JSON.parse(data.toString()) as Frame));
    await once(socket, 'open');
    await eventually(async () => assert.equal(frames[0]?.['type'], 'history'));
    return {
      socket,
      frames,
      say(body: string): string {
        const id = randomUUID();
        socket.send(JSON.stringify({ type: 'say', id, body }));
        return id;
      },
      find: (type: string, clientId: string) =>
        frames.filter((frame) => frame['type'] === type && frame['client_id'] === clientId),
    };
  }

  async function statusOf(socket: WebSocket): Promise<number | undefined> {
    const [, response] = (await once(socket, 'unexpected-response')) as [unknown, { statusCode?: number }];
    return response.statusCode;
  }

  test('what one says is stored, and everybody hears it once', async () => {
    const [anna, ben] = [await join(services[0]), await join(services[1])];
    const id = anna.say('hello');
    anna.socket.send(JSON.stringify({ type: 'say', id, body: 'hello' }));
    await eventually(async () => assert.equal(anna.find('stored', id).length, 2));
    await eventually(async () => assert.equal(ben.find('message', id).length, 1));
    assert.equal(anna.find('message', id).length, 1);
    assert.equal(ben.find('message', id)[0]?.['author'], 'Claus Clerk');
    const late = await join(services[1]);
    assert.equal(
      (late.frames[0]?.['messages'] as Frame[]).filter((each) => each['client_id'] === id).length,
      1,
    );
    [anna, ben, late].forEach(({ socket }) => socket.close());
  });

  test('who may not come in is told so before there is a connection', async () => {
    const [service] = services;
    assert.equal(await statusOf(connect(service, {}, 'general', 'a.b.c')), 401);
    assert.equal(await statusOf(connect(service, { origin: 'http://evil.example' })), 403);
    assert.equal(await statusOf(connect(service, {}, 'nowhere')), 404);
  });

  test('Redis out: stored, not delivered, and delivered to all when it is back', async () => {
    const [anna, ben] = [await join(services[0]), await join(services[1])];
    redis.set('reset');
    const id = anna.say('while Redis was out');
    await eventually(async () => assert.equal(anna.find('stored', id)[0]?.['delivered'], false));
    assert.equal(await statusOf(connect(services[0])), 503);
    redis.set('pass');
    await eventually(async () => {
      assert.equal(anna.find('message', id).length, 1);
      assert.equal(ben.find('message', id).length, 1);
    });
    [anna, ben].forEach(({ socket }) => socket.close());
  });

  test('many messages while Redis was out, and one that comes first when it is back: none is missing', async () => {
    const [anna, ben] = [await join(services[0]), await join(services[1])];
    redis.set('reset');
    const ids: string[] = [];
    for (let block = 0; block < 4; block += 1) {
      const said = Array.from({ length: 40 }, (_, count) => anna.say(`number ${block}.${count}`));
      await eventually(async () => assert.ok(said.every((id) => anna.find('stored', id).length === 1)));
      ids.push(...said);
    }
    redis.set('pass');
    await eventually(async () => {
      const id = ben.say('are you there?');
      await eventually(async () => assert.equal(ben.find('stored', id)[0]?.['delivered'], undefined), 1_000);
    });
    await eventually(async () => {
      assert.deepEqual(
        ids.filter((id) => ben.find('message', id).length !== 1),
        [],
      );
      assert.deepEqual(
        ids.filter((id) => anna.find('message', id).length !== 1),
        [],
      );
    });
    [anna, ben].forEach(({ socket }) => socket.close());
  });

  test('PostgreSQL out: an error and nothing else', async () => {
    const [anna, ben] = [await join(services[0]), await join(services[1])];
    postgres.set('reset');
    const id = anna.say('never stored');
    await eventually(async () => assert.equal(anna.find('error', id).length, 1));
    postgres.set('pass');
    const next = anna.say('stored again');
    await eventually(async () => assert.equal(ben.find('message', next).length, 1));
    assert.deepEqual(
      [anna.find('stored', id), anna.find('message', id), ben.find('message', id)],
      [[], [], []],
    );
    assert.ok(services.every((service) => !service.exited()));
    [anna, ben].forEach(({ socket }) => socket.close());
  });
});
