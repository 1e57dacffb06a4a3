import { page, proveRule } from '../testing/prove.ts';
import empty from './failure-as-empty.ts';
import ignored from './ignored-result.ts';
import swallowed from './swallowed-failure.ts';

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
