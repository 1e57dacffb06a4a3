import type { OutageCall, OutageSeen, ProofData, ProofOutages, Target } from '../../core/proof/evidence.ts';
import type { Outage } from '../../core/tap.ts';
import type { Json } from '../../core/types.ts';
import { call, fields, read, target } from './proof-answers.ts';

/** Targets of the recorded proof: one for each verdict, and a few more that are honest. */
export const targets = {
  metrics: target('GET /api/metrics', { handler: { uri: 'api/src/metrics.ts', line: 41 } }),
  search: target('GET /api/search', { handler: { uri: 'api/src/search.ts', line: 19 } }),
  recent: target('GET /api/documents/recent', { handler: { uri: 'api/src/documents.ts', line: 77 } }),
  customers: target('GET /api/customers', { role: 'admin' }),
  notes: target('POST /api/customers/{id}/notes', { handler: { uri: 'api/src/notes.ts', line: 12 } }),
  login: target('POST /api/auth/login', { foundBy: ['configuration', 'source'] }),
  ready: target('GET /api/health/ready'),
  queue: target('GET /api/queue', { role: 'admin' }),
  related: target('GET /api/quotes/{id}/related'),
  years: target('GET /api/reports/{year}'),
  say: target('websocket say', { kind: 'websocket', service: 'chat-a', method: 'SAY', path: '/chat?room=general', writes: true, foundBy: ['configuration'] }),
  rfqs: target('POST /api/rfqs', { missing: 'no sample body for POST /api/rfqs' }),
  catalogue: target('GET /api/catalogue'),
  recommended: target('GET /api/recommendations'),
  quotes: target('GET /api/quotes', { handler: { uri: 'api/src/quotes.ts', line: 33 } }),
  quote: target('GET /api/quotes/{id}', { handler: { uri: 'api/src/quotes.ts', line: 58 } }),
  create: target('POST /api/quotes', { handler: { uri: 'api/src/quotes.ts', line: 81 } }),
  tool: target('mcp get_quote', { kind: 'mcp', service: 'mcp', method: 'tool', path: 'get_quote', foundBy: ['mcp'] }),
  openapi: target('GET /openapi.json'),
} as const satisfies Record<string, Target>;

const metrics = { generatedAt: '2026-11-23T14:20:12.004Z', total_customers: 18, total_quotes: 31, open: 7, average_total: 1240.5, satisfaction: 94.5 };
const counted = [
  read('postgres', 'SELECT count(*) AS total_customers FROM customers', ['total_customers'], [['18']]),
  read('postgres', 'SELECT count(*) AS total_quotes, count(*) FILTER (WHERE state = $1) AS open FROM quotes', ['total_quotes', 'open'], [['31', '7']], ['open']),
  read('postgres', 'SELECT total FROM quotes WHERE state = $1 ORDER BY id', ['total'], [['1100.00'], ['1381.00']], ['open']),
];
const rows = Array.from({ length: 31 }, (_, index): readonly Json[] => [index + 1, `Pump ${index + 1}`, (1000 + index * 17.5).toFixed(2), index % 4 === 0 ? 'open' : 'sent', '2026-11-02 09:14:00.25+00', `Mara ${index % 5}`]);
const listed = rows.map(([id, title, total, state, at, customer]) => ({ id, title, total: Number(total), state, createdAt: new Date(String(at).replace('+00', 'Z')).toISOString(), customer, currency: 'EUR' })) as unknown as readonly Json[];
const quotesRead = read('postgres', 'SELECT q.id, q.title, q.total, q.state, q.created_at, c.name AS customer FROM quotes q JOIN customers c ON c.id = q.customer_id ORDER BY q.id LIMIT $1', ['id', 'title', 'total', 'state', 'created_at', 'customer'], rows, [50]);
const one = { id: 31, title: 'Pump 31', total: 1525, lines: [{ part: 'PX-4', quantity: 3 }], nextAction: 'call back' };
const oneRead = [
  { store: 'redis', statement: 'GET', parameters: ['session:1f0c'], effect: 'session', columns: [], rows: [['{"user":7}']], rowCount: 1 },
  read('postgres', 'SELECT id, title, total, next_action FROM quotes WHERE id = $1', ['id', 'title', 'total', 'next_action'], [[31, 'Pump 31', '1525.00', 'call back']], [31]),
  read('postgres', 'SELECT part, quantity FROM quote_lines WHERE quote_id = $1', ['part', 'quantity'], [['PX-4', 3]], [31]),
] as const;
const found = { query: 'pump', hits: [{ id: 4, title: 'Pump 4', score: 0.82 }, { id: 9, title: 'Pump 9', score: 0.61 }] };

