import { z } from 'zod';
import type { Routes } from '../app.ts';
import { readMetrics, type Metrics } from '../data/metrics.ts';
import { problemResponses } from '../problems.ts';

const metricsSchema = z.object({
  total_customers: z.number().int(),
  total_documents: z.number().int(),
  total_quotes: z.number().int(),
  quoted_value: z.number(),
  unreadable_documents: z.number().int(),
  average_lines_per_quote: z.number().nullable(),
  documents_by_status: z.record(z.string(), z.number().int()),
});

let latest: Metrics | undefined;

export const metricRoutes: Routes = (app, { database }) => {
  app.get(
    '/api/metrics',
    { schema: { tags: ['metrics'], response: { 200: metricsSchema, ...problemResponses } } },
    async (request) => {
      try {
        latest = await readMetrics(database);
      } catch (error) {
        if (latest === undefined) {
          throw error;
        }
        request.log.warn({ err: error }, 'metrics: using the last ones');
      }
      return latest;
    },
  );
};
