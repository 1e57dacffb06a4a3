import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { ApiSurface } from '../core/ports.ts';
import type { Judgement, StackReport } from '../core/types.ts';
import { openStore } from '../stack/stores/open.ts';
import { startRedis, type TestStore } from '../test/stores.ts';
import { collected, emptyReport, json, platform, ports, seen, serve } from '../test/platform.ts';
import unit from './health-disagrees.ts';
import probeUnit from './probes/health-answers.ts';
import type { TestServer } from '../test/server.ts';

const report: StackReport = { ...emptyReport, stores: [{ name: 'redis', kind: 'redis' }] };
let redis: TestStore;
let server: TestServer | undefined;
beforeAll(async () => {
  redis = await startRedis();
});
afterAll(() => redis.stop());
afterEach(() => server?.close());

interface Plan {
  readonly ready?: (call: number) => number;
  readonly live?: number;
  readonly health?: ApiSurface['health'];
  readonly password?: string;
  readonly stack?: StackReport;
}

async function judged(plan: Plan): Promise<Judgement | undefined> {
  let calls = 0;
  server = await serve((request, response) =>
    (request.url === '/ready' ? json(response, plan.ready?.(++calls) ?? 200, { status: 'said' }) : json(response, plan.live ?? 200, {})));
  const given = platform({ health: plan.health ?? { live: '/live', ready: '/ready' } });
  const store = openStore({ ...redis.address, ...(plan.password !== undefined && { password: plan.password }) }, true);
  const answers = await collected(probeUnit.probe, ports(given, { origins: { api: server.origin }, stores: [store] }));
  return unit.check?.judge(seen(answers), { now: 0, platform: given, stack: plan.stack ?? report });
}

describe('health-disagrees', () => {
  it('finds nothing where health tells the truth', async () => {
    expect(await judged({})).toMatchObject({ examined: 2, problems: [] });
  });

  it('agrees with a readiness that is bad because a store is', async () => {
    expect(await judged({ password: 'wrong-one', ready: () => 503 })).toMatchObject({ problems: [] });
  });

  it('finds a readiness that never asks the store', async () => {
    expect(await judged({ password: 'wrong-one' })).toMatchObject({
      problems: [{ key: 'GET /ready:disagrees', severity: 'high', expected: expect.stringContaining('WRONGPASS'), found: '200, 200, 200', reproduce: [expect.stringContaining('/ready')] }],
    });
  });

  it('finds a readiness that is bad although every store answers', async () => {
    expect(await judged({ ready: () => 503 })).toMatchObject({ problems: [{ key: 'GET /ready:disagrees', severity: 'medium', found: '503, 503, 503: {"status":"said"}' }] });
  });

  it('does not judge a single moment', async () => {
    expect(await judged({ ready: (call) => (call === 2 ? 503 : 200) })).toMatchObject({ problems: [] });
  });

  it('finds a liveness that fails', async () => {
    expect(await judged({ live: 500 })).toMatchObject({ problems: [{ key: 'GET /live:dead', severity: 'high' }] });
  });

  it('misses a readiness address only where there are stores', async () => {
    expect(await judged({ health: { live: '/live' } })).toMatchObject({ examined: 1, problems: [{ key: 'readiness:none', severity: 'medium' }] });
    await server?.close();
    expect(await judged({ health: { live: '/live' }, stack: emptyReport })).toMatchObject({ examined: 1, problems: [] });
    await server?.close();
    expect(await judged({ health: {}, stack: emptyReport })).toHaveProperty('inapplicable');
  });
});
