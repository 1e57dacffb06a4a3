import { defineFlow } from '../flow.ts';
import type { Journey } from '../flow.ts';

/** Requests that never end (a live feed) must not keep a page from being looked at. */
const quietLimitMs = 5_000;

export default defineFlow({
  id: 'broken-page',
  title: 'Each page opens, shows something and complains of nothing',
  timeoutMs: 120_000,
  tolerates: [
    { status: 401, reason: 'nobody is signed in on this journey' },
    { status: 403, reason: 'nobody is signed in on this journey' },
  ],
  explain: {
    means: 'A page of web.pages was opened in a real browser. It did not load, showed nothing, reported errors, had failing requests, or asked an address that is not the platform’s API.',
    why: 'A page that a build left without its script or its API address looks finished to every check that only asks for its status.',
    fix: 'Open the page with the browser’s console beside it. An address that is wrong was usually baked in when the page was built.',
    examples: [{
      wrong: 'docker build web/                      # VITE_API_URL is not passed: the page calls /undefined/metrics',
      right: 'docker build --build-arg VITE_API_URL=https://api.example.com web/',
    }],
  },
  drive: async (journey, ports) => {
    for (const path of ports.platform.web?.pages ?? []) await journey.step(`open ${path}`, () => open(journey, path));
  },
});

async function open({ page, origin }: Journey, path: string): Promise<void> {
  const answer = await page.goto(origin + path, { waitUntil: 'load' });
  if (answer && answer.status() >= 400) throw new Error(`${path} was answered ${answer.status()}`);
  // A page with a live connection never falls silent; then it is looked at as it is.
  await page.waitForLoadState('networkidle', { timeout: quietLimitMs }).catch(() => undefined);
  const shows = await page.evaluate(() => document.body.innerText.trim() !== '' || document.querySelector('img, svg, canvas, video, input, button') !== null);
  if (!shows) throw new Error(`${path} shows nothing: no text, picture or control`);
}
