import { page, proveRule, py } from '../testing/prove.ts';
import admitted from './admitted-placeholder.ts';
import canned from './canned-route-response.ts';
import claim from './claim-without-effect.ts';
import among from './constant-among-figures.ts';
import health from './constant-health.ts';
import credential from './credential-literal.ts';
import endpoint from './environment-endpoint-literal.ts';
import variants from './file-variant-family.ts';
import principal from './hardcoded-principal.ts';
import ignored from './ignored-result.ts';
import figure from './missing-field-as-figure.ts';
import mockSwitch from './mock-switch.ts';
import open from './open-without-secret.ts';
import orElse from './or-else-invented.ts';
import secret from './secret-env-fallback.ts';
import token from './token-not-verified.ts';

const service = 'class BrokerService:\n    def get_account(self):\n        try:\n            return client.get_account()\n        except Exception as e:\n            return {"cash": 0, "error": str(e)}\n';

proveRule(ignored, {
  fires: {
    'fields of an answer that may be an error': { 'app/broker_service.py': service, 'app/main.py': 'from broker_service import BrokerService\nbroker_service = BrokerService()\n@app.get("/balance")\ndef balance():\n    account = broker_service.get_account()\n    return {"cash": account["cash"]}\n' },
    'an outcome told as a value': { 'app/logs_service.py': 'class LogsService:\n    def clear_logs(self):\n        try:\n            db.logs.delete()\n            return True\n        except Exception:\n            return False\n', 'app/main.py': 'from logs_service import LogsService\nlogs_service = LogsService()\ndef clear():\n    success = logs_service.clear_logs()\n    return {"message": "cleared"}\n' },
  },
  quiet: {
    'an error that is asked for': { 'app/broker_service.py': service, 'app/main.py': 'from broker_service import BrokerService\nbroker_service = BrokerService()\ndef balance():\n    account = broker_service.get_account()\n    if "error" in account:\n        raise HTTPException(503)\n    return {"cash": account["cash"]}\n' },
    'an answer handed on whole': { 'app/broker_service.py': service, 'app/main.py': 'from broker_service import BrokerService\nbroker_service = BrokerService()\ndef balance():\n    account = broker_service.get_account()\n    return account\n' },
    'a store that throws': "export async function rename(id, name) { const response = await prisma.user.update({ where: { id }, data: { name } }); return { message: 'ok' }; }",
    'a service that throws': { 'app/broker_service.py': 'class BrokerService:\n    def get_account(self):\n        return client.get_account()\n', 'app/main.py': 'from broker_service import BrokerService\nbroker_service = BrokerService()\ndef balance():\n    account = broker_service.get_account()\n    return {"cash": account["cash"]}\n' },
  },
});

proveRule(open, {
  fires: {
    'a refusal that stands behind the secret': py('SCRAPER_SECRET = os.environ.get("SCRAPER_SECRET", "")\ndef _check_auth():\n    if SCRAPER_SECRET:\n        if request.headers.get("X") != SCRAPER_SECRET:\n            return jsonify({"ok": False}), 401\n    return None\n'),
    'a check that says yes without the secret': "const API_SECRET = process.env.API_SECRET;\nexport function isAuthorized(req) { if (!API_SECRET) { return true; } return req.headers.key === API_SECRET; }",
  },
  quiet: {
    'a check that says no without the secret': "const API_SECRET = process.env.API_SECRET;\nexport function isAuthorized(req) { if (!API_SECRET) { return false; } return req.headers.key === API_SECRET; }",
    'a secret that is only sent': "const API_SECRET = process.env.API_SECRET;\nexport function authHeaders() { if (API_SECRET) { return { key: API_SECRET }; } return {}; }",
  },
});

proveRule(principal, {
  fires: { 'a buyer who is always the same': "export async function submit(qty) { await createRfq({ buyerOrgId: 'inv_org_01', qty }); }", 'a role by an address': "export function login(user) { const role = user.email === 'boss@corp.org' ? 'admin' : user.role; return role; }" },
  quiet: { 'a sample that is looked up': py('def load(session):\n    statement = select(User).where(User.email == "demo@corp.org")\n    return statement\n') },
});

proveRule(token, {
  fires: { 'a server that decodes': "import { decodeJwt } from 'jose';\nexport async function principalOf(token) { const { sub } = decodeJwt(token); return sub; }" },
  quiet: { 'a page that reads its own': { 'src/static/store.ts': "export const m = { login(state, token) { state.user = jwt_decode(token); } };" } },
});

