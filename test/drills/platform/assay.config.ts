import { defineConfig } from 'assay';

/** How assay boots the platform that is made to be interrupted. */
export default defineConfig({
  name: 'drill',
  stack: {
    compose: 'compose.yml',
    environment: { DB_PASSWORD: { secret: 24 }, CACHE_PASSWORD: { secret: 24 } },
    native: {
      prepare: [{ command: ['node', 'prepare.mjs'] }],
      services: { web: { build: ['node', 'build.mjs'], cwd: 'web' } },
    },
    seed: { steps: [{ command: ['node', 'seed.mjs'] }] },
  },
  web: { service: 'web', pages: ['/'] },
  load: { 'slow-push': { durationSeconds: 20, connections: 2, p99Ms: 5000, minRate: 1, maxErrorRatio: 1 } },
});
