import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { WebSocket } from 'ws';
import type { WebSocketSurface } from '../core/ports.ts';
import type { Judgement } from '../core/types.ts';
import { openStore } from '../stack/stores/open.ts';
import { collected, emptyReport, platform, ports, seen } from '../test/platform.ts';
import { startRedis, type TestStore } from '../test/stores.ts';
import { chat } from '../test/websocket.ts';
import probeUnit from './probes/websocket-conversation.ts';
import unit from './websocket-broken.ts';
import type { TestServer } from '../test/server.ts';

const surface: WebSocketSurface = {
  services: ['a', 'b'], path: '/chat', protocols: [], headers: {}, message: { type: 'say', id: '${id}', body: '${text}' },
  stored: { store: 'redis', query: 'SISMEMBER said', remove: 'SREM said' },
};
const servers: TestServer[] = [];
let redis: TestStore;
beforeAll(async () => {
  redis = await startRedis();
});
afterAll(() => redis.stop());
afterEach(async () => {
  for (const server of servers.splice(0)) await server.close();
});

const store = () => openStore(redis.address, true);
const keep = (text: string) => store().query('SADD', ['said', text], AbortSignal.timeout(2_000));
const tell = (text: string, everybody: readonly WebSocket[]) => everybody.forEach((client) => client.send(JSON.stringify({ type: 'message', body: text })));

interface Plan {
  readonly apart?: boolean;
  readonly forgets?: boolean;
  readonly refuses?: number;
  readonly of?: WebSocketSurface;
}

async function judged(plan: Plan): Promise<Judgement | undefined> {
  const everybody: WebSocket[] = [];
  const rules = {
    refuses: () => plan.refuses,
    heard: async (text: string, all: readonly WebSocket[]) => {
      if (!plan.forgets) await keep(text);
      tell(text, all);
    },
  };
  servers.push(await chat(rules, everybody), await chat(rules, plan.apart ? [] : everybody));
  const of = platform(undefined, { websocket: plan.of ?? surface });
  const given = ports(of, { origins: { a: servers[0]?.origin ?? '', b: servers[1]?.origin ?? '' }, stores: [store()] });
  return unit.check?.judge(seen(await collected(probeUnit.probe, given)), { now: 0, platform: of, stack: emptyReport });
}

describe('websocket-broken', () => {
  it('follows a message to the other server and into the store, and takes it out again', async () => {
    expect(await judged({})).toMatchObject({ examined: 1, problems: [], unproven: [], note: expect.stringMatching(/^heard at b after \d+ ms$/) });
    expect(await store().query('SCARD said', [], AbortSignal.timeout(2_000))).toEqual([{ value: 0 }]);
  });

  it('finds a server that tells only its own connections', async () => {
    expect(await judged({ apart: true })).toMatchObject({ problems: [{ key: '/chat:unheard', severity: 'high', found: expect.stringContaining('"type":"message"') }] });
  }, 15_000);

  it('finds a chat that echoes without storing', async () => {
    expect(await judged({ forgets: true })).toMatchObject({ problems: [{ key: '/chat:unstored', severity: 'high' }] });
  }, 15_000);

  it('finds a server that refuses those who may', async () => {
    expect(await judged({ refuses: 401 })).toMatchObject({ problems: [{ key: '/chat:refused', found: 'the handshake was answered with 401' }] });
  });

  it('says what it was not told', async () => {
    const { message: _, ...silent } = surface;
    const { stored: _stored, ...unstored } = surface;
    expect(await judged({ of: silent })).toMatchObject({ examined: 0, unproven: ['nothing to say is configured (websocket.message)'] });
    expect(await judged({ of: unstored })).toMatchObject({ examined: 1, problems: [], unproven: [expect.stringContaining('websocket.stored')] });
    expect(await judged({ of: { ...surface, stored: { store: 'redis', query: 'NOSUCH command' } } })).toMatchObject({ problems: [], unproven: [expect.stringContaining('unknown command')] });
  });
});
