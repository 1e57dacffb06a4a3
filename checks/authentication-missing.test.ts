import { createHmac } from 'node:crypto';
import { afterEach, describe, expect, it } from 'vitest';
import type { Judgement, StackReport } from '../core/types.ts';
import { collected, emptyReport, json, platform, ports, seen, serve } from '../test/platform.ts';
import unit from './authentication-missing.ts';
import probeUnit from './probes/access-answers.ts';
import writesUnit from './probes/access-writes.ts';
import type { TestServer } from '../test/server.ts';

const ok = { responses: { 200: { description: 'ok' } } };
const takes = (schema: unknown) => ({ ...ok, requestBody: { content: { 'application/json': { schema } } } });
const document = {
  openapi: '3.1.0', security: [{ bearer: [] }],
  paths: {
    '/login': { post: ok }, '/status': { get: { ...ok, security: [] } }, '/quotes': { get: ok, post: takes({ type: 'object', required: ['title'], properties: { title: { type: 'string', minLength: 3 } } }) },
    '/quotes/{id}': { parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'string', format: 'uuid' } }], get: ok, delete: ok }, '/customers': { get: ok },
  },
};
const login = { method: 'POST', path: '/login', tokenPath: 'token', roles: { clerk: { role: 'clerk' }, admin: { role: 'admin' } } };

const encoded = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
const signature = (head: string, key: string) => createHmac('sha256', key).update(head).digest('base64url');
const sign = (role: string, key: string): string => {
  const head = `${encoded({ alg: 'HS256', typ: 'JWT' })}.${encoded({ role })}`;
  return `${head}.${signature(head, key)}`;
};

interface Caller {
  readonly token: string | undefined;
  readonly role: string;
  /** Whether the signature is right, and whether the token itself says that it has none. */
  readonly signed: boolean;
  readonly unsigned: boolean;
}
/** The status with which a caller is refused, or undefined when let in. */
type Guard = (caller: Caller, request: string) => number | undefined;

const honest: Guard = ({ token, signed, role }, request) => {
  if (token === undefined || !signed) return 401;
  return request === 'GET /customers' && role !== 'admin' ? 403 : undefined;
};

let server: TestServer | undefined;
afterEach(() => server?.close());

async function judged(guard: Guard, options: { readonly key?: string; readonly writes?: boolean; readonly report?: StackReport } = {}): Promise<Judgement | undefined> {
  const key = options.key ?? 'e1f0c2d4a6b8-only-this-server-knows';
  server = await serve((request, response, body) => {
    const path = (request.url ?? '').split('?')[0] ?? '';
    if (path === '/openapi.json') return json(response, 200, document);
    if (path === '/login') return json(response, 200, { token: sign((JSON.parse(body) as { role: string }).role, key) });
    if (path === '/status') return json(response, 200, {});
    const token = request.headers.authorization?.replace('Bearer ', '');
    const refused = guard(callerOf(token, key), `${request.method} ${path}`);
    if (refused !== undefined) return json(response, refused, {});
    return json(response, 200, path === '/quotes' ? { quotes: [{ id: 'b2f3c0de-1111-4222-8333-444455556666' }] } : {});
  });
  const endpoints = [{ method: 'GET', path: '/customers', role: 'admin' }];
  const given = ports(platform({ openapi: '/openapi.json', login, endpoints }), { origins: { api: server.origin } });
  const all = [await collected(probeUnit.probe, given), ...(options.writes === false ? [] : [await collected(writesUnit.probe, given)])];
  return unit.check?.judge(seen(...all), { now: 0, platform: given.platform, stack: options.report ?? emptyReport });
}

function callerOf(token: string | undefined, key: string): Caller {
  const [header = '', payload = '', sent] = token?.split('.') ?? [];
  if (sent === undefined) return { token, role: '', signed: false, unsigned: false };
  const { alg } = JSON.parse(Buffer.from(header, 'base64url').toString()) as { alg: string };
  const { role } = JSON.parse(Buffer.from(payload, 'base64url').toString()) as { role: string };
  return { token, role, signed: sent === signature(`${header}.${payload}`, key), unsigned: alg === 'none' };
}

