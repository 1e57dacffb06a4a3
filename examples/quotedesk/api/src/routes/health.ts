import { z } from 'zod';
import { readiness } from '@quotedesk/shared/health.ts';
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

export const healthRoutes: Routes = (app, { probes, logger }) => {
  app.get(
    '/api/health/live',
    { schema: { tags: ['health'], security: [], response: { 200: z.object({ status: z.literal('ok') }) } } },
    async () => ({ status: 'ok' as const }),
  );

  app.get(
    '/api/health/ready',
    { schema: { tags: ['health'], security: [], response: { 200: readinessSchema, 503: readinessSchema } } },
    async (_request, reply) => {
      const state = await readiness(probes, logger);
      return reply.code(state.status === 'ready' ? 200 : 503).send(state);
    },
  );
};
