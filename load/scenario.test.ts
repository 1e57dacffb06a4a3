import { expect, test, vi } from 'vitest';
import type { Seen } from '../core/define.ts';
import type { Threshold } from '../core/ports.ts';
import type { Judgement, Problem } from '../core/types.ts';
import { json, serve } from '../test/fakes/server.ts';
import type { TestServer as Server } from '../test/server.ts';
import { portsFor } from '../test/attached.ts';
import { judgeLoad } from './judge.ts';
import { loadResult } from './result.ts';
import type { LoadResult } from './result.ts';
import slowUnderLoad from './scenarios/slow-under-load.ts';

vi.setConfig({ testTimeout: 30_000 });

/** Generous where a test is not about speed: the machine may be busy with others. */
const short: Threshold = { durationSeconds: 1, connections: 4, p99Ms: 5_000, minRate: 1, maxErrorRatio: 0 };
const login = { method: 'POST', path: '/login', tokenPath: 'data.token', roles: { clerk: { email: 'c@example.com', password: 'given' } } };

function ports(server: Server, threshold = short, granted = 1): ReturnType<typeof portsFor> {
  return portsFor({ api: server.origin }, {
    granted,
    platform: {
      load: { 'slow-under-load': threshold },
      api: {
        service: 'api', health: {}, login, open: ['GET /open'], latencyBudgetMs: 100,
        endpoints: [],
      },
    },
    endpoints: [
      { method: 'GET', path: '/open', url: '/open', status: 200 },
      { method: 'GET', path: '/items/{id}', url: '/items/7', role: 'clerk', status: 200 },
      { method: 'GET', path: '/other/{id}', url: '/other/{id}', status: { missing: 'no sample for {id}' } },
      { method: 'POST', path: '/items', url: '/items', status: { missing: 'it may write' } },
    ],
  });
}

async function tried(on: ReturnType<typeof portsFor>): Promise<{ result: LoadResult; judgement: Exclude<Judgement, { inapplicable: string }> }> {
  const { body } = await slowUnderLoad.probe!.collect(on, new AbortController().signal);
  const result = loadResult.parse(JSON.parse(JSON.stringify(body)));
  const seen = { all: () => [{ body: result }] } as unknown as Seen;
  const judgement = slowUnderLoad.check!.judge(seen, { now: 0, platform: on.platform, stack: on.stack.report });
  if ('inapplicable' in judgement) throw new Error(judgement.inapplicable);
  return { result, judgement };
}

function keys(problems: readonly Problem[]): readonly string[] {
  return problems.map((problem) => problem.key);
}

test('an honest server passes; signed in once, every request accounted for', async () => {
  let logins = 0;
  const refused: string[] = [];
  const server = await serve((request, response) => {
    if (request.url === '/login') {
      logins += 1;
      return json(response, { data: { token: 'let-me-in' } });
    }
    if (request.url === '/items/7' && request.headers.authorization !== 'Bearer let-me-in') refused.push(request.url);
    setTimeout(() => json(response, { ok: true }), 5);
  });
  const on = ports(server);
  const { result, judgement } = await tried(on);
  await server.close();
  expect(judgement.problems).toEqual([]);
  expect(judgement.examined).toBe(result.answers);
  expect(judgement.unproven).toBeUndefined();
  expect([logins, refused, on.secrets]).toEqual([1, [], ['let-me-in']]);
  expect(result).toMatchObject({ reconciled: true, errors: 0, non2xx: 0, generator: { saturated: false } });
  expect(result.requests).toBe(result.answers + result.errors + result.unfinished);
  expect(result.histogram.reduce((sum, each) => sum + each.count, 0)).toBe(result.answers);
  expect(result.rate.perSecond.reduce((sum, each) => sum + each, 0)).toBe(result.answers);
  expect(result.latencyMs.p50).toBeGreaterThan(4.5);
  expect(result.latencyMs.p50).toBeLessThan(500);
  expect(result.leftOut).toEqual(['GET /other/{id} (no sample for {id})', 'POST /items (it may write)']);
});

test('a slow endpoint is found and named', async () => {
  const server = await serve((request, response) => {
    if (request.url === '/login') return json(response, { data: { token: 't' } });
    setTimeout(() => json(response, {}), request.url === '/items/7' ? 600 : 1);
  });
  const { judgement } = await tried(ports(server, { ...short, durationSeconds: 2, p99Ms: 500 }));
  await server.close();
  expect(keys(judgement.problems)).toEqual(['slow:slow-under-load']);
  expect(judgement.problems[0]).toMatchObject({ subject: 'GET /items/{id}', expected: 'p99 ≤ 500 ms', severity: 'medium' });
});

test('a server that carries too little is found', async () => {
  const server = await serve((request, response) => {
    if (request.url === '/login') return json(response, { data: { token: 't' } });
    setTimeout(() => json(response, {}), 50);
  });
  const { judgement } = await tried(ports(server, { ...short, minRate: 500 }));
  await server.close();
  expect(keys(judgement.problems)).toEqual(['rate:slow-under-load']);
});

test('errors are found, also when they are fast', async () => {
  let asked = 0;
  const server = await serve((request, response) => {
    if (request.url === '/login') return json(response, { data: { token: 't' } });
    json(response, {}, ++asked % 50 === 0 ? 503 : 200);
  });
  const { result, judgement } = await tried(ports(server));
  await server.close();
  expect(keys(judgement.problems)).toEqual(['errors:slow-under-load']);
  expect(judgement.problems[0]!.found).toContain(`${result.non2xx} × 503`);
});