function keys(judgement: Judgement | undefined): readonly string[] {
  if (!judgement || 'inapplicable' in judgement) throw new Error('not judged');
  return judgement.problems.map((problem) => `${problem.severity} ${problem.key}`);
}

describe('authentication-missing', () => {
  it('finds nothing on an honest platform', async () => {
    const judgement = await judged(honest);
    expect(keys(judgement)).toEqual([]);
    expect(judgement).toMatchObject({ examined: 5, unproven: [], note: 'open by declaration: GET /status, POST /login' });
  });

  it('finds an endpoint that asks for nothing', async () => {
    const judgement = await judged((caller, request) => (request === 'GET /quotes' ? undefined : honest(caller, request)));
    expect(keys(judgement)).toEqual(['critical GET /quotes:nobody']);
    expect(judgement).toMatchObject({ problems: [{ found: '200', expected: '401 or 403', reproduce: [expect.stringMatching(/^curl -i 'http:.*\/quotes'$/)] }] });
  });

  it('finds a write that asks for nothing', async () => {
    expect(keys(await judged((caller, request) => (request === 'POST /quotes' ? undefined : honest(caller, request))))).toEqual(['critical POST /quotes:nobody']);
  });

  it('finds a guard that only looks whether there is a token', async () => {
    const judgement = await judged((caller, request) => (request.startsWith('GET /quotes/') && caller.token !== undefined ? undefined : honest(caller, request)));
    expect(keys(judgement)).toEqual(['nonsense', 'other-key', 'unsigned'].map((each) => `critical GET /quotes/{id}:${each}`));
    expect(JSON.stringify(judgement)).not.toMatch(/eyJ/);
  });

  it('finds a guard that believes a token without verifying it', async () => {
    const judgement = await judged((caller, request) => (caller.role !== '' && request === 'GET /quotes' ? undefined : honest(caller, request)));
    expect(keys(judgement)).toEqual(['critical GET /quotes:other-key', 'critical GET /quotes:unsigned', 'critical GET /quotes:known-key']);
  });

  it('finds a guard that lets the token choose no algorithm', async () => {
    expect(keys(await judged((caller, request) => (caller.unsigned && request === 'GET /quotes' ? undefined : honest(caller, request))))).toEqual(['critical GET /quotes:unsigned']);
  });

  it('finds a signing key that everybody knows', async () => {
    expect(keys(await judged(honest, { key: 'changeme' }))).toEqual(['critical GET /quotes:known-key']);
  });

  it('finds an endpoint that forgets the role', async () => {
    const judgement = await judged((caller) => (caller.signed ? undefined : 401));
    expect(judgement).toMatchObject({ problems: [{ key: 'GET /customers:lower-role', what: 'GET /customers lets in the role clerk.', expected: '403' }] });
  });

  it('finds a guard that crashes on nonsense', async () => {
    expect(keys(await judged((caller, request) => (caller.token === 'not-a-token' && request === 'GET /quotes' ? 500 : honest(caller, request))))).toEqual(['medium GET /quotes:crash']);
  });

  it('does not take a refused request for a refused caller', async () => {
    const judgement = await judged((caller, request) => (request.startsWith('DELETE') ? 404 : honest(caller, request)));
    expect(judgement).toMatchObject({ examined: 4, problems: [], unproven: ['DELETE /quotes/{id}: somebody without a token was answered 404, perhaps about id, which assay made up'] });
  });

  it('says that writes were not asked', async () => {
    expect(await judged(honest, { writes: false })).toMatchObject({ problems: [], unproven: ['2 endpoints that write were not asked'] });
    await server?.close();
    expect(await judged(honest, { writes: false, report: { ...emptyReport, driver: 'attached' } })).toMatchObject({ unproven: [], note: expect.stringContaining('the stack is not ours') });
  });
});
