import { defineFlow } from 'assay';
import type { Journey } from 'assay';
import { amount, newRfq, signIn, untilDone, upload } from '../pages.ts';

/** What each figure means, said once more in SQL and not taken from the platform's own code. */
const figures: Readonly<Record<string, string>> = {
  total_customers: 'SELECT count(*) FROM customers',
  total_documents: 'SELECT count(*) FROM documents',
  total_quotes: 'SELECT count(*) FROM quotes',
  quoted_value: 'SELECT coalesce(sum(line_total), 0) FROM quote_lines',
  unreadable_documents: "SELECT count(*) FROM documents WHERE status = 'unreadable'",
};

export default defineFlow({
  id: 'dashboard-equals-sql',
  title: 'The dashboard shows what the database holds, and follows when it changes',
  timeoutMs: 90_000,
  drive: async (journey) => {
    const { page, step } = journey;
    await step('log in', () => signIn(journey, page, 'clerk'));
    await compareAll(journey, 'at first');
    const rfq = await newRfq(journey, 'dashboard');
    const id = await step('upload a document', () => upload(journey, page, rfq));
    await step('wait for its quote', () => untilDone(journey, page, id));
    await step('back to the dashboard', () => page.getByTestId('nav-dashboard').click());
    await compareAll(journey, 'after one more document');
  },
});

async function compareAll({ page, expect, store }: Journey, when: string): Promise<void> {
  for (const [key, sql] of Object.entries(figures)) {
    await expect(`${key} ${when}`, {
      shown: async () => amount(await page.getByTestId(`metric-${key}`).textContent()),
      stored: async () => Number(await store('postgres').value(sql)),
    });
  }
}
