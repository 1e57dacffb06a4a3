import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { configSchema } from '../engine/schema.ts';
import { survey } from './init/survey.ts';
import { configOf, configText } from './init/write.ts';

const home = fileURLToPath(new URL('..', import.meta.url));
const limitMs = 60_000;
const made: string[] = [];
afterAll(() => made.forEach((folder) => rmSync(folder, { recursive: true, force: true })));

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'assay-init-'));
  made.push(path);
  return path;
}

function platform(files: Readonly<Record<string, string>>): string {
  const root = folder();
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return root;
}

function copyOf(path: string): string {
  const root = folder();
  cpSync(join(home, path), root, { recursive: true, filter: (from) => !/node_modules|\.assay|assay\.config\.ts$|\/dist(\/|$)/.test(from) });
  return root;
}

function assay(...args: readonly string[]): { readonly status: number | null; readonly stdout: string; readonly stderr: string } {
  return spawnSync(process.execPath, [join(home, 'bin/assay.js'), ...args], { encoding: 'utf8', timeout: limitMs });
}

const fastapi = {
  'docker-compose.yml': `
services:
  backend:
    build: .
    command: uvicorn app.main:app --host 0.0.0.0
    environment:
      DATABASE_URL: postgresql://\${POSTGRES_USER}:\${POSTGRES_PASSWORD:?}@database/app
      OPENAI_API_KEY: \${OPENAI_API_KEY:?}
      REGION: \${REGION:?the region}
      LOG: \${LOG_LEVEL:-info}
    ports: ['8000:8000']
    healthcheck: { test: [CMD, curl, -f, 'http://localhost:8000/api/health'] }
  database:
    image: acme/our-postgres:16
    environment:
      POSTGRES_USER: \${POSTGRES_USER}
      POSTGRES_PASSWORD: \${POSTGRES_PASSWORD:?}
  cache: { image: 'valkey/valkey:8' }
  frontend:
    build: ./frontend
    ports: ['3000:3000']
`,
  '.env.example': 'POSTGRES_USER=desk # the owner\nPOSTGRES_PASSWORD=\nREGION=\n',
  'app/main.py': "app = FastAPI(title='desk')\n@app.post('/auth/token')\ndef token(): ...\n",
  'frontend/package.json': '{"name":"frontend"}',
  'frontend/src/main.tsx': "import { createRoot } from 'react-dom/client';\n",
};

describe('assay init', () => {
  it('finds in quotedesk what its own configuration says', async () => {
    const found = configSchema.parse(configOf(await survey(copyOf('examples/quotedesk'))));
    expect(found).toMatchObject({
      name: 'quotedesk', standard: 'release',
      stack: { compose: 'compose.yml', environment: { POSTGRES_PASSWORD: { secret: 24 }, JWT_SECRET: { secret: 48 }, ADMIN_EMAIL: 'admin@example.com' } },
      services: { api: { source: ['api', 'shared'] }, worker: { source: ['worker', 'shared'] }, 'chat-b': { source: ['chat', 'shared'] }, mcp: { source: ['mcp', 'shared'] } },
      api: { service: 'api', openapi: '/openapi.json', health: { live: '/api/health/live', ready: '/api/health/ready' } },
      web: { service: 'web', apiServices: ['api'] },
    });
    expect(Object.keys(found.stack?.environment ?? {})).not.toContain('LOG_LEVEL');
    expect(found.stores).toEqual({});
  }, limitMs);

  it('finds a FastAPI platform whose stores have images of the house', async () => {
    const found = await survey(platform(fastapi));
    expect(configSchema.parse(configOf(found))).toMatchObject({
      stack: { environment: { POSTGRES_USER: 'desk', POSTGRES_PASSWORD: { secret: 24 }, OPENAI_API_KEY: { secret: 24 }, REGION: 'placeholder' } },
      stores: { database: 'postgres' },
      services: { backend: { source: ['.'] }, frontend: { source: ['frontend'] } },
      api: { service: 'backend', openapi: '/openapi.json', health: { live: '/api/health' } },
      web: { service: 'frontend', apiServices: ['backend'] },
    });
    expect(found.stores.map(({ name, kind }) => [name, kind])).toEqual([['database', 'postgres'], ['cache', 'redis']]);
    expect(configText(found)).toContain("REGION: 'placeholder', // a placeholder");
    expect(configText(found)).toContain("path: '/auth/token'");
  }, limitMs);

  it('writes what gate can plan with, and nothing over what is there', () => {
    const root = copyOf('test/stacks/plain');
    const first = assay('init', '-C', root);
    expect(first).toMatchObject({ status: 0, stderr: '' });
    expect(first.stdout).toContain('db (postgres), cache (redis)');
    const text = readFileSync(join(root, 'assay.config.ts'), 'utf8');
    expect(text).toContain("migrate: { source: ['api/migrate.mjs'] }");
    const plan = assay('gate', '-C', root, '--list');
    expect(plan.stdout).toContain('postgres-unusable');
    expect(plan.status).toBe(0);
    writeFileSync(join(root, 'assay.config.ts'), '// mine\n');
    expect(assay('init', '-C', root)).toMatchObject({ status: 2, stderr: expect.stringMatching(/^usage: assay\.config\.ts exists already/) as string });
    expect(readFileSync(join(root, 'assay.config.ts'), 'utf8')).toBe('// mine\n');
    expect(assay('init', '-C', root, '--force').status).toBe(0);
    expect(readFileSync(join(root, 'assay.config.ts'), 'utf8')).toBe(text);
  }, limitMs);

  it('says in a line what it could not find, and still writes what runs', () => {
    const bare = assay('init', '-C', platform({ 'src/main.ts': 'export {};\n' }));
    expect(bare.status).toBe(0);
    expect(bare.stdout).toContain('not found a compose file');
    const broken = platform({ 'compose.yml': 'services:\n  a: [\n' });
    expect(assay('init', '-C', broken).stdout).toContain('not found what stands in compose.yml');
    const lost = platform({ 'compose.yml': 'services: { api: { image: "node:24", env_file: .env } }\n' });
    expect(assay('init', '-C', lost)).toMatchObject({ status: 0, stdout: expect.stringContaining('.env') as string });
    expect(assay('init', '-C', '/nowhere/at/all').status).toBe(2);
  }, limitMs);

  it('writes names of any kind as text', async () => {
    const root = platform({ 'compose.yml': 'name: "it\'s`${\'}"\nservices: { "a\'b": { build: "./x\'y", image: n } }\n', "x'y/main.js": '' });
    const found = await survey(root);
    writeFileSync(join(root, 'assay.config.ts'), configText({ ...found, name: "a'\n`${process.exit(9)}` \u2028 */" }));
    expect(assay('gate', '-C', root, '--list')).toMatchObject({ status: 0, stderr: '' });
  }, limitMs);
});
