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

const KEEP_MS = 15 * 60_000;

let kept: { readonly metrics: Metrics; readonly at: number } | undefined;

export const metricRoutes: Routes = (app, { database }) => {
  app.get(
    '/api/metrics',
    { schema: { tags: ['metrics'], response: { 200: metricsSchema, ...problemResponses } } },
    async () => {
      if (kept === undefined || Date.now() - kept.at > KEEP_MS) {
        kept = { metrics: await readMetrics(database), at: Date.now() };
      }
      return kept.metrics;
    },
  );
};
