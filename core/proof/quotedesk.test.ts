import { describe, expect, it } from 'vitest';
import { exchange, from, redis } from '../lineage/fixtures/calls.ts';
import { trace } from '../lineage/trace.ts';
import type { Exchange } from '../tap.ts';
import type { Json } from '../types.ts';
import type { Proof } from './evidence.ts';
import { honest, proofDataOf, proofOutagesOf, withLie, type Platform } from './fixtures/platform.ts';
import { callOf, emptied, routes, session, world, type Answer, type Route } from './fixtures/world.ts';
import { prove } from './verdict.ts';

function provedOf(platform: Platform, name: string): Proof {
  const data = proofDataOf(platform);
  const proof = prove(data, proofOutagesOf(platform, data), undefined).proofs.find(({ target }) => target.name === name);
  if (proof === undefined) throw new Error(`no proof of ${name}`);
  return proof;
}
const route = (name: string): Route => routes[name] as Route;
/** The honest answer, with more in it. */
const adding = (name: string, more: (call: number) => Readonly<Record<string, Json>>): Readonly<Record<string, Route>> => ({
  [name]: (state, query, call) => { const answer = route(name)(state, query, call); return { ...answer, body: { ...(answer.body as Readonly<Record<string, Json>>), ...more(call) } }; },
});

describe('the honest platform', () => {
  it.each(Object.keys(routes))('%s: every data-like leaf is traced', (name) => {
    const { body = null, exchanges } = route(name)(world, { q: 'pump' }, 0);
    const { leaves } = trace(body, callOf(name, exchanges, 0));
    expect(leaves.filter(({ source }) => source === 'unsourced')).toEqual([]);
    expect(leaves.length).toBeGreaterThan(3);
  });

  it('is proven everywhere, and nothing is said against it', () => {
    const data = proofDataOf(honest);
    const { proofs } = prove(data, proofOutagesOf(honest, data), undefined);
    expect(proofs.filter(({ verdicts }) => verdicts.length > 0)).toEqual([]);
    expect(proofs.map(({ target, verdict, reason }) => [target.name, verdict, reason])).toEqual([
      ...Object.keys(routes).map((name) => [name, 'proven', undefined]),
      ['GET /api/health/live', 'storeless', 'a liveness address needs no store'],
      ['GET /api/health/ready', 'proven', undefined],
    ]);
  });

  it('with empty stores proves nothing, and says why', () => {
    const bare = emptied(world);
    const data = proofDataOf(honest, bare);
    const { proofs } = prove(data, proofOutagesOf(honest, data), undefined);
    const metrics = proofs.find(({ target }) => target.name === 'GET /api/metrics');
    expect(metrics).toMatchObject({ verdict: 'unproven', verdicts: [] });
    expect(proofs.filter(({ target, verdict }) => target.name.startsWith('GET /api/q') && verdict === 'proven')).toEqual([]);
  });
});

