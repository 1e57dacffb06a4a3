import { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { measuredVerdicts } from '../../../core/proof/measured.ts';
import type { Ports } from '../../../core/ports.ts';
import type { Json } from '../../../core/types.ts';
import { json, platform, ports, serve } from '../../../test/platform.ts';
import type { TestServer } from '../../../test/server.ts';
import { startRedis, type TestStore } from '../../../test/stores.ts';
import { startTap, type TestTap } from '../../../test/tap.ts';
import { slowedAnswers } from './slowed.ts';

let store: TestStore;
let tap: TestTap;
let client: Redis;
let server: TestServer;
let asked = 0;

/** Readiness that really asks Redis, and tells of it what each address says. */
const addresses: Readonly<Record<string, (tookMs: number) => Json>> = {
  '/measured': (tookMs) => ({ stores: { redis: { ok: true, latency_ms: tookMs } } }),
  '/made-up': () => ({ stores: { redis: { ok: true, latency_ms: 1.5 + (asked % 7) } } }),
  '/silent': () => ({ stores: { redis: 'ok' } }),
};

beforeAll(async () => {
  store = await startRedis('');
  tap = await startTap('redis', store.address);
  client = new Redis({ host: tap.host, port: tap.port });
  server = await serve(async ({ url = '' }, response) => {
    asked++;
    const start = performance.now();
    await client.ping();
    json(response, 200, addresses[url]?.(performance.now() - start));
  });
}, 60_000);
afterAll(async () => {
  client.disconnect();
  await server.close();
  await tap.stop();
  await store.stop();
});

async function told(url: string): Promise<Awaited<ReturnType<typeof slowedAnswers>>> {
  const given = ports(platform({}));
  const tapped: Ports = { ...given, stack: { ...given.stack, taps: [tap.tap] } };
  return slowedAnswers(tapped, server.origin, [{ url, role: 'ready' }], AbortSignal.timeout(30_000));
}

describe('readiness while its store answers late', () => {
  it.each([['/measured', 2, []], ['/made-up', 2, ['invented']], ['/silent', 0, []]] as const)('%s', async (url, answers, verdicts) => {
    const { slowed, notMade } = await told(url);
    expect(notMade).toEqual([]);
    expect(slowed).toHaveLength(answers);
    expect(measuredVerdicts(`GET ${url}`, slowed).map(({ verdict }) => verdict)).toEqual(verdicts);
    // Healed: nothing comes late any more.
    const start = performance.now();
    await client.ping();
    expect(performance.now() - start).toBeLessThan(400);
  });
});
