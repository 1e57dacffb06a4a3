import { defineConfig } from 'assay';

const password = { secret: 24 } as const;

/** Unleash from npm, with flags, strategies and an application in it that the seed makes through Unleash's own API. */
export default defineConfig({
  name: 'public-unleash',
  stack: {
    compose: 'compose.yml',
    environment: { POSTGRES_PASSWORD: password, SECRET: { secret: 32 }, ADMIN_PASSWORD: password },
    bootSeconds: 600,
    seed: { steps: [{ command: ['node', 'seed.ts'] }], environment: { API_URL: '${origin:api}', ADMIN_PASSWORD: '${ADMIN_PASSWORD}' } },
  },
  api: {
    service: 'api',
    openapi: '/docs/openapi.json',
    health: { live: '/health', ready: '/ready' },
    login: { path: '/auth/simple/login', roles: { admin: { username: 'admin', password: '${ADMIN_PASSWORD}' } } },
  },
  proof: { outages: ['refuse'] },
});
