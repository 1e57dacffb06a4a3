import { proveRule, py } from '../testing/prove.ts';
import rule from './success-on-error.ts';

proveRule(rule, {
  fires: {
    'mail without a mailer': "export async function sendEmail(mail) { if (!resend) { console.log('would send', mail); return { success: true, id: 'mock-' + Date.now() }; } return await resend.emails.send(mail); }",
    'mail without a key, at the end': "export async function sendMail(env, mail) { const apiKey = env.MAIL_API_KEY; if (apiKey) { const r = await fetch('https://mail.example/send', { method: 'POST', body: mail }); return r.ok; } console.log('no provider'); return true; }",
    'success with an inner remark': "export async function GET() { try { return Response.json(await client.analyse()); } catch (error) { return Response.json({ success: true, data: sample(), meta: { source: 'fallback', error: 'analysis failed' } }); } }",
    'success: true': "export async function save(o) { try { await db.put(o); } catch (e) { console.error(e); return { success: true }; } }",
    'a response': "app.post('/x', async (req, res) => { try { await q.add(req.body); } catch { res.json({ ok: true }); } });",
    'a check that passes': 'export async function isAllowed(u) { try { return await acl.get(u); } catch { return true; } }',
    'a limit that is gone': 'export async function limitLogins(u) { try { if (await redis.incr(u) > 5) { throw new TooMany(); } } catch { return; } throw new Never(); }',
    'a promise': "export const save = (o) => client.put(o).catch(() => ({ status: 'ok' }));",
    'Python': py('async def save(o):\n    try:\n        await client.post(o)\n    except Exception as e:\n        logger.error(e)\n        return {"success": True}\n'),
  },
  quiet: {
    'an expected error, and a refusal of all others': "app.get('/results', async (req, res) => { try { res.json({ success: true, rows: await pool.query('SELECT 1') }); } catch (error) { if (isTableMissing(error)) return res.json({ success: true, rows: [] }); res.status(500).json({ success: false }); } });",
    'mail that was not sent': "export async function sendEmail(mail) { if (!resend) { console.log('no mailer'); return { success: false, error: 'no mailer' }; } return await resend.emails.send(mail); }",
    'mail by another way': "export async function sendMail(mail) { if (apiKey) { return await viaApi(mail); } await transporter.sendMail(mail); return true; }",
    'success: false': 'export async function f() { try { await q(); } catch { return { success: false }; } }',
    'an error status': "app.post('/x', async (req, res) => { try { await q(); } catch { res.status(500).json({ ok: true }); } });",
    'an error beside it': 'export async function f() { try { await q(); } catch (e) { return { ok: true, error: e.message }; } }',
    'a throw': 'export async function f() { try { await q(); } catch (e) { throw e; } }',
    'an acknowledgement': { 'src/webhook.ts': "app.post('/webhook', async (req, res) => { try { await store(req.body); } catch { res.json({ ok: true }); } });" },
    'a careful question': 'export async function isExpired() { try { await q(); return false; } catch { return true; } }',
    'Python: a refusal': py('async def f():\n    try:\n        await q()\n    except Exception:\n        return {"success": False}\n'),
  },
});
