import { z } from 'zod';
import type { Routes } from '../app.ts';
import { readMetrics } from '../data/metrics.ts';
import { problemResponses } from '../problems.ts';

const metricsSchema = z.object({
  total_customers: z.number().int(),
  total_documents: z.number().int(),
  total_quotes: z.number().int(),
  quoted_value: z.number(),
  unreadable_documents: z.number().int(),
  average_lines_per_quote: z.number().nullable(),
  customer_satisfaction: z.number(),
  median_response_hours: z.number(),
  documents_by_status: z.record(z.string(), z.number().int()),
});

export const metricRoutes: Routes = (app, { database }) => {
  app.get(
    '/api/metrics',
    { schema: { tags: ['metrics'], response: { 200: metricsSchema, ...problemResponses } } },
    () => readMetrics(database),
  );
};