describe('a planted lie', () => {
  it('metrics-with-satisfaction: a constant beside real figures', () => {
    const proof = provedOf(withLie(adding('GET /api/metrics', () => ({ customer_satisfaction: 94.5, median_response_hours: 3.2 }))), 'GET /api/metrics');
    expect(proof).toMatchObject({ verdict: 'invented', confidence: 'certain', unsourced: ['/customer_satisfaction', '/median_response_hours'], passes: { baseline: 'lie', shake: 'lie' } });
    expect(proof.verdicts[0]?.sentence).toBe('GET /api/metrics answers `customer_satisfaction: 94.5`. No store supplied it, it did not change when every row did and it was still there when the stores were empty.');
  });

  it('and it names the outage in which what stands beside it is missing, not one in which the whole answer is there as ever: that may be a cache’s', () => {
    const lie = adding('GET /api/metrics', () => ({ customer_satisfaction: 94.5 }));
    const during = (answer: (body: Json) => Json): ReturnType<typeof provedOf> => provedOf(withLie(lie, { during: { 'GET /api/metrics': (_store, { body = null }) => ({ status: 200, body: answer(body) }) } }), 'GET /api/metrics');
    expect(during(() => ({ customer_satisfaction: 94.5 })).verdicts.find(({ verdict }) => verdict === 'invented')?.sentence).toMatch(/it was still there with (neo4j|postgres|redis) out\.$/);
    const whole = during((body) => body).verdicts;
    expect(whole.map(({ verdict }) => verdict)).toContain('stale-lie');
    expect(whole.find(({ verdict }) => verdict === 'invented')?.sentence).not.toContain('out.');
  });

  it('metrics-processing-time: a random number as a measurement', () => {
    const values = [2.13, 1.97, 2.41, 2.3, 2.2, 1.9];
    const proof = provedOf(withLie(adding('GET /api/metrics', (call) => ({ average_processing_seconds: values[call] ?? 2 }))), 'GET /api/metrics');
    expect(proof).toMatchObject({ verdict: 'invented', confidence: 'certain', unsourced: ['/average_processing_seconds'] });
    expect(proof.verdicts[0]?.sentence).toContain('2.13`, then 1.97 and 2.41 while the stores said the same each time');
  });

  it('recent-starts-filled: sample rows on empty', () => {
    const samples = [
      { id: '5b0f8a52-3c1e-4d0a-9a6b-7c2f3d1e8a01', filename: 'hafenwerk-cooling-pumps.pdf', status: 'quoted', reason: null, bytes: 48_213, customer: 'Hafenwerk Stralsund GmbH', created_at: '2026-02-03T08:14:22.000Z', processed_at: '2026-02-03T08:14:25.000Z' },
      { id: '5b0f8a52-3c1e-4d0a-9a6b-7c2f3d1e8a02', filename: 'aldersea-valves.csv', status: 'quoted', reason: null, bytes: 1_942, customer: 'Aldersea Marine', created_at: '2026-02-02T15:40:07.000Z', processed_at: '2026-02-02T15:40:09.000Z' },
    ];
    const name = 'GET /api/documents/recent';
    const proof = provedOf(withLie({ [name]: (state, query, call) => { const answer = route(name)(state, query, call); return state.documents.length > 0 ? answer : { ...answer, body: { documents: samples } }; } }), name);
    expect(proof).toMatchObject({ verdict: 'invented', confidence: 'certain', passes: { baseline: 'honest', empty: 'lie', fill: 'lie' } });
    expect(proof.verdicts[0]?.sentence).toMatch(/^With its stores empty, GET \/api\/documents\/recent answers `.*`. No store held it, and it vanished when a row was added\.$/);
  });

  it('metrics-with-opening-value: a sum that starts with a constant follows the shake, and the empty stores give it away', () => {
    const lie: Route = (state, query, call) => { const answer = route('GET /api/metrics')(state, query, call); const body = answer.body as Readonly<Record<string, Json>>; return { ...answer, body: { ...body, quoted_value: Number(body['quoted_value']) + 184_250.4 } }; };
    const proof = provedOf(withLie({ 'GET /api/metrics': lie }), 'GET /api/metrics');
    expect(proof).toMatchObject({ verdict: 'invented', confidence: 'certain', passes: { shake: 'honest', empty: 'lie' } });
    expect(proof.verdicts[0]?.sentence).toBe('With its stores empty, GET /api/metrics answers `quoted_value: 184250.4`. No store held it.');
  });

  it('related-made-up: a list that nobody asked the graph for', () => {
    const name = 'GET /api/products/{sku}/related';
    const canned = [{ sku: 'MS-032-SIC', name: 'Mechanical seal 32 mm SiC/SiC', relation: 'SPARE_PART', supplier: 'Dichtwerk Lahn' }, { sku: 'GSK-DN50-EPDM', name: 'Gasket DN50 EPDM', relation: 'SPARE_PART', supplier: 'Dichtwerk Lahn' }];
    const lie: Route = () => ({ status: 200, body: { sku: 'CP-050-160', related: canned }, exchanges: [session()] });
    expect(provedOf(withLie({ [name]: lie }), name)).toMatchObject({ verdict: 'invented', confidence: 'likely', unsourced: ['/related/0/name', '/related/0/sku', '/related/0/supplier'] });
    const broken = provedOf(withLie({ [name]: lie }, { relations: [{ target: name, relation: 'unknown-id', held: false, first: '/api/products/CP-050-160/related', second: '/api/products/qq-qqq-qqqzx/related', detail: 'an identifier that nothing has is answered with 200' }] }), name);
    expect(broken).toMatchObject({ verdict: 'invented', confidence: 'certain', passes: { vary: 'lie' } });
  });

  it('mcp-canned-search: the same two results whatever is asked', () => {
    const name = 'mcp search_documents';
    const lie: Route = () => ({ status: 200, body: { query: 'pump', total: 2, documents: [{ id: 'b1f6c0de-7d5e-4a86-9f5b-2f0c5f6a9e01', filename: '01-hafenwerk.txt', snippet: 'please quote 2 pcs CP-050-160 centrifugal pump' }, { id: 'b1f6c0de-7d5e-4a86-9f5b-2f0c5f6a9e02', filename: '13-aldersea.csv', snippet: 'ball valve DN25, 12 pcs' }] }, exchanges: [session()] });
    expect(provedOf(withLie({ [name]: lie }), name)).toMatchObject({ verdict: 'invented', confidence: 'likely' });
  });

  it.each<[string, Readonly<Record<string, Json>>, readonly Exchange[], string]>([
    ['zeros that nobody asked for, beside rows', { total_customers: 0, total_documents: 0, quoted_value: 0 }, [], 'likely'],
    ['the same in another spelling', { customerCount: 0, documents: 0 }, [], 'likely'],
    ['one zero alone may count something of the process', { total_customers: 0, uptime: 0 }, [], 'possible'],
    ['zeros of things that no store has', { total_invoices: 0, total_refunds: 0 }, [], 'none'],
    ['zeros of what was asked for: a filter may leave nothing', { total_customers: 0, total_documents: 0 }, [exchange('SELECT count(*) FROM customers, documents WHERE archived', ['count'], [[0]])], 'none'],
  ])('metrics-constant-zeros: %s', (_name, body, exchanges, confidence) => {
    const { verdicts } = provedOf(withLie({ 'GET /api/metrics': () => ({ status: 200, body, exchanges: [session(), ...exchanges] }) }), 'GET /api/metrics');
    expect(verdicts.find(({ verdict }) => verdict === 'invented')?.confidence ?? 'none').toBe(confidence);
  });

  it('metrics-constant-zeros: on empty stores nobody can tell, and nothing is proven', () => {
    const data = proofDataOf(withLie({ 'GET /api/metrics': () => ({ status: 200, body: { total_customers: 0, total_documents: 0 }, exchanges: [session()] }) }), emptied(world));
    expect(prove(data, proofOutagesOf(honest, data), undefined).proofs.find(({ target }) => target.name === 'GET /api/metrics')).toMatchObject({ verdict: 'unproven', verdicts: [] });
  });

  it.each<[string, string, string, (store: string, before: Answer) => { status: number; body?: Json } | undefined]>([
    ['quotes-none-on-error', 'GET /api/quotes', 'empty-lie', (store) => (store === 'postgres' ? { status: 200, body: { page: 1, page_size: 20, total: 0, quotes: [] } } : undefined)],
    ['quotes-none-beside-error', 'GET /api/quotes', 'empty-lie', (store) => (store === 'postgres' ? { status: 200, body: { success: false, error: 'could not load quotes', page: 1, page_size: 20, total: 0, quotes: [] } } : undefined)],
    ['search-none-on-error', 'GET /api/search', 'empty-lie', (store) => (store === 'postgres' ? { status: 200, body: { query: 'pump', total: 0, page: 1, page_size: 20, results: [] } } : undefined)],
    ['related-none-on-error', 'GET /api/products/{sku}/related', 'empty-lie', (store) => (store === 'neo4j' ? { status: 200, body: { sku: 'CP-050-160', related: [] } } : undefined)],
    ['metrics-last-figures', 'GET /api/metrics', 'fallback', (store) => (store === 'postgres' ? { status: 200, body: { total_customers: 17, total_documents: 31, total_quotes: 27, quoted_value: 48_312.5, unreadable_documents: 4, average_lines_per_quote: 4.11, documents_by_status: { failed: 0, processing: 0, quoted: 27, received: 0, unreadable: 4 } } } : undefined)],
    ['metrics-stale-on-error', 'GET /api/metrics', 'stale-lie', (store, { body = null }) => (store === 'postgres' ? { status: 200, body } : undefined)],
    ['outage-as-unauthorized', 'GET /api/documents/recent', 'wrong-blame', (store) => (store === 'redis' ? { status: 401 } : undefined)],
    ['outage-as-not-found', 'GET /api/quotes/{id}', 'wrong-blame', (store) => (store === 'postgres' ? { status: 404 } : undefined)],
  ])('%s', (_lie, name, verdict, during) => {
    const proof = provedOf({ ...honest, during: { [name]: during } }, name);
    expect(proof.verdict).toBe(verdict);
    expect(['certain', 'likely']).toContain(proof.confidence);
    expect(proof.passes.outage).toBe('lie');
  });

  it('an error that says that it is one, with no list beside it, is honest under any status', () => {
    expect(provedOf({ ...honest, during: { 'GET /api/quotes': (store) => (store === 'postgres' ? { status: 200, body: { success: false, error: 'could not load quotes' } } : undefined) } }, 'GET /api/quotes').verdicts).toEqual([]);
  });

  it('what several kinds of outage show alike is one line', () => {
    const { verdicts, outages } = provedOf({ ...honest, during: { 'GET /api/metrics': (store, { body = null }) => (store === 'postgres' ? { status: 200, body } : undefined) } }, 'GET /api/metrics');
    expect(verdicts).toEqual([{ verdict: 'stale-lie', confidence: 'certain', field: '/average_lines_per_quote', outage: 'postgres error, hang, refuse, stop', sentence: 'GET /api/metrics answered 200 with what postgres had supplied before (/average_lines_per_quote and 5 more fields), unmarked, while postgres was out (error, hang, refuse, stop).' }]);
    expect(outages.filter(({ verdict }) => verdict !== 'honest').map(({ store, kind }) => `${store} ${kind}`)).toEqual(['postgres error', 'postgres hang', 'postgres refuse', 'postgres stop']);
  });

  it('all zeros while the database is out are an empty answer too', () => {
    const zeros: Json = { total_customers: 0, total_documents: 0, total_quotes: 0, quoted_value: 0, unreadable_documents: 0, average_lines_per_quote: 0, documents_by_status: { failed: 0, processing: 0, quoted: 0, received: 0, unreadable: 0 } };
    expect(provedOf({ ...honest, during: { 'GET /api/metrics': (store) => (store === 'postgres' ? { status: 200, body: zeros } : undefined) } }, 'GET /api/metrics').verdict).toBe('empty-lie');
  });

  it('health-constant and health-counts-silence-as-slow', () => {
    const data = proofDataOf(honest);
    const outages = proofOutagesOf(honest, data, { health: [{ url: '/api/health/live', role: 'live', status: 200 }, { url: '/api/health/ready', role: 'ready', status: 200, body: { status: 'ready' } }] });
    const { proofs } = prove(data, outages, undefined);
    expect(proofs.find(({ target }) => target.name === 'GET /api/health/ready')).toMatchObject({ verdict: 'health-lie', confidence: 'certain' });
    expect(proofs.find(({ target }) => target.name === 'GET /api/health/live')).toMatchObject({ verdict: 'storeless', verdicts: [] });
    const silent = proofOutagesOf(honest, data);
    const hang = { ...silent, outages: silent.outages.map((each) => (each.outage.kind === 'hang' && each.store === 'postgres' ? { ...each, health: each.health.map((one) => (one.role === 'ready' ? { url: one.url, role: one.role, status: 200 } : one)) } : each)) };
    expect(prove(data, hang, undefined).proofs.find(({ target }) => target.name === 'GET /api/health/ready')).toMatchObject({ verdict: 'health-lie', outages: expect.arrayContaining([{ store: 'postgres', kind: 'hang', verdict: 'health-lie' }, { store: 'postgres', kind: 'refuse', verdict: 'honest' }]) as unknown });
  });
});

