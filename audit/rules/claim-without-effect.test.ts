import { page, proveRule, py } from '../testing/prove.ts';
import rule from './claim-without-effect.ts';

proveRule(rule, {
  fires: {
    'a clean-up that only logs': "export async function cleanupReplies() { try { logger.info('start'); // This would be implemented with the database client\nlogger.info('Completed clean-up'); } catch (error) { logger.error(error); } }",
    'a certificate that nobody gave': "export async function verifyTax(req) { if (!req.number) { return { status: 'failed', ref: null }; } return { status: 'verified', ref: `TAX-${Date.now()}` }; }",
    'Python: a schedule that its author did not store': py('async def schedule_workflow(kind, at):\n    when = parse(at)\n    # In a real implementation, this would insert into a database\n    return {"id": f"scheduled-{kind}", "kind": kind, "next_run": when.isoformat(), "created_at": datetime.now().isoformat()}\ndef parse(at):\n    return datetime.fromisoformat(at)\n'),
    'Python: Flask, by its methods': py('@app.route("/api/signal/export", methods=["POST"])\ndef export_signal():\n    return jsonify({"status": "success", "message": "Signal exported."})\n'),
    'a wait and a success': "export async function sendInvoice(id) { await new Promise((r) => setTimeout(r, 1500)); return { success: true }; }",
    'an echo with a stamp': "export const service = { updateAgent(id, changes) { return { id, ...changes, updated_at: new Date().toISOString() }; } };",
    'a check that compares nothing': "export const service = { async verify(id) { const record = rows.get(id); if (!record) return null; return { ...record, verified: true }; } };",
    'the work in a helper that does nothing either': "function later() { return new Promise((r) => setTimeout(r, 10)); } export async function chargeCard(id) { await later(); return { status: 'paid' }; }",
    'a form that only says so': page('export function P() { const handleSubmit = (e) => { e.preventDefault(); setSubmitted(true); }; return <form onSubmit={handleSubmit} />; }'),
    'a getter that is always empty': 'export const service = { async getComparison(id) { return { id, comparisons: [] }; } };',
    'Python': py('async def deploy_service(name):\n    await asyncio.sleep(2)\n    return {"status": "deployed"}\n'),
    'Python: a stub': py('class C:\n    async def get_regions(self):\n        return []\n'),
  },
  quiet: {
    'a step of a contract with nothing to check': "export class Backfill extends Migration { async validate(_args) { return { valid: true, reason: undefined }; } }",
    'a row that is added to a form': { 'src/pages/Invite.tsx': "export function Invite() { const [rows, setRows] = useState([]); const handleAddInvite = () => { setRows((old) => [...old, { email: 'x' }]); toast.success('Invitation added, created'); }; return <b onClick={handleAddInvite}>{rows.length}</b>; }" },
    'a clean-up that a sentence only explains': "export async function cleanupReplies() { logger.info('start'); await prisma.reply.deleteMany(); logger.info('Completed clean-up'); }",
    'a plain function that makes a record': 'export function createAssignment(lead, owner) { return { lead, owner, created_at: new Date() }; }',
    'a check that compares': "export async function verifyTax(req) { if (req.number !== req.expected) { return { status: 'failed', ref: null }; } return { status: 'verified', ref: req.number }; }",
    'a store': "import { db } from './db'; export async function saveOrder(o) { await db.order.create(o); return { success: true }; }",
    'a request': "export async function sendMail(m) { await fetch('/api/mail', { method: 'POST' }); return { success: true }; }",
    'something unknown': "import { mailer } from 'mailer'; export async function sendMail(m) { await mailer.deliver(m); return { success: true }; }",
    'a callback': 'export async function saveWith(store, o) { await store.put(o); return { success: true }; }',
    'a helper that does it': "import { db } from './db'; function put(o) { return db.order.create(o); } export async function saveOrder(o) { await put(o); return { success: true }; }",
    'a state of the page': "export function updateState(s, a) { return { ...s, ...a }; }",
    'a builder': "export function createConfig(a, b) { return { a, b, created_at: new Date() }; }",
    'a refusal': "export async function sendInvoice() { throw new Error('not implemented'); }",
    'an abstract class': "export abstract class Base { async getDocuments() { return []; } }",
    'Python: a client': py('async def send_invoice(client, i):\n    await client.post("/x", json=i)\n    return {"success": True}\n'),
    'Python: an error': py('async def send_invoice(i):\n    return {"success": False, "error": "not configured"}\n'),
  },
});
