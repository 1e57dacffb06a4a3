import { page, proveRule } from '../testing/prove.ts';
import admitted from './admitted-placeholder.ts';
import opened from './check-switched-off.ts';
import claim from './claim-without-effect.ts';
import credential from './credential-literal.ts';
import endpoint from './environment-endpoint-literal.ts';
import empty from './failure-as-empty.ts';
import shown from './invented-data-shown.ts';
import figure from './missing-field-as-figure.ts';
import mockModule from './mock-module-in-production.ts';
import open from './open-without-secret.ts';
import random from './random-as-measurement.ts';
import bundle from './secret-in-client-bundle.ts';
import stub from './stub-on-live-path.ts';
import success from './success-on-error.ts';
import swallowed from './swallowed-failure.ts';

const compose = 'services:\n  web:\n    build: .\n    environment:\n      SESSION_SECRET: not-so-secret-1\n';

proveRule(swallowed, {
  fires: {
    'a second way that was made for something else': "export async function sendBoth(m) { try { await mailer.send(m); } catch (e) { console.error(e); } await sms.send(m); }",
    'an error that is only described': 'export async function saveNote(n) { try { await db.note.create(n); } catch (e) { const shown = toShownError(e); console.error(shown); } }',
    'a mark of something else': 'export class Page { async saveNote(n) { try { await db.note.create(n); } catch { this.open.value = true; } } }',
    'a step that is then called done': "export class Page { async saveNote(n) { this.show('busy'); try { await db.note.create(n); } catch { this.show('completed'); } } }",
    'the same call said twice': "export class Page { async saveNote(n) { this.show('busy'); try { await db.note.create(n); } catch { this.show('busy'); } } }",
  },
  quiet: {
    'another way to the same end': "export async function sendBranded(m) { try { await mailer.send(branded(m)); console.log('sent'); return; } catch (e) { console.log('falling back', e); } await mailer.send(plain(m)); }",
    'a “no” that the caller can tell from “yes”': "export async function savePreview(x) { try { await db.preview.update(x); return true; } catch (e) { console.error(e); } return false; }",
    'a page that may be gone': "export function passOn(frame, m) { frame.send(m).catch(() => { /* Page may have navigated/closed; nothing actionable. */ }); }",
    'a subject that is gone in the meantime': "export async function enqueueTags(id) { const row = await db.rows.findFirst(id); if (!row) { logger.warn('row not found, skipping'); return; } await queue.add(row); }",
    'an error given to what turns it into a refusal': 'export async function saveNote(n) { try { return await db.note.create(n); } catch (e) { toRpcError(e); } }',
    'a mark that the answer tells': 'export async function saveNote(n) { let notified = false; const saved = await db.note.create(n); try { await mailer.send(n); notified = true; } catch (e) { console.warn(e); } return { saved, notified }; }',
    'what the hook of the request shows': page("export function Dialog() { const go = async () => { try { await mutation.mutateAsync({ id }); setKey(1); } catch { // The mutation hook surfaces its own toast.\n } }; return <button onClick={go}>x</button>; }"),
    'reading again': "export async function savePart(x) { await db.part.update(x); await parts.utils.refetch().catch(() => {}); }",
    'a mark that it failed': 'const hasErrorSavingNote = ref(false);\nexport async function saveNote(n) { try { await db.note.create(n); } catch { hasErrorSavingNote.value = true; } }',
    'what was shown early is taken back': "export class Note { async addReaction(emoji) { this.change({ type: 'add', emoji }); try { await api.post('/reactions', { emoji }); } catch { this.change({ type: 'remove', emoji }); } } }",
    'what was put aside is assigned again': "export class Note { async saveTitle(title) { const before = this.title; this.title = title; try { await api.post('/titles', { title }); } catch { this.title = before; } } }",
  },
});

proveRule(empty, {
  fires: {
    'a read that waits for rows': "export async function loadRows(page) { return await api.get('/rows').catch(() => []); }",
  },
  quiet: {
    'a state that may never come': "export async function settle(page) { await race(page.waitForLoadState('networkidle').catch(() => ({}))); }",
  },
});

proveRule(open, {
  fires: {
    'a secret that is read where it is compared': "export default function handler(req, res) { if (process.env.CRON_SECRET && req.headers.authorization !== `Bearer ${process.env.CRON_SECRET}`) { return res.status(401).json({}); } return res.json({ done: run() }); }",
  },
  quiet: {
    'a key that only switches a feature on': "const STRIPE_SECRET_KEY = process.env.STRIPE_SECRET_KEY;\nexport async function verifyUser(res, user) { if (STRIPE_SECRET_KEY) { const paid = await verifySubscription(user); if (!paid) { res.status(401).json({}); return null; } } return user; }",
  },
});

