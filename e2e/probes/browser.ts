import { existsSync } from 'node:fs';
import { chromium } from 'playwright-core';
import type { Browser, BrowserContext, BrowserServer, Page } from 'playwright-core';
import { FaultError, fault } from '../../core/fault.ts';

export type { BrowserContext, Page } from 'playwright-core';

/** Where browsers are looked for after `ASSAY_BROWSER` and Playwright's own download. */
const usualPlaces = [
  '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome', '/usr/bin/google-chrome-stable', '/opt/google/chrome/chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome', '/Applications/Chromium.app/Contents/MacOS/Chromium',
] as const;

/** Without these the browser talks to its maker's hosts on its own account, which is neither the page's doing nor wanted in a run. */
const quietFlags = [
  '--disable-background-networking', '--disable-component-update', '--disable-sync', '--disable-quic', '--disable-gpu', '--no-first-run',
  '--no-default-browser-check', '--disable-domain-reliability', '--disable-features=OptimizationHints,MediaRouter,AutofillServerCommunication',
] as const;

const launchLimitMs = 20_000;
const closeLimitMs = 5_000;

/** The picture's size: screenshots are at most this wide, so that a report stays small. */
export const viewport = { width: 1280, height: 800 } as const;

/** The path of a Chromium, or undefined. `ASSAY_BROWSER` wins even when nothing is there, so that a wrong path is told and not passed over. */
export function findBrowser(environment: Readonly<Record<string, string | undefined>> = process.env): string | undefined {
  const chosen = environment['ASSAY_BROWSER'];
  if (chosen) return existsSync(chosen) ? chosen : undefined;
  return [chromium.executablePath(), ...usualPlaces].find((path) => path !== '' && existsSync(path));
}

/** One Chromium with a life: opened, used through fresh contexts, closed on every path, its process group killed when it does not go. */
export class Chromium {
  readonly #server: BrowserServer;
  readonly #browser: Browser;
  readonly #signal: AbortSignal;
  readonly #onAbort: () => void;

  private constructor(server: BrowserServer, browser: Browser, signal: AbortSignal) {
    this.#server = server;
    this.#browser = browser;
    this.#signal = signal;
    this.#onAbort = () => void this.#server.kill();
    signal.addEventListener('abort', this.#onAbort, { once: true });
  }

  /** Throws `browser-missing` when there is none or it does not start. */
  static async open(signal: AbortSignal): Promise<Chromium> {
    signal.throwIfAborted();
    const executablePath = findBrowser();
    if (executablePath === undefined) throw new FaultError(fault('browser-missing', missing()));
    const server = await chromium.launchServer({
      executablePath,
      args: [...quietFlags],
      // Chromium's sandbox cannot be had by root, and is kept for everyone else.
      chromiumSandbox: process.getuid?.() !== 0,
      timeout: launchLimitMs,
      // The engine decides what a signal means; a browser that closes by itself would look like a broken page.
      handleSIGINT: false, handleSIGTERM: false, handleSIGHUP: false,
    }).catch((cause: unknown) => {
      throw new FaultError(fault('browser-missing', `${executablePath} does not start`, { cause }));
    });
    try {
      return new Chromium(server, await chromium.connect(server.wsEndpoint(), { timeout: launchLimitMs }), signal);
    } catch (cause) {
      await server.kill();
      throw new FaultError(fault('browser-missing', `${executablePath} started but does not answer`, { cause }));
    }
  }

  version(): string {
    return `Chromium ${this.#browser.version()}`;
  }

  /** False once the browser has gone, by itself or by us. */
  alive(): boolean {
    return this.#browser.isConnected();
  }

  pid(): number | undefined {
    return this.#server.process().pid;
  }

  /** A browser window of its own: no cookie, storage or cache is shared with another context. */
  async context(actionLimitMs: number): Promise<BrowserContext> {
    const context = await this.#browser.newContext({ viewport, locale: 'en-GB', timezoneId: 'UTC', serviceWorkers: 'block' });
    context.setDefaultTimeout(actionLimitMs);
    return context;
  }

  /** Ends the browser; after five seconds of no answer its whole process group is killed. Never throws. */
  async close(): Promise<void> {
    this.#signal.removeEventListener('abort', this.#onAbort);
    const polite = this.#browser.close().then(() => this.#server.close()).then(() => true, () => false);
    const gone = await Promise.race([polite, within(closeLimitMs)]);
    if (!gone) await Promise.race([this.#server.kill().catch(() => undefined), within(closeLimitMs)]);
  }
}

function missing(): string {
  const chosen = process.env['ASSAY_BROWSER'];
  return chosen ? `ASSAY_BROWSER names ${chosen}, and nothing is there` : 'no Chromium or Chrome was found on this machine';
}

function within(ms: number): Promise<false> {
  return new Promise((resolve) => setTimeout(() => resolve(false), ms).unref());
}

/** The page as a JPEG no wider than the viewport, or undefined when the page is already gone. */
export async function picture(page: Page, limitMs: number): Promise<Uint8Array | undefined> {
  try {
    return await page.screenshot({ type: 'jpeg', quality: 60, scale: 'css', animations: 'disabled', caret: 'initial', timeout: limitMs });
  } catch {
    // A page that crashed or was closed has no picture; the step's own error says what happened.
    return undefined;
  }
}
