import { describe, expect, it } from 'vitest';
import { problemsIn, treeFrom } from '../cases.ts';
import { proveRule, py } from '../testing/prove.ts';
import crossedLayers from './crossed-layers.ts';
import family from './file-variant-family.ts';
import principal from './hardcoded-principal.ts';
import openWithoutSecret from './open-without-secret.ts';
import orElse from './or-else-invented.ts';
import token from './token-not-verified.ts';

const app = "import { a } from './a'; export function start() { a(); } export function stop() { return 1; }";

describe('file-variant-family', () => {
  const files = { 'package.json': '{"scripts":{"start":"node src/app_v2.ts"}}', 'src/a.ts': 'export const a = () => 1;', 'src/app_v2.ts': app, 'src/app_old.ts': app, 'src/app_new.ts': app };
  it('names who runs and who does not, once a family', () => {
    const [found, ...more] = problemsIn(family, files);
    expect(more).toEqual([]);
    expect(found?.what).toContain('app_v2.ts runs');
    expect(found?.what).toContain('app_old.ts');
  });
  it('stays quiet where all of them run', () => {
    expect(problemsIn(family, { ...files, 'src/main.ts': "import './app_old'; import './app_new'; import './app_v2';" })).toEqual([]);
  });
  it('stays quiet where only the names are alike', () => {
    expect(problemsIn(family, { ...files, 'src/app_old.ts': 'export const other = 1;', 'src/app_new.ts': 'export function third(x) { return x; }' })).toEqual([]);
  });
  it('takes a copy that could be started by hand for dead beside the one that is started', () => {
    const code = 'import asyncio\nfrom rooms import Room\nasync def talk(line):\n    await Room().hear(line)\nasync def main():\n    await Room().listen()\nif __name__ == "__main__":\n    asyncio.run(main())\n';
    const [found] = problemsIn(family, { 'chat/rooms.py': 'class Room:\n    pass\n', 'chat/server.py': code, 'chat/server_old.py': code, 'chat/server_v2.py': code });
    expect(found?.what).toContain('server.py runs, nothing leads to server_old.py, server_v2.py');
  });
  it('finds the Python shape', () => {
    const code = 'from fastapi import FastAPI\napp = FastAPI()\n@app.get("/a")\ndef a():\n    return load()\n@app.get("/b")\ndef b():\n    return load()\n';
    expect(problemsIn(family, { Dockerfile: 'CMD ["uvicorn", "api_v2:app"]', 'api_v2.py': code, 'api_backup.py': code })).toHaveLength(1);
  });
});

describe('crossed-layers', () => {
  const judge = (files: Record<string, string>): readonly string[] => {
    const tree = { ...treeFrom(files), layers: [{ folder: 'core', may: [] }, { folder: 'engine', may: ['core', 'node:*', 'zod'] }, { folder: 'cli', may: ['*'] }] };
    const judgement = crossedLayers.check?.judge({ all: () => [{ kind: 'source-tree', digest: `sha256:${'0'.repeat(64)}`, at: '', subject: '', bytes: 0, body: tree }] as never }, { now: 0, platform: undefined as never, stack: undefined });
    return judgement && 'problems' in judgement ? judgement.problems.map((each) => each.what) : [];
  };
  it('names what crosses', () => {
    expect(judge({ 'core/a.ts': "import { readFileSync } from 'node:fs'; readFileSync('x');" })).toHaveLength(1);
    expect(judge({ 'core/a.ts': "import { b } from '../engine/b.ts'; b();", 'engine/b.ts': 'export const b = () => 1;' })).toHaveLength(1);
    expect(judge({ 'engine/a.ts': "import pg from 'pg'; pg();" })[0]).toContain('pg');
  });
  it('lets through what the table allows, the own folder, tests and other folders', () => {
    expect(judge({
      'engine/a.ts': "import { c } from '../core/c.ts'; import { z } from 'zod'; import fs from 'node:fs'; c(z, fs);", 'core/c.ts': "import { d } from './d.ts'; export const c = d;", 'core/d.ts': 'export const d = 1;',
      'cli/x.ts': "import pg from 'pg'; pg();", 'core/c.test.ts': "import pg from 'pg'; pg();", 'other/y.ts': "import pg from 'pg'; pg();",
    })).toEqual([]);
  });
});

