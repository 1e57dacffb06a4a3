import { page, proveRule } from '../testing/prove.ts';
import admitted from './admitted-placeholder.ts';
import claim from './claim-without-effect.ts';
import credential from './credential-literal.ts';
import endpoint from './environment-endpoint-literal.ts';
import empty from './failure-as-empty.ts';
import shown from './invented-data-shown.ts';
import ignored from './ignored-result.ts';
import figure from './missing-field-as-figure.ts';
import mockModule from './mock-module-in-production.ts';
import open from './open-without-secret.ts';
import random from './random-as-measurement.ts';
import bundle from './secret-in-client-bundle.ts';
import swallowed from './swallowed-failure.ts';

const compose = 'services:\n  web:\n    build: .\n    environment:\n      SESSION_SECRET: not-so-secret-1\n';

proveRule(swallowed, {
  fires: {
    'a second way that was made for something else': "export async function sendBoth(m) { try { await mailer.send(m); } catch (e) { console.error(e); } await sms.send(m); }",
  },
  quiet: {
    'another way to the same end': "export async function sendBranded(m) { try { await mailer.send(branded(m)); console.log('sent'); return; } catch (e) { console.log('falling back', e); } await mailer.send(plain(m)); }",
    'a “no” that the caller can tell from “yes”': "export async function savePreview(x) { try { await db.preview.update(x); return true; } catch (e) { console.error(e); } return false; }",
    'a page that may be gone': "export function passOn(frame, m) { frame.send(m).catch(() => { /* Page may have navigated/closed; nothing actionable. */ }); }",
    'a subject that is gone in the meantime': "export async function enqueueTags(id) { const row = await db.rows.findFirst(id); if (!row) { logger.warn('row not found, skipping'); return; } await queue.add(row); }",
  },
});

proveRule(empty, {
  fires: { 'a read that waits for rows': "export async function loadRows(page) { return await api.get('/rows').catch(() => []); }" },
  quiet: { 'a state that may never come': "export async function settle(page) { await race(page.waitForLoadState('networkidle').catch(() => ({}))); }" },
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
  fires: { 'records taken from a file of demos': { 'package.json': '{ "name": "x", "scripts": { "start": "node src/main.js" } }', 'src/main.ts': "import { DEMO_GUESTS } from './demoData';\nshow(DEMO_GUESTS);", 'src/demoData.ts': "export const DEMO_GUESTS = [{ name: 'Marco Rossi', email: 'marco@rossi.it', amount: 48 }];" } },
  quiet: { 'texts taken from a file of demos': { 'package.json': '{ "name": "x", "scripts": { "start": "node src/main.js" } }', 'src/main.ts': "import { CONTACT, FAQS } from './demoData';\nshow(CONTACT, FAQS);", 'src/demoData.ts': "export const CONTACT = { email: 'office@rossi.it', city: 'Roma', street: 'Via 1' };\nexport const FAQS = [{ question: 'Why?', answer: 'So.' }, { question: 'When?', answer: 'Now.' }];" } },
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
  fires: { 'a field of a row': 'export const toRow = (row) => ({ severity: row.severity ?? "low" });' },
  quiet: {
    'a table that answers for what it does not list': "const LEVELS = { urgent: 'high', normal: 'medium' };\nexport const toRow = (row) => ({ severity: LEVELS[row.priority] ?? 'info' });",
    'the name of a file': "export function nameOf(invoice) { const filename = `${invoice.invoiceNumber || 'invoice'}.pdf`; return filename; }",
    'a preview of what is not there yet': "export function preview(next) { const previewInvoice = { invoiceNumber: next.invoiceNumber ?? 'INV-XXXX' }; return previewInvoice; }",
  },
});

