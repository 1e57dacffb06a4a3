import { proveRule, py } from '../testing/prove.ts';
import rule from './constant-health.ts';

const store = "import { db } from './db'; export const load = () => db.order.findMany(); ";

proveRule(rule, {
  fires: {
    'a constant': `${store}app.get('/health', (req, res) => { res.json({ status: 'ok' }); });`,
    'a constant that claims the database': `${store}app.get('/ready', async (req, res) => res.json({ status: 'ok', db: 'connected' }));`,
    'a failure with status 200': "app.get('/health', async () => { try { await db.query('SELECT 1'); return { status: 'ok' }; } catch { return { status: 'degraded', db: 'down' }; } });",
    'Python': py('@router.get("/health-check/")\nasync def health_check():\n    return True\n\ndef load(session):\n    return session.execute("x")\n'),
  },
  quiet: {
    'liveness beside readiness': `${store}app.get('/health/live', () => ({ status: 'ok' })); app.get('/health/ready', async () => { await db.query('SELECT 1'); return { status: 'ok' }; });`,
    'a question': "app.get('/health', async (req, res) => { await db.query('SELECT 1'); res.json({ status: 'ok' }); });",
    'a status': `${store}app.get('/health', async (req, res) => { try { await db.query('SELECT 1'); res.json({ status: 'ok' }); } catch { res.status(503).json({ status: 'down' }); } });`,
    'a service without dependencies': "app.get('/health', (req, res) => { res.json({ status: 'ok' }); });",
    'a library': `${store}import { check } from 'terminus'; app.get('/health', async () => { await check(); return { status: 'ok' }; });`,
    'another status': `${store}app.get('/api/orders/status', (req, res) => { res.json({ status: 'ok' }); });`,
  },
});