proveRule(orElse, {
  fires: {
    'a ternary': "const FIRST = [{ customer: 'Acme', amount: 120, date: '2026-01-02' }, { customer: 'Blue', amount: 80, date: '2026-02-03' }]; export async function list(db) { const rows = await db.query(); return rows.length > 0 ? rows : FIRST; }",
    'a name': "import { mockTasks } from './data'; export async function list(api) { const tasks = await api.list(); return tasks ?? mockTasks; }",
    'or': "const SAMPLE_ROWS = [{ customer: 'Acme', amount: 120 }, { customer: 'B', amount: 80 }]; export const list = (api) => api.rows() || SAMPLE_ROWS;",
  },
  quiet: {
    'an empty list': 'export const list = (api) => api.rows() ?? [];',
    'defaults': "const DEFAULT_OPTIONS = { size: 20, total: 3, amount: 4 }; export const o = (api) => api.options() ?? DEFAULT_OPTIONS;",
    'a word': "export const name = (api) => api.name() ?? 'Unknown';",
    'labels': "const LABELS = { a: 'A', b: 'B', c: 'C' }; export const l = (api) => api.labels() ?? LABELS;",
    'another read': 'export const l = (a, b) => a.rows() ?? b.rows();',
    'development': "import { mockTasks } from './data'; export const l = (api) => { if (import.meta.env.DEV) { return api.list() ?? mockTasks; } return api.list(); };",
  },
});

proveRule(token, {
  fires: {
    'jose': "import { decodeJwt } from 'jose'; export const who = (t) => decodeJwt(t).sub;",
    'jsonwebtoken': "import jwt from 'jsonwebtoken'; export const who = (t) => jwt.decode(t);",
    'Python': py('import jwt\ndef who(t):\n    return jwt.decode(t, options={"verify_signature": False})\n'),
  },
  quiet: {
    'verified': "import { jwtVerify } from 'jose'; export const who = (t, k) => jwtVerify(t, k);",
    'verified after a look': "import { decodeJwt, jwtVerify } from 'jose'; export const who = (t, k) => { const h = decodeJwt(t); return jwtVerify(t, k(h)); };",
    'a page': { 'src/components/Me.tsx': 'export const exp = (t) => jwtDecode(t).exp;' },
    'the client': { 'web/src/session.ts': 'export const exp = (t) => jwtDecode(t).exp;' },
    'another decode': 'export const s = (b) => decoder.decode(b);',
    'Python: verified': py('import jwt\ndef who(t, k):\n    return jwt.decode(t, k, algorithms=["HS256"])\n'),
  },
});

proveRule(principal, {
  fires: {
    'a role': "export const role = (u) => (u.email === 'boss@acme.com' ? 'admin' : u.role);",
    'a list': "const ADMINS = ['boss@acme.com', ...more]; export const isAdmin = (e) => ADMINS.includes(e);",
    'Python': py('def role(u):\n    if u.email == "boss@acme.com":\n        return "admin"\n    return u.role\n'),
  },
  quiet: {
    'a sender': "export const from = 'noreply@acme.com';",
    'a placeholder': { 'src/P.tsx': 'export const P = () => <input placeholder="user@acme.com" />;' },
    'a role name': "export const isAdmin = (u) => u.role === 'admin';",
    'configuration': 'export const isAdmin = (u) => u.email === config.adminEmail;',
    'a test': { 'src/x.test.ts': "if (u.email === 'boss@acme.com') { ok(); }" },
    'a record': "export const contact = { email: 'sales@acme.com' };",
  },
});

proveRule(openWithoutSecret, {
  fires: {
    'a header': "const SECRET = process.env.HOOK_SECRET ?? ''; export function check(req) { if (SECRET && req.headers.key !== SECRET) { throw new Error('401'); } }",
    'a status': "const token = process.env.API_TOKEN; app.use((req, res, next) => { if (token && req.query.t !== token) { return res.status(401).send(); } next(); });",
    'Python': py('import os\nSECRET = os.environ.get("API_SECRET", "")\ndef check(h):\n    if SECRET and h != SECRET:\n        raise HTTPException(status_code=401)\n'),
  },
  quiet: {
    'always compared': "const SECRET = required('HOOK_SECRET'); export function check(h) { if (h !== SECRET) { throw new Error('401'); } }",
    'refused without it': "const SECRET = process.env.HOOK_SECRET; export function check(h) { if (!SECRET || h !== SECRET) { throw new Error('401'); } }",
    'no secret': "const MODE = process.env.MODE; export function check(h) { if (MODE && h !== MODE) { throw new Error('x'); } }",
    'no refusal': 'const TOKEN = process.env.API_TOKEN; export function f(h) { if (TOKEN && h !== TOKEN) { log(h); } }',
    'another value': "const TOKEN = process.env.API_TOKEN; export function f(a, b) { if (TOKEN && a !== b) { throw new Error('x'); } }",
    'a test': { 'src/x.test.ts': "const S = process.env.API_TOKEN; if (S && h !== S) { throw new Error('x'); }" },
  },
});