/** What the proof saw of the data: the first answers, their fields, and what became of them. */
export const proofData: ProofData = {
  stores: [
    { name: 'postgres', kind: 'postgres', holdings: [{ name: 'public.customers', count: 18 }, { name: 'public.quotes', count: 31 }], observed: true, checksum: 'sha256:77aa', restored: true },
    { name: 'redis', kind: 'redis', holdings: [{ name: 'session:*', count: 2 }], observed: true, checksum: 'sha256:90bc', restored: true },
    { name: 'neo4j', kind: 'neo4j', holdings: [{ name: 'Part', count: 44 }], observed: true, checksum: 'sha256:1d2e', restored: true },
  ],
  targets: Object.values(targets),
  calls: [
    call(targets.metrics, 'baseline', metrics, counted),
    call(targets.metrics, 'shake', { ...metrics, total_customers: 17, total_quotes: 29, open: 9, average_total: 3317.25 }, counted),
    call(targets.metrics, 'empty', { ...metrics, total_customers: 0, total_quotes: 0, open: 0, average_total: null }, []),
    call(targets.quotes, 'baseline', { items: listed, total: 31, page: 1 }, [quotesRead, read('postgres', 'SELECT count(*) FROM quotes', ['count'], [['31']])], 14.1),
    call(targets.quotes, 'empty', { items: [], total: 0, page: 1 }, [], 6),
    call(targets.quote, 'baseline', one, oneRead),
    call(targets.search, 'baseline', found, [read('postgres', 'SELECT id, title, ts_rank(text, q) AS score FROM quotes, to_tsquery($1) q LIMIT $2', ['id', 'title', 'score'], [[4, 'Pump 4', 0.82], [9, 'Pump 9', 0.61]], ['pump', 20])], 21),
    call(targets.recent, 'baseline', [{ id: 'd1', title: 'Offer' }], [read('postgres', 'SELECT id, title FROM documents ORDER BY at DESC', ['id', 'title'], [['d1', 'Offer']])]),
    call(targets.create, 'baseline', { id: 32, title: 'assay-nonce-7' }, [{ ...read('postgres', 'INSERT INTO quotes (title) VALUES ($1) RETURNING id, title', ['id', 'title'], [[32, 'assay-nonce-7']], ['assay-nonce-7']), effect: 'write', tag: 'INSERT 0 1' }], 18),
    call(targets.openapi, 'baseline', { openapi: '3.1.0', info: { title: 'quotedesk', version: '1.4.0' } }, [], 1.2),
  ],
  fields: [
    fields(targets.metrics, metrics, {
      '/generatedAt': 'clock',
      '/average_total': { source: 'derived', more: { how: 'average of 2 rows of postgres: SELECT total FROM quotes' } },
      '/satisfaction': { source: 'unsourced', more: { shake: 'stayed', empty: 'stayed', fill: 'stayed', moved: { followed: 0, compared: 1 } } },
    }, ['postgres']),
    fields(targets.quotes, { items: listed, total: 31, page: 1 }, { '/page': 'request', '/items/-/currency': 'environment', '/items/-/state': 'word' }, ['postgres']),
    fields(targets.quote, one, {}, ['postgres', 'redis']),
    fields(targets.search, found, { '/query': 'request' }, ['postgres']),
    fields(targets.recent, [{ id: 'd1', title: 'Offer' }], {}, ['postgres']),
    fields(targets.create, { id: 32, title: 'assay-nonce-7' }, { '/title': 'request' }, ['postgres']),
    fields(targets.catalogue, { parts: ['PX-4'] }, {}, ['redis'], { cachedBy: 'redis catalogue:v1' }),
    fields(targets.openapi, { openapi: '3.1.0', info: { title: 'quotedesk', version: '1.4.0' } }, { '/openapi': 'unsourced', '/info/title': 'word', '/info/version': 'environment' }, []),
  ],
  shaken: {
    postgres: { changed: { 'public.quotes.total': 31, 'public.quotes.title': 31, 'public.customers.name': 18 }, removed: { 'public.quotes': 4 }, added: { 'public.quotes': 2, 'public.customers': 1 }, stayed: { 'public.quotes.id': 'a key', 'public.users.email': 'a login name' } },
    redis: { changed: { 'draft:*': 3 }, removed: {}, added: {}, stayed: { 'session:*': 'a session' } },
  },
  relations: [
    { target: targets.quotes.name, relation: 'page-size', held: true, first: 'GET /api/quotes?limit=5', second: 'GET /api/quotes?limit=10', detail: 'totals are 31, the pages differ' },
    { target: targets.search.name, relation: 'matches-nothing', held: false, first: 'GET /api/search?q=pump', second: 'GET /api/search?q=assay-nonce-3', detail: '2 hits for a word that nothing holds' },
  ],
  written: [
    { target: targets.create.name, status: 201, writeSeen: true, committedBefore: true, sent: [{ pointer: '/title', value: 'assay-nonce-7', foundIn: 'postgres public.quotes.title' }], readBack: { url: '/api/quotes/32', status: 200, holds: ['/title'], lacks: [] }, afterRestart: { status: 200, holds: ['/title'], lacks: [] } },
    { target: targets.notes.name, status: 201, writeSeen: false, committedBefore: false, sent: [{ pointer: '/text', value: 'assay-nonce-8' }], readBack: { url: '/api/customers/4/notes', status: 200, holds: [], lacks: ['/text'] } },
  ],
  notMade: [
    { pass: 'fill', reason: 'neo4j: no row could be added to Part: a constraint names values that are taken' },
    { pass: 'write', reason: 'no sample body for POST /api/rfqs', target: targets.rfqs.name },
  ],
};

