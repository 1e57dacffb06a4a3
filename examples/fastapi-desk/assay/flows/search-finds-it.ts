import { defineFlow } from 'assay';
import type { Journey } from 'assay';
import { newRfq, signIn, untilDone, upload } from '../pages.ts';

export default defineFlow({
  id: 'search-finds-it',
  title: 'Search finds what was just stored, and nothing where there is nothing',
  timeoutMs: 90_000,
  drive: async (journey) => {
    const { page, step, expect, store } = journey;
    await step('log in', () => signIn(journey, page, 'clerk'));
    const rfq = await newRfq(journey, 'search');
    const id = await step('upload a document', () => upload(journey, page, rfq));
    await step('wait for its quote', () => untilDone(journey, page, id));

    await step('search for the document', () => search(journey, rfq.filename));
    const found = page.getByTestId('search-result');
    await expect('documents found', {
      shown: () => found.count(),
      stored: async () => Number(await store('postgres').value('SELECT count(*) FROM documents WHERE filename = $1', rfq.filename)),
    });
    await expect('the document found', { shown: () => found.first().getByRole('link').getAttribute('href'), sent: `/documents/${id}` });

    await step('search for what nobody wrote', () => search(journey, `nothing-${crypto.randomUUID()}`));
    await expect('results for what nobody wrote', { shown: () => page.getByTestId('search-result').count(), sent: 0 });
  },
});

async function search({ page }: Journey, text: string): Promise<void> {
  await page.getByTestId('nav-search').click();
  await page.getByTestId('search-input').fill(text);
  await page.getByTestId('search-input').press('Enter');
  // Results and the sentence that there are none stand in the same place, for this very text.
  await page.locator(`[data-testid="search-results"][data-query="${text}"]`).waitFor();
}
