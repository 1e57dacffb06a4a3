import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { Seen } from '../core/define.ts';
import type { Problem } from '../core/types.ts';
import { html, json, serve } from '../test/fakes/server.ts';
import type { TestServer as Server } from '../test/server.ts';
import { portsFor } from '../test/attached.ts';
import { defineFlow } from './flow.ts';
import type { Flow, FlowRecord } from './flow.ts';
import brokenPage from './flows/broken-page.ts';
import { flowRecord } from './record.ts';

vi.setConfig({ testTimeout: 30_000 });

let api: Server;
let stranger: Server;
let web: Server;

/** Each path of the page has one defect of its own; `/good` has none. */
const pages: Readonly<Record<string, (apiOrigin: string, strangerOrigin: string) => string>> = {
  '/good': (at) => `<p data-testid="total">…</p><script>fetch('${at}/total').then(r => r.json()).then(b => { document.querySelector('p').textContent = b.total })</script>`,
  '/constant': () => '<p data-testid="total">42</p>',
  '/wrong-origin': (_, other) => `<p>hello</p><script>fetch('${other}/total').catch(() => {})</script>`,
  '/console-error': () => '<p>hello</p><script>console.error("cannot read the price of 17")</script>',
  '/page-error': () => '<p>hello</p><script>null.price</script>',
  '/failed-request': (at) => `<button onclick="fetch('${at}/broken', { method: 'POST' }); this.textContent = 'Saved'">Save</button>`,
  '/blank': () => '<script>document.body.dataset.ready = "yes"</script>',
  '/socket-refused': (at) => `<p>hello</p><script>new WebSocket('${at.replace('http', 'ws')}/refused')</script>`,
  '/socket-elsewhere': (_, other) => `<p>hello</p><script>new WebSocket('${other.replace('http', 'ws')}/chat')</script>`,
  '/missing-script': () => '<p>hello</p><script src="/assets/gone.js"></script>',
  '/own-origin': () => '<p>hello</p><script>fetch("/undefined/total")</script>',
};

beforeAll(async () => {
  api = await serve((request, response) => (request.url === '/broken' ? json(response, { title: 'no' }, 500) : json(response, { total: 7 })));
  stranger = await serve((_, response) => json(response, { total: 1 }));
  web = await serve((request, response) => {
    const page = pages[request.url ?? ''];
    if (request.url?.startsWith('/assets/')) return html(response, 'gone', 404);
    html(response, page ? page(api.origin, stranger.origin) : '<p>index</p>');
  });
});
afterAll(() => Promise.all([api, stranger, web].map((each) => each.close())));

function ports(paths: readonly string[] = [], ours = true): ReturnType<typeof portsFor> {
  return portsFor({ web: web.origin, api: api.origin }, { ours, platform: { web: { service: 'web', apiServices: ['api'], pages: paths } } });
}

async function tried(unit: ReturnType<typeof defineFlow>, on = ports()): Promise<{ record: FlowRecord; problems: readonly Problem[]; examined: number }> {
  const { body } = await unit.probe!.collect(on, new AbortController().signal);
  const record = flowRecord.parse(JSON.parse(JSON.stringify(body)));
  const evidence = { kind: 'flow-record', digest: 'sha256:0' as const, at: '', subject: '', bytes: 0, body: record };
  const seen = { all: () => [evidence] } as unknown as Seen;
  const judgement = unit.check!.judge(seen, { now: 0, platform: on.platform, stack: on.stack.report });
  if ('inapplicable' in judgement) throw new Error(judgement.inapplicable);
  return { record, problems: judgement.problems, examined: judgement.examined };
}

function flow(drive: Flow['drive'], more: Partial<Flow> = {}): ReturnType<typeof defineFlow> {
  return defineFlow({ id: 'tried', title: 'Tried', timeoutMs: 15_000, drive, ...more });
}

function keys(problems: readonly Problem[]): readonly string[] {
  return problems.map((problem) => problem.key);
}

