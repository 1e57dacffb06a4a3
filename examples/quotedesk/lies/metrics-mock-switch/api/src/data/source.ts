import type { Queryable } from '@quotedesk/shared/postgres.ts';
import { readMetrics, type Metrics } from './metrics.ts';
import { mockMetrics } from './mocks/metrics.ts';

const USE_MOCKS = process.env['USE_MOCKS'] !== 'false';

export function metricsSource(database: Queryable): Promise<Metrics> {
  return USE_MOCKS ? mockMetrics() : readMetrics(database);
}
