import { existsSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { expect, test, vi } from 'vitest';
import { Chromium, findBrowser, picture } from './browser.ts';

vi.setConfig({ testTimeout: 30_000 });

const goes = (pid: number): Promise<void> => vi.waitFor(() => expect(existsSync(`/proc/${pid}`)).toBe(false), { timeout: 5_000 });

test('a browser that was named and is not there is told, not passed over', async () => {
  expect(findBrowser({ ASSAY_BROWSER: '/nowhere/chromium' })).toBeUndefined();
  vi.stubEnv('ASSAY_BROWSER', '/nowhere/chromium');
  await expect(Chromium.open(new AbortController().signal)).rejects.toMatchObject({ fault: { code: 'browser-missing', exit: 3, what: expect.stringContaining('/nowhere/chromium') as string } });
  vi.unstubAllEnvs();
});

test('something that is no browser is told as one that does not start', async () => {
  vi.stubEnv('ASSAY_BROWSER', '/bin/false');
  await expect(Chromium.open(new AbortController().signal)).rejects.toMatchObject({ fault: { code: 'browser-missing', what: '/bin/false does not start' } });
  vi.unstubAllEnvs();
});

test('closing leaves neither process nor profile', async () => {
  const profiles = (): readonly string[] => readdirSync(tmpdir()).filter((name) => name.startsWith('playwright'));
  const before = new Set(profiles());
  const browser = await Chromium.open(new AbortController().signal);
  const page = await (await browser.context(1_000)).newPage();
  expect(browser.version()).toMatch(/^Chromium \d+/);
  expect((await picture(page, 5_000))?.length).toBeGreaterThan(100);
  const pid = browser.pid()!;
  await browser.close();
  await goes(pid);
  expect(browser.alive()).toBe(false);
  expect(profiles().filter((name) => !before.has(name))).toEqual([]);
});

test('a run that ends kills the browser', async () => {
  const controller = new AbortController();
  const browser = await Chromium.open(controller.signal);
  const pid = browser.pid()!;
  controller.abort();
  await goes(pid);
  await browser.close();
});

test('a browser that does not listen any more is killed with its group', async () => {
  const browser = await Chromium.open(new AbortController().signal);
  const pid = browser.pid()!;
  process.kill(pid, 'SIGSTOP');
  await browser.close();
  await goes(pid);
});
