import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { Json } from '../../../core/types.ts';
import { bench } from '../../../test/stacks/request.ts';
import { asDocument, serviceModel } from '../../model/normalise.ts';
import type { Address } from '../../rewrite.ts';
import { cannotRun, planApp } from './app.ts';
import type { App } from './app.ts';

const { folder, request, clear } = bench();
afterAll(clear);
const root = join(folder, 'platform');
mkdirSync(join(root, 'api'), { recursive: true });
writeFileSync(join(root, 'api', 'Dockerfile'), 'FROM node:24 AS build\nRUN x\nCMD ["node", "build-only.js"]\nFROM node:24\nWORKDIR /srv/app\nENTRYPOINT ["node"]\nCMD ["/srv/app/main.js", \\\n "--port", "3000"]\n');
const addresses: readonly Address[] = [
  { service: 'api', target: 3000, published: 8000, port: 20001 }, { service: 'db', target: 5432, published: undefined, port: 20002 },
];
const service = (raw: Record<string, Json>): ReturnType<typeof serviceModel> => serviceModel('api', asDocument(raw), root);
const plan = (raw: Record<string, Json>, absent: readonly string[] = [], native: Parameters<typeof request>[1] = {}): App => planApp(service(raw), request(root, native), addresses, absent);

describe('planApp', () => {
  it('takes the command from the last stage of the Dockerfile, paths and ports as they are here', () => {
    expect(plan({ build: './api' })).toMatchObject({ command: ['node', join(root, 'api/main.js'), '--port', '20001'], cwd: join(root, 'api') });
  });

  it('takes the stage that is built', () => {
    expect(plan({ build: { context: './api', target: 'build' } }).command).toEqual(['node', 'build-only.js']);
  });

  it('lets the compose file and the configuration go before the image', () => {
    expect(plan({ build: './api', command: ['other.js'] }).command).toEqual(['node', 'other.js']);
    expect(plan({ build: './api', entrypoint: ['npm'], command: ['start'] }).command).toEqual(['npm', 'start']);
    expect(plan({ build: './api' }, [], { native: { prepare: [], services: { api: { command: ['npm', 'run', 'x'], cwd: 'api' } } } })).toMatchObject({ command: ['npm', 'run', 'x'], cwd: join(root, 'api') });
  });

  it('finds mounted programs through their mount', () => {
    expect(plan({ image: 'node:24', command: ['node', '/app/migrate.mjs'], volumes: ['./api:/app'] }).command).toEqual(['node', join(root, 'api/migrate.mjs')]);
  });

  it('gives a service its own port and the loopback, and the others’ addresses', () => {
    expect(plan({ image: 'node:24', command: ['x', '--host=0.0.0.0', '--listen', '0.0.0.0:3000'], environment: { PORT: '3000', HTTP_PORT: '3000', BIND: '0.0.0.0', DATABASE_URL: 'postgres://u:p@db/d', POOL: '3000' } })).toMatchObject({
      command: ['x', '--host=127.0.0.1', '--listen', '127.0.0.1:20001'],
      env: { PORT: '20001', HTTP_PORT: '20001', HOST: '127.0.0.1', BIND: '127.0.0.1', DATABASE_URL: 'postgres://u:p@127.0.0.1:20002/d', POOL: '3000' },
    });
  });

  it('leaves out the variables of what is not there', () => {
    expect(plan({ image: 'node:24', command: ['x'], environment: { GRAPH_URL: 'bolt://graph:7687', GRAPH_PASSWORD: 'x', KEPT: 'y' } }, ['graph']).env).toEqual({ KEPT: 'y', PORT: '20001', HOST: '127.0.0.1' });
  });

  it('asks the health check’s address on this machine', () => {
    const healthcheck = { test: ['CMD', 'node', '-e', "fetch('http://127.0.0.1:3000/health?x=1').then(() => 0)"] };
    expect(plan({ image: 'node:24', command: ['x'], healthcheck }).health).toBe('http://127.0.0.1:20001/health?x=1');
    expect(plan({ image: 'node:24', command: ['x'], healthcheck: { test: 'pg_isready' } }).health).toBeUndefined();
  });
});

describe('cannotRun', () => {
  it('says what would let it run', () => {
    expect(cannotRun(service({ image: 'axllent/mailpit' }), request(root))).toContain('stack.native.services.api.command');
    expect(cannotRun(service({ image: 'nginx', command: 'nginx' }), request(root))).toContain('not a program of the platform');
    expect(cannotRun(service({ build: './api' }), request(root))).toBeUndefined();
  });
});
