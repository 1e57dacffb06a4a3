import { defineConfig } from 'assay';

const password = { secret: 24 } as const;

/** Directus from npm, with a small shop in it that the seed makes through Directus' own API. */
export default defineConfig({
  name: 'public-directus',
  stack: {
    compose: 'compose.yml',
    environment: {
      POSTGRES_PASSWORD: password, REDIS_PASSWORD: password, KEY: { secret: 32 }, SECRET: { secret: 48 },
      ADMIN_EMAIL: 'admin@shop.example.com', ADMIN_PASSWORD: password,
    },
    bootSeconds: 600,
    seed: { steps: [{ command: ['node', 'seed.ts'] }], environment: { API_URL: '${origin:api}', ADMIN_EMAIL: '${ADMIN_EMAIL}', ADMIN_PASSWORD: '${ADMIN_PASSWORD}' } },
  },
  api: {
    service: 'api',
    openapi: '/server/specs/oas',
    health: { live: '/server/ping', ready: '/server/health' },
    login: { path: '/auth/login', tokenPath: 'data.access_token', roles: { admin: { email: '${ADMIN_EMAIL}', password: '${ADMIN_PASSWORD}' } } },
  },
  proof: {
    outages: ['refuse'],
    samples: [
      { method: 'POST', path: '/items/products', role: 'admin', body: { name: '${text}', sku: '${id}', price: 12.5, stock: 4 }, readBack: '/items/products/${answer:data.id}' },
      { method: 'POST', path: '/roles', role: 'admin', body: { name: '${text}' }, readBack: '/roles/${answer:data.id}' },
      { method: 'POST', path: '/folders', role: 'admin', body: { name: '${text}' }, readBack: '/folders/${answer:data.id}' },
    ],
  },
});
