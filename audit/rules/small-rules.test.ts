import { proveRule, py } from '../testing/prove.ts';
import checkSwitchedOff from './check-switched-off.ts';
import credentialLiteral from './credential-literal.ts';
import duplicateRoute from './duplicate-route.ts';
import ignoredResult from './ignored-result.ts';
import seededAtStart from './seeded-at-start.ts';
import uncheckedResponse from './unchecked-response.ts';

proveRule(checkSwitchedOff, {
  fires: {
    'a driver': 'export const pool = new Pool({ ssl: { rejectUnauthorized: false } });',
    'the process': "process.env.NODE_TLS_REJECT_UNAUTHORIZED = '0';",
    'Python': py('def f():\n    return requests.get("https://x", verify=False)\n'),
    'a context that checks nothing': py('import ssl\ndef client():\n    context = ssl.create_default_context()\n    context.check_hostname = False\n    context.verify_mode = ssl.CERT_NONE\n    return connect(context)\n'),
    'options of a broker': py('import ssl\noptions = {"ssl_cert_reqs": ssl.CERT_NONE}\n'),
    'a switch that skips authentication': py('def require_auth(f):\n    def inner(request):\n        skip_auth = os.getenv("SKIP_AUTH", "false") == "true"\n        if skip_auth or request.local:\n            request.user = ADMIN\n            return f(request)\n        return f(verify(request))\n    return inner\n'),
    'every origin with credentials': py('app.add_middleware(CORSMiddleware, allow_origins=["*"], allow_credentials=True)\n'),
  },
  quiet: {
    'true': 'export const pool = new Pool({ ssl: { rejectUnauthorized: true } });',
    'an authority': 'export const pool = new Pool({ ssl: { ca } });',
    'another value': "process.env.NODE_TLS_REJECT_UNAUTHORIZED = '1';",
    'development': "if (process.env.NODE_ENV === 'development') { connect({ rejectUnauthorized: false }); }",
    'a test': { 'src/x.test.ts': 'connect({ rejectUnauthorized: false });' },
    'Python: True': py('def f():\n    return requests.get("https://x", verify=True)\n'),
    'a setting decides': py('import ssl\ndef client(settings):\n    context = ssl.create_default_context()\n    if not settings.verify_certificates:\n        context.verify_mode = ssl.CERT_NONE\n    return connect(context)\n'),
    'named origins with credentials': py('app.add_middleware(CORSMiddleware, allow_origins=settings.origins, allow_credentials=True)\n'),
    'every origin without credentials': py('app.add_middleware(CORSMiddleware, allow_origins=["*"])\n'),
    'no login page to skip': py('def page(request):\n    if request.user.skip_login_hint:\n        return None\n    return render()\n'),
    'a refusal': py('def page(request):\n    if settings.auth_disabled:\n        return Response(status_code=503)\n    return render()\n'),
  },
});

proveRule(credentialLiteral, {
  fires: {
    'a password': "export const client = connect({ user: 'app', password: 'Sup3rS3cret' });",
    'a key': "const API_KEY = 'k3y-8f7a6b5c'; call(API_KEY);",
    'Python': py('conn = psycopg.connect(user="app", password="Sup3r!x")\n'),
  },
  quiet: {
    'a label': "export const labels = { password: 'Your password please' };",
    'a type': "export const field = { password: 'string' };",
    'a header name': "export const names = { token: 'X-Auth-Token' };".replace('X-Auth-Token', './token'),
    'a variable name': "export const names = { secret: 'JWT_SECRET' };",
    'fetch credentials': "fetch(u, { credentials: 'same-origin' });",
    'a lifetime': "export const o = { tokenTtl: '24h0' };",
    'a comparison': "if (password === 'changethis1') { throw new Error('x'); }",
  },
});

proveRule(duplicateRoute, {
  fires: {
    'the same twice': "app.get('/users', a); app.get('/users', b);",
    'another parameter name': "router.get('/users/:id', a); router.get('/users/:userId', b);",
    'in handlers': "app.post('/x', (q, r) => r.send(1)); app.post('/x', (q, r) => r.send(2));",
  },
  quiet: {
    'another method': "app.get('/users', a); app.post('/users', b);",
    'another path': "app.get('/users', a); app.get('/users/:id', b);",
    'another router': "app.get('/users', a); router.get('/users', b);",
    'middleware for all': "app.all('/users', a); app.all('/users', b);",
    'no route': "map.get('a'); map.get('a');",
    'a client': "client.get('/users', o); client.get('/users', o);",
  },
});

proveRule(ignoredResult, {
  fires: {
    'a cancel': 'export async function f(id) { const result = await broker.cancelOrder(id); return { status: "cancelled" }; }',
    'only logged': 'export async function f(m) { const response = await mail.send(m); console.log(response); }',
    'Python': py('async def f(s):\n    result = await s.cancel_order(1)\n    return {"status": "cancelled"}\n'),
  },
  quiet: {
    'looked at': 'export async function f(id) { const result = await broker.cancelOrder(id); if (!result.ok) throw new Error("x"); return result; }',
    'returned': 'export async function f(id) { const result = await broker.cancelOrder(id); return result; }',
    'not bound': 'export async function f(id) { await broker.cancelOrder(id); }',
    'a read': 'export async function f(id) { const rows = await broker.list(id); return 1; }',
    'marked unused': 'export async function f(id) { const _r = await broker.cancelOrder(id); }',
    'handed on': 'export async function f(id) { const result = await broker.cancelOrder(id); check(result); }',
  },
});

proveRule(seededAtStart, {
  byName: ['a bootstrap'],
  fires: {
    'FastAPI': py("from app.seed import seed_initial_data\n@app.on_event(\"startup\")\nasync def startup_event():\n    await seed_initial_data()\n"),
    'Nest': 'export class S { async onModuleInit() { await this.seedSampleOrders(); } }',
    'a bootstrap': 'export async function bootstrap() { await loadDemoData(); }\nasync function loadDemoData() {}',
  },
  quiet: {
    'a command': { 'scripts/seed.ts': 'export async function main() { await seedInitialData(); }' },
    'a migration': py('@app.on_event("startup")\nasync def startup_event():\n    await migrate()\n'),
    'a user who asks': 'export async function loadOnRequest() { await loadDemoData(); }',
    'random seeds': 'export async function bootstrap() { seedRandom(1); }',
    'a cache': 'export async function bootstrap() { await warmCache(); }',
    'a test': { 'src/x.test.ts': 'export async function bootstrap() { await seedInitialData(); }' },
  },
});

proveRule(uncheckedResponse, {
  fires: {
    'a body': 'export async function f() { const r = await fetch(u); return r.json(); }',
    'a text': 'export async function f() { const r = await fetch(u); const t = await r.text(); return t; }',
    'a state': 'export async function f() { const res = await fetch(u); setRows(await res.json()); }',
  },
  quiet: {
    'ok': 'export async function f() { const r = await fetch(u); if (!r.ok) throw new Error("x"); return r.json(); }',
    'the status': 'export async function f() { const r = await fetch(u); return { s: r.status, b: await r.json() }; }',
    'handed on': 'export async function f() { const r = await fetch(u); check(r); return r.json(); }',
    'passed through': 'export async function f() { const r = await fetch(u); return r; }',
    'another client': 'export async function f() { const r = await axios.get(u); return r.data; }',
    'a wrapper': "import { fetch } from './http'; export async function f() { const r = await fetch(u); return r.json(); }",
  },
});