test('an honest page passes, with its steps, numbers, requests and pictures noted', async () => {
  const on = ports();
  const { record, problems, examined } = await tried(flow(async ({ page, origin, step, expect: compare }) => {
    await step('open', () => page.goto(`${origin}/good`));
    await compare('total', { shown: () => page.getByTestId('total').textContent(), stored: '7.00' });
  }), on);
  expect(problems).toEqual([]);
  expect(examined).toBe(2);
  expect(record.origins).toEqual([api.origin]);
  expect(record.requests.map((each) => [each.type, each.status])).toEqual([['document', 200], ['fetch', 200]]);
  expect(on.attached.map((each) => each.ref.kind)).toEqual(['screenshot']);
  expect([...on.attached[0]!.bytes.slice(0, 2)]).toEqual([0xff, 0xd8]);
});

test('a number that no store holds is found, and a trace is kept', async () => {
  const on = ports();
  const { record, problems } = await tried(flow(async ({ page, origin, step, expect: compare }) => {
    await step('open', () => page.goto(`${origin}/constant`));
    await compare('total', { shown: () => page.getByTestId('total').textContent(), stored: () => 7, withinMs: 300 });
  }), on);
  expect(keys(problems)).toEqual(['expectation:total']);
  expect(problems[0]).toMatchObject({ expected: '7', found: '42', severity: 'high', confidence: 'certain' });
  expect(on.attached.map((each) => each.ref.mediaType)).toEqual(['image/jpeg', 'application/zip']);
  expect(problems[0]!.evidence).toEqual([record.steps[0]!.screenshot, record.trace]);
});

test('success shown while the request failed is found', async () => {
  const { problems } = await tried(flow(async ({ page, origin, step }) => {
    await step('open', () => page.goto(`${origin}/failed-request`));
    await step('save', async () => {
      await page.getByRole('button').click();
      await page.getByText('Saved').waitFor();
    });
  }));
  expect(keys(problems)).toEqual(['failed-request:POST /broken:500']);
  expect(problems[0]!.what).toContain('“save”');
});

test('a failure that the flow causes on purpose is tolerated with its reason', async () => {
  const { record, problems } = await tried(flow(async ({ page, origin, step }) => {
    await step('open', () => page.goto(`${origin}/failed-request`));
    await step('save', () => page.getByRole('button').click());
  }, { tolerates: [{ status: 500, method: 'POST', path: '/broken', reason: 'meant' }] }));
  expect(problems).toEqual([]);
  expect(record.failedRequests).toMatchObject([{ tolerated: 'meant' }]);
});

test.each([
  ['/wrong-origin', 'wrong-origin:GET /total'],
  ['/own-origin', 'wrong-origin:GET /undefined/total'],
  ['/socket-elsewhere', 'wrong-origin:GET /chat'],
  ['/socket-refused', 'failed-request:GET /refused:none'],
  ['/missing-script', 'failed-request:GET /assets/gone.js:404'],
  ['/console-error', 'console-error:cannot read the price of #'],
  ['/page-error', 'page-error:Cannot read properties of null (reading \'price\')'],
  ['/blank', 'step:open /blank'],
])('broken-page finds what is wrong with %s', async (path, key) => {
  const { problems } = await tried(brokenPage, ports(['/good', path]));
  expect(keys(problems)).toEqual([key]);
});

test('a step that stops at a wrong origin is told once, as the wrong origin', async () => {
  const { problems } = await tried(flow(async ({ page, origin, step }) => {
    await step('open', () => page.goto(`${origin}/good`));
    await step('load', async () => {
      await page.evaluate(() => fetch('http://127.0.0.1:9/total').catch(() => undefined));
      await page.getByTestId('loaded').waitFor({ timeout: 200 });
    });
  }));
  expect(keys(problems)).toEqual(['wrong-origin:GET /total']);
  expect(problems[0]!.why).toContain('The step “load” ended there.');
});

test('a step that throws ends the journey, is noted with its error, and what was on the way is kept', async () => {
  const { record, problems } = await tried(flow(async ({ page, origin, step }) => {
    await step('open', () => page.goto(`${origin}/good`));
    await step('press', () => page.getByTestId('nowhere').click({ timeout: 200 }));
    await step('never', async () => undefined);
  }));
  expect(record.steps.map((each) => each.ok)).toEqual([true, false]);
  expect(record.steps[1]!.error).toContain('waiting for getByTestId');
  expect(keys(problems)).toEqual(['step:press']);
});

