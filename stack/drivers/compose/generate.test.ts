import { describe, expect, it } from 'vitest';
import { asDocument } from '../../model/normalise.ts';
import type { Model } from '../../model/types.ts';
import { generate } from './generate.ts';

const document = {
  name: 'mine',
  services: {
    db: { image: 'postgres:17', environment: { POSTGRES_PASSWORD: 'a$$b' }, restart: 'always',
      volumes: [{ type: 'bind', source: '/p/data', target: '/var/lib/postgresql/data' }, { type: 'bind', source: '/p/init', target: '/docker-entrypoint-initdb.d', read_only: true }] },
    graph: { image: 'neo4j:5' },
    api: {
      build: { context: '/p' }, image: 'mine/node:1', container_name: 'api', restart: 'unless-stopped', scale: 3, deploy: { replicas: 3, resources: { limits: { memory: '1g' } } },
      environment: { DATABASE_URL: 'postgres://u:p@db:5432/d', NEO4J_URL: 'bolt://graph:7687', ORIGIN: 'http://localhost:8080' },
      ports: [{ target: 3000, published: '3000' }], depends_on: { db: { condition: 'service_healthy' }, graph: { condition: 'service_healthy' } }, labels: { team: 'x' },
    },
    worker: { build: { context: '/p' }, image: 'mine/node:1' },
    web: { build: { context: '/p/web', args: { API: 'http://localhost:3000' } }, ports: [{ target: 80, published: '8080' }] },
    copy: { image: 'mine/node:1' },
  },
  networks: { default: { name: 'mine_default' }, shared: { external: true, name: 'shared' } },
  volumes: { data: { name: 'mine_data', labels: { keep: 'x' } } },
};
const model: Model = { file: '/p/compose.yml', services: {}, document: asDocument(document), by: 'compose' };
const { document: made, images, buildArgs } = generate(model, {
  root: '/p', project: 'assay-r', labels: { 'dev.assay.run': 'r' }, without: ['graph'], stores: ['db'],
  addresses: [{ service: 'db', target: 5432, published: undefined, port: 20000 }, { service: 'api', target: 3000, published: 3000, port: 20001 }, { service: 'web', target: 80, published: 8080, port: 20002 }],
});
const services = asDocument(made.services);
const api = asDocument(services.api);

describe('generate', () => {
  it('publishes on the loopback alone, stores too', () => {
    expect(api.ports).toEqual([{ mode: 'ingress', target: 3000, host_ip: '127.0.0.1', published: '20001', protocol: 'tcp' }]);
    expect(asDocument(services.db).ports).toMatchObject([{ target: 5432, published: '20000' }]);
  });

  it('moves addresses in environments and build arguments', () => {
    expect(api.environment).toEqual({ DATABASE_URL: 'postgres://u:p@db:5432/d', ORIGIN: 'http://127.0.0.1:20002' });
    expect(asDocument(asDocument(services.web).build).args).toEqual({ API: 'http://127.0.0.1:20001' });
    expect(buildArgs.web).toEqual({ API: 'http://127.0.0.1:20001' });
    expect(asDocument(asDocument(services.db).environment).POSTGRES_PASSWORD).toBe('a$$b');
  });

  it('takes away what would collide with the user’s own stack or hide a crash', () => {
    expect(api).toMatchObject({ restart: 'no', deploy: { resources: { limits: { memory: '1g' } } }, labels: { team: 'x', 'dev.assay.run': 'r' } });
    for (const key of ['container_name', 'scale']) expect(api).not.toHaveProperty(key);
    expect(asDocument(api.deploy)).not.toHaveProperty('replicas');
    expect(made.volumes).toEqual({ data: { labels: { keep: 'x', 'dev.assay.run': 'r' } } });
    expect(made.networks).toMatchObject({ default: { labels: { 'dev.assay.run': 'r' } }, shared: { external: true, name: 'shared' } });
  });

  it('leaves out what the profile leaves out, with the variables and conditions that lead there', () => {
    expect(Object.keys(services)).not.toContain('graph');
    expect(api.depends_on).toEqual({ db: { condition: 'service_started' } });
  });

  it('keeps a store away from the data that lies in the platform’s folder', () => {
    expect(asDocument(services.db).volumes).toEqual([{ type: 'volume', target: '/var/lib/postgresql/data' }, { type: 'bind', source: '/p/init', target: '/docker-entrypoint-initdb.d', read_only: true }]);
  });

  it('builds a shared image once, under a name of its own', () => {
    expect(images.api).toMatch(/^assay\/[0-9a-f]{12}-mine-node-1:latest$/);
    expect([images.worker, asDocument(services.copy).image]).toEqual([images.api, images.api]);
    expect(['api', 'worker', 'copy'].filter((name) => 'build' in asDocument(services[name]))).toEqual(['api']);
  });
});
