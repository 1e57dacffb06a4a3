import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { json, platform, ports, serve } from '../../../test/platform.ts';
import type { TestServer } from '../../../test/server.ts';
import { healthDuring, type Address } from './health.ts';

const budgetMs = 400;
const signal = AbortSignal.timeout(20_000);
const ready: Address = { url: '/ready', role: 'ready' };
const live: Address = { url: '/live', role: 'live' };
let server: TestServer;
let status = 200;

beforeAll(async () => {
  server = await serve((request, response) => json(response, request.url === '/live' ? 200 : status, {}));
});
afterAll(() => server.close());

const during = (store: string, unmoved: Set<string>): ReturnType<typeof healthDuring> => healthDuring(ports(platform({})), server.origin, [live, ready], { budgetMs, store, unmoved }, signal);

describe('readiness while a store is out', () => {
  it('that never turns is told once for each store, and is not waited for as long again', async () => {
    status = 200;
    const unmoved = new Set<string>();
    expect(await during('postgres', unmoved)).toMatchObject([{ url: '/live', status: 200 }, { url: '/ready', status: 200 }]);
    expect((await during('postgres', unmoved)).map(({ url }) => url)).toEqual(['/live']);
    expect((await during('redis', unmoved)).map(({ url }) => url)).toEqual(['/live', '/ready']);
  });

  it('that turns is told each time, also where it stayed good in another outage', async () => {
    const unmoved = new Set(['postgres /ready']);
    status = 503;
    expect(await during('postgres', unmoved)).toMatchObject([{ url: '/live' }, { url: '/ready', status: 503, turnedAfterMs: expect.any(Number) as number }]);
  });
});