proveRule(mockModule, {
  fires: {
    'records taken from a file of demos': { 'package.json': '{ "name": "x", "scripts": { "start": "node src/main.js" } }', 'src/main.ts': "import { DEMO_GUESTS } from './demoData';\nshow(DEMO_GUESTS);", 'src/demoData.ts': "export const DEMO_GUESTS = [{ name: 'Marco Rossi', email: 'marco@rossi.it', amount: 48 }];" },
    'a choice that a user makes': { 'src/app/api/check/route.ts': "import { checkRegion } from './real'; import { mockCheck } from './mock';\nexport async function GET(r) { return Response.json(r.demo ? await mockCheck() : await checkRegion()); }", 'src/app/api/check/mock.ts': 'export async function mockCheck() { return [{ id: 1, latency: 120 }, { id: 2, latency: 90 }]; }', 'src/app/api/check/real.ts': 'export const checkRegion = () => fetch(process.env.URL);' },
  },
  quiet: {
    'texts taken from a file of demos': { 'package.json': '{ "name": "x", "scripts": { "start": "node src/main.js" } }', 'src/main.ts': "import { CONTACT, FAQS } from './demoData';\nshow(CONTACT, FAQS);", 'src/demoData.ts': "export const CONTACT = { email: 'office@rossi.it', city: 'Roma', street: 'Via 1' };\nexport const FAQS = [{ question: 'Why?', answer: 'So.' }, { question: 'When?', answer: 'Now.' }];" },
    'a choice that the build makes': { 'src/app/api/check/route.ts': "import { checkRegion } from './real'; import { mockCheck } from './mock';\nexport async function GET(r) { return Response.json(process.env.NODE_ENV === 'production' ? await checkRegion() : await mockCheck()); }", 'src/app/api/check/mock.ts': 'export async function mockCheck() { return [{ id: 1, latency: 120 }, { id: 2, latency: 90 }]; }', 'src/app/api/check/real.ts': 'export const checkRegion = () => fetch(process.env.URL);' },
  },
});

proveRule(claim, {
  fires: {
    'the answer at the end, not the early way out': "export async function sendReports(list) { if (list.length === 0) { return { success: true, sent: 0 }; } let sent = 0; for (const each of list) { sent++; } return { success: true, sent }; }",
  },
  quiet: {
    'an early way out of what otherwise refuses': "export class Rise { async sendBatch(list) { if (list.length === 0) { return { success: true, count: 0 }; } throw new Error('comes with the next part'); } }",
    'a helper that waits, and says so': "export class Api { /* Simulate network delay */ async simulateDelay() { await new Promise((done) => setTimeout(done, 200)); } }",
  },
});

proveRule(figure, {
  fires: {
    'a field of a row': 'export const toRow = (row) => ({ severity: row.severity ?? "low" });',
    'a state that was read': "export async function view(id) { const row = await db.orders.find(id); return { status: row.orderStatus || 'completed' }; }",
  },
  quiet: {
    'a table that answers for what it does not list': "const LEVELS = { urgent: 'high', normal: 'medium' };\nexport const toRow = (row) => ({ severity: LEVELS[row.priority] ?? 'info' });",
    'the name of a file': "export function nameOf(invoice) { const filename = `${invoice.invoiceNumber || 'invoice'}.pdf`; return filename; }",
    'a preview of what is not there yet': "export function preview(next) { const previewInvoice = { invoiceNumber: next.invoiceNumber ?? 'INV-XXXX' }; return previewInvoice; }",
    'a state left open on purpose': "export function bars(planned, held) { const shown = held ?? (planned ? 'info' : undefined); return { status: shown || 'success' }; }",
  },
});

