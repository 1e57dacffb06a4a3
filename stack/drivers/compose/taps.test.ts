import { describe, expect, it } from 'vitest';
import { asDocument } from '../../model/normalise.ts';
import type { Document, Model } from '../../model/types.ts';
import type { TapAddress } from '../../taps/client.ts';
import { generate } from './generate.ts';
import { tappable, withTaps } from './taps.ts';

const document = {
  services: {
    db: {
      image: 'postgres:17', hostname: 'main', healthcheck: { test: ['CMD', 'true'] }, volumes: ['data:/var/lib/postgresql/data'], labels: { team: 'x' },
      networks: { inner: { aliases: ['database'], ipv4_address: '10.1.0.2', priority: 5 }, outer: null },
    },
    cache: { image: 'redis:7', expose: ['6379', '8001/tcp'] },
    'cache-origin': { image: 'redis:7' },
    alone: { image: 'redis:7', network_mode: 'none' },
    api: { image: 'mine', environment: { DATABASE_URL: 'postgres://u:p@db:5432/d' }, depends_on: ['db', 'cache'], links: ['db:store'] },
    copy: { image: 'mine', pid: 'service:db', network_mode: 'service:db', volumes_from: ['db:ro', 'api'] },
  },
  networks: { inner: {}, outer: {} },
  volumes: { data: {} },
};
const model: Model = { file: '/p/compose.yml', services: {}, document: asDocument(document), by: 'compose' };
const labels = { 'dev.assay.run': 'r' };
const plain = generate(model, { root: '/p', project: 'assay-r', labels, without: [], stores: ['db', 'cache'], addresses: [{ service: 'db', target: 5432, published: undefined, port: 20000 }] });
const tap = (store: string, kind: TapAddress['kind'], port: number): TapAddress => ({ store, kind, token: 'secret', data: { host: '127.0.0.1', port }, control: { host: '127.0.0.1', port: port + 1 } });
const made = withTaps(plain, [tap('db', 'postgres', 21000), tap('cache', 'redis', 21010)], { image: 'assay/tap:1', labels, named: (store) => (store === 'db' ? [5432, 9187] : []) });
const services = asDocument(made.document.services);
const service = (name: string): Document => asDocument(services[name]);

describe('withTaps', () => {
  it('changes nothing where no tap is wanted', () => {
    expect(withTaps(plain, [], { image: '', labels, named: () => [] })).toBe(plain);
  });

  it('moves the store aside with everything but its place in the networks', () => {
    expect(made.origins).toEqual({ db: 'db-origin', cache: 'cache-origin-origin' });
    expect(service('db-origin')).toEqual({
      ...asDocument(asDocument(plain.document.services).db), networks: { inner: { priority: 5 }, outer: null }, labels: { team: 'x', 'dev.assay.run': 'r', 'dev.assay.service': 'db' },
    });
    expect(service('db-origin').ports).toMatchObject([{ target: 5432, published: '20000' }]);
    expect(service('cache-origin-origin')).toMatchObject({ image: 'redis:7', networks: { default: null } });
    expect(service('cache-origin')).toEqual(asDocument(plain.document.services)['cache-origin']);
  });

  it('gives the tap the store’s name, aliases and addresses', () => {
    expect(service('db')).toMatchObject({
      image: 'assay/tap:1', pull_policy: 'never', restart: 'no', networks: { inner: { aliases: ['database'], ipv4_address: '10.1.0.2' }, outer: null },
      labels: { 'dev.assay.run': 'r', 'dev.assay.service': 'tap of db', 'dev.assay.tap': 'db' },
      ports: [{ target: 5432, host_ip: '127.0.0.1', published: '21000' }, { host_ip: '127.0.0.1', published: '21001' }],
    });
    expect(JSON.parse(String(asDocument(service('db').environment).ASSAY_TAP))).toMatchObject({
      store: 'db', kind: 'postgres', listen: { host: '0.0.0.0', port: 5432 }, upstream: { host: 'db-origin', port: 5432 }, token: 'secret',
    });
    expect(service('db')).not.toHaveProperty('volumes');
  });

  it('passes on the other ports by which a store is reached', () => {
    const also = (store: string): unknown => (JSON.parse(String(asDocument(service(store).environment).ASSAY_TAP)) as { also: unknown }).also;
    expect([also('db'), also('cache')]).toEqual([[9187], [8001]]);
  });

  it('leaves everybody else as they were, but for what they share with the store’s own container', () => {
    expect(service('api')).toEqual(asDocument(plain.document.services).api);
    expect(service('copy')).toMatchObject({ pid: 'service:db-origin', network_mode: 'service:db', volumes_from: ['db-origin:ro', 'api'] });
  });

  it('has no place before a store without a network', () => {
    expect(['db', 'alone'].map((name) => tappable(model, name))).toEqual([true, false]);
  });
});
