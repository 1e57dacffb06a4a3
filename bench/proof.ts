import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readEvents } from '../engine/runs.ts';
import { run } from '../stack/exec.ts';
import { loadNow, note } from './measure.ts';

const bin = fileURLToPath(new URL('../bin/assay.js', import.meta.url));
const limitMs = 900_000;
const counts = [10, 50, 200];

/** The live proof of platforms of 10, 50 and 200 endpoints that are alike: one PostgreSQL, an API whose every endpoint reads a table of its own. Its cost must grow with the endpoints. */
export async function proof(): Promise<void> {
  const load = loadNow();
  const measured: { readonly endpoints: number; readonly proven: number; readonly dataMs: number; readonly outagesMs: number }[] = [];
  for (const endpoints of counts) measured.push({ endpoints, ...(await proveOf(endpoints)) });
  const [first, ...more] = measured;
  if (!first) return;
  const seconds = (ms: number): string => (ms / 1000).toFixed(1);
  const each = ({ endpoints, dataMs }: { readonly endpoints: number; readonly dataMs: number }): number => dataMs / endpoints;
  note('The live proof of 10, 50 and 200 endpoints', load, [
    ...measured.map((one) => `${one.endpoints} endpoints, ${one.proven} proven: data ${seconds(one.dataMs)} s (${Math.round(each(one))} ms an endpoint), outages ${seconds(one.outagesMs)} s`),
    ...more.map((one) => `${one.endpoints / first.endpoints} × the endpoints of ${first.endpoints}: ${(one.dataMs / first.dataMs).toFixed(1)} × the time for the data, ${(one.outagesMs / first.outagesMs).toFixed(1)} × for the outages`),
  ]);
}

async function proveOf(endpoints: number): Promise<{ readonly proven: number; readonly dataMs: number; readonly outagesMs: number }> {
  // Below the project, so that the API finds the driver of PostgreSQL.
  const parent = fileURLToPath(new URL('../.assay/bench', import.meta.url));
  mkdirSync(parent, { recursive: true });
  const root = mkdtempSync(join(parent, 'proof-'));
  try {
    platform(root, endpoints);
    const ran = await run(process.execPath, [bin, 'prove', '-C', root, '--driver', 'native', '--quiet'], { timeoutMs: limitMs });
    const folder = join(root, '.assay', 'runs', 'latest');
    const events = readEvents(folder);
    const ms = (probe: string): number => events.flatMap((event) => (event.type === 'probe-finished' && event.probe === probe ? [event.ms] : []))[0] ?? NaN;
    const report = JSON.parse(readFileSync(join(folder, 'report.json'), 'utf8')) as { readonly endpoints: readonly { readonly verdict: string }[] };
    if (ran.code !== 0) process.stderr.write(`${endpoints} endpoints: exit code ${ran.code}\n${ran.stdout.slice(-2_000)}${ran.stderr.slice(-2_000)}\n`);
    return { proven: report.endpoints.filter(({ verdict }) => verdict === 'proven').length, dataMs: ms('proof-data'), outagesMs: ms('proof-outages') };
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

function platform(root: string, endpoints: number): void {
  mkdirSync(join(root, 'api'));
  const write = (path: string, text: string): void => writeFileSync(join(root, path), text);
  write('package.json', '{"name":"many","private":true,"type":"module"}');
  write('compose.yml', `services:
  db:
    image: postgres:17
    environment: { POSTGRES_USER: many, POSTGRES_PASSWORD: for-this-run-only, POSTGRES_DB: many }
    healthcheck: { test: ["CMD-SHELL", "pg_isready -U many"], interval: 2s, timeout: 2s, retries: 20 }
  api:
    image: node:24-bookworm-slim
    volumes: ["./api:/app"]
    command: ["node", "/app/server.mjs"]
    environment: { DATABASE_URL: "postgres://many:for-this-run-only@db:5432/many", PORT: "8080" }
    ports: ["8080"]
    depends_on: { db: { condition: service_healthy } }
    healthcheck: { test: ["CMD", "node", "-e", "fetch('http://127.0.0.1:8080/ready').then(r => process.exit(r.ok ? 0 : 1))"], interval: 2s, timeout: 2s, retries: 20 }
`);
  const listed = Array.from({ length: endpoints }, (_, index) => `{ method: 'GET', path: '/api/things${index}' }`).join(', ');
  write('assay.config.ts', `export default { stack: { compose: 'compose.yml' }, api: { service: 'api', health: { ready: '/ready' }, open: [${Array.from({ length: endpoints }, (_, index) => `'GET /api/things${index}'`).join(', ')}], endpoints: [${listed}] } };\n`);
  write('api/server.mjs', `import { createServer } from 'node:http';
import pg from 'pg';
const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL, max: 8, connectionTimeoutMillis: 2000, query_timeout: 2000 });
pool.on('error', () => undefined);
for (let index = 0; index < ${endpoints}; index++) {
  await pool.query(\`CREATE TABLE IF NOT EXISTS things\${index} (id serial PRIMARY KEY, name text NOT NULL, price numeric NOT NULL, made_at timestamptz NOT NULL DEFAULT now())\`);
  await pool.query(\`INSERT INTO things\${index} (name, price) SELECT 'thing ' || g || ' of \${index}', g * 12.37 + \${index} FROM generate_series(1, 10) g\`);
}
const answer = (response, status, body) => response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
createServer(async (request, response) => {
  try {
    const index = /^\\/api\\/things(\\d+)$/.exec(request.url ?? '')?.[1];
    if (request.url === '/ready') await pool.query('SELECT 1');
    if (index === undefined) return answer(response, request.url === '/ready' ? 200 : 404, {});
    const { rows } = await pool.query(\`SELECT id, name, price, made_at FROM things\${index} ORDER BY id\`);
    answer(response, 200, { count: rows.length, things: rows });
  } catch {
    answer(response, 503, { error: 'the database does not answer' });
  }
}).listen(Number(process.env.PORT));
`);
}
