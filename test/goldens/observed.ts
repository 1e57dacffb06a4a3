import type { Digest } from '../../core/types.ts';

/** A flow's record as its probe seals it. */
export function flowRecord(flow: string, title: string, screens: readonly (Digest | undefined)[], lie: boolean): unknown {
  const names =
    flow === 'log-in'
      ? ['open the start page', 'type name and password', 'see the dashboard']
      : ['log in', 'open the dashboard', 'read the four numbers'];
  return {
    flow,
    title,
    browser: 'Chromium 156.0',
    page: 'http://127.0.0.1:40816',
    steps: names.map((name, index) => ({
      name,
      ms: [412.4, 688.1, 231.9][index],
      url: `http://127.0.0.1:40816/${index === 0 ? '' : 'dashboard'}`,
      ok: !(lie && index === 2),
      ...(screens[index] && { screenshot: screens[index] }),
      ...(lie && index === 2 && { error: 'satisfaction: expected “–” (no table holds it), found “94.5 %”' }),
    })),
    expectations:
      flow === 'log-in'
        ? [{ label: 'name in the corner', against: 'stored', expected: 'Mara Lindqvist', found: 'Mara Lindqvist', ok: true }]
        : [
            { label: 'total customers', against: 'stored', expected: '18', found: '18', ok: true },
            { label: 'total quotes', against: 'stored', expected: '31', found: '31', ok: true },
            { label: 'satisfaction', against: 'stored', expected: '–', found: lie ? '94.5 %' : '–', ok: !lie },
          ],
    requests: [
      { method: 'GET', url: 'http://127.0.0.1:40816/', origin: 'http://127.0.0.1:40816', type: 'fetch', status: 200, ms: 11.2 },
      {
        method: 'POST',
        url: 'http://127.0.0.1:40815/api/auth/login',
        origin: 'http://127.0.0.1:40815',
        type: 'fetch',
        status: 200,
        ms: 84.6,
      },
      { method: 'GET', url: 'http://127.0.0.1:40815/api/metrics', origin: 'http://127.0.0.1:40815', type: 'fetch', status: 200, ms: 9.3 },
      {
        method: 'GET',
        url: 'http://127.0.0.1:40815/api/documents/recent',
        origin: 'http://127.0.0.1:40815',
        type: 'fetch',
        status: 200,
        ms: 12.8,
      },
    ],
    requestsCut: 0,
    consoleErrors: lie
      ? [
          {
            text: 'Warning: Each child in a list should have a unique "key" prop.',
            url: 'http://127.0.0.1:40816/assets/index.js',
            step: 'open the dashboard',
          },
        ]
      : [],
    pageErrors: [],
    failedRequests: [],
    outside: [],
    origins: ['http://127.0.0.1:40815'],
    declaredOrigins: ['http://127.0.0.1:40815'],
  };
}

/** A load scenario's result as its probe seals it: eight seconds, deterministic curves. */
export function loadResult(slow: boolean): unknown {
  const perSecond = slow ? [101, 118, 97, 88, 83, 79, 81, 80] : [118, 121, 120, 122, 119, 121, 120, 120];
  return {
    scenario: 'browse-quotes',
    title: 'Quotes are listed under load',
    model: 'open',
    target: 'GET /api/quotes, GET /api/quotes/31 on http://127.0.0.1:40815',
    targets: [
      {
        target: 'GET /api/quotes',
        requests: sum(perSecond) - 200,
        statuses: { 200: sum(perSecond) - 200 - (slow ? 4 : 0), ...(slow && { 500: 3 }) },
        errors: slow ? 1 : 0,
        p99Ms: slow ? 431 : 39,
      },
      { target: 'GET /api/quotes/31', requests: 200, statuses: { 200: 200 }, errors: 0, p99Ms: slow ? 118 : 21 },
    ],
    leftOut: ['POST /api/quotes: it would write'],
    durationSeconds: 8,
    warmupSeconds: 2,
    connections: 10,
    askedRate: 120,
    requests: sum(perSecond),
    answers: sum(perSecond) - (slow ? 1 : 0),
    errors: slow ? 1 : 0,
    timeouts: slow ? 1 : 0,
    non2xx: slow ? 3 : 0,
    unfinished: 0,
    seconds: perSecond.map((requests, index) => ({
      requests,
      errors: slow && index === 4 ? 4 : 0,
      p50Ms: slow ? 40 + index * 6 : 11,
      p99Ms: slow ? [180, 210, 290, 388, 512, 470, 431, 402][index] : 30 + index,
    })),
    rate: { mean: slow ? 90.9 : 120.1, perSecond },
    latencyMs: slow
      ? { p50: 62, p90: 188, p95: 241, p99: 412, max: 1204, mean: 91.3 }
      : { p50: 11, p90: 21, p95: 27, p99: 38, max: 71, mean: 13.2 },
    histogram: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000].map((leMs, index) => ({
      leMs,
      count: (slow ? [0, 0, 4, 22, 71, 205, 241, 121, 58, 4, 1] : [0, 12, 121, 302, 402, 112, 12, 0, 0, 0, 0])[index],
    })),
    generator: { cpu: 0.31, busy: 0.22, saturated: false },
    threshold: { durationSeconds: 8, connections: 10, p99Ms: 250, minRate: 100, maxErrorRatio: 0.001 },
    thresholdFrom: 'configuration',
    reconciled: true,
  };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, n) => total + n, 0);
}
