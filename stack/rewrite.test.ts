import { describe, expect, it } from 'vitest';
import type { Address } from './rewrite.ts';
import { rewriteEnvironment, rewritePublished, variablesOf } from './rewrite.ts';

const addresses: readonly Address[] = [
  { service: 'postgres', target: 5432, published: undefined, port: 20001 },
  { service: 'redis', target: 6379, published: 6379, port: 20002 },
  { service: 'api', target: 3000, published: 8000, port: 20003 },
  { service: 'api', target: 3001, published: 8001, port: 20004 },
];

describe('rewritePublished', () => {
  it.each([
    ['http://localhost:8000/api', 'http://127.0.0.1:20003/api'],
    ['ws://127.0.0.1:8001', 'ws://127.0.0.1:20004'],
    ['http://localhost:8000,http://localhost:9999', 'http://127.0.0.1:20003,http://localhost:9999'],
    ['http://localhost:80001', 'http://localhost:80001'],
    ['http://notlocalhost:8000', 'http://notlocalhost:8000'],
    ['http://api:8000', 'http://api:8000'],
  ])('%s → %s', (value, expected) => expect(rewritePublished(value, addresses)).toBe(expected));
});

describe('rewriteEnvironment', () => {
  it.each([
    ['postgres://user:word@postgres:5432/db', 'postgres://user:word@127.0.0.1:20001/db'],
    ['postgres://user:word@postgres/db', 'postgres://user:word@127.0.0.1:20001/db'],
    // The user of this address is named like the service, and the password is a number.
    ['postgres://postgres:12345@postgres:5432/postgres', 'postgres://postgres:12345@127.0.0.1:20001/postgres'],
    ['redis://redis', 'redis://127.0.0.1:20002'],
    ['redis:6379,other:1', '127.0.0.1:20002,other:1'],
    ['http://api:3001/x', 'http://127.0.0.1:20004/x'],
    ['my-redis:6379', 'my-redis:6379'],
    ['postgres', 'postgres'],
  ])('%s → %s', (value, expected) => expect(rewriteEnvironment({ VALUE: value }, addresses)).toEqual({ VALUE: expected }));

  it('moves a port with its host, also where none was set', () => {
    expect(rewriteEnvironment({ DB_HOST: 'postgres', DB_PORT: '5432', DB_USER: 'postgres', PGHOST: 'postgres', API_HOST: 'api', API_PORT: '3001' }, addresses)).toEqual({
      DB_HOST: '127.0.0.1', DB_PORT: '20001', DB_USER: 'postgres', PGHOST: '127.0.0.1', PGPORT: '20001', API_HOST: '127.0.0.1', API_PORT: '20004',
    });
  });
});

describe('variablesOf', () => {
  it('takes the whole family of a store that is not there', () => {
    expect(variablesOf({ NEO4J_URL: 'bolt://neo4j:7687', NEO4J_PASSWORD: 'x', DATABASE_URL: 'postgres://u:p@postgres/db', GRAPH: 'neo4j:7687', NOTE: 'no neo4j here' }, ['neo4j']))
      .toEqual(['NEO4J_URL', 'NEO4J_PASSWORD', 'GRAPH']);
  });
});
