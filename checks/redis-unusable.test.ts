import { once } from 'node:events';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Judgement, Json, StackReport } from '../core/types.ts';
import { openStore } from '../stack/stores/open.ts';
import { startRedis, type TestStore } from '../test/stores.ts';
import { collected, emptyReport, platform, ports, seen } from '../test/platform.ts';
import answerUnit from './probes/store-answer.ts';
import roundTripUnit from './probes/store-round-trip.ts';
import unit from './redis-unusable.ts';

const report: StackReport = { ...emptyReport, stores: [{ name: 'redis', kind: 'redis' }] };

describe('redis-unusable with a real Redis', () => {
  let running: TestStore;
  beforeAll(async () => {
    running = await startRedis();
  }, 30_000);
  afterAll(() => running.stop());

  async function judged(change: Partial<TestStore['address']> = {}): Promise<Judgement> {
    const given = ports(platform(undefined), { stores: [openStore({ ...running.address, ...change }, true)] });
    const all = [await collected(answerUnit.probe, given), await collected(roundTripUnit.probe, given)];
    const judgement = unit.check?.judge(seen(...all), { now: 0, platform: platform(undefined), stack: report });
    if (!judgement) throw new Error('no check');
    return judgement;
  }
  const command = (statement: string, ...parameters: readonly Json[]) => openStore(running.address, true).query(statement, parameters, AbortSignal.timeout(5_000));

  it('passes a store that keeps what it is given', async () => {
    expect(await judged()).toMatchObject({ examined: 1, problems: [], unproven: [] });
  });

  it.each([['wrong-one', 'WRONGPASS'], ['', 'NOAUTH']])('finds the password %j', async (password, words) => {
    expect(await judged({ password })).toMatchObject({ problems: [{ key: 'redis:refused', found: expect.stringContaining(words)}] });
  });

  it('finds a server that is out of memory', async () => {
    await command('CONFIG SET', 'maxmemory', '1');
    const judgement = await judged();
    await command('CONFIG SET', 'maxmemory', '0');
    expect(judgement).toMatchObject({ problems: [{ key: 'redis:round-trip', found: expect.stringContaining('OOM') }] });
  });

  it('finds a server whose connections are used up', async () => {
    await command('CONFIG SET', 'maxclients', '20');
    const idle = Array.from({ length: 18 }, () => connect(running.address.port, '127.0.0.1'));
    await Promise.all(idle.map((socket) => once(socket, 'connect')));
    const judgement = await judged();
    for (const socket of idle) socket.destroy();
    expect(judgement).toMatchObject({ problems: [{ key: 'redis:exhausted', found: expect.stringMatching(/^(19|20) of 20$/) }] });
  });
});
