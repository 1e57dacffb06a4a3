import { proveRule, py } from '../testing/prove.ts';
import rule from './canned-route-response.ts';

const users = "[{ id: 1, name: 'John Doe', email: 'john@acme.io', balance: 1200 }, { id: 2, name: 'Jane Roe', email: 'jane@acme.io', balance: 880 }]";

proveRule(rule, {
  byName: ['a lookup that is only simulated'],
  fires: {
    'items that no document decides': { 'worker/src/process.ts': "const ITEMS = [{ number: 'CP-050', description: 'Pump', quantity: 2, unit: 'pcs' }, { number: 'MS-032', description: 'Seal', quantity: 4, unit: 'pcs' }, { number: 'GS-001', description: 'Gasket', quantity: 10, unit: 'set' }];\nfunction extract({ text }) { const name = /customer: (.*)/.exec(text)?.[1]; return { customer: { name }, items: ITEMS }; }" },
    'what a function of another file makes up': { 'app/api/score/route.ts': "import { makeScore } from '../../../lib/score'; export async function GET() { const score = makeScore(); return Response.json({ score }); }", 'lib/score.ts': "export function makeScore() { const overall = 87.3; return { score: 87.3, confidence: 92, revenue: 41200, growth: 4.2, overall }; }" },
    'a lookup that is only simulated': { 'app/api/place/route.ts': "export async function POST(req) { const { domain } = await req.json(); const place = await simulatePlaceLookup(domain); return Response.json({ success: true, data: place }); }\nasync function simulatePlaceLookup(domain) { const hash = domain.length % 3; return PLACES[hash]; }\nconst PLACES = ['Austin', 'Denver', 'Miami'];" },
    'rows that are picked by what was asked': { 'app/api/rivals/route.ts': "export async function GET(req) { const brand = new URL(req.url).searchParams.get('brand'); const rivals = [{ id: 1, name: 'Naples Honda', price: 412, sales: 90 }, { id: 2, name: 'Crown Nissan', price: 388, sales: 41 }]; const found = brand ? rivals.filter((r) => r.name === brand) : rivals; return Response.json(found); }" },
    'figures that gain more figures': { 'app/api/overview/route.ts': "export async function GET(req) { const data = { requests: 125000, errorRate: 0.08, uptime: 99.92, latency: 125, environment: process.env.NODE_ENV, activeUsers: 40 }; if (req.url) { data.more = { queries: 50000 }; } return Response.json({ success: true, data }); }" },
    'measures of what runs': { 'app/api/ai/health/route.ts': "export async function GET(req) { const dealer = req.nextUrl.searchParams.get('dealer'); return Response.json({ engines: [{ name: 'A', visibility_score: 91, latencyMs: 620, trend: '+2%' }, { name: 'B', visibility_score: 88, latencyMs: 540, trend: '+1%' }], dealer }); }" },
    'a Next.js route': { 'app/api/users/route.ts': `export async function GET() { return Response.json({ users: ${users} }); }` },
    'an Express route': `app.get('/api/customers', (req, res) => { res.json(${users}); });`,
    'the literal in a constant': `const people = ${users}; app.get('/api/customers', (req, res) => res.json(people));`,
    'the literal in another file': { 'src/a.ts': "import { people } from './b'; app.get('/api/customers', (req, res) => res.json(people));", 'src/b.ts': `export const people = ${users};` },
    'a service that reads nothing': "export const service = { async getFxRates(base = 'USD') { return { base, timestamp: new Date(), rates: { EUR: 0.92, GBP: 0.79, JPY: 149.5 }, change: 0.4, volume: 1200 }; } };",
    'Python': py('@router.get("/stats")\ndef stats():\n    return {"revenue": 48213, "growth": 12.4, "orders": 310}\n'),
  },
  quiet: {
    'columns beside what was read': { 'worker/src/process.ts': "const COLUMNS = [{ key: 'a', width: 20, quantity: 2 }, { key: 'b', width: 40, quantity: 4 }, { key: 'c', width: 60, quantity: 8 }];\nfunction extract({ text }) { return { rows: text.split(','), columns: COLUMNS }; }" },
    'a simulation that was asked for': { 'app/api/simulate/route.ts': "export async function POST(req) { const { order } = await req.json(); const fill = simulateFill(order); return Response.json({ fill }); }\nfunction simulateFill(order) { return { price: order.price * 0.99 }; }" },
    'defaults that a function gives': { 'app/api/prefs/route.ts': "import { makeSettings } from '../../../lib/prefs'; export async function GET() { return Response.json({ prefs: makeSettings() }); }", 'lib/prefs.ts': "export function makeSettings() { return { score: 87.3, confidence: 92, revenue: 41200, growth: 4.2 }; }" },
    'a name that two blocks give to different things': { 'app/api/score/route.ts': "import { makeScore } from '../../../lib/score'; export async function GET(req) { const row = await db.score.findFirst(); if (!row) { const answer = { error: 'none' }; return Response.json(answer, { status: 404 }); } const answer = { row }; return Response.json(answer); }", 'lib/score.ts': "export const makeScore = () => ({ score: 87.3, confidence: 92, revenue: 41200 });" },
    'an object that gains what was read': { 'app/api/overview/route.ts': "export async function GET(req) { const data = { requests: 0, errorRate: 0, uptime: 99.92, latency: 125 }; data.requests = await db.count(); return Response.json({ success: true, data }); }" },
    'health without figures': { 'app/api/health/route.ts': "export async function GET(req) { return Response.json({ status: 'ok', service: 'desk', version: '3.0.0', region: 'eu' }); }" },
    'the version': "app.get('/version', (req, res) => res.json({ name: 'acme', version: '1.2.3', commit: 'abc', built: '2026-01-01' }));",
    'options': "app.get('/api/options', (req, res) => res.json([{ value: 'a', label: 'A' }, { value: 'b', label: 'B' }, { value: 'c', label: 'C' }]));",
    'what the store says': "app.get('/api/stats', async (req, res) => res.json({ revenue: await db.revenue(), growth: 12.4, orders: 3 }));",
    'configuration': "app.get('/api/about', (req, res) => res.json({ name: settings.name, total: settings.total, amount: settings.amount }));",
    'an error': "app.get('/api/customers', (req, res) => res.status(501).json({ users: [{ name: 'x', amount: 3, total: 4 }] }));",
    'an error answer': { 'app/api/users/route.ts': "export async function POST() { return Response.json({ error: 'Bad', total: 12, amount: 3 }); }" },
    'a schema': "export function getSchema() { return { amount: { type: 'number', min: 1 }, total: { type: 'number' }, price: { type: 'x' } }; }",
    'a table of the domain': "export const getCountries = () => [{ code: 'DE', name: 'Germany' }, { code: 'FR', name: 'France' }, { code: 'IT', name: 'Italy' }];",
    'Python: parameters only': py('@router.get("/echo")\ndef echo(a, b):\n    return {"a": a, "b": b}\n'),
  },
});
