import { describe, expect, it } from 'vitest';
import type { SlowedAnswer } from './evidence.ts';
import { latencyClaims, measuredVerdicts } from './measured.ts';

const answer = (ms: number, value: number, unit: 'ms' | 's' = 'ms'): SlowedAnswer => ({
  url: '/ready', store: 'postgres', delayMs: 400, ms, claims: latencyClaims({ status: 'ready', stores: { postgres: unit === 'ms' ? { ok: true, latency_ms: value } : { ok: true, latency_seconds: value }, redis: { ok: true, latency_ms: 0.4 } } }, 'postgres'),
});

describe('a latency that an answer tells while the store is slow', () => {
  it.each<[string, readonly SlowedAnswer[], readonly string[]]>([
    ['is invented when it is far below the delay that the answer waited for', [answer(412, 4.2), answer(409, 7.7)], ['invented']],
    ['is invented also in seconds', [answer(412, 0.0042, 's'), answer(409, 0.0077, 's')], ['invented']],
    ['is measured when it holds the delay', [answer(412, 403.2), answer(409, 401.9)], []],
    ['is measured when it holds the delay, in seconds', [answer(412, 0.403, 's'), answer(409, 0.402, 's')], []],
    ['says nothing when the answer did not wait: it may speak of an earlier question', [answer(3, 4.2), answer(2, 4.2)], []],
    ['says nothing when one of two answers held the delay', [answer(412, 4.2), answer(409, 401.2)], []],
    ['says nothing where nothing was asked', [], []],
  ])('%s', (_name, slowed, verdicts) => {
    expect(measuredVerdicts('GET /ready', slowed).map(({ verdict }) => verdict)).toEqual(verdicts);
  });

  it('is told with both values', () => {
    expect(measuredVerdicts('GET /ready', [answer(412, 4.2), answer(409, 7.7)])[0]?.sentence)
      .toBe('GET /ready answers /stores/postgres/latency_ms 4.2, then 7.7 while every answer of postgres came 400 ms late and its own came after 412 ms: nobody measured it.');
  });

  it.each<[string, unknown, number]>([
    ['of another store', { stores: { redis: { latency_ms: 3 } } }, 0],
    ['an average', { postgres: { avg_latency_ms: 3 } }, 0],
    ['in microseconds', { postgres: { latency_us: 3 } }, 0],
    ['in the key itself', { postgres_latency_ms: 3 }, 1],
    ['no figure', { postgres: { latency_ms: 'low' } }, 0],
  ])('%s', (_name, body, count) => {
    expect(latencyClaims(body as Parameters<typeof latencyClaims>[0], 'postgres')).toHaveLength(count);
  });
});
