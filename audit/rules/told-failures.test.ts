import { page, proveRule, py } from '../testing/prove.ts';
import failureAsEmpty from './failure-as-empty.ts';
import fabricated from './fabricated-on-error.ts';
import keptInMemory from './kept-in-memory.ts';
import success from './success-on-error.ts';
import swallowed from './swallowed-failure.ts';

proveRule(swallowed, {
  fires: {
    'a save that only logs': "export async function saveOrder(o) { try { await db.orders.create(o); } catch (error) { console.error(error); } }",
  },
  quiet: {
    'the same call once more': py('def remove(q):\n    try:\n        q.objects.delete()\n    except IntegrityError:\n        q.objects.delete()\n'),
    'a queue that does it later': py('def save_index(doc):\n    try:\n        db.index.update(doc)\n    except LockError:\n        logger.error("locked")\n        remove_later.apply_async(args=[doc])\n'),
    'an error that the page shows': "export function saveKey() { return api.keys.create(k).catch(function (err) { $('#error').text(err); }); }",
    'an error whose text is handed on': "export function saveIt(s) { return api.things.create(s).catch((err) => { const text = err.response.data; commit('notices/add', { text }); }); }",
    'a redirect that says so': "export async function login(req, res) { try { await db.users.update(u); } catch (error) { logger.error(error); res.redirect('/login?err=1'); } }",
    'a page that says it is not available': page('export function useChat() { const load = async () => { try { const r = await fetch("/c"); setRows(await r.json()); } catch { setIsAvailable(false); } }; return load; }'),
    'a loss whose reason is written down': "export async function saveTrace(t) { try { await db.traces.create(t); } catch { // must never break the scan\n } }",
    'success that is told only where it is one': "export function save({ commit }, x) { return Api.create(x).then(() => { commit('notices/add', { text: 'created', type: 'success' }); }).catch(() => { commit('LOADING', false); }); }",
    'a form that resets what it was given': page('export function M({ onSubmit, price }) { const go = async () => { try { await onSubmit(); setPrice(price.toString()); } catch (e) { console.error(e); } }; return <b onClick={go} />; }'),
    'a cache': { 'src/cache/redis.ts': "export class RedisCache { async save(k, v) { try { await this.redis.set(k, v); } catch (e) { console.error(e); } } }" },
    'an answer of a model': "export async function processOne(t) { try { const r = await client.chat.completions.create({ t }); return r; } catch (e) { console.error(e); } return undefined; }",
  },
});

proveRule(success, {
  fires: {
    'a toast of success in a handler': page('export function P() { const save = async () => { try { await fetch("/p", { method: "POST" }); } catch { toast.success("Password updated"); } }; return <b onClick={save} />; }'),
    'the word of success for a failed delivery': "export class Hub { async announce(room, row) { try { await this.redis.publish(room, row); return 'now'; } catch (error) { this.logger.warn(error); return 'now'; } } }",
  },
  quiet: {
    'a toast that says what failed': page('export function P() { const save = async () => { try { await fetch("/p", { method: "POST" }); } catch { toast.error("Password not updated"); } }; return <b onClick={save} />; }'),
    'a check that refuses after the handler': "export class S { async validateApiKey(key) { if (key) { try { const u = await this.db.users.findOne(key); if (u) { return u; } } catch {} } throw new HttpException('no', 401); } }",
    'another word for what comes later': "export class Hub { async announce(room, row) { try { await this.redis.publish(room, row); return 'now'; } catch (error) { this.keep(room); return 'later'; } } }",
    'an empty answer beside an error state': page('export function T() { const load = async () => { let r; try { r = await api.get("/x"); } catch (e) { r = { success: true, data: [] }; setHasDbError(true); } setRows(r.data); }; return <b onClick={load} />; }'),
  },
});

proveRule(fabricated, {
  fires: {
    'figures of an earlier time from a route': "let latest;\napp.get('/metrics', async () => { try { latest = await db.query('select 1'); } catch (error) { console.warn(error); } return latest; });",
  },
  quiet: {
    'an earlier value that is thrown for': "let latest;\napp.get('/metrics', async () => { try { latest = await db.query('select 1'); } catch (error) { throw error; } return latest; });",
    'a local value': "app.get('/metrics', async () => { let latest; try { latest = await db.query('select 1'); } catch (error) { throw new Error('x'); } return latest; });",
  },
});

proveRule(keptInMemory, {
  fires: {
    'a map that takes over from a store': "const local = new Map();\nexport class Sessions { async open(id, user) { try { await this.redis.set(id, user); } catch { local.set(id, user); } }\n async has(id) { try { return await this.redis.exists(id); } catch { return local.has(id); } } }",
  },
  quiet: {
    'a cache of what is asked elsewhere': "const cache = new Map();\nexport class S { async open(id, user) { try { await this.redis.set(id, user); } catch { cache.set(id, user); } }\n async has(id) { try { return await this.redis.exists(id); } catch { return cache.has(id); } } }",
    'a store that throws': "const local = new Map();\nexport class S { async open(id, user) { await this.redis.set(id, user); } async has(id) { return local.has(id); } }",
  },
});

proveRule(failureAsEmpty, {
  fires: {
    'nothing right after the test of a status': py('async def get_orders(client):\n    r = await client.get("/orders")\n    if r.status_code == 200:\n        return r.json()\n    return []\n'),
    'nothing where the client is missing': py('class A:\n    def get_orders(self):\n        if self.trading_client:\n            return self.trading_client.get_orders()\n        return []\n'),
  },
  quiet: {
    'a session of a map that is not there': "export class C { drain(id) { const session = this.sessions.get(id); if (!session) { return []; } return session.rows; } }",
    'what a tidying removed': "export async function cleanupUploads(redis) { try { return await redis.del('a'); } catch (e) { logger.error(e); return 0; } }",
    'news that are optional': py('async def news(s):\n    try:\n        return await client.get(s)\n    except Exception:\n        return []  # News is optional\n'),
    'a document that cannot be opened': py('def text_of(path):\n    try:\n        with fitz.open(path) as doc:\n            return doc\n    except Exception as exc:\n        log.warning("unreadable %s", exc)\n        return ""\n'),
  },
});
