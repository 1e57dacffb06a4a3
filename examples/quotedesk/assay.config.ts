import { defineConfig } from 'assay';

const password = { secret: 24 } as const;
const install = { command: ['npm', 'ci', '--no-audit', '--no-fund'], unless: 'node_modules/.package-lock.json', than: 'package-lock.json' };

/** How assay boots and judges quotedesk. Credentials are made anew for each run. */
export default defineConfig({
  name: 'quotedesk',
  standard: 'release',
  source: {
    include: ['.'],
    notProduction: [
      { path: 'lies', reason: 'the dishonest twin: overlays that assay must catch, never part of the product' },
      { path: 'assay', reason: 'flows and scenarios that assay runs' },
    ],
  },
  stack: {
    compose: 'compose.yml',
    environment: {
      POSTGRES_PASSWORD: password,
      REDIS_PASSWORD: password,
      NEO4J_PASSWORD: password,
      JWT_SECRET: { secret: 48 },
      ADMIN_EMAIL: 'admin@quotedesk.example',
      ADMIN_PASSWORD: password,
      CLERK_EMAIL: 'clerk@quotedesk.example',
      CLERK_PASSWORD: password,
    },
    profiles: { 'no-graph': { without: ['neo4j'] } },
    native: {
      prepare: [install],
      services: { web: { build: ['npm', 'run', 'build', '--workspace', 'web'] } },
    },
    seed: {
      steps: [install, { command: ['node', 'scripts/seed.ts'] }],
      environment: { API_URL: '${origin:api}', CLERK_EMAIL: '${CLERK_EMAIL}', CLERK_PASSWORD: '${CLERK_PASSWORD}' },
    },
  },
  services: {
    migrate: { source: ['api', 'shared'], optional: [] },
    // api/src/migrate.ts lies in the same folder and is run by the service migrate alone.
    api: { source: ['api', 'shared'], optional: ['ADMIN_EMAIL', 'ADMIN_PASSWORD', 'CLERK_EMAIL', 'CLERK_PASSWORD'] },
    worker: { source: ['worker', 'shared'], optional: [] },
    'chat-a': { source: ['chat', 'shared'], optional: [] },
    'chat-b': { source: ['chat', 'shared'], optional: [] },
    mcp: { source: ['mcp', 'shared'], optional: [] },
    web: { source: ['web'], optional: [] },
  },
  api: {
    service: 'api',
    openapi: '/openapi.json',
    health: { live: '/api/health/live', ready: '/api/health/ready' },
    login: {
      path: '/api/auth/login',
      tokenPath: 'token',
      roles: {
        clerk: { email: '${CLERK_EMAIL}', password: '${CLERK_PASSWORD}' },
        admin: { email: '${ADMIN_EMAIL}', password: '${ADMIN_PASSWORD}' },
      },
    },
    open: ['GET /openapi.json', 'GET /api/health/live', 'GET /api/health/ready', 'POST /api/auth/login'],
    latencyBudgetMs: 250,
    endpoints: [
      { method: 'GET', path: '/api/customers', role: 'admin' },
      { method: 'GET', path: '/api/queue', role: 'admin' },
      { method: 'GET', path: '/api/queue/dead-letters', role: 'admin' },
      { method: 'POST', path: '/api/queue/dead-letters/{documentId}/retry', role: 'admin' },
    ],
  },
  websocket: {
    services: ['chat-a', 'chat-b'],
    path: '/chat?room=general',
    protocols: ['quotedesk.v1', 'bearer.${token}'],
    originVariable: 'WEB_ORIGIN',
    message: { type: 'say', id: '${id}', body: '${text}' },
    stored: {
      store: 'postgres',
      query: 'SELECT id FROM chat_messages WHERE body = $1',
      remove: 'DELETE FROM chat_messages WHERE body = $1',
    },
  },
  mcp: {
    service: 'mcp',
    originVariable: 'WEB_ORIGIN',
    calls: [
      { tool: 'search_documents', arguments: { query: 'pump' } },
      { tool: 'get_quote', arguments: { quote_id: '${GET /api/quotes quotes.0.id}' } },
      { tool: 'related_products', arguments: { sku: '${GET /api/products products.0.sku}' }, stores: ['neo4j'] },
    ],
  },
  queues: [{ name: 'rfq', store: 'redis' }],
  proof: {
    samples: [
      {
        method: 'POST', path: '/api/documents', role: 'clerk',
        form: { file: { filename: '${text}.txt', type: 'text/plain', text: 'Customer: ${text}\n\n12 pcs Kugelhahn DN25\n' } },
        readBack: '/api/documents/${answer:id}/content',
        settles: { url: '/api/documents/${answer:id}', at: '/status', becomes: 'quoted', same: ['/quote/total'] },
      },
      { method: 'POST', path: '/api/queue/dead-letters/{documentId}/retry', url: '/api/queue/dead-letters/${GET /api/queue/dead-letters jobs.0.document_id}/retry', role: 'admin' },
      { method: 'POST', path: '/api/auth/logout', role: 'clerk', endsSession: true },
    ],
    given: [
      {
        store: 'postgres',
        statement: `INSERT INTO documents (id, filename, media_type, bytes, sha256, content, status, reason, attempts, uploaded_by, processed_at)
          SELECT 'a55a7000-0000-4000-8000-000000000001', 'torn.txt', 'text/plain', 21, 'a55a7', 'Order 4711, 17 valves', 'failed', 'unexpected failure while reading', 3, id, now() FROM users LIMIT 1`,
        undo: "DELETE FROM documents WHERE id = 'a55a7000-0000-4000-8000-000000000001'",
        reason: 'a dead letter: only a document that kills its worker becomes one',
      },
      {
        store: 'postgres',
        statement: `INSERT INTO chat_messages (id, client_id, room_id, author_id, body)
          SELECT 'a55a7000-0000-4000-8000-000000000002', 'a55a7000-0000-4000-8000-000000000003', room.id, users.id, 'Is offer 4711 out yet?' FROM chat_rooms room, users ORDER BY room.slug LIMIT 1`,
        undo: "DELETE FROM chat_messages WHERE id = 'a55a7000-0000-4000-8000-000000000002'",
        reason: 'something that was said: the seed writes no chat',
      },
      {
        store: 'redis', statement: 'ZADD bull:rfq:delayed 8000000000000000 assay-1 8000000000000001 assay-2 8000000000000002 assay-3', undo: 'ZREM bull:rfq:delayed assay-1 assay-2 assay-3',
        reason: 'jobs that wait: the worker is quicker than anybody can look',
      },
    ],
  },
  web: { service: 'web', apiServices: ['api', 'chat-a'], pages: ['/', '/login'] },
});
