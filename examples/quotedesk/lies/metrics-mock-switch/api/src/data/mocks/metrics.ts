import type { Metrics } from '../metrics.ts';

export async function mockMetrics(): Promise<Metrics> {
  return {
    total_customers: 128,
    total_documents: 1_204,
    total_quotes: 1_131,
    quoted_value: 2_318_440.75,
    unreadable_documents: 19,
    average_lines_per_quote: 5.3,
    documents_by_status: { received: 3, processing: 1, quoted: 1_131, unreadable: 19, failed: 0 },
  };
}
