import { defineFlow } from 'assay';
import { signIn } from '../pages.ts';

export default defineFlow({
  id: 'log-in',
  title: 'A clerk logs in, is told apart from a stranger, and logs out for good',
  timeoutMs: 60_000,
  tolerates: [{ status: 401, method: 'POST', path: '/api/auth/login', reason: 'a wrong password is refused' }],
  drive: async (journey) => {
    const { page, origin, step, expect, credentials, store } = journey;
    const { email = '' } = credentials('clerk');
    const logins = (): Promise<unknown> => store('postgres').value('SELECT last_login_at FROM users WHERE email = $1', email);
    await step('a stranger is sent to the login', async () => {
      await page.goto(`${origin}/quotes`);
      await page.getByTestId('login-submit').waitFor();
    });
    await step('a wrong password is refused', async () => {
      await page.getByTestId('login-email').fill(email);
      await page.getByTestId('login-password').fill('not-the-password');
      await page.getByTestId('login-submit').click();
      await page.getByTestId('error-banner').waitFor();
    });
    const before = await logins();
    await step('the right password is taken', () => signIn(journey, page, 'clerk'));
    await expect('name of the user', {
      shown: () => page.getByTestId('user-menu').locator('.user-name').textContent(),
      stored: async () => String(await store('postgres').value('SELECT name FROM users WHERE email = $1', email)),
    });
    await expect('the login is stored with its time', { shown: true, stored: async () => String(await logins()) !== String(before) });
    await step('logging out ends the session', async () => {
      await page.getByTestId('logout').click();
      await page.getByTestId('login-submit').waitFor();
      await page.goto(`${origin}/quotes`);
      await page.getByTestId('login-submit').waitFor();
    });
  },
});
