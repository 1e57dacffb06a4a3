/** The honest endpoints and the lies of `api/server.mjs`, asked as a user would configure them. */
const open = [
  'GET /api/crates', 'GET /api/crates/{id}', 'GET /api/rates/{currency}', 'GET /api/offers', 'GET /api/rate-marked', 'GET /api/rate-default', 'GET /api/rate-kept', 'GET /api/offers-empty', 'GET /api/rate-blamed', 'GET /api/rate-patient',
  'GET /api/rate-leaking', 'POST /api/describe', 'POST /api/tell', 'POST /api/describe-canned',
];
const asked = { '/api/crates/{id}': { sample: '/api/crates/3' }, '/api/rates/{currency}': { sample: '/api/rates/SEK' } };

export default {
  name: 'outside',
  source: { include: ['api'] },
  stack: { compose: 'compose.yml', allow: ['host-mounts'], environment: { DB_PASSWORD: { secret: 20 } } },
  api: {
    service: 'api', health: { ready: '/ready' }, open,
    endpoints: open.map((each) => {
      const [method, path] = each.split(' ') as ['GET' | 'POST', keyof typeof asked];
      return { method, path, ...asked[path], ...(method === 'POST' && { body: { id: 4 } }) };
    }),
  },
  proof: {
    thirdParties: [{ name: 'rates', env: 'RATES_URL' }, { name: 'model', env: 'MODEL_URL' }],
    degraded: [{ target: 'GET /api/rate-marked', marker: '/stale', value: true, reason: 'says that the rate is the last one it had' }],
    budgetMs: 4_000,
  },
};
