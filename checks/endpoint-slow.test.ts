import { afterEach, describe, expect, it } from 'vitest';
import type { Judgement } from '../core/types.ts';
import { collected, emptyReport, evidence, json, platform, ports, seen, serve } from '../test/platform.ts';
import unit from './endpoint-slow.ts';
import { endpointAnswers } from './evidence/endpoints.ts';
import probeUnit from './probes/endpoint-answers.ts';
import type { TestServer } from '../test/server.ts';

const given = platform({ latencyBudgetMs: 60, endpoints: [{ method: 'GET', path: '/quotes' }] });
const circumstances = { now: 0, platform: given, stack: emptyReport };
let server: TestServer | undefined;
afterEach(() => server?.close());

/** Each answer takes as long as `ms` says for the nth call. */
async function judged(ms: (call: number) => number, limited = Infinity, granted = 1): Promise<Judgement | undefined> {
  let calls = 0;
  server = await serve((_request, response) => {
    const call = ++calls;
    setTimeout(() => json(response, call > limited ? 429 : 200, {}), ms(call));
  });
  return unit.check?.judge(seen(await collected(probeUnit.probe, ports(given, { origins: { api: server.origin }, granted }))), circumstances);
}

describe('endpoint-slow', () => {
  it('passes an endpoint that is only slow the first time', async () => {
    expect(await judged((call) => (call === 1 ? 200 : 0))).toMatchObject({ examined: 1, problems: [], note: '20 calls, budget 60 ms' });
  });

  it('finds an endpoint that is always slow, and does not measure for ever', async () => {
    expect(await judged(() => 300)).toMatchObject({ problems: [{ key: 'GET /quotes', expected: 'p95 within 60 ms', found: expect.stringMatching(/^p95 3\d\d ms, median 3\d\d ms of 7 calls$/) }] });
  });

  it('accuses nobody of being slow on a starved machine, and passes who is quick there all the same', async () => {
    expect(await judged(() => 300, Infinity, 0.3)).toMatchObject({ examined: 0, problems: [], unproven: [expect.stringContaining('only 30 % of its processors')] });
    await server?.close();
    expect(await judged(() => 0, Infinity, 0.3)).toMatchObject({ examined: 1, problems: [], unproven: [] });
  });

  it('counts what the platform allowed, and says when that was nothing', async () => {
    expect(await judged(() => 0, 3)).toMatchObject({ examined: 1, note: '2 calls, budget 60 ms' });
    await server?.close();
    expect(await judged(() => 0, 1)).toMatchObject({ examined: 0, unproven: [expect.stringContaining('GET /quotes: no second call was made')] });
  });

  it('judges the 95th percentile by nearest rank', () => {
    const times = (slow: number) => evidence(endpointAnswers, {
      service: 'api', origin: 'http://127.0.0.1:1', source: 'the configuration', writes: [],
      endpoints: [{ method: 'GET', path: '/quotes', guessed: [], calls: [0, ...Array.from({ length: 20 }, (_, index) => (index < slow ? 61 : 1))].map((ms) => ({ status: 200, ms })) }],
    });
    expect(unit.check?.judge(seen(times(1)), circumstances)).toMatchObject({ problems: [] });
    expect(unit.check?.judge(seen(times(2)), circumstances)).toMatchObject({ problems: [{ found: 'p95 61 ms, median 1 ms of 20 calls' }] });
  });
});
