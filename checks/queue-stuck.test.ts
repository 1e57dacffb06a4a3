import { Redis } from 'ioredis';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { QueueSurface } from '../core/ports.ts';
import type { Judgement } from '../core/types.ts';
import { openStore } from '../stack/stores/open.ts';
import { collected, emptyReport, platform, ports, seen } from '../test/platform.ts';
import { startRedis, type TestStore } from '../test/stores.ts';
import probeUnit from './probes/queue-state.ts';
import unit from './queue-stuck.ts';

const queue: QueueSurface = { name: 'rfq', store: 'redis', kind: 'bullmq', prefix: 'bull', oldestSeconds: 60, depth: 3, deadLetters: 0 };
let running: TestStore;
let redis: Redis;
beforeAll(async () => {
  running = await startRedis();
  redis = new Redis({ host: running.address.host, port: running.address.port, password: running.address.password });
});
afterAll(async () => {
  redis.disconnect();
  await running.stop();
});
afterEach(() => redis.flushall());

/** The keys that BullMQ 5 and 6 leave: lists for what waits and runs, sorted sets for what is delayed and given up, a hash for each job. */
async function enqueue(count: number, ageSeconds: number): Promise<void> {
  for (let index = 0; index < count; index++) {
    const id = `job-${index}`;
    await redis.hset(`bull:rfq:${id}`, { name: 'rfq', data: '{}', timestamp: Date.now() - (ageSeconds - index) * 1_000 });
    await redis.lpush('bull:rfq:wait', id);
  }
}
const made = () => redis.hset('bull:rfq:meta', { 'opts.maxLenEvents': 10_000, version: 'bullmq:6.7.0' });
const worker = () => redis.client('SETNAME', `bull:${Buffer.from('rfq').toString('base64')}`);
const nobody = () => redis.client('SETNAME', 'other');

async function judged(of: QueueSurface = queue): Promise<Judgement | undefined> {
  const given = platform(undefined, { queues: [of] });
  const states = await collected(probeUnit.probe, ports(given, { stores: [openStore(running.address, false)] }));
  return unit.check?.judge(seen(states), { now: 0, platform: given, stack: emptyReport });
}

describe('queue-stuck', () => {
  it('passes a queue that is worked on', async () => {
    await Promise.all([made(), worker(), enqueue(2, 5)]);
    expect(await judged()).toMatchObject({ examined: 1, problems: [], unproven: [], note: 'rfq: 2 waiting, 0 active, 0 given up, 1 worker' });
  });

  it('finds a job that waits too long', async () => {
    await Promise.all([made(), worker(), enqueue(2, 120)]);
    expect(await judged()).toMatchObject({ problems: [{ key: 'redis/rfq:old', severity: 'high', found: expect.stringMatching(/^1(19|20|21) s; 2 waiting/) }] });
  });

  it('finds too many jobs', async () => {
    await Promise.all([made(), worker(), enqueue(4, 5)]);
    expect(await judged()).toMatchObject({ problems: [{ key: 'redis/rfq:deep', found: '4' }] });
  });

  it('finds jobs that were given up', async () => {
    await Promise.all([made(), worker(), redis.zadd('bull:rfq:failed', Date.now(), 'job-9')]);
    expect(await judged()).toMatchObject({ problems: [{ key: 'redis/rfq:dead', severity: 'medium', found: '1 dead letters' }] });
  });

  it('finds a paused queue', async () => {
    await Promise.all([made(), worker(), redis.hset('bull:rfq:meta', 'paused', 1)]);
    expect(await judged()).toMatchObject({ problems: [{ key: 'redis/rfq:paused' }] });
  });

  it('finds a queue that nobody works on', async () => {
    await Promise.all([made(), nobody()]);
    expect(await judged()).toMatchObject({ problems: [{ key: 'redis/rfq:unattended', severity: 'high', confidence: 'likely' }] });
  });

  it('does not take a queue that is not there for an empty one', async () => {
    expect(await judged()).toMatchObject({ examined: 0, problems: [], unproven: [expect.stringContaining('holds no queue of that name')] });
    expect(await judged({ ...queue, store: 'other' })).toMatchObject({ examined: 0, unproven: ['rfq: no Redis of the name other is in the stack'] });
  });
});
