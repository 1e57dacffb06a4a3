import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { platformFolder, runId, writeRun } from '../test/history.ts';
import { mortalPostgres, type MortalPostgres } from '../test/postgres.ts';
import { startService, type Service } from './serve.ts';

const limitMs = 60_000;
const hostile = '<script>alert(1)</script>‮" onload="x';

interface Running extends Service {
  readonly root: string;
  readonly told: readonly string[];
  readonly get: (path: string, headers?: Readonly<Record<string, string>>) => Promise<{ readonly status: number; readonly headers: Headers; readonly text: string }>;
  readonly json: (path: string) => Promise<Record<string, unknown>>;
  readonly stop: () => Promise<void>;
}

async function running(root: string, database?: string): Promise<Running> {
  const controller = new AbortController();
  const told: string[] = [];
  const service = await startService({ version: '1.2.3', root, host: '127.0.0.1', port: 0, database, tell: (sentence) => told.push(sentence) }, controller.signal);
  const get: Running['get'] = async (path, headers = {}) => {
    const answer = await fetch(service.url + path, { headers });
    return { status: answer.status, headers: answer.headers, text: await answer.text() };
  };
  return {
    ...service, root, told, get,
    json: async (path) => JSON.parse((await get(path)).text) as Record<string, unknown>,
    stop: () => {
      controller.abort();
      return service.ended;
    },
  };
}

/** Asks again until it is so; the service scans every three seconds. */
async function until(what: () => Promise<boolean>): Promise<void> {
  await vi.waitUntil(what, { timeout: 30_000, interval: 100 });
}

