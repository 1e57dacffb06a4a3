import { onlyRow, type Queryable } from '@quotedesk/shared/postgres.ts';
import { offsetOf, type Page } from '../paging.ts';

export interface QuoteSummary {
  readonly id: string;
  readonly document_id: string;
  readonly customer: string;
  readonly total: number;
  readonly currency: string;
  readonly lines: number;
  readonly created_at: string;
}

export interface Product {
  readonly sku: string;
  readonly name: string;
  readonly category: string;
  readonly unit: string;
  readonly price: number;
  readonly supplier: string;
}

export interface Customer {
  readonly id: string;
  readonly name: string;
  readonly city: string | null;
  readonly quotes: number;
  readonly quoted_value: number;
}

async function count(database: Queryable, table: 'quotes' | 'products' | 'customers'): Promise<number> {
  return onlyRow(await database.query<{ total: number }>(`SELECT count(*)::int AS total FROM ${table}`))
    .total;
}

export async function listQuotes(database: Queryable, page: Page) {
  try {
    const total = await count(database, 'quotes');
    const rows = await database.query<Omit<QuoteSummary, 'created_at'> & { readonly created_at: Date }>(
      `SELECT quotes.id, document_id, customers.name AS customer, total, currency, quotes.created_at,
         (SELECT count(*)::int FROM quote_lines WHERE quote_id = quotes.id) AS lines
       FROM quotes JOIN customers ON customers.id = quotes.customer_id
       ORDER BY quotes.created_at DESC, quotes.id LIMIT $1 OFFSET $2`,
      [page.page_size, offsetOf(page)],
    );
    return { total, quotes: rows.map((row) => ({ ...row, created_at: row.created_at.toISOString() })) };
  } catch {
    return { total: 0, quotes: [] };
  }
}

const PRODUCT = 'SELECT sku, name, category, unit, price, supplier FROM products';

export async function listProducts(database: Queryable, page: Page) {
  const total = await count(database, 'products');
  const products = await database.query<Product & Record<string, unknown>>(
    `${PRODUCT} ORDER BY sku LIMIT $1 OFFSET $2`,
    [page.page_size, offsetOf(page)],
  );
  return { total, products };
}

export async function findProduct(database: Queryable, sku: string): Promise<Product | undefined> {
  const [product] = await database.query<Product & Record<string, unknown>>(`${PRODUCT} WHERE sku = $1`, [
    sku,
  ]);
  return product;
}

export async function listCustomers(database: Queryable) {
  const total = await count(database, 'customers');
  const customers = await database.query<Customer & Record<string, unknown>>(
    `SELECT customers.id, name, city, count(quotes.id)::int AS quotes, coalesce(sum(quotes.total), 0) AS quoted_value
     FROM customers LEFT JOIN quotes ON quotes.customer_id = customers.id
     GROUP BY customers.id ORDER BY name`,
  );
  return { total, customers };
}
