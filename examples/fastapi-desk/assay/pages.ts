import type { Journey } from 'assay';

type Page = Journey['page'];
export type Who = 'clerk' | 'admin';

/** How long the worker may take from the upload to the quote, in milliseconds. */
export const processingLimitMs = 30_000;

export async function signIn({ credentials, origin }: Journey, page: Page, who: Who): Promise<void> {
  const { email = '', password = '' } = credentials(who);
  await page.goto(`${origin}/login`);
  await page.getByTestId('login-email').fill(email);
  await page.getByTestId('login-password').fill(password);
  await page.getByTestId('login-submit').click();
  await page.getByTestId('user-menu').waitFor();
}

export interface Rfq {
  readonly filename: string;
  readonly customer: string;
  readonly text: string;
  readonly items: readonly Item[];
}
export interface Item {
  readonly sku: string;
  readonly name: string;
  readonly quantity: number;
  readonly price: number;
}

/** A request for quotation that nobody has sent before, for products that the price list really holds by the piece: what is sold by the metre has no total for pieces. */
export async function newRfq({ store }: Journey, purpose: string): Promise<Rfq> {
  const nonce = crypto.randomUUID().slice(0, 8);
  const rows = await store('postgres').rows("SELECT sku, name, price::float8 AS price FROM products WHERE price IS NOT NULL AND unit = 'piece' ORDER BY md5(sku || $1) LIMIT 3", nonce);
  const items = rows.map((row, index): Item => ({ sku: String(row['sku']), name: String(row['name']), quantity: 2 + 3 * index, price: Number(row['price']) }));
  if (items.length < 3) throw new Error('the price list holds fewer than three products: was the catalogue loaded?');
  const customer = `Werft ${nonce} GmbH`;
  const text = [
    `Subject: RFQ ${nonce}`, '', `Customer: ${customer}, Rostock`, '', 'Good morning,', '', 'please quote the following:', '',
    ...items.map((item) => `  ${item.quantity} pcs  ${item.sku}  ${item.name}`), '', 'Kind regards', '',
  ].join('\n');
  return { filename: `${purpose}-${nonce}.txt`, customer, text, items };
}

/** Uploads through the page as a user would, and returns the document's id, which the page links to once the API has stored it. */
export async function upload({ origin }: Journey, page: Page, rfq: Rfq): Promise<string> {
  await page.goto(`${origin}/documents`);
  await page.getByTestId('upload-input').setInputFiles({ name: rfq.filename, mimeType: 'text/plain', buffer: Buffer.from(rfq.text) });
  const entry = page.getByTestId('upload-progress').filter({ hasText: rfq.filename });
  const href = await entry.getByRole('link').getAttribute('href');
  return decodeURIComponent(href?.split('/').at(-1) ?? '');
}

/** Opens the document and waits, as a user would, until the page says what became of it. */
export async function untilDone({ origin }: Journey, page: Page, id: string): Promise<void> {
  await page.goto(`${origin}/documents/${id}`);
  await page.locator('[data-testid="document-status"]:is([data-status="quoted"], [data-status="unreadable"], [data-status="failed"])').waitFor({ timeout: processingLimitMs });
}

/** The number in what the page shows as money or as a quantity in English: `€1,234.50` is 1234.5. */
export function amount(shown: string | null): number {
  return Number((shown ?? '').replace(/[^\d.-]/g, ''));
}