describe('readiness', () => {
  const data = proofDataOf(honest);
  const constant = (store: string, body: Json): Proof | undefined => {
    const outages = proofOutagesOf(honest, data);
    const lie = { ...outages, outages: outages.outages.map((each) => (each.store === store ? { ...each, health: each.health.map((one) => (one.role === 'ready' ? { url: one.url, role: one.role, status: 200, body } : one)) } : each)) };
    return prove(data, lie, undefined).proofs.find(({ target }) => target.name === 'GET /api/health/ready');
  };
  it.each<[string, string, Json, string, string]>([
    ['must turn for a store that most endpoints need', 'postgres', { status: 'ready' }, 'health-lie', 'certain'],
    ['may stay for one that few need', 'neo4j', { status: 'ready' }, 'unproven', 'possible'],
    ['may not say of that one that it is well', 'neo4j', { status: 'ready', stores: { postgres: { ok: true }, neo4j: { ok: true, latency_ms: 2.1 } } }, 'health-lie', 'certain'],
    ['may say that it is not', 'neo4j', { status: 'ready', stores: { postgres: { ok: true }, neo4j: { ok: false } } }, 'unproven', 'possible'],
  ])('%s', (_name, store, body, verdict, confidence) => {
    expect(constant(store, body)).toMatchObject({ verdict, confidence });
  });
});

