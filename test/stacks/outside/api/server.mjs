// Answers from its store and from two APIs of others. Half of its endpoints say honestly when one of those is out; each of the others tells a lie of its own.
import { createRequire } from 'node:module';
import { createServer } from 'node:http';

const { Pool } = createRequire(`${process.env.MODULES}/`)('pg');
const limitMs = 1_500;
const pool = new Pool({ connectionString: process.env.DATABASE_URL, connectionTimeoutMillis: limitMs, query_timeout: limitMs });
pool.on('error', () => undefined);
await pool.query('CREATE TABLE IF NOT EXISTS crates (id int PRIMARY KEY, name text NOT NULL, price numeric NOT NULL)');
await pool.query("INSERT INTO crates SELECT n, 'Crate of ' || (ARRAY['almonds', 'bolts', 'candles', 'drills', 'envelopes', 'files'])[n], n * 17.35 FROM generate_series(1, 6) n ON CONFLICT DO NOTHING");

const crates = async () => (await pool.query('SELECT id, name, price::float FROM crates ORDER BY id')).rows;
const crate = async (id) => (await pool.query('SELECT id, name, price::float FROM crates WHERE id = $1', [id])).rows[0] ?? refuse(404, 'there is no such crate');

async function get(url, init = {}) {
  const answer = await fetch(url, { signal: AbortSignal.timeout(limitMs), ...init });
  if (answer.status === 404) refuse(404, 'they do not know that');
  if (!answer.ok) throw new Error(`they answered ${answer.status}`);
  return answer;
}
async function rate(currency, init) {
  const [base, query] = process.env.RATES_URL.split('?');
  return (await get(`${base}/rates/${currency}?${query}`, init)).json();
}
async function describe(name, stream) {
  const answer = await get(`${process.env.MODEL_URL}/chat/completions`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ stream, messages: [{ role: 'user', content: name }] }) });
  if (!stream) return (await answer.json()).choices[0].message.content;
  const events = (await answer.text()).split('\n\n').map((event) => event.slice(6)).filter((event) => event.startsWith('{'));
  if (events.length === 0) throw new Error('they said nothing');
  return events.map((event) => JSON.parse(event).choices[0].delta.content).join('');
}

class Refused extends Error {}
function refuse(status, words) {
  throw Object.assign(new Refused(words), { status });
}
let last;

const routes = {
  'GET /api/crates': async () => ({ crates: await crates() }),
  'GET /api/crates/:id': ({ id }) => crate(id),
  'GET /api/rates/:currency': ({ currency }) => rate(currency),
  'GET /api/offers': async () => {
    const { rate: factor, as_of } = await rate('SEK');
    return { currency: 'SEK', as_of, offers: (await crates()).map(({ id, name, price }) => ({ id, name, price: Math.round(price * factor * 100) / 100 })) };
  },
  'POST /api/describe': async (_, { id }) => ({ id, text: await describe((await crate(id)).name, false) }),
  'POST /api/tell': async (_, { id }) => ({ id, text: await describe((await crate(id)).name, true) }),
  // Marked, and declared in the configuration.
  'GET /api/rate-marked': async () => {
    try {
      return { ...(last = await rate('GBP')), stale: false };
    } catch {
      return last ? { ...last, stale: true } : refuse(503, 'no rate yet');
    }
  },
  'POST /api/describe-canned': async (_, { id }) => {
    const { name } = await crate(id);
    return { id, text: await describe(name, false).catch(() => `A fine product: 24 pieces, delivered within 3 days.`) };
  },
  'GET /api/rate-default': () => rate('CHF').catch(() => ({ base: 'USD', currency: 'CHF', rate: 0.9125, as_of: '2026-11-20T16:00:00Z', source: 'Interbank Fixing 20 November' })),
  'GET /api/rate-kept': async () => {
    try {
      return (routes.kept = await rate('EUR'));
    } catch {
      return routes.kept ?? refuse(503, 'no rate yet');
    }
  },
  'GET /api/offers-empty': async () => ({ offers: await rate('GBP').then(async ({ rate: factor, source }) => (await crates()).map(({ name, price }) => ({ name, price: price * factor, source })), () => []) }),
  'GET /api/rate-blamed': () => rate('GBP').catch(() => refuse(404, 'there is no such currency')),
  'GET /api/rate-patient': () => rate('GBP', { signal: AbortSignal.timeout(120_000) }),
  'GET /api/rate-leaking': () => rate('GBP').catch((error) => refuse(503, error.stack)),
};
const patterns = Object.entries(routes).map(([name, handle]) => [new RegExp(`^${name.replace(/:(\w+)/g, '(?<$1>[^/]+)')}$`), handle]);

createServer(async (request, response) => {
  const answer = (status, body) => response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body ?? null));
  try {
    const chunks = [];
    for await (const chunk of request) chunks.push(chunk);
    const { pathname } = new URL(request.url, 'http://api');
    if (pathname === '/ready') return answer(200, { database: (await pool.query('SELECT 1')).rowCount === 1 ? 'ok' : 'bad' });
    const [pattern, handle] = patterns.find(([each]) => each.test(`${request.method} ${pathname}`)) ?? [];
    if (!handle) return answer(404, { error: 'there is no such thing' });
    answer(200, await handle(pattern.exec(`${request.method} ${pathname}`).groups ?? {}, chunks.length > 0 ? JSON.parse(Buffer.concat(chunks)) : {}));
  } catch (error) {
    if (error instanceof Refused) answer(error.status, { error: error.message });
    else answer(503, { error: 'something that this needs does not answer' });
  }
}).listen(Number(process.env.PORT), process.env.HOST ?? '0.0.0.0', () => console.log('api is listening'));
