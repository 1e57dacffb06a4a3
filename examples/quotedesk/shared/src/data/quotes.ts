import type { Queryable } from '../postgres.ts';

export interface QuoteLine {
  readonly position: number;
  readonly sku: string | null;
  readonly description: string;
  readonly quantity: number | null;
  readonly unit: string | null;
  readonly unit_price: number | null;
  readonly line_total: number | null;
  readonly matched: boolean;
  readonly note: string | null;
}

export interface Quote {
  readonly id: string;
  readonly document_id: string;
  readonly customer: string;
  readonly currency: string;
  readonly total: number;
  readonly created_at: string;
  readonly lines: readonly QuoteLine[];
}

type QuoteRow = Omit<Quote, 'created_at' | 'lines'> & { readonly created_at: Date };

const QUOTE = `
  SELECT quotes.id, quotes.document_id, customers.name AS customer, quotes.currency, quotes.total, quotes.created_at
  FROM quotes JOIN customers ON customers.id = quotes.customer_id`;

const LINES = `
  SELECT position, sku, description, quantity, unit, unit_price, line_total, matched, note
  FROM quote_lines WHERE quote_id = $1 ORDER BY position`;

export const findQuote = (database: Queryable, id: string): Promise<Quote | undefined> =>
  find(database, `${QUOTE} WHERE quotes.id = $1`, id);

export const findQuoteOfDocument = (database: Queryable, documentId: string): Promise<Quote | undefined> =>
  find(database, `${QUOTE} WHERE quotes.document_id = $1`, documentId);

async function find(database: Queryable, sql: string, id: string): Promise<Quote | undefined> {
  const [row] = await database.query<QuoteRow>(sql, [id]);
  if (row === undefined) {
    return undefined;
  }
  const lines = await database.query<QuoteLine>(LINES, [row.id]);
  return { ...row, created_at: row.created_at.toISOString(), lines };
}
