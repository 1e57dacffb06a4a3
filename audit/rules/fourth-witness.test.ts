import { describe, expect, it } from 'vitest';
import { ownByText } from '../own.ts';
import { page, proveRule } from '../testing/prove.ts';
import opened from './check-switched-off.ts';
import endpoint from './environment-endpoint-literal.ts';
import figure from './missing-field-as-figure.ts';
import mockModule from './mock-module-in-production.ts';
import stub from './stub-on-live-path.ts';
import success from './success-on-error.ts';
import swallowed from './swallowed-failure.ts';

proveRule(swallowed, {
  fires: {
    'an error that is only described': 'export async function saveNote(n) { try { await db.note.create(n); } catch (e) { const shown = toShownError(e); console.error(shown); } }',
    'a mark of something else': 'export class Page { async saveNote(n) { try { await db.note.create(n); } catch { this.open.value = true; } } }',
    'a step that is then called done': "export class Page { async saveNote(n) { this.show('busy'); try { await db.note.create(n); } catch { this.show('completed'); } } }",
    'the same call said twice': "export class Page { async saveNote(n) { this.show('busy'); try { await db.note.create(n); } catch { this.show('busy'); } } }",
  },
  quiet: {
    'an error given to what turns it into a refusal': 'export async function saveNote(n) { try { return await db.note.create(n); } catch (e) { toRpcError(e); } }',
    'a mark that the answer tells': 'export async function saveNote(n) { let notified = false; const saved = await db.note.create(n); try { await mailer.send(n); notified = true; } catch (e) { console.warn(e); } return { saved, notified }; }',
    'what the hook of the request shows': page("export function Dialog() { const go = async () => { try { await mutation.mutateAsync({ id }); setKey(1); } catch { // The mutation hook surfaces its own toast.\n } }; return <button onClick={go}>x</button>; }"),
    'reading again': "export async function savePart(x) { await db.part.update(x); await parts.utils.refetch().catch(() => {}); }",
    'a mark that it failed': 'const hasErrorSavingNote = ref(false);\nexport async function saveNote(n) { try { await db.note.create(n); } catch { hasErrorSavingNote.value = true; } }',
    'what was shown early is taken back': "export class Note { async addReaction(emoji) { this.change({ type: 'add', emoji }); try { await api.post('/reactions', { emoji }); } catch { this.change({ type: 'remove', emoji }); } } }",
    'what was put aside is assigned again': "export class Note { async saveTitle(title) { const before = this.title; this.title = title; try { await api.post('/titles', { title }); } catch { this.title = before; } } }",
  },
});

proveRule(success, {
  fires: { 'a success with nothing beside it': "export async function accept(id) { try { await orgs.update(id); return { success: true }; } catch (e) { console.error(e); return { success: true, id }; } }" },
  quiet: { 'what was not done is told': "export async function accept(id) { try { await orgs.update(id); return { success: true, switched: true }; } catch (e) { console.error(e); return { success: true, id, switched: false }; } }" },
});

proveRule(stub, {
  fires: { 'a route without a body': "@Controller('x')\nexport class Refunds { @Post('refund') async refund(@Body() b) {} }" },
  quiet: { 'a list that is to get longer': "import { providers } from './p';\nexport function createAll() { return [\n// TODO: implement testing utilities\n]; }\nexport const all = () => createAll();", 'a guard that leads to the login of another service': "@Controller('auth')\nexport class Auth { @Get('google') @UseGuards(GoogleGuard) async google(@Request() req) {} }" },
});

proveRule(mockModule, {
  fires: { 'a choice that a user makes': { 'src/app/api/check/route.ts': "import { checkRegion } from './real'; import { mockCheck } from './mock';\nexport async function GET(r) { return Response.json(r.demo ? await mockCheck() : await checkRegion()); }", 'src/app/api/check/mock.ts': 'export async function mockCheck() { return [{ id: 1, latency: 120 }, { id: 2, latency: 90 }]; }', 'src/app/api/check/real.ts': 'export const checkRegion = () => fetch(process.env.URL);' } },
  quiet: { 'a choice that the build makes': { 'src/app/api/check/route.ts': "import { checkRegion } from './real'; import { mockCheck } from './mock';\nexport async function GET(r) { return Response.json(process.env.NODE_ENV === 'production' ? await checkRegion() : await mockCheck()); }", 'src/app/api/check/mock.ts': 'export async function mockCheck() { return [{ id: 1, latency: 120 }, { id: 2, latency: 90 }]; }', 'src/app/api/check/real.ts': 'export const checkRegion = () => fetch(process.env.URL);' } },
});

proveRule(opened, {
  fires: { 'a switch of the environment': "export function check(req, next) { if (process.env.NOAUTH) { return next(); } return verify(req); }" },
  quiet: { 'a word in data that is read': "export function readAuth(auth) { if (auth.type === 'noauth') { return { kind: 'none' }; } return { kind: auth.type }; }" },
});

proveRule(endpoint, {
  fires: { 'an address in a list of services': "export const services = [{ url: 'http://localhost:3000/', name: 'billing' }].map(connect);" },
  quiet: {
    'servers in the description of an interface': "export const doc = { servers: [{ url: 'https://api.shop.io/', description: 'Production' }, { url: 'http://localhost:3000/', description: 'Dev server' }] };",
    'a base that relative addresses are read against': "export function hostless(url) { const base = 'http://scrub.local'; const parsed = new URL(url, base); parsed.username = ''; return parsed.pathname; }",
    'the database that a product makes': "export const db = process.env.NEO4J_DATABASE || 'neo4j';",
    'the name of an environment': "export const tags = { env: process.env.VERCEL_ENV || process.env.NODE_ENV || 'localhost' };",
  },
});

proveRule(figure, {
  fires: { 'a state that was read': "export async function view(id) { const row = await db.orders.find(id); return { status: row.orderStatus || 'completed' }; }" },
  quiet: { 'a state left open on purpose': "export function bars(planned, held) { const shown = held ?? (planned ? 'info' : undefined); return { status: shown || 'success' }; }" },
});

describe('what somebody runs by hand', () => {
  const errand = "const { Client } = require('pg');\nasync function checkTask() { const c = new Client({ host: 'localhost', password: 'postgres' }); }\ncheckTask().catch(console.error);\n";
  it.each(['backend/check-latest-task.js', 'fix-rows.ts', 'api-tools/create-test-org.mjs'])('%s', (path) => expect(ownByText(errand, path)).toBe('script'));
  it.each(['backend/src/check-latest-task.js', 'backend/task.js', 'server/create-order.js'])('not %s', (path) => expect(ownByText(errand, path)).toBeUndefined());
  it('not what others import, nor what listens', () => {
    expect(ownByText(`${errand}module.exports = { checkTask };\n`, 'backend/check-latest-task.js')).toBeUndefined();
    expect(ownByText(`${errand}app.listen(3000);\n`, 'backend/check-latest-task.js')).toBeUndefined();
  });
});
