import { expect, test, vi } from 'vitest';
import type { Threshold } from '../core/ports.ts';
import { json, serve } from '../test/fakes/server.ts';
import type { TestServer as Server } from '../test/server.ts';
import { portsFor } from '../test/attached.ts';
import { measure } from './probes/measure.ts';
import type { LoadResult } from './result.ts';

vi.setConfig({ testTimeout: 30_000 });

const threshold: Threshold = { durationSeconds: 2, connections: 20, p99Ms: 1_000, minRate: 1, maxErrorRatio: 0 };

async function at(ratePerSecond: number, server: Server, more: Partial<Threshold> = {}): Promise<LoadResult> {
  const targets = [{ name: 'GET /', method: 'GET', path: '/', headers: {} }];
  const scenario = { id: 'tried', title: 'Tried', ratePerSecond, threshold: { ...threshold, ...more }, target: () => ({ origin: server.origin, targets }) };
  const result = await measure(scenario, portsFor({}), new AbortController().signal);
  await server.close();
  return result;
}

test('known delays are measured as they are: one answer in twenty takes 200 ms', async () => {
  let asked = 0;
  const server = await serve((_, response) => void (++asked % 20 === 0 ? setTimeout(() => json(response, {}), 200) : json(response, {})));
  const result = await at(100, server);
  expect(result).toMatchObject({ model: 'open', askedRate: 100, requests: 200, answers: 200, errors: 0, unfinished: 0, reconciled: true });
  const slow = result.histogram.filter((each) => each.leMs >= 200).reduce((sum, each) => sum + each.count, 0);
  expect(slow).toBeGreaterThanOrEqual(10);
  expect(slow).toBeLessThan(60);
  expect(result.latencyMs.p50).toBeLessThan(150);
  expect(result.latencyMs.p99).toBeGreaterThanOrEqual(199);
});

test('a platform that cannot keep up is measured with its queue, not with its own pace', async () => {
  let free = 0;
  const server = await serve((_, response) => {
    // One request after another, 20 ms each: fifty a second, and a hundred are asked.
    free = Math.max(free, performance.now()) + 20;
    setTimeout(() => json(response, {}), free - performance.now());
  });
  const result = await at(100, server, { durationSeconds: 4 });
  expect(result.latencyMs.max).toBeGreaterThan(1_000);
  expect(result.rate.mean).toBeLessThan(75);
});

test('a platform that hangs is seen: every request ends as a timeout', async () => {
  const server = await serve(() => undefined);
  const result = await at(20, server);
  expect(result).toMatchObject({ requests: 40, answers: 0, timeouts: 40, errors: 40, reconciled: true, latencyMs: { p50: expect.closeTo(1000, -2) as number } });
});

test('a server that is not there refuses every request', async () => {
  const server = await serve(() => undefined);
  await server.close();
  const result = await at(20, { ...server, close: async () => undefined });
  expect(result).toMatchObject({ requests: 40, errors: 40, timeouts: 0, reconciled: true });
  expect(result.firstError).toContain('ECONNREFUSED');
});
