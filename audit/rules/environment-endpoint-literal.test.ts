import { page, proveRule, py } from '../testing/prove.ts';
import rule from './environment-endpoint-literal.ts';

proveRule(rule, {
  fires: {
    'settings of a service, whatever the file is called': { 'src/config/services.config.ts': "export const registry = () => ({ url: process.env['AUTH_URL'] ?? 'http://localhost:3002' });" },
    'a default of this machine': "export const api = process.env.API_URL ?? 'http://localhost:3001';",
    'the same under another name': "export const zz = process.env.QX_URL || 'http://localhost:3001';",
    'a helper with a default': "const optional = (key: string, d: string) => process.env[key] ?? d; export const host = optional('STORAGE_ENDPOINT', 'localhost');",
    'a bucket': "export const bucket = process.env.STORAGE_BUCKET ?? 'acme-files';",
    'a container name': "export const host = process.env.DB_HOST || 'postgres';",
    'a literal that is called': page("export function P() { const go = () => fetch('http://localhost:8000/api/orders'); return <b onClick={go} />; }"),
    'a private address': "export const load = () => fetch('http://10.0.3.7:9000/jobs');",
    'a hosted deployment': "export const load = () => fetch('https://acme-live.onrender.com/api/stars');",
    'a constant base': "const API_BASE = 'http://localhost:5000/api'; export const load = () => fetch(`${API_BASE}/x`);",
    'a Vite variable': "export const base = import.meta.env.VITE_API_URL ?? 'http://localhost:3001';",
    'Python: getenv': py('import os\nURL = os.getenv("API_URL", "http://localhost:8000")\n'),
    'Python: settings': py('class Settings(BaseSettings):\n    database_host: str = "localhost"\n'),
    'Python: allowed origins': py('app.add_middleware(CORSMiddleware, allow_origins=["http://localhost:5173", "http://localhost:3000"])\n'),
  },
  quiet: {
    'the host of a record that has none': "export const target = (peer) => ({ peerId: peer.id, host: peer?.ip || 'localhost' });",
    'settings of a tool': { 'src/vite.config.ts': "export default { server: { proxy: process.env['API_URL'] ?? 'http://localhost:3002' } };" },
    'no default': 'export const api = process.env.API_URL;',
    'a listen address': "app.listen({ port: 3000, host: '127.0.0.1' });",
    'the default of a listen address': "export const host = process.env.HOST ?? 'localhost';",
    'a port': "export const port = process.env.PORT ?? '3000';",
    'a comparison': "export const local = host.startsWith('localhost') || host === 'http://localhost:3000';",
    'a base for parsing': "export const url = new URL(path, 'http://localhost');",
    'a vendor': "export const charge = () => fetch('https://api.stripe.com/v1/charges');",
    'a schema': "export const ns = 'http://www.w3.org/2000/svg';",
    'development only': "export const api = process.env.NODE_ENV === 'production' ? required('API_URL') : 'http://localhost:3001';",
    'a log line': "console.log(`Listening on http://localhost:${port}`);",
    'an address in a record': "export const log = { ipAddress: '192.168.1.45' };",
    'an example': "export const hint = { url: 'https://example.com/hook' };",
    'a tool': { 'vite.config.ts': "export default { server: { proxy: 'http://localhost:3000' } };" },
  },
});
