import { defineConfig } from 'assay';

/** Prefect's lists are asked by POST. */
const lists = [
  ...['flows', 'flow_runs', 'task_runs', 'deployments', 'work_pools', 'work_queues', 'logs', 'artifacts', 'artifacts/latest', 'variables', 'automations', 'block_types', 'block_schemas', 'block_documents', 'concurrency_limits', 'v2/concurrency_limits', 'events'].map((each) => `${each}/filter`),
  ...['flows', 'flow_runs', 'task_runs', 'deployments', 'artifacts', 'variables', 'work_pools'].map((each) => `${each}/count`),
  'flow_runs/paginate', 'flows/paginate', 'deployments/paginate', 'flow_runs/lateness',
];

/** Prefect's server from PyPI, with flows and runs in it that the seed makes through Prefect's own API. */
export default defineConfig({
  name: 'public-prefect',
  stack: {
    compose: 'compose.yml',
    environment: { POSTGRES_PASSWORD: { secret: 24 } },
    bootSeconds: 600,
    seed: { steps: [{ command: ['node', 'seed.ts'] }], environment: { API_URL: '${origin:api}' } },
  },
  api: {
    service: 'api',
    openapi: '/api/openapi.json',
    health: { live: '/api/health', ready: '/api/ready' },
    endpoints: [
      ...lists.map((list) => ({ method: 'POST' as const, path: `/api/${list}`, body: {} })),
      { method: 'GET', path: '/api/flows/name/{name}', sample: '/api/flows/name/morning-report' },
      { method: 'GET', path: '/api/deployments/name/{flow_name}/{deployment_name}', sample: '/api/deployments/name/morning-report/morning-report-cellar' },
      { method: 'GET', path: '/api/variables/name/{name}', sample: '/api/variables/name/warehouse' },
      { method: 'GET', path: '/api/work_pools/{name}', sample: '/api/work_pools/cellar' },
      { method: 'GET', path: '/api/artifacts/{key}/latest', sample: '/api/artifacts/pallets-stock-count/latest' },
      { method: 'GET', path: '/api/concurrency_limits/tag/{tag}', sample: '/api/concurrency_limits/tag/forklift' },
      { method: 'GET', path: '/api/v2/concurrency_limits/{id_or_name}', sample: '/api/v2/concurrency_limits/gate' },
      { method: 'GET', path: '/api/block_types/slug/{slug}', sample: '/api/block_types/slug/secret' },
    ],
  },
  proof: {
    outages: ['refuse'],
    storeless: [
      { target: 'GET /api/hello', reason: 'says hello' },
      { target: 'GET /api/version', reason: 'says which interface is served' },
      { target: 'GET /api/admin/version', reason: 'says what was installed' },
      { target: 'GET /api/admin/settings', reason: 'tells the settings of the process' },
    ],
    samples: [
      { method: 'POST', path: '/api/flows/', body: { name: '${text}', tags: ['${id}'] }, readBack: '/api/flows/${answer:id}' },
      { method: 'POST', path: '/api/variables/', body: { name: 'assay_${number}', value: '${text}' }, readBack: '/api/variables/${answer:id}' },
    ],
  },
});
