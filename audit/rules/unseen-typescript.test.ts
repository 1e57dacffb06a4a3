import { page, proveRule } from '../testing/prove.ts';
import admitted from './admitted-placeholder.ts';
import opened from './check-switched-off.ts';
import claim from './claim-without-effect.ts';
import credential from './credential-literal.ts';
import endpoint from './environment-endpoint-literal.ts';
import empty from './failure-as-empty.ts';
import family from './file-variant-family.ts';
import called from './invented-data-called.ts';
import mockModule from './mock-module-in-production.ts';
import instead from './or-else-invented.ts';
import random from './random-as-measurement.ts';
import secret from './secret-env-fallback.ts';
import swallowed from './swallowed-failure.ts';
import token from './token-not-verified.ts';

const started = '{ "name": "x", "scripts": { "start": "node src/main.js" } }';

proveRule(swallowed, {
  fires: {
    'a reason that is about something else': 'export async function saveNote(n) {\n// The note may already have a title.\nconst title = n.title;\ntry { await db.note.create({ title }); } catch (e) { console.error(e); } }',
    'a helper that the ordinary way calls too': 'async function restorePlan(id) { try { await db.plan.update({ id, open: true }); } catch (e) { console.error(e); } }\nexport async function change(id) { await restorePlan(id); try { await go(id); } catch (e) { await restorePlan(id); throw e; } }',
    'a time and something else': 'export async function saveUse(id, plan) { try { await db.key.update({ where: { id }, data: { lastUsedAt: new Date(), plan } }); } catch (e) { console.error(e); } }',
    'a log that is not waited for': "export async function sendNote(n) { try { await mailer.send(n); } catch (e) { log({ message: 'not sent' }); } }",
  },
  quiet: {
    'a reason above the attempt': 'export async function saveNote(n) {\n// Best-effort: a failed entry is logged and must not block the answer.\ntry { await db.note.create(n); } catch (e) { console.error(e); } return n.id; }',
    'a reason in the documentation': 'export class Store {\n/**\n * Keeps the token.\n * Best-effort and never throws.\n */\nasync saveToken(t) { try { await db.token.create(t); } catch (e) { console.error(e); } } }',
    'who makes up for it, in the line that is logged': "export async function saveRun(r) { try { await db.run.update(r); } catch (e) { logger.error('could not be put back, it will be retried after the timeout', e); } }",
    'what only takes back on the way out of a failure': 'async function restorePlan(id) { try { await db.plan.update({ id, open: true }); } catch (e) { console.error(e); } }\nexport async function change(id) { try { await go(id); } catch (e) { await restorePlan(id); throw e; } }',
    'the time at which a key was used': 'export async function saveUse(id) { try { await db.key.update({ where: { id }, data: { lastUsedAt: new Date() } }); } catch (e) { console.error(e); } }',
    'a channel that people read': "export async function sendNote(n) { try { await mailer.send(n); } catch (e) { await log({ message: 'not sent', mention: true }); } }",
    'a mark that none of them worked': "export async function sendAll(list) { let allFailed = true; for (const each of list) { try { await mailer.send(each); allFailed = false; } catch (e) { console.error(e); } } if (allFailed) throw new Error('none'); }",
    'a stored file that nothing names any more': 'export async function saveLogo(file, old) { try { await storage.delete(old); } catch (e) { console.error(e); } return file; }',
    'what the caller was to give': "export async function sendCount(command) { if (!command.room) { logger.warn('no room'); return; } await socket.push(command.room); }",
  },
});

proveRule(empty, {
  fires: { 'a declaration without a reason': 'export async function ids(k) {\nlet ids = [];\ntry { ids = await redis.smembers(k); } catch (e) { console.warn(e); } return ids; }' },
  quiet: { 'a declaration with a reason above it': 'export async function ids(k) {\n// For attribution only, failure to load them must not prevent saving.\nlet ids = [];\ntry { ids = await redis.smembers(k); } catch (e) { console.warn(e); } return ids; }' },
});

proveRule(called, {
  fires: {},
  quiet: {
    'an object that stands for a service': { 'package.json': started, 'src/main.ts': 'export function service(db) { return db ? createRows(db) : createFakeRows(); }\nexport function createFakeRows() { const store = new RowStore(); return new Rows(store); }' },
    'an empty card behind another': page('export function Card({ n }) { const getDummyCard = () => { return <div style={{ height: 20 }} />; }; return <div>{n ? <b>{n}</b> : getDummyCard()}</div>; }'),
  },
});