describe('the service over PGlite', () => {
  let service: Running;
  beforeAll(async () => {
    const root = platformFolder();
    for (const n of [1, 2, 3]) writeRun(root, n, { verdict: (['pass', 'fail', 'inconclusive'] as const)[n - 1] ?? 'pass' });
    writeRun(root, 4, { platform: hostile });
    service = await running(root);
    await until(async () => (await service.get('/')).text.includes(runId(4)));
  }, limitMs);
  afterAll(() => service.stop());

  it('shows the runs, without scripts, with what the platform says as text', async () => {
    const { text, headers } = await service.get('/');
    for (const n of [1, 2, 3, 4]) expect(text).toContain(`href="/runs/${runId(n)}"`);
    expect(text).not.toContain('<script');
    expect(text).not.toContain('onload="x');
    expect(text).toContain('⟨U+202E⟩');
    expect(headers.get('content-security-policy')).toMatch(/^default-src 'none'; style-src 'sha256-[^;]+'; base-uri 'none'/);
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    const only = await service.get(`/?platform=${encodeURIComponent(hostile)}`);
    expect(only.text).toContain(runId(4));
    expect(only.text).not.toContain(runId(1));
  });

  it('has everything of the page as JSON, page by page', async () => {
    const first = await service.json('/api/runs?limit=3') as { runs: { run: string; moved: unknown }[]; older: string; platforms: unknown[] };
    expect(first.runs.map(({ run }) => run)).toEqual([4, 3, 2].map(runId));
    expect(first.runs[2]?.moved).toEqual({ since: runId(1), opened: 5, closed: 0 });
    expect(first.platforms).toHaveLength(2);
    expect(((await service.json(first.older)) as { runs: { run: string }[] }).runs.map(({ run }) => run)).toEqual([runId(1)]);
    expect(await service.json(`/api/runs/${runId(2)}`)).toMatchObject({ run: runId(2), verdict: 'fail', report: `/api/runs/${runId(2)}/report` });
    expect(await service.json(`/api/runs/${runId(2)}/report`)).toMatchObject({ run: runId(2), verdict: 'fail' });
  });

  it('tells of one platform how old its evidence is and which checks come and go, on the page and as JSON', async () => {
    const { upkeep } = await service.json('/api/runs?platform=quotedesk') as { upkeep: { evidence: { category: string; everyDays: number }[]; flaky: { check: string }[] } };
    expect(upkeep.evidence).toContainEqual(expect.objectContaining({ category: 'Mock data', standard: 'weekly', everyDays: 7 }));
    expect(upkeep.flaky).toContainEqual(expect.objectContaining({ check: 'invented-answer', failed: 1 }));
    const { text } = await service.get('/?platform=quotedesk');
    expect(text).toContain('Age of the evidence');
    expect(text).toContain('invented-answer');
    expect(await service.json('/api/runs')).not.toHaveProperty('upkeep');
  });

  it('serves the report of a run under the report’s own policy, and what is kept of it when its folder is gone', async () => {
    const { text, headers } = await service.get(`/runs/${runId(2)}`);
    expect(text).toContain('id="readiness"');
    const own = /http-equiv="Content-Security-Policy" content="([^"]+)"/.exec(text)?.[1] ?? 'none';
    expect(headers.get('content-security-policy')).toBe(`${own}; frame-ancestors 'none'`);
    expect(own).toContain("default-src 'none'");
    rmSync(join(service.root, '.assay', 'runs', runId(2)), { recursive: true });
    const kept = await service.get(`/runs/${runId(2)}`);
    expect(kept.status).toBe(200);
    expect(kept.text).toContain('folder is gone');
    expect(kept.text).toContain('satisfaction');
    expect((await service.get(`/api/runs/${runId(2)}/report`)).status).toBe(404);
  });

  it('lists a folder that cannot be read with its reason, and takes it in when it can', async () => {
    const folder = join(service.root, '.assay', 'runs', runId(9));
    mkdirSync(folder);
    writeFileSync(join(folder, 'events.ndjson'), '{"type":"run-started"\n"type":"run-finished"\n');
    await until(async () => (await service.get('/')).text.includes('events.ndjson:1 is not an event'));
    mkdirSync(join(service.root, '.assay', 'runs', 'notes'));
    writeRun(service.root, 9);
    await until(async () => (await service.get('/api/runs')).text.includes('is not named as a run is'));
    await until(async () => (await service.get('/')).text.includes(`href="/runs/${runId(9)}"`));
    expect((await service.get('/metrics')).text).toContain('assay_runs_not_imported 1');
  }, limitMs);

  it('measures, in the text that was asked for', async () => {
    const classic = await service.get('/metrics');
    expect(classic.headers.get('content-type')).toContain('text/plain; version=0.0.4');
    expect(classic.text).toContain('assay_history_up 1');
    expect(classic.text).toContain('assay_build_info{version="1.2.3"} 1');
    const open = await service.get('/metrics', { accept: 'application/openmetrics-text; version=1.0.0' });
    expect(open.headers.get('content-type')).toContain('application/openmetrics-text');
    expect(open.text.trimEnd().endsWith('# EOF')).toBe(true);
  });

  it('answers what it does not have, or must not, in a sentence', async () => {
    expect(await service.json('/api/runs/none')).toEqual({ status: 404, error: 'There is no run none.' });
    expect((await service.get('/runs/..%2f..%2fetc%2fpasswd')).status).toBe(404);
    expect((await service.get('/nothing')).text).toContain('There is nothing at this address.');
    expect((await fetch(`${service.url}/`, { method: 'POST', body: 'x' })).status).toBe(404);
    expect((await service.get('/api/runs?limit=-1&before=%27%3B')).status).toBe(200);
  });
});

describe('the service over PostgreSQL', () => {
  let server: MortalPostgres;
  beforeAll(async () => { server = await mortalPostgres(); }, 2 * limitMs);
  afterAll(() => server.remove());

  it('says so while its database is gone, lives on, and goes on when it is back', async () => {
    const root = platformFolder();
    writeRun(root, 1);
    const service = await running(root, server.url);
    await until(async () => (await service.get('/healthz')).status === 200 && (await service.get('/metrics')).text.includes('assay_gate_verdict{'));
    await server.kill();
    const health = await service.get('/healthz');
    expect(health.status).toBe(503);
    expect(JSON.parse(health.text)).toMatchObject({ status: 'unavailable', history: { ok: false } });
    expect(health.text).not.toContain('postgres-for-a-test');
    const metrics = await service.get('/metrics');
    expect(metrics.status).toBe(200);
    expect(metrics.text).toContain('assay_history_up 0');
    expect(metrics.text).not.toContain('assay_gate_verdict');
    expect((await service.get('/')).status).toBe(503);
    expect(await service.json('/api/runs')).toMatchObject({ status: 503 });
    writeRun(root, 2, { verdict: 'fail' });
    await server.again();
    await until(async () => (await service.get('/healthz')).status === 200 && (await service.get('/api/runs')).text.includes(runId(2)));
    await service.stop();
  }, 2 * limitMs);
});
