import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { parse } from 'yaml';
import { metricsOf, measured } from '../reports/prometheus.ts';
import { startService, type Service } from '../service/serve.ts';
import { platformFolder, runRecord, writeRun } from '../test/history.ts';
import { freePort } from '../test/stores.ts';
import { dashboardSchema, dashboardsSchema, datasourcesSchema } from './schema.ts';

const here = new URL('.', import.meta.url).pathname;
const read = (path: string): string => readFileSync(join(here, path), 'utf8');
const dashboard = JSON.parse(read('grafana/dashboards/assay.json')) as Dashboard;
const alerts = parse(read('prometheus/alerts.yml')) as { readonly groups: readonly { readonly rules: readonly { readonly alert: string; readonly expr: string }[] }[] };
const expressions = [
  ...dashboard.panels.flatMap((panel) => panel.targets.map((target) => [`panel “${panel.title}”`, target.expr] as const)),
  ...alerts.groups.flatMap((group) => group.rules.map((rule) => [`alert ${rule.alert}`, rule.expr] as const)),
].map(([name, expr]) => [name, expr.replaceAll('$platform', '.*').replaceAll('$standard', '.*')] as const);
const hasPrometheus = spawnSync('prometheus', ['--version']).status === 0 && spawnSync('promtool', ['--version']).status === 0;
const limitMs = 120_000;

interface Dashboard {
  readonly templating: { readonly list: readonly { readonly definition: string; readonly datasource: { readonly uid: string } }[] };
  readonly panels: readonly { readonly id: number; readonly title: string; readonly gridPos: { readonly x: number; readonly y: number; readonly w: number; readonly h: number }; readonly datasource: { readonly uid: string }; readonly targets: readonly { readonly expr: string; readonly datasource: { readonly uid: string } }[] }[];
}

