import { page, proveRule, py } from '../testing/prove.ts';
import rule from './swallowed-failure.ts';

proveRule(rule, {
  fires: {
    'a send that is only logged': "export async function sendMail(m) { try { await mailer.send(m); } catch (e) { console.error(e); } }",
    'an empty catch': "export async function publishOrder(o) { try { await broker.publish(o); } catch {} }",
    'a refused answer': "export async function deliverHook(h) { const res = await fetch(h.url, { method: 'POST' }); if (!res.ok) { logger.error(res.status); } }",
    'a page that stays empty': page('export function P() { const load = async () => { try { const r = await get(); setRows(r); } catch (e) { console.error(e); } }; return <b onClick={load} />; }'),
    'a write to the store': "import { db } from './db'; export async function changeOrder(o) { try { await db.order.update(o); } catch (e) { console.warn(e); } }",
    'a missing template': "export async function sendTemplated(key) { const template = await db.find(key); if (!template) { console.error('no template'); return; } await mailer.send(template); }",
    'Python: a bulk loop': py('class S:\n    def tag(self, rows):\n        for r in rows:\n            try:\n                self.repos.recipes.update(r)\n            except Exception as e:\n                self.logger.error(e)\n'),
    'Python: a row behind a connection that is closed': py('import sqlite3\nclass S:\n    def _store_snapshot(self, row):\n        try:\n            conn = sqlite3.connect(self.path)\n            cursor = conn.cursor()\n            cursor.execute("INSERT INTO rows VALUES (?)", (row,))\n            conn.commit()\n            conn.close()\n        except Exception as e:\n            logger.error(e)\n'),
    'Python: a message that nobody looks after': py('import requests\ndef trade(order):\n    broker_place(order)\n    try:\n        requests.post(HOOK, json=order)\n    except Exception as e:\n        print(e)\n    return order\n'),
    'Python: a file that was not saved': py('class S:\n    def _save_data(self):\n        try:\n            with open(self.path, "w") as f:\n                json.dump(self.rows, f)\n        except Exception as e:\n            print(e)\n'),
  },
  quiet: {
    'what is written down on the way out of another failure': "export async function enrich(id) { try { await client.enrich(id); } catch (error) { await prisma.job.update({ where: { id }, data: { state: 'x' } }).catch(() => {}); throw error; } }",
    'an order that is taken back': { 'src/pages/Pins.tsx': "export function Pins() { const [items, setItems] = useState([]); const drop = (pin, existing, next) => { pin.save({ index: 2 }).catch(() => setItems(existing)); setItems(next); }; return <b onClick={drop}>{items.length}</b>; }" },
    'a helper that shows the error': { 'src/pages/Orders.tsx': "export function Orders() { const [rows, setRows] = useState([]); const load = async () => { try { const r = await fetch('/api/orders'); setRows(await r.json()); } catch (error) { console.error(error); showErrorToast(t('loadFailed')); } }; return <b>{rows.length}</b>; }" },
    'a rethrow': 'export async function sendMail(m) { try { await mailer.send(m); } catch (e) { console.error(e); throw e; } }',
    'an error state': page('export function P() { const save = async () => { try { await api.save(x); } catch (e) { setError(e); } }; return <b onClick={save} />; }'),
    'a toast': page("export function P() { const save = async () => { try { await api.save(x); } catch (e) { toast.error('Not saved'); } }; return <b onClick={save} />; }"),
    'clean-up': "export async function sendAll(c) { try { await c.close(); } catch {} }",
    'best effort, said so': "export async function sendPing(c) { try { await c.send('x'); } catch { /* best effort: the next ping tells */ } }",
    'counted': "export async function sendAll(list) { let failed = 0; for (const m of list) { try { await mailer.send(m); } catch { failed++; } } return failed; }",
    'telemetry': "export async function trackEvent(e) { try { await client.send(e); } catch {} }",
    'a process that ends': 'export async function sendAll(c) { try { await c.send(1); } catch (e) { console.error(e); process.exit(1); } }',
    'an answer': "export async function sendMail(m) { try { await mailer.send(m); return true; } catch { return false; } }",
    'Python: raise': py('def send_mail(m):\n    try:\n        smtp.send_message(m)\n    except Exception as e:\n        raise MailError() from e\n'),
    'Python: an expected exception': py('def save_it(m):\n    try:\n        store.save(m)\n    except KeyError:\n        pass\n'),
  },
});
