import { describe, expect, it } from 'vitest';
import type { Json } from '../core/types.ts';
import { credentials, storeKind } from './kinds.ts';
import { serviceModel } from './model/normalise.ts';

const service = (raw: Record<string, Json>): ReturnType<typeof serviceModel> => serviceModel('db', raw, '/');

describe('storeKind', () => {
  it.each([
    ['postgres:17', 'postgres'], ['ghcr.io/team/postgis:16@sha256:00', 'postgres'], ['registry:5000/redis', 'redis'], ['valkey/valkey:8', 'redis'], ['neo4j:5-community', 'neo4j'],
    ['postgres-exporter:1', undefined], ['node:24', undefined],
  ])('%s is %s', (image, kind) => expect(storeKind(service({ image }), {})).toBe(kind));

  it('believes what is declared', () => {
    expect(storeKind(service({ image: 'team/base' }), { db: 'postgres' })).toBe('postgres');
  });
});

describe('credentials', () => {
  it('follow the contract of the official images', () => {
    expect(credentials(service({ environment: { POSTGRES_PASSWORD: 'p', POSTGRES_USER: 'u' } }), 'postgres')).toEqual({ user: 'u', password: 'p', database: 'u' });
    expect(credentials(service({ environment: { NEO4J_AUTH: 'neo4j/p/q' } }), 'neo4j')).toEqual({ user: 'neo4j', password: 'p/q', database: 'neo4j' });
    expect(credentials(service({ environment: { NEO4J_AUTH: 'none' } }), 'neo4j').password).toBe('');
  });

  it.each([
    [['redis-server', '--requirepass', 'p']],
    ['redis-server --requirepass "p"'],
    [['sh', '-c', 'exec redis-server --requirepass "$$REDIS_PASSWORD"']],
  ])('finds the password of Redis in %j', (command) => {
    expect(credentials(service({ command, environment: { REDIS_PASSWORD: 'p' } }), 'redis').password).toBe('p');
  });
});
