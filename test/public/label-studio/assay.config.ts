import { defineConfig } from 'assay';

const password = { secret: 24 } as const;

/** Label Studio from PyPI, with projects, tasks and annotations in it that the seed makes through Label Studio's own API. */
export default defineConfig({
  name: 'public-label-studio',
  stack: {
    compose: 'compose.yml',
    environment: { POSTGRES_PASSWORD: password, SECRET: { secret: 48 }, ADMIN_PASSWORD: password, ADMIN_TOKEN: { secret: 40 } },
    bootSeconds: 600,
    seed: { steps: [{ command: ['node', 'seed.ts'] }], environment: { API_URL: '${origin:api}', ADMIN_TOKEN: '${ADMIN_TOKEN}' } },
  },
  api: {
    service: 'api',
    openapi: '/docs/api/schema/json/',
    health: { live: '/health/' },
    login: { header: 'Authorization: Token ${token}', roles: { admin: { token: '${ADMIN_TOKEN}' } } },
  },
  proof: { outages: ['refuse'] },
});
