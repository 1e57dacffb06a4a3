import { onlyRow, type Database, type Queryable } from '@quotedesk/shared/postgres.ts';
import type { Customer } from './extract/types.ts';
import { companyName, isSameCompany } from './match/customer.ts';
import type { DraftLine } from './match/lines.ts';

const STANDARD_PRICE = 49.9;

/** The currency of the price list. */
const CURRENCY = 'EUR';

export interface DraftQuote {
  readonly documentId: string;
  readonly text: string;
  readonly customer: Customer;
  readonly lines: readonly DraftLine[];
}

/** Quote, lines and the document's new state: all of it or nothing, and at most once for a document. */
export async function writeQuote(database: Database, draft: DraftQuote): Promise<void> {
  await database.transaction(async (tx) => {
    const open = await tx.query(
      "SELECT id FROM documents WHERE id = $1 AND status IN ('received', 'processing') FOR UPDATE",
      [draft.documentId],
    );
    if (open.length === 0) {
      return;
    }
    const customerId = await customerIdFor(tx, draft.customer);
    const quoteId = await insertQuote(tx, draft.documentId, customerId);
    await insertLines(tx, quoteId, draft.lines);
    await tx.query(
      'UPDATE quotes SET total = (SELECT coalesce(sum(line_total), 0) FROM quote_lines WHERE quote_id = $1) WHERE id = $1',
      [quoteId],
    );
    await tx.query(
      `UPDATE documents SET status = 'quoted', reason = NULL, text = $2, customer_id = $3, processed_at = now()
       WHERE id = $1`,
      [draft.documentId, draft.text, customerId],
    );
  });
}

/** The customer of that name, however it was written before. Two workers that meet a new one wait for each other. */
async function customerIdFor(tx: Queryable, customer: Customer): Promise<string> {
  const wanted = companyName(customer.name);
  await tx.query("SELECT pg_advisory_xact_lock(hashtext('customer ' || $1))", [wanted.key]);
  const alike = await tx.query<{ id: string; name: string; city: string | null }>(
    'SELECT id, name, city FROM customers WHERE name_key = $1 ORDER BY created_at, id',
    [wanted.key],
  );
  const known = alike.find((row) => isSameCompany(companyName(row.name), wanted));
  if (known === undefined) {
    const created = await tx.query<{ id: string }>(
      'INSERT INTO customers (name, name_key, city) VALUES ($1, $2, $3) RETURNING id',
      [customer.name, wanted.key, customer.city],
    );
    return onlyRow(created).id;
  }
  if (known.city === null && customer.city !== null) {
    await tx.query('UPDATE customers SET city = $2 WHERE id = $1', [known.id, customer.city]);
  }
  return known.id;
}

async function insertQuote(tx: Queryable, documentId: string, customerId: string): Promise<string> {
  const created = await tx.query<{ id: string }>(
    'INSERT INTO quotes (document_id, customer_id, currency, total) VALUES ($1, $2, $3, 0) RETURNING id',
    [documentId, customerId, CURRENCY],
  );
  return onlyRow(created).id;
}

const LINES = `
  INSERT INTO quote_lines
    (quote_id, position, sku, description, quantity, unit, unit_price, line_total, matched, note)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`;

async function insertLines(tx: Queryable, quoteId: string, lines: readonly DraftLine[]): Promise<void> {
  const priced = await tx.query<{ sku: string; price: number }>(
    'SELECT sku, price FROM products WHERE sku = ANY($1::text[])',
    [lines.map((line) => line.sku)],
  );
  const prices = new Map(priced.map(({ sku, price }) => [sku, price]));
  for (const line of lines) {
    const unitPrice = prices.get(line.sku ?? '') ?? STANDARD_PRICE;
    const lineTotal = Math.round((line.quantity ?? 1) * unitPrice * 100) / 100;
    await tx.query(LINES, [
      quoteId,
      line.position,
      line.sku,
      line.description,
      line.quantity,
      line.unit,
      unitPrice,
      lineTotal,
      line.sku !== null,
      line.note,
    ]);
  }
}
