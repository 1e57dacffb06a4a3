import type { Digest } from '../../core/types.ts';

/** A flow's record as its probe seals it. */
export function flowRecord(flow: string, title: string, screens: readonly (Digest | undefined)[], lie: boolean): unknown {
  const names = flow === 'log-in' ? ['open the start page', 'type name and password', 'see the dashboard'] : ['log in', 'open the dashboard', 'read the four numbers'];
  return {
    flow, title,
    steps: names.map((name, index) => ({
      name, ms: [412.4, 688.1, 231.9][index], ok: !(lie && index === 2), ...(screens[index] && { screenshot: screens[index] }),
      ...(lie && index === 2 && { error: 'satisfaction: expected “–” (no table holds it), found “94.5 %”' }),
    })),
    expectations: flow === 'log-in'
      ? [{ label: 'name in the corner', expected: 'Mara Lindqvist', found: 'Mara Lindqvist', ok: true }]
      : [
          { label: 'total customers', expected: '18', found: '18', ok: true },
          { label: 'total quotes', expected: '31', found: '31', ok: true },
          { label: 'satisfaction', expected: '–', found: lie ? '94.5 %' : '–', ok: !lie },
        ],
    requests: [
      { method: 'GET', url: 'http://127.0.0.1:40816/', status: 200, ms: 11.2 },
      { method: 'POST', url: 'http://127.0.0.1:40815/api/auth/login', status: 200, ms: 84.6 },
      { method: 'GET', url: 'http://127.0.0.1:40815/api/metrics', status: 200, ms: 9.3 },
      { method: 'GET', url: 'http://127.0.0.1:40815/api/documents/recent', status: 200, ms: 12.8 },
    ],
    consoleErrors: lie ? ['Warning: Each child in a list should have a unique "key" prop.'] : [],
    failedRequests: [],
    origins: ['http://127.0.0.1:40815'],
  };
}

/** A load scenario's result as its probe seals it: eight seconds, deterministic curves. */
export function loadResult(slow: boolean): unknown {
  const perSecond = slow ? [101, 118, 97, 88, 83, 79, 81, 80] : [118, 121, 120, 122, 119, 121, 120, 120];
  return {
    scenario: 'browse-quotes', title: 'Quotes are listed under load', target: 'http://127.0.0.1:40815/api/quotes', durationSeconds: 8, connections: 10,
    requests: perSecond.reduce((sum, n) => sum + n, 0), errors: slow ? 4 : 0, timeouts: slow ? 1 : 0,
    rate: { asked: 120, mean: slow ? 90.9 : 120.1, perSecond },
    latencyMs: slow ? { p50: 62, p90: 188, p95: 241, p99: 412, max: 1204, mean: 91.3 } : { p50: 11, p90: 21, p95: 27, p99: 38, max: 71, mean: 13.2 },
    histogram: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000].map((leMs, index) => ({ leMs, count: (slow ? [0, 0, 4, 22, 71, 205, 241, 121, 58, 4, 1] : [0, 12, 121, 302, 402, 112, 12, 0, 0, 0, 0])[index] })),
    generator: { cpu: 0.31, saturated: false },
    threshold: { p99Ms: 250, minRate: 100, maxErrorRatio: 0.001 },
  };
}
