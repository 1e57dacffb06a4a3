import { proveRule } from '../testing/prove.ts';
import claim from './claim-without-effect.ts';
import figure from './constant-among-figures.ts';
import inUrl from './credentials-in-url.ts';
import credential from './credential-literal.ts';
import empty from './failure-as-empty.ts';
import ignored from './ignored-result.ts';
import endpoint from './environment-endpoint-literal.ts';
import mockSwitch from './mock-switch.ts';
import random from './random-as-measurement.ts';
import secret from './secret-env-fallback.ts';
import swallowed from './swallowed-failure.ts';

proveRule(inUrl, {
  fires: { 'a password in an address': "export const url = 'mysql://root:s3cr3t@db.shop.io:3306/orders';" },
  quiet: { 'a form that says what belongs there': "export const hint = 'mysql://[USERNAME]:[PASSWORD]@[HOSTNAME]:[PORT]/[DB_NAME]';\nexport const other = 'postgres://postgres.[PROJECT]:[YOUR-PASSWORD]@aws-[REGION].pooler.db.com:5432/x';" },
});

proveRule(secret, {
  fires: { 'a secret in a schema': "export const env = z.object({ AUTH_CLIENT_SECRET: z.string().default('basic-secret') }).parse(process.env);" },
  quiet: { 'a mode in a schema': "export const env = z.object({ AUTH_TOKEN_SECRET_METHOD: z.enum(['client_secret_basic', 'none']).default('client_secret_basic') }).parse(process.env);" },
});

proveRule(endpoint, {
  fires: { 'an address that is given out': "export const Letter = () => null;\nLetter.props = { resultsUrl: 'http://localhost:3000/results' };" },
  quiet: { 'a range that is kept out': "const blocked = [{ base: ipToInt('10.0.0.0'), mask: 0xff000000 }, { base: ipToInt('172.16.0.0'), mask: 0xfff00000 }];\nexport const isBlocked = (n) => blocked.some((each) => (n & each.mask) === each.base);", 'an address in a preview': "export const Letter = () => null;\nLetter.PreviewProps = { resultsUrl: 'http://localhost:3000/results' };" },
});

proveRule(mockSwitch, {
  fires: { 'a provider that only pretends': "export const client = create(process.env.MAIL_PROVIDER ?? 'dummy');" },
  quiet: { 'a key that opens nothing': "export const client = create(process.env.PICTURES_API_KEY ?? 'dummy');" },
});

proveRule(figure, {
  fires: { 'one confidence for all': 'export async function resolve(name) { const found = await list(name); return { id: found.id, key: found.key, confidence: 0.92 }; }' },
  quiet: { 'a confidence for each way': 'export async function resolve(name) { const found = await list(name); if (found.exact) { return { id: found.id, key: found.key, confidence: 0.98 }; } if (found.near) { return { id: found.id, key: found.key, confidence: 0.75 }; } return { id: found.id, key: name, confidence: 0.4 }; }' },
});

proveRule(ignored, {
  fires: {},
  quiet: { 'what turns an error into words': "export async function describeError(e) { try { return await read(e); } catch (other) { return { error: 'unknown', details: other }; } }\nexport async function answer(e) { const parsed = await describeError(e); return { message: parsed.details }; }" },
});

proveRule(empty, {
  fires: { 'a client of the module': 'let client;\nexport async function rows() { if (!client) return []; return await client.rows(); }' },
  quiet: {
    'a client that the caller gives': 'export async function rows(client) { if (!client) return []; return await client.rows(); }',
    'a table that may not be there yet': 'export async function kinds(db) { try { return await db.secrets.findMany(); } catch {\n// the table may not exist before the migration\nreturn []; } }',
  },
});

proveRule(swallowed, {
  fires: { 'a refusal under a condition': 'export async function saveCode(user, code) { try { await db.codes.update({ user, code }); } catch (e) { console.error(e); } if (!user) { return Promise.reject(new Error("no")); } return user; }' },
  quiet: {
    'a refusal right after it': 'export async function saveCode(user, code) { try { await db.codes.update({ user, code }); return user; } catch (e) { console.error(e); } return new Promise((resolve, reject) => reject(new Error("no"))); }',
    'work that a clock begins again': { 'server/crons/charts.js': 'export async function updateCharts(queue) { try { await queue.process(); } catch (e) { console.error(e); } }' },
    'what a first failure leaves open': 'export async function saveRun(id) { try { await db.runs.create({ id }); } catch (e) {\n// The editor can recover from a failed first run.\n} return id; }',
  },
});

proveRule(credential, {
  fires: {},
  quiet: { 'a store with a plugin built in': { 'compose.yml': 'services:\n  database-runs:\n    build: ./pg\n    environment:\n      POSTGRES_PASSWORD: postgres\n' } },
});

const double = "export class StatusMockService { async status() { return { uptime: Math.floor(Math.random() * 1000), load: 4.2, users: 18 }; } static createUser(index, name) { return { id: index, name, createdAt: new Date() }; } }";
proveRule(random, { fires: {}, quiet: { 'the inside of a double': { 'src/mock/data/status.ts': double } } });
proveRule(claim, { fires: {}, quiet: { 'the inside of a double': { 'src/mock/data/status.ts': double } } });