test('a journey that does not end is cut at its limit', async () => {
  const { record, problems } = await tried(flow(({ step }) => step('wait', () => new Promise(() => undefined)), { timeoutMs: 500 }));
  expect(record.steps).toMatchObject([{ name: 'wait', ok: false }]);
  expect(problems[0]!.what).toContain('0.5 s were over');
});

test('what the page does not show is no number, and the journey goes on', async () => {
  const { record, problems } = await tried(flow(async ({ page, origin, step, expect: compare }) => {
    await step('open', () => page.goto(`${origin}/good`));
    await compare('price', { shown: () => page.getByTestId('price').textContent({ timeout: 200 }), sent: 3, withinMs: 100 });
    await step('go on', async () => undefined);
  }));
  expect(record.steps).toHaveLength(2);
  expect(record.expectations[0]!.found).toContain('not shown');
  expect(keys(problems)).toEqual(['expectation:price']);
});

test('a store that cannot be asked accuses nobody', async () => {
  const drive: Flow['drive'] = async ({ step, store }) => void await step('ask', async () => store('postgres').value('SELECT 1'));
  await expect(tried(flow(drive))).rejects.toMatchObject({ fault: { code: 'probe-failed', what: expect.stringContaining('no store is named') as string } });
});

test('two browsers share nothing, and both are watched', async () => {
  const { record, problems } = await tried(flow(async ({ page, origin, step, expect: compare, secondPage }) => {
    const other = await secondPage();
    await step('open', () => page.goto(`${origin}/good`));
    await page.evaluate(() => localStorage.setItem('who', 'first'));
    await step('open elsewhere', () => other.goto(`${origin}/console-error`), other);
    await compare('what the other knows', { shown: () => other.evaluate(() => localStorage.getItem('who')), sent: null });
  }));
  expect(record.steps[1]!.url).toContain('/console-error');
  expect(keys(problems)).toEqual(['console-error:cannot read the price of #']);
});

test('a page that reaches for a host elsewhere is told at most as possible', async () => {
  const { problems } = await tried(flow(async ({ page, origin, step }) => {
    await step('open', () => page.goto(`${origin}/good`));
    await step('ask', () => page.evaluate(() => fetch('https://fonts.example.com/a.woff2').catch(() => undefined)));
  }));
  expect(problems.map(({ key, confidence }) => [key, confidence])).toEqual([['leaves-the-stack:fonts.example.com', 'possible']]);
});

test('a page that asks only a host elsewhere was built against the wrong API', async () => {
  const { problems } = await tried(flow(async ({ page, origin, step }) => {
    await step('open', () => page.goto(`${origin}/constant`));
    await step('ask', () => page.evaluate(() => fetch('https://api.example.com/total').catch(() => undefined)));
  }));
  expect(keys(problems)).toContain('wrong-origin:GET /total');
});

test('the page is opened under the name that its API was told', async () => {
  const on = ports();
  const named = web.origin.replace('127.0.0.1', 'localhost');
  const told = { ...on, stack: { ...on.stack, environment: () => ({ WEB_ORIGIN: named }) } };
  const { record } = await tried(flow(async ({ page, origin, step }) => void await step('open', () => page.goto(`${origin}/good`))), told);
  expect(record.page).toBe(named);
  expect(record.steps[0]!.url).toBe(`${named}/good`);
});

test('a run that ends takes the journey along', async () => {
  const controller = new AbortController();
  const unit = flow(async ({ step }) => step('wait', () => {
    controller.abort(new Error('the run was interrupted'));
    return new Promise(() => undefined);
  }));
  await expect(unit.probe!.collect(ports(), controller.signal)).rejects.toThrow();
});

test('a journey without a step examined nothing', async () => {
  expect((await tried(flow(async () => undefined))).examined).toBe(0);
});

test('a stack that is not ours leaves no trace behind', async () => {
  const on = ports([], false);
  const { record } = await tried(flow(async ({ step }) => step('throw', () => Promise.reject(new Error('no')))), on);
  expect(on.attached.map((each) => each.ref.kind)).toEqual(['screenshot']);
  expect(record.traceLeftOut).toContain('credentials');
});