proveRule(mockModule, {
  fires: { 'a file of fakes with rows in it': { 'package.json': started, 'src/main.ts': "import { rows } from './fakes/rows';\nshow(rows());", 'src/fakes/rows.ts': 'export function rows() { return [{ id: 1, price: 20, total: 40 }, { id: 2, price: 30, total: 60 }]; }' } },
  quiet: { 'a double that keeps what it is given': { 'package.json': started, 'src/main.ts': "import { FakeRows } from './fakes/rows';\nstart(new FakeRows());", 'src/fakes/rows.ts': 'export class FakeRows { rows = []; add(row) { this.rows.push(row); } all() { return this.rows; } }' } },
});

proveRule(credential, {
  fires: { 'a user with a password': "export const admin = { user: 'root', password: 'Sup3rS3cret' };" },
  quiet: { 'words of a language': "export const auth = { email: 'E-Mail', username: 'Benutzername', password: 'Passwort', apiKey: 'API-Schlüssel', back: 'Zurück zur Anmeldung', change: 'Passwort ändern', lost: 'Passwort vergessen?', done: 'Bereits angemeldet', user: 'Benutzer' };" },
});

proveRule(secret, {
  fires: { 'a password that opens something': "export const connectTo = connect({ password: process.env.DB_PASSWORD || 'open-sesame' });" },
  quiet: {
    'the template of a mail about a password': "export const id = process.env.MAIL_TEMPLATE_PASSWORD_RESET || 'password-reset-llS';",
    'a part of a key of a cache': "export const getCatalogCacheKey = () => digest(process.env.STRIPE_SECRET_KEY ?? 'unconfigured');",
    'when a token ends': "export const env = z.object({ WORKLOAD_TOKEN_EXP: z.string().default('2032-01-01') }).parse(process.env);",
  },
});

proveRule(opened, {
  fires: { 'a switch without authentication': 'export function check(req, next) { if (process.env.NO_AUTH) { return next(); } return verify(req); }' },
  quiet: {
    'a page that tells that nobody can log in': page('export function Login({ noAuthMethods }) { if (noAuthMethods) { return <p>Ask your administrator.</p>; } return <form />; }'),
    'a refusal that is handed on': 'export function handle(req) { const rejectKeyWithoutAuthorization = refusalOf(req); if (rejectKeyWithoutAuthorization) return rejectKeyWithoutAuthorization; return go(req); }',
  },
});

proveRule(admitted, {
  fires: { 'a number that is not implemented': 'export function score() {\n// Not implemented yet\nreturn { score: 80 }; }' },
  quiet: {
    'a table of codes': 'export const NXDOMAIN = 3; // Non-existent domain\nexport const NOTIMP = 4; // Not implemented\nexport const REFUSED = 5; // Refused',
    'a length of a style': "export const style = {\n// TODO: use token values when available\nwidth: '3rem' };",
  },
});

proveRule(endpoint, {
  fires: { 'a host that is not computed': "export const host = process.env.BLOB_HOST_NAME || 'https://shop.blob.core.windows.net';", 'another host of the same machine': "export const ask = () => request({ hostname: 'localhost', port: 8080 });" },
  quiet: {
    'a host with a computed part': 'export const host = process.env.BLOB_HOST_NAME || `https://${process.env.ACCOUNT}.blob.core.windows.net`;',
    'a tool of tests': "const isPlaywright = isBrowser() && window.isPlaywright;\nexport const api = isPlaywright ? process.env.API_URL || 'http://localhost:1336' : process.env.API_URL;",
    'a host for an address that is taken apart': "export const urlOf = (r) => new URL(r.url, `https://${r.headers.get('host') || 'proxy.local'}`);",
    'a server of this machine': "export const collect = (options) => request({ hostname: 'localhost', port: options.port });",
    'a program on the machine of its user': { 'packages/cli/src/login.ts': "export const redirectUri = 'http://localhost:4587/callback';" },
    'a region of a vendor': "export const url = process.env.QSTASH_URL || 'https://qstash-us-east-1.upstash.io';",
  },
});

proveRule(claim, {
  fires: { 'a state of the page': page("export function Form() { const [cors, setCors] = useState(''); const onSubmit = async () => { setCors('x'); toast.success('Settings saved'); }; return <form onSubmit={onSubmit}><button>Save</button></form>; }") },
  quiet: { 'a function that is waited for': page("export function Form() { const { setCors } = useSettings(); const onSubmit = async () => { await setCors('x'); toast.success('Settings saved'); }; return <form onSubmit={onSubmit}><button>Save</button></form>; }") },
});

