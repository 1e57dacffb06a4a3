import { defineFlow } from 'assay';
import type { Journey } from 'assay';
import { amount, newRfq, signIn, untilDone, upload } from '../pages.ts';
import type { Rfq } from '../pages.ts';

export default defineFlow({
  id: 'upload-to-quote',
  title: 'An uploaded request for quotation becomes the quote that it asks for',
  timeoutMs: 90_000,
  drive: async (journey) => {
    const { page, step, expect, store } = journey;
    await step('log in', () => signIn(journey, page, 'clerk'));
    const rfq = await newRfq(journey, 'quote');
    const id = await step('upload the document', () => upload(journey, page, rfq));
    await expect('the file is stored as it was sent', {
      shown: async () => String(await store('postgres').value("SELECT convert_from(content, 'UTF8') FROM documents WHERE id = $1", id)), sent: rfq.text,
    });
    await step('the worker reads it', () => untilDone(journey, page, id));
    await expect('status', {
      shown: () => page.getByTestId('document-status').textContent(),
      stored: async () => String(await store('postgres').value('SELECT status FROM documents WHERE id = $1', id)),
    });
    await expect('customer', { shown: () => page.getByTestId('document-customer').textContent(), sent: rfq.customer });
    await linesOf(journey, rfq);
    await step('find the quote again', async () => {
      await page.getByTestId('nav-quotes').click();
      await page.getByRole('row').filter({ hasText: rfq.customer }).getByRole('link').click();
      await page.getByTestId('quote-total').waitFor();
    });
    await expect('total of the quote', {
      shown: async () => amount(await page.getByTestId('quote-total').textContent()),
      stored: async () => Number(await store('postgres').value('SELECT total FROM quotes WHERE document_id = $1', id)),
    });
    await expect('total of the quote by the price list', {
      shown: async () => amount(await page.getByTestId('quote-total').textContent()),
      sent: Math.round(rfq.items.reduce((sum, item) => sum + item.quantity * item.price, 0) * 100) / 100,
    });
  },
});

async function linesOf({ page, expect }: Journey, rfq: Rfq): Promise<void> {
  await expect('number of lines', { shown: () => page.locator('[data-testid^="quote-line-"]').count(), sent: rfq.items.length });
  const rows = page.locator('[data-testid^="quote-line-"]');
  for (const [index, item] of rfq.items.entries()) {
    const cells = rows.nth(index).getByRole('cell');
    await expect(`product of line ${index + 1}`, { shown: () => rows.nth(index).locator('.sku').textContent(), sent: item.sku });
    await expect(`quantity of line ${index + 1}`, { shown: async () => amount(await cells.nth(2).textContent()), sent: item.quantity });
    await expect(`price of line ${index + 1}`, { shown: async () => amount(await cells.nth(3).textContent()), stored: item.price });
  }
}
