import { defineFlow } from 'assay';

export default defineFlow({
  id: 'slow-walk',
  title: 'Opens the page and waits for what never comes',
  timeoutMs: 30_000,
  drive: async ({ page, origin, step }) => {
    await step('opens the page', () => page.goto(origin));
    await step('waits', () => page.getByText('never').waitFor({ timeout: 25_000 }));
  },
});
