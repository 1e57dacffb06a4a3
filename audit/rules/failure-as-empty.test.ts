import { page, proveRule, py } from '../testing/prove.ts';
import rule from './failure-as-empty.ts';

proveRule(rule, {
  fires: {
    'a catch that returns an empty list': "import { db } from './db'; export async function orders() { try { return await db.order.findMany(); } catch { return []; } }",
    'the same with a log line': "import { db } from './db'; export async function orders() { try { return await db.order.findMany(); } catch (e) { console.error(e); return []; } }",
    'the same as a promise': "import { db } from './db'; export const orders = () => db.order.findMany().catch(() => []);",
    'the second function of then': { 'src/useRows.ts': "import { useState } from 'react'; import { api } from './api'; export function useRows(path) { const [rows, setRows] = useState({ state: 'loading' }); function load() { api.get(path).then((data) => setRows({ state: 'loaded', data }), (error) => { console.warn(error); setRows({ state: 'loaded', data: [] }); }); } return [rows, load]; }" },
    'the same in a helper of another name': "import { db } from './db'; export async function zz() { try { return await db.x.findMany(); } catch (problem) { return { items: [], total: 0 }; } }",
    'an empty answer with status 200': "export async function GET() { try { return Response.json(await fetchAll()); } catch { return Response.json([], { status: 200 }); } }",
    'a variable left empty': "export async function page() { let rows = []; try { rows = await load(); } catch { } return rows.length; }",
    'a list that lacks what failed': 'export async function all(ids) { const out = []; for (const id of ids) { try { out.push(await api.get(id)); } catch (e) { console.warn(e); } } return out; }',
    'zero instead of a balance': "export async function balance(id) { try { return await bank.read(id); } catch { return 0; } }",
    'Python: a broad except': py('async def orders():\n    try:\n        return await client.fetch_orders()\n    except Exception as e:\n        print(e)\n        return []\n'),
    'Python: a file that cannot be read': py('class S:\n    def load(self):\n        try:\n            with open(self.path) as f:\n                self.rows = json.load(f)\n        except Exception:\n            self.rows = {}\n'),
    'Python: the else of a status': py('async def balance(client):\n    response = await client.get("https://bank/api")\n    if response.status_code == 200:\n        return response.json()\n    else:\n        return 0.0\n'),
    'Python: a missing client': py('def orders(self):\n    if not self.client:\n        return []\n    return self.client.list_orders()\n'),
  },
  quiet: {
    'a rethrow': "export async function f() { try { return await db.q(); } catch (e) { log(e); throw e; } }",
    'the second function of then that says so': "import { api } from './api'; export function useRows() { const [, setState] = useState(null); api.get('/rows').then((data) => setState({ state: 'loaded', data }), (error) => setState({ state: 'failed', message: String(error) })); }",
    'a parse probe': 'export function parsed(t) { try { return JSON.parse(t); } catch { return {}; } }',
    'a question': "export async function isReachable(u) { try { await fetch(u); return true; } catch { return false; } }",
    'an explicit error': "export async function f() { try { return await fetchAll(); } catch (e) { return { items: [], error: e.message }; } }",
    'an error status': "export async function GET() { try { return Response.json(await fetchAll()); } catch { return Response.json([], { status: 503 }); } }",
    'an error state': page('export function Page() { const load = async () => { try { setRows(await fetchRows()); } catch (e) { setError(e); setRows([]); } }; return <b onClick={load} />; }'),
    'next': "app.get('/x', async (req, res, next) => { try { res.json(await q()); } catch (e) { next(e); } });",
    'a cache miss': 'export async function getCached(k) { try { return await redis.get(k); } catch { return {}; } }',
    'one expected code': "export async function read(p) { try { return await readFile(p); } catch (e) { if (e.code === 'ENOENT') return []; throw e; } }",
    'a retry': 'export async function f() { for (let attempt = 0; attempt < 3; attempt++) { try { return await q(); } catch { rows = []; } } throw new Error("gone"); }',
    'a list of failures beside it': 'export async function all(ids) { const out = []; const errors = []; for (const id of ids) { try { out.push(await api.get(id)); } catch (e) { errors.push(e); } } return { out, errors }; }',
    'a test': { 'src/a.test.ts': 'export const f = () => q().catch(() => []);' },
    'Python: an expected exception': py('def read():\n    try:\n        return json.load(open("x"))\n    except FileNotFoundError:\n        return {}\n'),
    'Python: raise': py('async def f():\n    try:\n        return await c.fetch()\n    except Exception as e:\n        raise HTTPException(500) from e\n'),
    'Python: a counter that did not move': py('def run(rows):\n    done = 0\n    for r in rows:\n        try:\n            api.post(r)\n            done += 1\n        except ValueError:\n            pass\n    return done\n'),
  },
});
