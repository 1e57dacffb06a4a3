import { page, proveRule } from '../testing/prove.ts';
import admitted from './admitted-placeholder.ts';
import claim from './claim-without-effect.ts';
import endpoint from './environment-endpoint-literal.ts';
import shown from './invented-data-shown.ts';
import random from './random-as-measurement.ts';
import swallowed from './swallowed-failure.ts';

proveRule(claim, {
  fires: {
    'a form that only waits': page("export function F() { const handleSubmit = async (e) => { e.preventDefault(); setBusy(true); await new Promise((done) => setTimeout(done, 1500)); const subject = `From ${name}`.trim(); setIsSubmitted(true); }; return <form onSubmit={handleSubmit} />; }"),
    'an export that only waits': page("export function F() { const handleDataExport = async () => { await new Promise((done) => setTimeout(done, 2000)); setExportSuccess(true); }; return <b onClick={handleDataExport} />; }"),
    'a message that is sent to a map': "export class Chat { private messages = new Map(); async sendMessage(topic, content) { const message = { id: `m_${Math.random()}`, content, topic, timestamp: new Date() }; this.messages.set(topic, message); console.log('sent'); return message; } }",
    'a client that is said to be connected': "export class Pay { private isConnected = false; async initialize() { // TODO: Initialize actual payment client\n this.isConnected = true; console.log('connected'); } }",
    'an account of a client that is not connected': "export class Pay { private accounts = new Map(); private ready = false; async initialize() { /* TODO: Initialize actual payment client */ this.ready = compute(); } async createAccount(address) { const account = { id: `a_${Date.now()}`, address, createdAt: new Date() }; this.accounts.set(address, account); return account; } }",
    'reports that are counted as sent': { 'app/api/cron/reports/route.ts': "import { prisma } from '@prisma/client';\nexport async function POST() { const rows = await prisma.partner.findMany(); if (rows.length === 0) { return NextResponse.json({ success: true, sent: 0 }); } let sent = 0; for (const row of rows) { sent++; } return NextResponse.json({ success: true, sent, total: rows.length }); }" },
    'a route that answers words of its own': { 'app/api/owner/route.ts': "export async function GET(req) { const tokenId = req.nextUrl.searchParams.get('tokenId');\n// In a real implementation, this would replay the topic\n return NextResponse.json({ ok: true, tokenId, currentOwner: 'demo-owner', status: 'active' }); }" },
  },
  quiet: {
    'a queue of this process': "export class Jobs { private jobs = new Map(); create(name) { const job = { id: `j_${Date.now()}`, name, createdAt: new Date() }; this.jobs.set(name, job); return job; } }",
    'a bus that calls its listeners': "export class Bus { private listeners = []; async publish(topic, body) { const event = { id: `e_${Date.now()}`, topic, body, timestamp: new Date() }; this.listeners.forEach((one) => one(event)); return event; } }",
    'a form that opens a mail': page("export function F() { const handleSubmit = (e) => { e.preventDefault(); window.location.href = `mailto:a@b.co?subject=${name}`; setIsSubmitted(true); }; return <form onSubmit={handleSubmit} />; }"),
    'a message that goes out': "export class Chat { private messages = new Map(); async sendMessage(topic, content) { const message = { id: `m_${Math.random()}`, content, topic, timestamp: new Date() }; await this.socket.send(message); this.messages.set(topic, message); return message; } }",
    'a client that connects': "export class Pay { private isConnected = false; async initialize() { // TODO: Initialize actual payment client with a pool\n await fetch(this.url); this.isConnected = true; console.log('connected'); } }",
    'reports that are sent': { 'app/api/cron/reports/route.ts': "import { prisma } from '@prisma/client';\nimport { Resend } from 'resend';\nconst resend = new Resend(KEY);\nexport async function POST() { const rows = await prisma.partner.findMany(); let sent = 0; for (const row of rows) { await resend.emails.send(row); sent++; } return NextResponse.json({ success: true, sent, total: rows.length }); }" },
  },
});

proveRule(swallowed, {
  fires: {},
  quiet: {
    'a failure told by the mark that is missing': "export async function sendBoth(list) { const failed = []; for (const each of list) { let sent = false; try { await mailer.send(each); sent = true; } catch (e) { console.error(e); } if (!sent) { failed.push(each); } } return { failed }; }",
  },
});

proveRule(shown, {
  fires: {
    'a bare count among counts that are read': page('export function P({ alerts }) { return <div><StatsCard title="Alerts" value={`${alerts.length}/5`} /><StatsCard title="Views" value="156" /></div>; }'),
  },
  quiet: {
    'a width': page('export function P({ alerts }) { return <div><StatsCard title="Alerts" value={alerts.length} width="156" /></div>; }'),
    'a step of a list': page('export function P({ steps }) { return <div><StepCard value={steps.one} /><StepCard value="12" /></div>; }'),
  },
});

proveRule(admitted, {
  fires: { 'a factor that should have been a price': "export function rowOf(target) {\n return {\n  id: target.id,\n  price: target.price * 0.98, // Placeholder - would come from the market\n };\n}" },
  quiet: { 'a factor that is meant': "export function rowOf(target) {\n return {\n  id: target.id,\n  price: target.price * 0.98, // two per cent off\n };\n}" },
});

proveRule(random, {
  fires: { 'a time to wait that nobody reckoned': "export default async function handler(req, res) { let waitMinutes = 10; if (req.query.full) { waitMinutes = 30 + Math.floor(Math.random() * 15); } res.json({ waitMinutes }); }" },
  quiet: { 'a pause that is spread': "export async function again(run) { const delayMinutes = 5 + Math.random(); await sleep(delayMinutes); return run(); }" },
});

proveRule(endpoint, {
  fires: {
    'an account by default': "export const operator = process.env.LEDGER_OPERATOR_ID || '0.0.5864559';",
    'a person by default, through a helper': "const clean = (s) => (s ?? '').trim();\nexport const session = clean(process.env.NEXT_PUBLIC_SESSION_ID) || 'tm-alex-chen';",
    'a place to try things by default': "export const api = process.env.PAY_API_URL || 'https://sandbox.payments.io';",
    'the own address by default': "export const link = `${process.env.NEXT_PUBLIC_SITE_URL || 'https://humanosisu.net'}/login`;",
  },
  quiet: {
    'an address of a vendor by default': "export const api = process.env.OPENAI_BASE_URL || 'https://api.openai.com/v1';",
    'any account': "export const who = process.env.DEFAULT_USER_ID || 'anonymous';",
    'a word for nobody': "export const tenant = process.env.TENANT_ID || 'default-tenant';",
    'an example': "export const site = process.env.SITE_URL || 'https://example.com';",
    'an application at an identity provider': "export const id = process.env.OAUTH_CLIENT_ID || 'my-web-1';",
  },
});