describe('what Grafana is given', () => {
  const ajv = new Ajv({ allErrors: true });

  it.each([
    ['grafana/provisioning/datasources/prometheus.yml', datasourcesSchema],
    ['grafana/provisioning/dashboards/assay.yml', dashboardsSchema],
    ['grafana/dashboards/assay.json', dashboardSchema],
  ] as const)('has the shape that Grafana documents: %s', (path, schema) => {
    const validate = ajv.compile(schema);
    expect(validate(parse(read(path))) ? '' : ajv.errorsText(validate.errors)).toBe('');
  });

  it('finds its data source, and its panels do not lie on each other', () => {
    const { datasources } = parse(read('grafana/provisioning/datasources/prometheus.yml')) as { readonly datasources: readonly { readonly uid: string }[] };
    const used = [...dashboard.templating.list, ...dashboard.panels, ...dashboard.panels.flatMap((panel) => panel.targets)].map((each) => each.datasource.uid);
    expect(new Set(used)).toEqual(new Set(datasources.map((each) => each.uid)));
    expect(new Set(dashboard.panels.map((panel) => panel.id)).size).toBe(dashboard.panels.length);
    const cells = dashboard.panels.flatMap(({ gridPos: { x, y, w, h } }) => Array.from({ length: w * h }, (_, at) => `${x + (at % w)},${y + Math.floor(at / w)}`));
    expect(new Set(cells).size).toBe(cells.length);
  });

  it('asks only for metrics that there are', async () => {
    const text = await metricsOf({ version: '1', runs: [measured(runRecord(1))], service: { historyUp: true, notImported: 0, scannedAt: 1 } }, 'prometheus');
    const names = new Set([...text.matchAll(/^# TYPE (\S+)/gm)].map((found) => found[1]));
    const asked = [...expressions.map(([, expr]) => expr), ...dashboard.templating.list.map((each) => each.definition)].flatMap((expr) => expr.match(/\bassay_\w+/g) ?? []);
    expect(asked.filter((name) => !names.has(name))).toEqual([]);
    expect(new Set(asked).size).toBeGreaterThan(8);
  });
});

describe('the compose file', () => {
  const text = readFileSync(join(here, '..', 'docker-compose.yml'), 'utf8');
  const { services } = parse(text) as { readonly services: Readonly<Record<string, { readonly environment?: Readonly<Record<string, string>>; readonly ports?: readonly string[] }>> };

  it('has no secret in it, and publishes on the loopback only', () => {
    const given = Object.values(services).flatMap((service) => Object.entries(service.environment ?? {}));
    const secrets = given.filter(([name]) => /PASSWORD/.test(name));
    expect(secrets.length).toBe(3);
    for (const [, value] of secrets) expect(value).toMatch(/^\$\{[A-Z_]+:\?/);
    for (const port of Object.values(services).flatMap((service) => service.ports ?? [])) expect(port).toMatch(/^127\.0\.0\.1:/);
  });

  it('names in .env.example everything that it cannot do without', () => {
    const needed = [...text.matchAll(/\$\{(\w+):\?/g)].map((found) => found[1] ?? '');
    const example = readFileSync(join(here, '..', '.env.example'), 'utf8');
    for (const name of needed) expect(example).toMatch(new RegExp(`^${name}=$`, 'm'));
  });

  it('mounts only what is there', () => {
    const mounted = [...text.matchAll(/\.\/(monitoring[\w/.-]*):/g)].map((found) => found[1] ?? '');
    expect(mounted).toHaveLength(4);
    for (const path of mounted) expect(readdirSync(join(here, '..', path, '..'))).toContain(path.split('/').at(-1));
  });
});

// Debian's package prometheus brings both programs; without them only the shapes are looked at.
describe.runIf(hasPrometheus)('a real Prometheus', () => {
  const folder = mkdtempSync(join(tmpdir(), 'assay-prometheus-'));
  const controller = new AbortController();
  let service: Service;
  let server: ChildProcess;
  let origin = '';

  beforeAll(async () => {
    const root = platformFolder();
    for (const n of [1, 2]) writeRun(root, n, { verdict: n === 1 ? 'pass' : 'fail' });
    service = await startService({ version: '1.2.3', root, host: '127.0.0.1', port: 0, tell: () => undefined }, controller.signal);
    const port = await freePort();
    origin = `http://127.0.0.1:${port}`;
    const config = read('prometheus/prometheus.yml').replace('assay:4600', new URL(service.url).host).replaceAll('30s', '1s').replace('10s', '1s').replace('alerts.yml', join(here, 'prometheus/alerts.yml')).replace('localhost:9090', `127.0.0.1:${port}`);
    writeFileSync(join(folder, 'prometheus.yml'), config);
    server = spawn('prometheus', [`--config.file=${folder}/prometheus.yml`, `--storage.tsdb.path=${folder}/data`, `--web.listen-address=127.0.0.1:${port}`], { stdio: 'ignore' });
    await vi.waitUntil(async () => (await ask('assay_gate_verdict').catch(() => [])).length > 0, { timeout: limitMs, interval: 250 });
  }, limitMs);
  afterAll(async () => {
    server.kill();
    if (server.exitCode === null) await once(server, 'exit');
    controller.abort();
    await service.ended;
    rmSync(folder, { recursive: true, force: true });
  });

  async function ask(query: string): Promise<readonly unknown[]> {
    const answer = (await (await fetch(`${origin}/api/v1/query`, { method: 'POST', body: new URLSearchParams({ query }) })).json()) as { readonly status: string; readonly error?: string; readonly data: { readonly result: readonly unknown[] } };
    if (answer.status !== 'success') throw new Error(answer.error ?? answer.status);
    return answer.data.result;
  }

  it.each(expressions)('answers the query of %s', async (name, expr) => {
    const rows = await ask(expr);
    if (name.startsWith('panel')) expect(rows.length).toBeGreaterThan(0);
  });

  it('raises what is wrong with this history, and nothing else', async () => {
    await vi.waitUntil(async () => (await ask('ALERTS{alertstate="firing"}')).length > 0, { timeout: 30_000, interval: 250 });
    const names = (await ask('ALERTS{alertstate="firing"}')).map((row) => (row as { readonly metric: { readonly alertname: string } }).metric.alertname);
    expect(names).toEqual(['AssayGateFailing']);
  });

  it.each([['check', 'config', 'prometheus.yml'], ['check', 'rules', 'alerts.yml'], ['test', 'rules', 'alerts.test.yml']])('promtool %s %s passes', (...words) => {
    const ran = spawnSync('promtool', words, { cwd: join(here, 'prometheus'), encoding: 'utf8' });
    expect(ran.status, ran.stdout + ran.stderr).toBe(0);
  }, limitMs);

  it('promtool takes the metrics as they are served', async () => {
    const input = await (await fetch(`${service.url}/metrics`)).text();
    const ran = spawnSync('promtool', ['check', 'metrics'], { input, encoding: 'utf8' });
    expect(ran.status, ran.stdout + ran.stderr).toBe(0);
  });
});
