import { proveRule, py } from '../testing/prove.ts';
import rule from './canned-route-response.ts';

const users = "[{ id: 1, name: 'John Doe', email: 'john@acme.io', balance: 1200 }, { id: 2, name: 'Jane Roe', email: 'jane@acme.io', balance: 880 }]";

proveRule(rule, {
  fires: {
    'a Next.js route': { 'app/api/users/route.ts': `export async function GET() { return Response.json({ users: ${users} }); }` },
    'an Express route': `app.get('/api/customers', (req, res) => { res.json(${users}); });`,
    'the literal in a constant': `const people = ${users}; app.get('/api/customers', (req, res) => res.json(people));`,
    'the literal in another file': { 'src/a.ts': "import { people } from './b'; app.get('/api/customers', (req, res) => res.json(people));", 'src/b.ts': `export const people = ${users};` },
    'a service that reads nothing': "export const service = { async getFxRates(base = 'USD') { return { base, timestamp: new Date(), rates: { EUR: 0.92, GBP: 0.79, JPY: 149.5 }, change: 0.4, volume: 1200 }; } };",
    'Python': py('@router.get("/stats")\ndef stats():\n    return {"revenue": 48213, "growth": 12.4, "orders": 310}\n'),
  },
  quiet: {
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
