import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Ports } from '../core/ports.ts';
import type { Judgement } from '../core/types.ts';
import { collected, emptyReport, evidence, platform, ports, seen, serve } from '../test/platform.ts';
import unit from './build-variable-lost.ts';
import { environmentReads, type EnvironmentRead } from './evidence/source.ts';
import probeUnit from './probes/build-variables.ts';
import type { TestServer } from '../test/server.ts';

const api = 'http://localhost:4010/';
const dockerfile = 'FROM node AS build\nARG VITE_API_URL\nRUN npm run build\nFROM node\nCOPY --from=build /app/dist dist';
let root = '';
let server: TestServer | undefined;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'assay-web-'));
  await mkdir(join(root, 'web', 'src'), { recursive: true });
});
afterEach(async () => {
  await server?.close();
  await rm(root, { recursive: true, force: true });
});

interface Plan {
  readonly args?: Readonly<Record<string, string>>;
  readonly dockerfile?: string;
  readonly env?: string;
  readonly script?: string;
  readonly reads?: readonly EnvironmentRead[];
  readonly unread?: boolean;
  readonly unknown?: boolean;
}

/** A page whose script loads a chunk, which holds the address, as a bundler leaves it. */
async function judged(plan: Plan): Promise<Judgement | undefined> {
  await writeFile(join(root, 'web', 'Dockerfile'), plan.dockerfile ?? dockerfile);
  if (plan.env !== undefined) await writeFile(join(root, 'web', '.env.production'), plan.env);
  server = await serve((request, response) => {
    const [type, body] = request.url === '/' ? ['text/html', '<script type="module" src="/assets/index-1.js"></script>']
      : request.url === '/assets/index-1.js' ? ['text/javascript', 'import("./chunk-2.js")']
        : request.url === '/assets/chunk-2.js' ? ['text/javascript', plan.script ?? 'const a="http://localhost:4010",b=`https://react.dev/errors`'] : ['text/html', '<p>not found</p>'];
    response.writeHead(200, { 'content-type': type }).end(body);
  });
  const of = platform(undefined, { root, web: { service: 'web', apiServices: [], pages: ['/'] }, services: { web: { source: ['web/src'], optional: [] } } });
  const base = ports(of, { origins: { web: server.origin } });
  const build = () => plan.unknown ? undefined : ({ context: root, dockerfile: join(root, 'web', 'Dockerfile'), args: plan.args ?? { VITE_API_URL: api, NPM_TOKEN: 'npm-secret-token' } });
  const given: Ports = { ...base, stack: { ...base.stack, build } };
  const built = await collected(probeUnit.probe, given);
  expect(JSON.stringify(built.body)).not.toContain('npm-secret-token');
  const reads = evidence(environmentReads, { files: [{ path: 'web/src/config.ts', env: plan.reads ?? [{ keys: ['VITE_API_URL'], line: 3 }] }, { path: 'api/src/config.ts', env: [{ keys: ['VITE_OTHER'], line: 1 }] }] });
  return unit.check?.judge(seen(built, ...(plan.unread ? [] : [reads])), { now: 0, platform: of, stack: emptyReport });
}

describe('build-variable-lost', () => {
  it('follows a value from the compose file into a chunk of the page', async () => {
    expect(await judged({})).toMatchObject({ examined: 1, problems: [], unproven: [], note: '3 files of the page read' });
  });

  it('finds an argument that the Dockerfile does not take', async () => {
    expect(await judged({ dockerfile: 'FROM node\nRUN npm run build' })).toMatchObject({ problems: [{ key: 'web:VITE_API_URL:lost', severity: 'high', location: { uri: 'web/Dockerfile' } }] });
  });

  it('finds a variable that nobody gives', async () => {
    expect(await judged({ args: {} })).toMatchObject({ problems: [{ key: 'web:VITE_API_URL:ungiven', location: { uri: 'web/src/config.ts', line: 3 } }] });
  });

  it('finds a page that was built with another address', async () => {
    expect(await judged({ script: 'const a="http://localhost:8000/v1"' })).toMatchObject({
      problems: [{ key: 'web:VITE_API_URL:differs', severity: 'high', expected: expect.stringContaining(api), found: 'other addresses: http://localhost:8000' }],
    });
  });

  it('takes env files and defaults of the Dockerfile for given, and the strongest for the configured one', async () => {
    expect(await judged({ args: {}, env: 'VITE_API_URL=http://localhost:4010' })).toMatchObject({ problems: [] });
    await server?.close();
    expect(await judged({ args: {}, env: '', dockerfile: dockerfile.replace('ARG VITE_API_URL', 'ARG VITE_API_URL=http://localhost:4010') })).toMatchObject({ problems: [] });
    await server?.close();
    expect(await judged({ args: { VITE_API_URL: 'http://localhost:9999' }, env: 'VITE_API_URL=http://localhost:4010' })).toMatchObject({ problems: [{ expected: expect.stringContaining('9999 (compose') }] });
  });

  it('does not ask for what has a default, is short, or is not read', async () => {
    expect(await judged({ args: {}, reads: [{ keys: ['VITE_THEME'], line: 1, default: {} }] })).toMatchObject({ examined: 1, problems: [] });
    await server?.close();
    expect(await judged({ args: { VITE_API_URL: 'yes' } })).toMatchObject({ examined: 1, problems: [] });
    await server?.close();
    expect(await judged({ args: { VITE_UNUSED: 'http://localhost:1' }, reads: [], dockerfile: `${dockerfile}`.replace('ARG', 'ARG VITE_UNUSED') })).toMatchObject({ examined: 0, problems: [] });
  });

  it('is inapplicable where nothing is read or given, and unproven where that is not known', async () => {
    expect(await judged({ args: {}, reads: [] })).toEqual({ inapplicable: 'the page’s code reads no build-time variable' });
    await server?.close();
    expect(await judged({ unknown: true })).toMatchObject({ problems: [], unproven: ['VITE_API_URL: how the page was built is not known'] });
    await server?.close();
    expect(await judged({ unread: true })).toMatchObject({ problems: [], unproven: [expect.stringContaining('the source was not read')] });
  });
});