function answered(of: Target, status: number, more: Partial<OutageCall> = {}): OutageCall {
  return { target: of.name, status, ms: 41, same: [], other: [], emptied: [], leaks: [], otherStores: [], ...more };
}

function out(store: string, outage: Outage, active: string | undefined, calls: readonly OutageCall[], more: Partial<OutageSeen> = {}): OutageSeen {
  return {
    store, outage, ...(active !== undefined && { active }), calls, acknowledged: [], died: [],
    health: [{ url: 'http://127.0.0.1:40815/api/health/ready', role: 'ready', status: 503, turnedAfterMs: 640 }, { url: 'http://127.0.0.1:40815/api/health/live', role: 'live', status: 200 }],
    recovery: { healedAfterMs: 1200, stillFailing: {}, health: [{ url: 'http://127.0.0.1:40815/api/health/ready', role: 'ready', status: 200, afterMs: 900 }] },
    ...more,
  };
}

const down = { error: 'unavailable' };
const honest = [targets.metrics, targets.quotes, targets.quote, targets.create].map((each) => answered(each, 503, { body: down }));

/** What the proof saw while stores were out. */
export const proofOutages: ProofOutages = {
  baseline: [targets.metrics, targets.quotes, targets.quote, targets.create, targets.search, targets.recent].map((each) => ({ target: each.name, stores: ['postgres'], status: 200 })),
  outages: [
    out('postgres', { kind: 'refuse' }, 'a connection through the tap was closed at once', [
      ...honest, answered(targets.metrics, 200, { body: { satisfaction: 94.5 }, same: ['/satisfaction'] }),
      answered(targets.search, 200, { ms: 55, body: found, same: ['/hits/-/id', '/hits/-/title'], other: ['/hits/-/score'] }),
      answered(targets.recent, 200, { body: [], emptied: ['/'] }),
      answered(targets.customers, 200, { body: [{ id: 1, name: 'Ada' }], same: ['/-/id', '/-/name'] }),
      answered(targets.login, 401, { body: { error: 'wrong email or password' } }),
      answered(targets.years, 500, { body: { error: 'connect ECONNREFUSED postgres:5432 at Pool.connect (api/src/db.ts:14)' }, leaks: ['postgres:5432', 'api/src/db.ts:14'] }),
      answered(targets.recommended, 200, { body: { degraded: true, items: [] }, marked: '/degraded' }),
    ], { acknowledged: [{ target: targets.notes.name, status: 201, found: false, marker: 'assay-nonce-11' }], signIn: { wrongPassword: 503, rightPassword: 401 } }),
    out('postgres', { kind: 'hang' }, 'a query through the tap got no answer in 2 s', [...honest, answered(targets.recent, 504, { ms: 3002 })]),
    out('postgres', { kind: 'error', error: '57P01' }, 'the tap answered 57P01', honest),
    out('redis', { kind: 'refuse' }, 'PING was refused', [answered(targets.quote, 503, { body: down }), answered(targets.catalogue, 503, { body: down, cache: { store: 'redis', statement: 'GET catalogue:v1', ageMs: 12_000 } })]),
    out('redis', { kind: 'hang' }, 'PING got no answer in 2 s', [answered(targets.queue, 0, { ms: 10_000, broke: 'no answer within 10 s' })], {
      health: [{ url: 'http://127.0.0.1:40815/api/health/ready', role: 'ready', status: 200 }],
    }),
    out('neo4j', { kind: 'refuse' }, 'RETURN 1 was refused', [answered(targets.related, 0, { ms: 12, broke: 'socket hang up' })], {
      died: [{ service: 'api', atMs: 140, restartedByUs: true }], recovery: { stillFailing: { [targets.say.name]: 0 }, health: [] },
    }),
    out('neo4j', { kind: 'stop' }, undefined, []),
  ],
  notMade: [{ store: 'neo4j', kind: 'disconnect', reason: 'this driver runs processes, which have no network of their own' }],
};
