import { defineCheck } from '../core/define.ts';
import type { Problem } from '../core/types.ts';
import { answeredOf, type Asked } from './endpoints/judged.ts';
import { curl } from './endpoints/reproduce.ts';
import { starvation } from '../core/starved.ts';
import { endpointAnswers } from './evidence/endpoints.ts';

const share = 0.95;

export default defineCheck({
  info: { id: 'endpoint-slow', family: 'check', category: 'Endpoints', title: 'Every endpoint answers within its latency budget, asked alone' },
  aliases: [],
  explain: {
    means: 'Asked by one client, one call after the other, the endpoint’s 95th percentile is above api.latencyBudgetMs. The first, cold call is not counted.',
    why: 'What is slow for a single client on an idle machine will not be faster with users on it.',
    fix: 'Look at the statements of the handler (a missing index, one query for each row) and at calls that wait for each other without need.',
    examples: [{ wrong: 'p95 of 20 calls: 812 ms, budget 500 ms', right: 'p95 of 20 calls: 14 ms, budget 500 ms' }],
  },
  needs: [endpointAnswers],
  judge(seen, { platform }) {
    const budgetMs = platform.api?.latencyBudgetMs ?? Infinity;
    const answered = answeredOf(seen);
    const measured = answered.filter((asked) => timesOf(asked).length > 0);
    const unmeasured = answered.filter((asked) => timesOf(asked).length === 0);
    // Who was quick enough on a starved machine is quick enough.
    const starved = measured.flatMap((asked) => {
      const because = starvation(asked.from.granted);
      return because !== undefined && slow(asked, budgetMs).length > 0 ? [{ asked, because }] : [];
    });
    const told = measured.filter((asked) => !starved.some((each) => each.asked === asked));
    return {
      examined: told.length, unit: told.length === 1 ? 'endpoint' : 'endpoints',
      problems: told.flatMap((asked) => slow(asked, budgetMs)),
      note: `${measured.reduce((sum, asked) => sum + timesOf(asked).length, 0)} calls, budget ${budgetMs} ms`,
      unproven: [...starved.map(({ asked: { endpoint }, because }) => `${endpoint.method} ${endpoint.path}: it takes longer than its budget, and ${because}`), ...unmeasured.map(({ endpoint }) => `${endpoint.method} ${endpoint.path}: no second call was made: it was refused (429), or the time for measuring was over`)],
    };
  },
});

function timesOf({ endpoint }: Asked): readonly number[] {
  return endpoint.calls.slice(1).filter((call) => call.status < 400).map((call) => call.ms);
}

function slow(asked: Asked, budgetMs: number): readonly Problem[] {
  const { endpoint, from } = asked;
  const times = timesOf(asked);
  const p95 = percentile(times, share);
  if (p95 <= budgetMs) return [];
  const name = `${endpoint.method} ${endpoint.path}`;
  return [{
    key: name, subject: name, severity: 'medium', confidence: 'certain',
    what: `${name} takes longer than its budget although nothing else is asked.`,
    why: 'Users wait at least that long, and longer as soon as they are several.',
    fix: 'Look for a missing index, one query for each row, or calls that wait for each other; or raise api.latencyBudgetMs if that long is meant.',
    expected: `p95 within ${budgetMs} ms`, found: `p95 ${Math.round(p95)} ms, median ${Math.round(percentile(times, 0.5))} ms of ${times.length} calls`,
    reproduce: [curl(from.origin, endpoint.method, endpoint.url ?? endpoint.path, { token: endpoint.role !== undefined })],
  }];
}

/** Nearest rank: always a time that was measured. Infinity of nothing. */
function percentile(values: readonly number[], fraction: number): number {
  return [...values].sort((a, b) => a - b)[Math.max(0, Math.ceil(values.length * fraction) - 1)] ?? Infinity;
}