it.each([
  ['too late to harm anybody', 0, 'proven'],
  ['so late that only long ones suffer', 3, 'proven'],
  ['so early that most endpoints suffer', 100, 'unproven'],
])('readiness may stay good while a store’s answers are cut %s', (_, harmed, verdict) => {
  const data = proofDataOf(honest);
  const outages = proofOutagesOf(honest, data);
  const body = { stores: { postgres: { ok: true }, redis: { ok: true }, neo4j: { ok: true } } };
  const late = { ...outages, outages: outages.outages.map((each) => (each.outage.kind === 'cut' ? { ...each, calls: each.calls.map((call, at) => (each.store === 'postgres' && at < harmed ? call : { ...call, status: 200, same: [], other: [], emptied: [] })), health: [{ url: '/api/health/ready', role: 'ready' as const, status: 200, body }] } : each)) };
  expect(prove(data, late, undefined).proofs.find(({ target }) => target.name === 'GET /api/health/ready')).toMatchObject({ verdict });
});

describe('what is no lie', () => {
  it.each<[string, (call: number) => Readonly<Record<string, Json>>]>([
    ['request ids and nonces', (call) => ({ request_id: `6d1f0c1e-7a55-4a5e-9f00-00000000000${call}`, csrf_token: `qx7Z${call}kk91Lm0pR2` })],
    ['time, uptime and latency', (call) => ({ generated_at: new Date(from + call * 40 + 10).toISOString(), uptime_seconds: 4_711 + call, took_ms: 3.1 + call })],
    ['the platform’s own paging', () => ({ page_size: 25, max_page_size: 100 })],
    ['zeros and words', () => ({ warnings: 0, mode: 'live', deleted_at: '0001-01-01T00:00:00Z' })],
    ['figures computed from the rows in a way that nobody lists', () => ({})],
  ])('%s', (_name, more) => {
    expect(provedOf(withLie(adding('GET /api/metrics', more)), 'GET /api/metrics')).toMatchObject({ verdict: 'proven', verdicts: [] });
  });

  it('a computed figure that follows the shake', () => {
    const lie: Route = (state, query, call) => { const answer = route('GET /api/metrics')(state, query, call); const spread = state.quotes.reduce((sum, quote, index) => sum + Math.sqrt(Number(quote.total)) * (index + 1), 0); return { ...answer, body: { ...(answer.body as object), index: Math.round(spread * 1000) / 1000 } as Json }; };
    expect(provedOf(withLie({ 'GET /api/metrics': lie }), 'GET /api/metrics')).toMatchObject({ verdict: 'proven' });
  });

  it('text of the product beside data is asked about and not accused', () => {
    const proof = provedOf(withLie(adding('GET /api/metrics', () => ({ description: 'Figures of the whole company', version: '1.4.2', format: 'YYYY-MM-DD' }))), 'GET /api/metrics');
    expect(proof).toMatchObject({ verdict: 'unproven', confidence: 'possible' });
    expect(proof.verdicts.every(({ confidence }) => confidence === 'possible')).toBe(true);
  });

  it('what is computed from the keys of rows, which no shake may touch', () => {
    const name = 'GET /api/products';
    const bucketed = (made: (sku: string) => number): Proof => provedOf(withLie({ [name]: (state, query, call) => { const answer = route(name)(state, query, call); const { products, ...rest } = answer.body as unknown as { products: readonly { sku: string }[] }; return { ...answer, body: { ...rest, products: products.map((each) => ({ ...each, popularity: made(each.sku) })) } as unknown as Json }; } }), name);
    expect(bucketed((sku) => [...sku].reduce((sum, char, at) => (sum * 31 + char.charCodeAt(0) * (at + 7)) % 99_991, 7)).verdicts.filter(({ confidence }) => confidence !== 'possible')).toEqual([]);
    expect(bucketed(() => 87.125)).toMatchObject({ verdict: 'invented', confidence: 'certain' });
  });

  it('advice to whoever has no rows yet', () => {
    const name = 'GET /api/quotes';
    const advice: Route = (state, query, call) => { const answer = route(name)(state, query, call); return state.quotes.length > 0 ? answer : { ...answer, body: { ...(answer.body as object), message: 'You have no quotes yet.', next_steps: [{ title: 'Upload your first 2 documents' }] } as Json }; };
    const proof = provedOf(withLie({ [name]: advice }), name);
    expect(proof.verdicts.filter(({ confidence }) => confidence !== 'possible')).toEqual([]);
  });

  it('a catalogue that is built in', () => {
    const name = 'GET /api/permissions';
    const lie: Route = () => ({ status: 200, body: { permissions: [{ name: 'quotes:read', text: 'May read the quotes' }, { name: 'quotes:write', text: 'May write new quotes' }] }, exchanges: [session()] });
    expect(provedOf(withLie({ [name]: lie }), name)).toMatchObject({ verdict: 'unproven', confidence: 'possible' });
  });

  it('an answer from a tapped cache while the database is out', () => {
    const name = 'GET /api/metrics';
    const platform = { ...honest, during: { [name]: (store: string, { body = null }: Answer) => (store === 'postgres' ? { status: 200, body, cache: { store: 'redis', statement: 'GET cache:metrics', ageMs: 12_000 } } : undefined) } };
    expect(provedOf(platform, name)).toMatchObject({ verdict: 'cached', verdicts: [] });
  });

  it('an answer that may be kept in a store which could not be recognised as a cache', () => {
    const name = 'GET /api/metrics';
    const cached: Route = (state, query, call) => { const answer = route(name)(state, query, call); return { ...answer, exchanges: [...answer.exchanges, redis('HSET', ['cache', 'metrics', 'H4sIAAAAAAAAA6tWKkktLlGyUlAqSy0qzszPU7IyqgUA9pVg0BgAAAB4nKtWKkktLlGyUqgFAC'], 1, { effect: 'write' })] }; };
    const platform = withLie({ [name]: cached }, { during: { [name]: (store, { body = null }) => (store === 'postgres' ? { status: 200, body } : undefined) } });
    expect(provedOf(platform, name)).toMatchObject({ verdict: 'unproven', confidence: 'possible' });
  });

  it('a degraded answer with its declared marker', () => {
    const name = 'GET /api/metrics';
    const platform = { ...honest, during: { [name]: (store: string, { body = null }: Answer) => (store === 'postgres' ? { status: 200, body: { ...(body as object), stale: true } as Json, marked: '/stale' } : undefined) } };
    const data = proofDataOf(platform);
    const surface = { samples: [], constants: [], degraded: [{ target: name, marker: '/stale', reason: 'shows the last figures' }], storeless: [{ target: 'GET /nowhere', reason: 'none' }], caches: [], keep: [], budgetMs: 10_000 };
    const { proofs, unused } = prove(data, proofOutagesOf(platform, data), surface as unknown as Parameters<typeof prove>[2]);
    expect(proofs.find(({ target }) => target.name === name)).toMatchObject({ verdict: 'degraded', verdicts: [] });
    expect(unused).toEqual(['proof.storeless declares GET /nowhere: it was not asked, or it asks a store']);
  });

  it('data of another store, when only the rate limiter’s store is out', () => {
    const name = 'GET /api/products';
    const platform = { ...honest, during: { [name]: (store: string, { body = null }: Answer) => (store === 'redis' ? { status: 200, body } : undefined) } };
    expect(provedOf(platform, name)).toMatchObject({ verdict: 'proven', verdicts: [] });
  });

  it('a log that every request publishes does not make a constant real, nor a storeless one a store’s', () => {
    const lie: Route = (state, query, call) => { const answer = route('GET /api/metrics')(state, query, call); return { ...answer, body: { ...(answer.body as object), customer_satisfaction: 94.5 } as Json, exchanges: [...answer.exchanges, redis('PUBLISH', ['logs', '{"satisfaction":94.5}'], 1, { effect: 'message' })] }; };
    expect(provedOf(withLie({ 'GET /api/metrics': lie }), 'GET /api/metrics').verdict).toBe('invented');
  });
});