proveRule(secret, {
  fires: { 'our own signing secret': "const s = process.env.JWT_SECRET || 'test';" },
  quiet: { 'a blank word for a key of others': "const s = process.env.GOOGLE_SECRET || 'dummySecret';", 'a label': "const s = process.env.SIGNING_KEY_LABEL || 'temp_label';", 'a scheme': py('import os\nS = os.getenv("PASSWORD_HASH_SCHEME", "bcrypt")\n') },
});

proveRule(credential, {
  fires: { 'a word that lets in': "export async function authenticateUser(request) { const token = request.headers.get('authorization').slice(7); if (token === 'demo-token-1') { return { user: { role: 'owner' }, ok: true }; } return { user: null }; }", 'a password beside its user': "export const t = createTransport({ auth: { user: 'mailer', pass: 'Sommer2026' } });" },
  quiet: {
    'a word that is refused': "export async function validateToken(token) { if (token === 'change-me-1') { throw new Error('set a token'); } return check(token); }",
    'the salt of a signer': py('def link(u):\n    return TimestampSigner(salt="reports").sign(u)\n'),
    'an example in a schema': py('class Login(BaseModel):\n    model_config = {"json_schema_extra": {"example": {"email": "jane@corp.org", "password": "StrongPassword123!"}}}\n'),
    'prefixes of ids': "export const prefixes = { user: 'usr', webhookSecret: 'whsec', token: 'pmk', link: 'lnk' };",
  },
});

proveRule(endpoint, {
  fires: {
    'a default list of origins': py('class Settings(BaseSettings):\n    ALLOWED_ORIGINS: list[str] = ["https://water.web.app"]\n'),
    'an API of this machine': "export async function rows() { return fetch('http://localhost:8000/rows'); }",
  },
  quiet: {
    'a public host under .to': py('class DevTo:\n    base_url = "https://dev.to"\n'), 'ranges of addresses': py('import ipaddress\nPRIVATE = [ipaddress.ip_network("10.0.0.0/8")]\n'),
    'what is let in': py('ALLOWED_HOSTS = hosts()\nALLOWED_HOSTS.append("localhost")\n'), 'who a token is for': py('def f(url):\n    try:\n        audience = parse(url)\n    except Exception:\n        audience = "localhost"\n    return audience\n'),
    'the network on this machine': "export function horizon(n) { switch (n) { case 'standalone': return 'http://localhost:8000'; default: return 'https://horizon.stellar.org'; } }",
    'a stage of a build': { 'src/environments/environment.ts': "export const environment = { production: false, apiBaseUrl: 'http://localhost:8000/api/' };" },
    'a preset of a product': py('PRESETS = {"ollama": {"base_url": "http://localhost:11434/v1"}}\n'),
  },
});

proveRule(claim, {
  fires: { 'an import told as queued': "export class C { @Post('import') confirmImport(file) { return { success: true, message: `Import queued for ${file.name}.` }; } }" },
  quiet: {
    'a route that works something out': "app.post('/parse', (req, res) => { const items = req.body.text.split(','); res.json({ success: true, items: items.filter(Boolean), total: items.length }); });",
    'a check that refuses': "export class S { validateOtp(code, expected) { if (code !== expected) { throw new Error('no'); } return { success: true, validated: true }; } }",
    'a question by POST': "export async function POST(request) { const rows = await prisma.tx.findMany({}); const map = {}; for (const r of rows) { map[r.id] = r.status; } return NextResponse.json({ status: 'success', data: map }); }",
  },
});

proveRule(figure, {
  fires: { 'a missing score': "export const f = (row) => ({ score: row.score ?? 70 });", 'a side nobody chose': py('def order(action):\n    return place(side=action.get("side", "BUY"))\n') },
  quiet: {
    'a word that only contains one': page("export const S = ({ sess }) => <b>{sess.operating_system || 'Linux box'}</b>;"),
    'a branch that decides several things': py('def f(s, result):\n    if s > 3:\n        result["signal"] = "buy"\n        result["confidence"] = min(s, 1)\n    else:\n        result["signal"] = "hold"\n        result["confidence"] = 0.5\n    return result\n'),
  },
});

proveRule(admitted, {
  fires: { 'a value that would be read': "export const f = () => ({\n  queueDepth: 7, // Would be calculated from actual queues\n});" },
  quiet: {
    'what is refused': "// Common placeholder prices that indicate fake data\nexport const FAKE_PRICES = [50, 100, 10];",
    'nulls': "export function f() {\n  // TODO: replace with real data\n  return { float: null, short: null };\n}",
    'what may become configurable': py('# Hardcoded for now, could be made a configurable setting if needed\nTIMEOUT_MINUTES = 30\n'),
    'a copy with a mark': "export function f(local) {\n  // In a real scenario, this would trigger a notification\n  return { ...local, status: 'needs_merge' };\n}",
  },
});

