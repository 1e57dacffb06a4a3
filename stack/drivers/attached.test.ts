import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bench } from '../../test/stacks/request.ts';
import { attachedDriver, storeAddress } from './attached.ts';

const { request, folder, clear } = bench();
const server = createServer((_, answer) => answer.end('up'));
let url: string;
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.close();
  clear();
});
const signal = AbortSignal.timeout(60_000);

describe('storeAddress', () => {
  it('takes a DSN apart', () => {
    expect(storeAddress('db', 'postgres://us%40er:p%2Fw@db.example:6000/desk', {})).toEqual({ name: 'db', kind: 'postgres', host: 'db.example', port: 6000, user: 'us@er', password: 'p/w', database: 'desk' });
    expect(storeAddress('cache', 'redis://:pw@127.0.0.1', {})).toMatchObject({ kind: 'redis', port: 6379, user: '', password: 'pw', database: '0' });
    expect(storeAddress('graph', 'neo4j://neo4j:pw@[::1]:7688', {})).toMatchObject({ kind: 'neo4j', host: '::1', port: 7688, database: 'neo4j' });
  });

  it.each([['not a dsn', 'is not a DSN'], ['mysql://x/y', 'begins with mysql:']])('%s is refused', (dsn, words) => {
    expect(() => storeAddress('db', dsn, {})).toThrow(words);
  });
});

describe('the attached driver', () => {
  it('reads a stack that is up and leaves it alone', async () => {
    const stack = await attachedDriver.boot(request(folder, { attached: { services: { api: `${url}/base` }, stores: {} } }), 'because', signal);
    expect(stack.report).toMatchObject({ driver: 'attached', services: [{ name: 'api', state: 'ready' }] });
    expect([stack.origin('api'), stack.origin('web')]).toEqual([url, undefined]);
    await stack.stop(1_000);
    expect((await fetch(url)).status).toBe(200);
  });

  it('says which address does not answer', async () => {
    const attached = { services: { api: url, web: 'http://127.0.0.1:1' }, stores: { db: 'postgres://u:secret@127.0.0.1:1/d' } };
    const error: unknown = await attachedDriver.boot(request(folder, { attached }), '', signal).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ fault: { code: 'boot-failed', exit: 3 } });
    expect((error as Error).message).toMatch(/web \(127\.0\.0\.1:1\): ECONNREFUSED; db \(127\.0\.0\.1:1\)/);
    expect((error as Error).message).not.toContain('secret');
  });
});
