import { defineFlow } from 'assay';
import type { Journey } from 'assay';
import { signIn } from '../pages.ts';

type Page = Journey['page'];

export default defineFlow({
  id: 'chat-between-two-browsers',
  title: 'Two people in two browsers read what the other wrote, and it is stored',
  timeoutMs: 90_000,
  drive: async (journey) => {
    const { page, step, expect, store, secondPage } = journey;
    const other = await secondPage();
    await step('the clerk opens the chat', () => openChat(journey, page, 'clerk'));
    await step('the administrator opens it elsewhere', () => openChat(journey, other, 'admin'), other);
    const question = `Is the order ready? ${crypto.randomUUID()}`;
    const answer = `Tomorrow at eight. ${crypto.randomUUID()}`;

    await step('the clerk writes', () => say(page, question));
    await expect('what the administrator reads', { shown: () => bodyOf(other, question), sent: question });
    await expect('what is stored of it', {
      shown: async () => String(await store('postgres').value('SELECT body FROM chat_messages WHERE body = $1', question)), sent: question,
    });
    await step('the administrator answers', () => say(other, answer), other);
    await expect('what the clerk reads', { shown: () => bodyOf(page, answer), sent: answer });

    await step('the clerk comes back later', async () => {
      await page.reload();
      await page.getByTestId('chat-message').filter({ hasText: answer }).waitFor();
    });
    await expect('the question in the history', { shown: () => bodyOf(page, question), sent: question });
  },
});

async function openChat(journey: Journey, page: Page, who: 'clerk' | 'admin'): Promise<void> {
  await signIn(journey, page, who);
  await page.getByTestId('nav-chat').click();
  await page.locator('[data-testid="chat-connection"][data-state="open"]').waitFor();
}

/** Writes a message and waits for the page to say that it is stored. */
async function say(page: Page, text: string): Promise<void> {
  await page.getByTestId('chat-input').fill(text);
  await page.getByTestId('chat-send').click();
  await page.locator('[data-testid="chat-message"][data-state="stored"]').filter({ hasText: text }).waitFor();
}

async function bodyOf(page: Page, text: string): Promise<string | null> {
  const message = page.getByTestId('chat-message').filter({ hasText: text });
  return (await message.count()) === 1 ? message.locator('.message-body').textContent() : null;
}
