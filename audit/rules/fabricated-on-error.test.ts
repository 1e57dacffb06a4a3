import { page, proveRule, py } from '../testing/prove.ts';
import rule from './fabricated-on-error.ts';

proveRule(rule, {
  fires: {
    'what a function makes up': "async function load() { try { return await client.metrics(); } catch (error) { return generateFallback(); } }\nfunction generateFallback() { return { score: 87.3, revenue: 41200, growth: 4.2, visitors: 900 }; }",
    'figures that are answered after the handler': "app.get('/risk', async (req, res) => { try { const row = await pool.query('SELECT * FROM risk'); if (row) { return res.json(row); } } catch (error) { logger.warn('no database', error); } res.json({ success: true, risk: { maxDrawdown: 15, positions: 3, stopLoss: 2, dailyLoss: 5 } }); });",
    'figures in a catch': "export async function metrics() { try { return await api.metrics(); } catch { return { activeMembers: 8, score: 92, revenue: 48213 }; } }",
    'the same as a promise': "export const prices = () => fetchPrices().catch(() => [{ sku: 'A-1', price: 9.99, stock: 12 }, { sku: 'B-2', price: 4.5, stock: 3 }]);",
    'a mock by its name': page("import { mockOrders } from '../data/orders'; export function P() { const load = async () => { try { setRows(await get()); } catch { setRows(mockOrders); } }; return <b onClick={load} />; }"),
    'records in another file': { 'src/a.ts': "import { rows } from './b'; export async function list() { try { return await api.list(); } catch { return rows; } }", 'src/b.ts': "export const rows = [{ customer: 'Acme', amount: 1200, date: '2026-01-02' }, { customer: 'Blue', amount: 800, date: '2026-02-03' }];" },
    'a failed status': "export async function rate() { const r = await fetch(u); if (!r.ok) { return { pair: 'EUR/USD', rate: 1.08, change: 0.3, volume: 1200 }; } return r.json(); }",
    'records that Python builds by keyword': py('from uuid import UUID\nfrom datetime import datetime, UTC\nfrom models import Found, Document\nasync def search(q):\n    try:\n        return await find(q)\n    except Exception:\n        return Found(query=q, documents=[Document(id=UUID("3a0f4a0e"), filename="rfq-118.txt", bytes=1204, customer="Nordlicht GmbH", created_at=datetime(2026, 10, 12, tzinfo=UTC))])\n'),
    'Python': py('async def read():\n    try:\n        return await sensor.read()\n    except Exception:\n        return {"temperature": 21.5, "humidity": 40, "status": "normal"}\n'),
  },
  quiet: {
    'an error of a mock server': "import { MOCK_SERVER_NOT_FOUND } from './errors'; async function logs(id) { try { return await prisma.log.findMany({ where: { id } }); } catch (error) { return E.left(MOCK_SERVER_NOT_FOUND); } }",
    'an invention for who develops': "const dummyUser = { name: 'Jane Doe', email: 'jane@corp.org', id: 4 }; async function me(devMode) { try { setUser(await fetchMe()); } catch (error) { if (devMode === true) { setUser(dummyUser); } } }",
    'what is read from elsewhere after the handler': "async function load() { try { return await cache.get('m'); } catch (error) { logger.warn(error); } return await db.metrics(); }",
    'an empty answer of a function': "async function load() { try { return await client.metrics(); } catch (error) { return emptyMetrics(error); } }\nfunction emptyMetrics(error) { return { error: error.message }; }",
    'an error shape': 'export async function f() { try { return await q(); } catch (e) { return { error: e.message, code: 500, retry: 30 }; } }',
    'a degraded answer': "export async function f() { try { return await q(); } catch { return { status: 'degraded', orders: 12, revenue: 99 }; } }",
    'settings': "export async function loadSettings() { try { return await q(); } catch { return { pageSize: 20, maxItems: 50, refresh: 30 }; } }",
    'a parse': "export function f(t) { try { return JSON.parse(t); } catch { return { width: 20, height: 30, total: 3 }; } }",
    'an empty list': 'export async function f() { try { return await q(); } catch { return []; } }',
    'a rethrow after a log': 'export async function f() { try { return await q(); } catch (e) { console.error(e); throw e; } }',
    'a message': "export async function f() { try { return await q(); } catch (e) { return e.message || 'Failed to load team'; } }",
    'development only': "export async function f() { try { return await q(); } catch (e) { if (process.env.NODE_ENV !== 'production') { return mockRows; } throw e; } }",
    'Python: an error answer': py('async def f():\n    try:\n        return await q()\n    except Exception as e:\n        return JSONResponse(status_code=503, content={"a": 1.5, "b": 2.5, "c": 3.5})\n'),
  },
});
