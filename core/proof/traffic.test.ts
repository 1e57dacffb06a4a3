import { expect, it } from 'vitest';
import type { ProofData } from './evidence.ts';
import { withTraffic, type Traffic } from './traffic.ts';

const origin = 'http://127.0.0.1:1';
const seen = (...asked: readonly string[]): Traffic => ({ declaredOrigins: [origin], requests: asked.map((each) => {
  const [method = '', path = '', status = '200', from = origin, type = 'fetch'] = each.split(' ');
  return { method, url: from + path, origin: from, type, status: Number(status) };
}) });
const data = (...names: readonly string[]): ProofData => ({ stores: [], calls: [], fields: [], shaken: {}, relations: [], written: [], notMade: [], targets: names.map((name) => ({ name, kind: 'http', service: 'api', method: name.split(' ')[0] ?? '', path: name.split(' ')[1] ?? '', writes: false, foundBy: ['openapi'] })) });
const api = { service: 'api', health: { ready: '/ready' }, login: { method: 'POST', path: '/login', tokenPath: '/t', roles: {} }, open: [], latencyBudgetMs: 1, endpoints: [] };

it('marks what the page asked, and adds what nothing else names, once for all its values', () => {
  const { targets } = withTraffic(data('GET /quotes/{id}', 'GET /never'), [seen('GET /quotes/7?x=1', 'GET /orders/1/lines', 'GET /orders/2/lines'), seen('POST /orders')], { api });
  expect(targets.map(({ name, foundBy, missing }) => [name, foundBy.join(), missing !== undefined])).toEqual([
    ['GET /quotes/{id}', 'openapi,browser', false], ['GET /never', 'openapi', false], ['GET /orders/{id}/lines', 'browser', true], ['POST /orders', 'browser', true],
  ]);
});

it.each(['POST /login', 'GET /ready', 'OPTIONS /orders', 'GET /orders 404', 'GET /orders 200 http://cdn.test', 'GET /orders.js 200 http://127.0.0.1:1 script'])('takes %s for no endpoint', (asked) => {
  expect(withTraffic(data(), [seen(asked)], { api }).targets).toEqual([]);
});