proveRule(endpoint, {
  fires: {
    'an address of a hoster': "export const load = () => fetch('https://orders.railway.app/api');",
    'an address in a list of services': "export const services = [{ url: 'http://localhost:3000/', name: 'billing' }].map(connect);",
  },
  quiet: {
    'the documentation of a hoster': "export const help = () => window.open('https://docs.railway.app/develop', '_blank');",
    'a stage that is called one, beside the real one': "const TAX_PREPROD_URL = 'https://preprod-api.tax.gov.my';\nconst TAX_URL = 'https://api.tax.gov.my';\nexport const ask = (live) => fetch(live ? TAX_URL : TAX_PREPROD_URL);",
    'servers in the description of an interface': "export const doc = { servers: [{ url: 'https://api.shop.io/', description: 'Production' }, { url: 'http://localhost:3000/', description: 'Dev server' }] };",
    'a base that relative addresses are read against': "export function hostless(url) { const base = 'http://scrub.local'; const parsed = new URL(url, base); parsed.username = ''; return parsed.pathname; }",
    'the database that a product makes': "export const db = process.env.NEO4J_DATABASE || 'neo4j';",
    'the name of an environment': "export const tags = { env: process.env.VERCEL_ENV || process.env.NODE_ENV || 'localhost' };",
  },
});

proveRule(credential, {
  fires: {},
  quiet: {
    'the compose file of a test': { 'packages/e2e_tests/docker-compose.yml': compose },
    'the compose file of a measurement': { 'packages/benchmarks/docker-compose.yml': compose },
    'a helper of tests': { 'packages/e2e_tests/utils/api.ts': "export const login = () => client.login({ email: 'a@b.co', password: 'test1234' });" },
    'a program of migrations': { 'knexfile.js': "process.env.JWT_SECRET = 'securekey';\nmodule.exports = {};" },
  },
});

proveRule(bundle, {
  fires: {
    'a password of everybody': 'export const p = process.env.NEXT_PUBLIC_ADMIN_PASSWORD;',
  },
  quiet: {
    'the password of a demonstration, meant to be seen': 'export const p = process.env.NEXT_PUBLIC_DEMO_PASSWORD;',
  },
});

proveRule(random, {
  fires: {
    'the number of a confirmation': "export const book = () => ({ confirmationNumber: `C${Math.random()}` });",
  },
  quiet: {
    'a token that has to be random': "import { randomBytes } from 'crypto';\nexport function open() { const confirmationToken = randomBytes(16).toString('hex'); return confirmationToken; }",
  },
});

proveRule(shown, {
  fires: {
    'figures of people': page("const payouts = [{ partner: 'Ann Reed', amount: 300, paid: '2025-01-02' }, { partner: 'Bo Lind', amount: 800, paid: '2025-01-03' }];\nexport function P() { return <ul>{payouts.map((p) => <li>{p.partner}{p.amount}</li>)}</ul>; }"),
  },
  quiet: {
    'what a plan pays': page("const payouts = [{ plan: 'Starter', amount: 300, renewal: '5 %' }, { plan: 'Pro', amount: 800, renewal: '5 %' }];\nexport function P() { return <ul>{payouts.map((p) => <li>{p.plan}{p.amount}</li>)}</ul>; }"),
  },
});

proveRule(admitted, {
  fires: {
    'a declaration with the confession beside it': "export function rowOf(alert) {\n let targetPrice = 100.0; // Placeholder - would come from real-time data\n return { targetPrice, id: alert.id }; }",
  },
  quiet: {
    'a declaration with a remark beside it': "export function rowOf(alert) {\n let targetPrice = 100.0; // the floor of the market\n return { targetPrice, id: alert.id }; }",
  },
});

proveRule(success, {
  fires: {
    'a success with nothing beside it': "export async function accept(id) { try { await orgs.update(id); return { success: true }; } catch (e) { console.error(e); return { success: true, id }; } }",
  },
  quiet: {
    'what was not done is told': "export async function accept(id) { try { await orgs.update(id); return { success: true, switched: true }; } catch (e) { console.error(e); return { success: true, id, switched: false }; } }",
  },
});

proveRule(stub, {
  fires: {
    'a route without a body': "@Controller('x')\nexport class Refunds { @Post('refund') async refund(@Body() b) {} }",
  },
  quiet: {
    'a list that is to get longer': "import { providers } from './p';\nexport function createAll() { return [\n// TODO: implement testing utilities\n]; }\nexport const all = () => createAll();", 'a guard that leads to the login of another service': "@Controller('auth')\nexport class Auth { @Get('google') @UseGuards(GoogleGuard) async google(@Request() req) {} }",
  },
});

proveRule(opened, {
  fires: {
    'a switch of the environment': "export function check(req, next) { if (process.env.NOAUTH) { return next(); } return verify(req); }",
  },
  quiet: {
    'a word in data that is read': "export function readAuth(auth) { if (auth.type === 'noauth') { return { kind: 'none' }; } return { kind: auth.type }; }",
  },
});