proveRule(token, {
  fires: { 'a token that nobody checks': "import jwt from 'jsonwebtoken';\nexport function userOf(req) { const user = jwt.decode(req.headers.authorization); return user; }" },
  quiet: {
    'when a token ends': "import jwt from 'jsonwebtoken';\nexport function endOf(req) { const held = jwt.decode(req.headers.authorization); return held.exp; }",
    'a guard of the same project': { 'src/user.ts': "import jwt from 'jsonwebtoken';\nexport function userOf(req) { return jwt.decode(req.headers.authorization); }", 'src/strategy.ts': "import { Strategy } from 'passport-jwt';\nexport class Guard extends Strategy {}" },
  },
});

const rows = "const DEMO_ROWS = [{ name: 'Ann Reed', amount: 300, paid: '2025-01-02' }, { name: 'Bo Lind', amount: 800, paid: '2025-01-03' }];\n";
proveRule(instead, {
  fires: { 'rows where there are none': page(`${rows}export function Rows() { const { data } = useRows(); const shown = data?.length ? data.map((d) => d.row) : DEMO_ROWS; return <Table rows={shown} />; }`) },
  quiet: { 'a picture of what can be bought': page(`${rows}export function Rows({ canManage }) { const { customers } = useRows(); const table = useTable({ rows: canManage ? customers : DEMO_ROWS }); return <Table {...table} />; }`) },
});

const letter = 'export function Letter() { return <p>hello</p>; }\nexport const subject = "launch";\n';
proveRule(family, {
  fires: {},
  quiet: { 'parts of a row': { 'package.json': started, 'src/main.ts': "import { Letter, subject } from './letter-3';\nsend(Letter, subject);", 'src/letter-1.tsx': letter, 'src/letter-2.tsx': letter, 'src/letter-3.tsx': letter } },
});

proveRule(random, {
  fires: { 'a figure beside the time': 'export function sample() { return { at: Date.now(), latency: Math.random() * 100 }; }' },
  quiet: {
    'a mark that no two have in common': 'export async function lock(key, given) { const value = given || `${Date.now()}-${Math.random()}`; return await client.set(key, value); }',
    'a number that is used once': 'export const paramsOf = (m) => ({ Message: m, SignatureNonce: Math.random().toString() });',
  },
});

proveRule(swallowed, {
  fires: { 'a handler of a promise that only logs': 'export function saveNote(n) { db.note.create(n).catch((e) => { console.error(e); }); }' },
  quiet: {
    'a state that tells it': 'export function saveNote(n) { db.note.create(n).catch(async () => { n.status = NoteStatus.FAILED; await db.note.save(n); }); }',
    'what fails in the handler of a promise': "export function saveNote(n) { db.note.create(n).catch(async (e) => { try { await db.fault.create({ id: n.id }); } catch (other) { console.error(other); } throw e; }); }",
    'a subject that is not there': "export async function notifyOwner(id) { const row = await db.rows.findFirst(id); if (!row) { logger.error('no such row'); return; } await mailer.push(row); }",
    'what worked is counted': "export async function publishAll(list) { let sent = 0; for (const each of list) { try { await relay.publish(each); sent++; } catch (e) { console.error(e); } } if (sent === 0) throw new Error('none'); }",
  },
});

proveRule(credential, {
  fires: {},
  quiet: {
    'a word in the place of a password': "export const shown = { email: user.email, password: '__REDACTED__' };",
    'a container whose source is mounted': { 'compose.yaml': 'services:\n  web:\n    build: .\n    environment:\n      DB_PASS: seerr-pass\n    volumes:\n      - .:/app:rw,cached\n' },
  },
});

proveRule(called, {
  fires: {},
  quiet: { 'a hash that takes as long as a real one': 'export class Auth { getDummyPasswordHash() { return this.hasher.hash("for-timing"); } async login(user, given) { if (!user) { await this.hasher.check(given, await this.getDummyPasswordHash()); throw new Error("no"); } return user; } }' },
});

proveRule(admitted, {
  fires: { 'a value that stays': "export function nameOf(m) {\n// dummy values for now\nlet name = 'Monitor 1';\nreturn name; }" },
  quiet: { 'a value to begin with': "export function nameOf(m) {\n// start with dummy values to simplify the code\nlet name = 'Monitor 1';\nif (m) { name = m.name; }\nreturn name; }" },
});

proveRule(endpoint, {
  fires: {},
  quiet: { 'where it can be reached, said in the log': "export function listening(port) { console.log('on', urlOf('localhost', port)); }" },
});
