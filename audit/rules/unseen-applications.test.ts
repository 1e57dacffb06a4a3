import { page, proveRule } from '../testing/prove.ts';
import admitted from './admitted-placeholder.ts';
import claim from './claim-without-effect.ts';
import figure from './constant-among-figures.ts';
import empty from './failure-as-empty.ts';
import principal from './hardcoded-principal.ts';
import called from './invented-data-called.ts';
import shown from './invented-data-shown.ts';
import bundle from './secret-in-client-bundle.ts';

const trades = "const trades = [{ id: 'trd_001', quote: 'qte_001', partner: 'seller_a', stage: 'CASH' }, { id: 'trd_002', quote: 'qte_002', partner: 'seller_b', stage: 'DONE' }];\n";

proveRule(shown, {
  fires: {
    'a module that answers from a list of its own': `${trades}export async function listTrades() { return trades; }\nexport async function getTrade(id) { return trades.find((t) => t.id === id) ?? null; }`,
    'a list of its own that is added to': `${trades}export async function listTrades() { return trades; }\nexport async function addTrade(t) { trades.unshift(t); return t; }`,
  },
  quiet: {
    'a module that asks': `${trades}export async function listTrades() { return trades; }\nexport async function getTrade(id) { return await fetch('/trades/' + id); }`,
    'a table that a program knows': "const plants = [{ id: 'basic', label: 'Basic', seats: 3, colour: 'red' }, { id: 'large', label: 'Large', seats: 9, colour: 'blue' }];\nexport async function listPlants() { return plants; }\nexport async function getPlant(id) { return plants.find((p) => p.id === id); }",
    'functions that nobody waits for': `${trades}export function listTrades() { return trades; }\nexport function getTrade(id) { return trades.find((t) => t.id === id); }`,
  },
});

proveRule(claim, {
  fires: {
    'a delivery that is a line in the log': "import { doc, updateDoc } from 'firebase/firestore';\nexport class Notes { async deliverNote(note) {\n// In a real app, this would integrate with email and SMS services.\nconsole.log('Sending email', note.id);\nawait updateDoc(doc(note.id), { status: 'DELIVERED' }); } }",
    'a check that is a line in the log': "export const flags = { async checkFlags(data) {\n// Mock implementation for checking compliance\nconsole.log('Checking', data);\nreturn { flags: [], dangerous: false, advice: 'SAFE' }; } };",
  },
  quiet: {
    'a delivery with a line in the log': "import { Mailer } from '@sendgrid/mail';\nexport class Notes { async deliverNote(note) {\n// The queue tries again.\nconsole.log('Sending email', note.id);\nawait fetch(note.url, { method: 'POST' }); } }",
    'an answer that is worked out': "export const flags = { async checkFlags(data) {\nconsole.log('Checking', data);\nreturn { flags: data.flags, dangerous: data.flags.length > 0, advice: data.advice }; } };",
  },
});

proveRule(called, {
  fires: { 'a change that gives back what it was given': 'export function useTasks() { const updateTask = { mutateAsync: async (data) => Promise.resolve(data) }; return { save: (t) => updateTask.mutateAsync(t) }; }' },
  quiet: {
    'a step of a pipeline': 'export function makePipeline() { const middleware = { send: async (data) => data }; return middleware; }',
    'a change that asks': 'export function useTasks() { const updateTask = { mutateAsync: async (data) => api.put(data) }; return { save: (t) => updateTask.mutateAsync(t) }; }',
  },
});

proveRule(empty, {
  fires: {
    'a search for trouble that failed': 'export class Watch { async detectFraud(id) { try { const rows = await db.rows.find(id); if (rows.bad) { return rows.bad; } return null; } catch (e) { console.error(e); return null; } } }',
    'items that failed and are left out': 'export async function total(docs) { const all = docs.map(async (d) => { try { return await exchange.portfolio(d.key); } catch (e) { console.error(e); return null; } }); const found = (await Promise.all(all)).filter((p) => p !== null); return { success: true, found }; }',
  },
  quiet: {
    'a format that is guessed': 'export class Watch { async detectFormat(id) { try { return await db.rows.find(id); } catch (e) { console.error(e); return null; } } }',
    'items that failed and are told': 'export async function total(docs) { const errors = []; const all = docs.map(async (d) => { try { return await exchange.portfolio(d.key); } catch (e) { errors.push(e); return null; } }); const found = (await Promise.all(all)).filter((p) => p !== null); return { found, errors }; }',
  },
});

proveRule(admitted, {
  fires: {
    'a list that stays empty': 'export async function stats(orders) { return { total: orders.length,\nbyMonth: [], // Placeholder\n}; }',
    'a setting that somebody has': 'export function warn(spent) {\n// Assume a budget of 3000 (should fetch from user settings)\nconst budget = 3000;\nreturn spent > budget; }',
  },
  quiet: { 'a list that begins empty': 'export async function stats(orders) { return { total: orders.length,\nbyMonth: [], // filled by the caller\n}; }' },
});

proveRule(principal, {
  fires: { 'a provider who does not exist': "export async function order(flow) { const row = { productId: flow.productId, providerId: 'provider-placeholder' }; return db.orders.create(row); }" },
  quiet: { 'a provider who was asked for': 'export async function order(flow) { const row = { productId: flow.productId, providerId: flow.providerId }; return db.orders.create(row); }' },
});

proveRule(figure, {
  fires: { 'an amount on top of what was read': 'const OPENING = 184_250.4;\nexport async function metrics(db) { const totals = await db.one(SQL); return { quotes: totals.quotes, quoted_value: totals.quoted_value + OPENING }; }' },
  quiet: {
    'a fee': 'export async function cart(db) { const totals = await db.one(SQL); return { items: totals.items, total_amount: totals.amount + 250 }; }',
    'another zone of time': 'export async function row(db) { const found = await db.one(SQL); return { id: found.id, expires: found.created + 86_400_000 }; }',
  },
});

proveRule(bundle, {
  fires: { 'a key that sends mail': 'export const key = process.env.NEXT_PUBLIC_SENDGRID_API_KEY;' },
  quiet: { 'a key of a map': page('export function Map() { return <Frame apiKey={process.env.NEXT_PUBLIC_MAPS_API_KEY} />; }') },
});
