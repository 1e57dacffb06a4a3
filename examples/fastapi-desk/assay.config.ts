import { defineConfig } from 'assay';

const password = { secret: 24 } as const;
const shared = ['backend/desk', 'backend/desk_access'];

/** How assay boots and judges fastapi-desk: in containers only, so that nothing of Python is asked of the machine. Credentials are made anew for each run. */
export default defineConfig({
  name: 'fastapi-desk',
  standard: 'release',
  source: {
    include: ['.'],
    notProduction: [
      { path: 'lies', reason: 'the dishonest build: overlays that assay must catch, never part of the product' },
      { path: 'assay', reason: 'flows that assay runs' },
      { path: 'certificate', reason: 'asks assay for the certificate’s table' },
      { path: 'certificate.ts', reason: 'asks assay for the certificate’s table' },
    ],
  },
  stack: {
    compose: 'compose.yml',
    environment: {
      POSTGRES_PASSWORD: password,
      REDIS_PASSWORD: password,
      NEO4J_PASSWORD: password,
      JWT_SECRET: { secret: 48 },
      ADMIN_EMAIL: 'admin@fastapi-desk.example',
      ADMIN_PASSWORD: password,
      CLERK_EMAIL: 'clerk@fastapi-desk.example',
      CLERK_PASSWORD: password,
    },
    seed: {
      steps: [{ command: ['node', 'scripts/seed.ts'] }],
      environment: { API_URL: '${origin:api}', CHAT_URL: '${origin:chat}', WEB_ORIGIN: '${origin:web}', CLERK_EMAIL: '${CLERK_EMAIL}', CLERK_PASSWORD: '${CLERK_PASSWORD}' },
    },
  },
  services: {
    migrate: { source: ['backend/desk', 'backend/desk_migrate'], optional: [] },
    api: { source: [...shared, 'backend/desk_api'], optional: [] },
    worker: { source: ['backend/desk', 'backend/desk_worker'], optional: [] },
    chat: { source: [...shared, 'backend/desk_chat'], optional: [] },
    mcp: { source: [...shared, 'backend/desk_mcp'], optional: [] },
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
    endpoints: [
      { method: 'GET', path: '/api/customers', role: 'admin' },
      { method: 'GET', path: '/api/chat/audit', role: 'admin' },
    ],
  },
  websocket: {
    services: ['chat'],
    path: '/chat',
    protocols: ['fastapi-desk.v1', 'bearer.${token}'],
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
      { tool: 'search_documents', arguments: { query: 'MCB' } },
      { tool: 'get_quote', arguments: { quote_id: '${GET /api/quotes 0.id}' } },
      { tool: 'related_products', arguments: { sku: '${GET /api/products 0.sku}' }, stores: ['neo4j'] },
    ],
  },
  proof: {
    samples: [
      {
        method: 'POST', path: '/api/documents', role: 'clerk',
        form: { file: { filename: '${text}.txt', type: 'text/plain', text: 'Customer: ${text}\n\n12 pcs MCB-B16\n' } },
        readBack: '/api/documents/${answer:id}',
        settles: { url: '/api/documents/${answer:id}', at: '/status', becomes: 'quoted' },
      },
      { method: 'POST', path: '/api/auth/logout', role: 'clerk', endsSession: true },
    ],
  },
  web: { service: 'web', apiServices: ['api', 'chat'], pages: ['/', '/login'] },
});