proveRule(endpoint, {
  fires: { 'an address of a hoster': "export const load = () => fetch('https://orders.railway.app/api');" },
  quiet: {
    'the documentation of a hoster': "export const help = () => window.open('https://docs.railway.app/develop', '_blank');",
    'a stage that is called one, beside the real one': "const TAX_PREPROD_URL = 'https://preprod-api.tax.gov.my';\nconst TAX_URL = 'https://api.tax.gov.my';\nexport const ask = (live) => fetch(live ? TAX_URL : TAX_PREPROD_URL);",
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
  fires: { 'a password of everybody': 'export const p = process.env.NEXT_PUBLIC_ADMIN_PASSWORD;' },
  quiet: { 'the password of a demonstration, meant to be seen': 'export const p = process.env.NEXT_PUBLIC_DEMO_PASSWORD;' },
});

proveRule(random, {
  fires: { 'the number of a confirmation': "export const book = () => ({ confirmationNumber: `C${Math.random()}` });" },
  quiet: { 'a token that has to be random': "import { randomBytes } from 'crypto';\nexport function open() { const confirmationToken = randomBytes(16).toString('hex'); return confirmationToken; }" },
});

proveRule(shown, {
  fires: { 'figures of people': page("const payouts = [{ partner: 'Ann Reed', amount: 300, paid: '2025-01-02' }, { partner: 'Bo Lind', amount: 800, paid: '2025-01-03' }];\nexport function P() { return <ul>{payouts.map((p) => <li>{p.partner}{p.amount}</li>)}</ul>; }") },
  quiet: { 'what a plan pays': page("const payouts = [{ plan: 'Starter', amount: 300, renewal: '5 %' }, { plan: 'Pro', amount: 800, renewal: '5 %' }];\nexport function P() { return <ul>{payouts.map((p) => <li>{p.plan}{p.amount}</li>)}</ul>; }") },
});

proveRule(admitted, {
  fires: {
    'a declaration with the confession beside it': "export function rowOf(alert) {\n let targetPrice = 100.0; // Placeholder - would come from real-time data\n return { targetPrice, id: alert.id }; }",
  },
  quiet: { 'a declaration with a remark beside it': "export function rowOf(alert) {\n let targetPrice = 100.0; // the floor of the market\n return { targetPrice, id: alert.id }; }" },
});

proveRule(swallowed, {
  fires: {
    'the error of an answer, only logged': "export async function accept(client, user) { const { error: profileError } = await client.from('profiles').insert({ id: user.id }); if (profileError) { logger.warn('no profile', profileError); } return { success: true }; }",
    'a result that says that it failed': { 'src/store.ts': "import { db } from './db';\nexport async function createSubscription(row) { try { await db.subscriptions.create(row); return { success: true }; } catch (e) { return { success: false, message: e.message }; } }", 'src/hook.ts': "import { createSubscription } from './store';\nexport default async function handler(req, res) { const created = await createSubscription(req.body); if (!created.success) { console.error('not stored', created.message); } res.status(200).json({ received: true }); }" },
    'a page that only knows what to do when it went well': page("export function P() { const load = async () => { const res = await fetch('/api/rows'); if (res.ok) { const json = await res.json(); setRows(json.rows); } }; return <b onClick={load} />; }"),
  },
  quiet: {
    'an error that is thrown on': "export async function accept(client, user) { const { error } = await client.from('profiles').insert({ id: user.id }); if (error) { logger.warn(error); throw error; } return { success: true }; }",
    'a validation': "export async function create(req, res) { const parsed = await schema.safeParseAsync(req.body); if (!parsed.success) { logger.warn('invalid'); return res.status(400).json({}); } return res.json(await db.rows.create(parsed.data)); }",
    'a failure that is shown': page("export function P() { const load = async () => { const res = await fetch('/api/rows'); if (res.ok) { const json = await res.json(); setRows(json.rows); } else { setError('not loaded'); } }; return <b onClick={load} />; }"),
    'a status that is asked twice': page("export function P() { const load = async () => { const res = await fetch('/api/rows'); if (!res.ok) { setError(res.status); } if (res.ok) { const json = await res.json(); setRows(json.rows); } }; return <b onClick={load} />; }"),
  },
});

proveRule(empty, {
  fires: {
    'nothing for a read that failed': "export async function getKpis(db) { const { data, error } = await db.from('kpis').select('*'); if (error) { console.error(error); return { present: 0, absent: 0 }; } return data[0]; }",
    'nothing where it did not go well': "import { listTables } from './tables';\nexport async function getMetrics() { const result = await listTables(); const tables = result.success ? result.tables : []; return { total: tables.length }; }",
    'a first value that stays': "export async function checkStale(url) { let rows = []; const response = await fetch(url); if (response.ok) { const body = await response.json(); rows = body.rows; } return { stale: rows.length }; }",
    'an error that nobody takes': "export async function getHours(db, ids) { const { data } = await db.from('hours').select('*').in('id', ids); return (data ?? []).map((row) => row.hours); }",
  },
  quiet: {
    'an error that is looked at': "export async function getHours(db, ids) { const { data, error } = await db.from('hours').select('*').in('id', ids); if (error) throw error; return (data ?? []).map((row) => row.hours); }",
    'settings that a row may lack': "export async function getConfig(db, id) { const { data: row } = await db.from('companies').select('metadata').eq('id', id).maybeSingle(); return { ...(row?.metadata ?? {}) }; }",
    'a result that is asked twice': "import { listTables } from './tables';\nexport async function getMetrics() { const result = await listTables(); if (!result.success) throw new Error('no tables'); const tables = result.success ? result.tables : []; return { total: tables.length }; }",
    'a cut of what came in': "export function rowsOf(result) { return result.success ? result.rows : []; }",
  },
});

proveRule(ignored, {
  fires: {
    'rows that may not have been changed': "export async function unsubscribe(db, id) { await db.from('leads').update({ status: 'unsubscribed' }).eq('id', id); return { ok: true }; }",
    'a function that answers failures': { 'src/store.ts': "import { db } from './db';\nexport async function updateSeat(id) { try { await db.seats.update(id); return { success: true }; } catch (error) { return { success: false, error: error.message }; } }", 'src/main.ts': "import { updateSeat } from './store';\nexport async function seatAll(ids) { for (const id of ids) { await updateSeat(id); } return { success: true, seated: ids.length }; }" },
  },
  quiet: {
    'a roll-back': "export async function open(db, id) { const { error } = await db.from('users').insert({ id }); if (error) { await db.from('profiles').delete().eq('id', id); } if (error) throw error; }",
    'a note on the way to a refusal': "export async function provision(db, id, res) { const ready = await ask(id); if (!ready) { await db.from('devices').update({ state: 'broken' }).eq('id', id); return res.status(500).json({}); } return res.json({ id }); }",
    'a trail beside the work': "export async function note(db, id) { await db.from('audit_logs').insert({ id }); }",
    'a function that throws': { 'src/store.ts': "import { db } from './db';\nexport async function updateSeat(id) { await db.seats.update(id); return { success: true }; }", 'src/main.ts': "import { updateSeat } from './store';\nexport async function seatAll(ids) { for (const id of ids) { await updateSeat(id); } return { success: true }; }" },
    'an answer that is looked at': "export async function unsubscribe(db, id) { const { error } = await db.from('leads').update({ status: 'unsubscribed' }).eq('id', id); if (error) throw error; return { ok: true }; }",
  },
});