test('a starved machine accuses nobody, and lets nobody pass', async () => {
  const server = await serve((request, response) => {
    if (request.url === '/login') return json(response, { data: { token: 't' } });
    setTimeout(() => json(response, {}, 503), 300);
  });
  const { result, judgement } = await tried(ports(server, { ...short, minRate: 500, p99Ms: 100 }, 0.25));
  await server.close();
  expect(result).toMatchObject({ granted: [0.25, 0.25] });
  expect(judgement).toMatchObject({ examined: 0, problems: [], unproven: [expect.stringContaining('only 25 % of its processors')] });
});

test('who keeps to the threshold on a starved machine passes', async () => {
  const server = await serve((request, response) => json(response, request.url === '/login' ? { data: { token: 't' } } : {}));
  const { judgement } = await tried(ports(server, short, 0.25));
  await server.close();
  expect(judgement).toMatchObject({ problems: [] });
  expect('unproven' in judgement ? judgement.unproven : undefined).toBeUndefined();
  expect('examined' in judgement && judgement.examined).toBeGreaterThan(0);
});

test('a server that hangs is not fast: timeouts are errors and latencies', async () => {
  const server = await serve((request, response) => {
    if (request.url === '/login') return json(response, { data: { token: 't' } });
  });
  const { result, judgement } = await tried(ports(server, { ...short, durationSeconds: 3, p99Ms: 900, minRate: 5 }));
  await server.close();
  expect(result.timeouts).toBeGreaterThanOrEqual(4);
  expect(result.latencyMs.p99).toBeGreaterThanOrEqual(1000);
  expect(keys(judgement.problems)).toEqual(['errors:slow-under-load', 'slow:slow-under-load', 'rate:slow-under-load']);
});

test('connections closed without an answer are errors, and the latencies of the others stay right', async () => {
  let asked = 0;
  const server = await serve((request, response) => {
    if (request.url === '/login') return json(response, { data: { token: 't' } });
    if (++asked % 10 === 0) return void request.socket.end();
    setTimeout(() => json(response, {}), 2);
  });
  const { result, judgement } = await tried(ports(server));
  await server.close();
  expect(result).toMatchObject({ reconciled: true, timeouts: 0 });
  expect(result.errors / result.requests).toBeCloseTo(0.1, 1);
  expect(result.latencyMs.p90).toBeLessThan(500);
  expect(keys(judgement.problems)).toContain('errors:slow-under-load');
});

test('a server that closes each connection after its answer makes no errors', async () => {
  const server = await serve((request, response) => {
    if (request.url === '/login') return json(response, { data: { token: 't' } });
    response.setHeader('connection', 'close');
    json(response, {});
  });
  const { result, judgement } = await tried(ports(server));
  await server.close();
  expect(result).toMatchObject({ reconciled: true, errors: 0 });
  expect(judgement.problems).toEqual([]);
});

test('a server that is not there answers nothing', async () => {
  const server = await serve((request, response) => {
    json(response, { data: { token: 't' } });
    if (request.url === '/login') setImmediate(() => void server.close());
  });
  const { result, judgement } = await tried(ports(server, { ...short, durationSeconds: 1 }));
  expect(result.answers).toBe(0);
  expect(keys(judgement.problems)).toContain('errors:slow-under-load');
});

test('only this machine is loaded', async () => {
  const on = portsFor({ api: 'http://example.com' }, { platform: ports({ origin: 'http://example.com' } as Server).platform });
  await expect(tried(on)).rejects.toThrow('127.0.0.1 only');
});

test('a saturated generator, counts that differ, and no samples prove nothing', async () => {
  const server = await serve((request, response) => (request.url === '/login' ? json(response, { data: { token: 't' } }) : json(response, {})));
  const { result } = await tried(ports(server, { ...short, durationSeconds: 1 }));
  await server.close();
  const good = { ...result, generator: { cpu: 0.2, busy: 0.3, saturated: false } };
  const slow = { ...good, latencyMs: { ...good.latencyMs, p99: 9_000 } };
  expect(judgeLoad([good])).toMatchObject({ examined: result.answers, problems: [] });
  expect(judgeLoad([slow])).toMatchObject({ problems: [{ key: 'slow:slow-under-load' }] });
  expect(judgeLoad([{ ...slow, generator: { cpu: 0.95, busy: 0.99, saturated: true } }])).toMatchObject({ examined: 0, problems: [], unproven: [expect.stringContaining('saturated')] });
  expect(judgeLoad([{ ...good, reconciled: false, difference: '3 for 4' }])).toMatchObject({ examined: 0, unproven: [expect.stringContaining('3 for 4')] });
  expect(judgeLoad([{ ...good, answers: 0, errors: 0 }])).toMatchObject({ examined: 0, problems: [] });
  expect(judgeLoad([])).toMatchObject({ examined: 0 });
});

test('a generator that has more to read than it can is measured as busy', async () => {
  const huge = Buffer.alloc(4 * 1024 * 1024, 'x');
  const server = await serve((request, response) => (request.url === '/login' ? json(response, { data: { token: 't' } }) : void response.end(huge)));
  const { result } = await tried(ports(server, { ...short, durationSeconds: 2, connections: 16 }));
  await server.close();
  expect(result.generator.busy).toBeGreaterThan(0.7);
});