proveRule(among, {
  fires: { 'a confidence decided along the way': py('def f(headlines):\n    if headlines:\n        impact = "high"\n    else:\n        impact = "low"\n    advice = rate(impact)\n    return {"impact": impact, "advice": advice, "confidence": 0.65}\n') },
  quiet: { 'a fallback that says so': "export function f(score) { const why = `score ${score}`; return { why, confidence: 60, source: 'fallback', score: compute(score) }; }", 'nothing found': py('def f(img):\n    t = limit(img)\n    return {"is_real_person": False, "confidence": 0.05, "threshold": t}\n') },
});

proveRule(health, { fires: {}, quiet: { 'the health of a portfolio': "app.get('/portfolio/health', async (req, res) => { const all = await Promise.all(rows.map(async (p) => { try { return await db.query(p); } catch (e) { return { symbol: p.symbol, score: 50 }; } })); res.json(all); });\nexport const q = () => db.query('select 1');" } });

proveRule(mockSwitch, { fires: {}, quiet: { 'a word on the page': page("export const F = ({ isMockData }) => <b>{isMockData ? 'simulated data' : 'live data'}</b>;"), 'a table': "export const f = (id) => { if (ROWS_MOCK[id]) { return load(id); } return undefined; };" } });

proveRule(orElse, { fires: { 'scores that a function makes up': { 'app/api/qai/route.ts': "import { makeScores } from '../../../lib/qai'; export async function GET() { const stored = await db.scores(); return Response.json({ scores: stored || makeScores() }); }", 'lib/qai.ts': 'export function makeScores() { return { score: 87.3, confidence: 92, revenue: 41200, growth: 4.2 }; }' } }, quiet: { 'a default that is no data': { 'src/page.ts': "import { makeView } from './view'; export const view = async () => (await db.view()) || makeView();", 'src/view.ts': 'export function makeView() { return { key: 1, width: 55, height: 40, gap: 3 }; }' }, 'the same constant, filtered': page("import { rows } from './rows';\nexport const P = ({ filter }) => { const shown = filter === 'all' ? rows : rows.filter((r) => r.kind === filter); return <b>{shown.length}</b>; };") } });

proveRule(variants, {
  fires: {},
  quiet: { 'one name with two endings': { 'server/main.ts': "import { a } from './adapter';\na();", 'server/adapter.ts': 'export const a = () => 1; export const b = () => 2; export const c = () => 3;', 'server/adapter.js': 'export const a = () => 1; export const b = () => 2; export const c = () => 3;', 'package.json': '{"scripts":{"start":"node server/main.ts"}}' } },
});

proveRule(canned, {
  fires: { 'a search that finds what is written': { 'src/tools.ts': "const DOCUMENTS = [{ id: 'b1', filename: 'pumps.txt', snippet: 'two pumps' }, { id: 'b2', filename: 'valves.csv', snippet: 'ball valve' }];\nexport async function searchDocuments(query, limit) { return { query, total: DOCUMENTS.length, documents: DOCUMENTS.slice(0, limit) }; }" } },
  quiet: { 'tools that are listed': { 'src/tools.ts': "const TOOLS = [{ id: 'b1', filename: 'pumps.txt', snippet: 'two pumps' }, { id: 'b2', filename: 'valves.csv', snippet: 'ball valve' }];\nexport async function listTools(query) { return { total: TOOLS.length, tools: TOOLS }; }" } },
});

proveRule(claim, {
  fires: { 'a broker that is only logged': py('class S:\n    async def _submit_to_broker(self, order):\n        log.info("submitted", order=order)\n        return {"broker_ref": None, "success": True}\n') },
  quiet: {
    'a store that came as a parameter': py('@router.put("/level")\nasync def update_level(body: B, cfg: Cfg) -> dict:\n    await cfg.set("options", body.level)\n    return {"ok": True, "level": body.level}\n'),
    'a check that answers in several ways': "export const validateNPS = (element, answer) => { if (Number(answer) > 10) { return invalid(element.type); } return { isValid: true, type: element.type }; };",
    'a check of nothing': 'export const validateOpenText = () => { return { isValid: true }; };',
  },
});

proveRule(figure, { fires: {}, quiet: { 'a word for a badge': page("export const B = ({ data }) => <b>{data.status || 'active'}</b>;"), 'the temperature of a model': py('def compose(state):\n    temperature = state.model_profile.temperature if state.model_profile else 0.3\n    return temperature\n') } });

proveRule(health, { fires: {}, quiet: { 'a constant beside a readiness route': py('@app.get("/health")\ndef health():\n    return {"status": "ok"}\n\n@app.get("/health/readiness")\ndef ready():\n    db.execute("select 1")\n    return {"status": "ok"}\n') } });
