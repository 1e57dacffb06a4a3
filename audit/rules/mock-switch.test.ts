import { page, proveRule, py } from '../testing/prove.ts';
import rule from './mock-switch.ts';

proveRule(rule, {
  fires: {
    'a provider that is a mock by default': "export async function pay(env, order) { const provider = env.PAYMENT_PROVIDER || 'mock'; return providers[provider](order); }",
    'on unless it is switched off': "export const USE_MOCK = process.env.USE_MOCK !== 'false';",
    'on by default': "export const MOCK_MODE = process.env.MOCK_MODE ?? 'true';",
    'a branch that serves it': 'export function rows() { if (env.USE_MOCK) { return sample; } return load(); }',
    'a ternary': page('export function P() { return <List rows={isMock ? sampleRows : rows} />; }'),
    'a class in memory where nothing is configured': py('def get_store():\n    if settings.url and settings.key:\n        return SupabaseStore(settings.url, settings.key)\n    return InMemoryStore()\n'),
    'a mock client without a key': "export const client = key ? new RealClient(key) : new MockClient();",
    'a state': page('export function P() { const [n] = useState(env.USE_MOCK ? 2 : 0); return <b>{n}</b>; }'),
  },
  quiet: {
    'a mark on what was answered': "export async function balance() { const response = await api.get('/balance'); const balance = response.data; if (response.data.mock) { balance.mock = true; balance.reason = response.data.message; } return balance; }",
    'a provider that is real by default': "export async function pay(env, order) { const provider = env.PAYMENT_PROVIDER || 'stripe'; return providers[provider](order); }",
    'off by default': "export const USE_MOCK = process.env.USE_MOCK === 'true';",
    'the development build': "if (import.meta.env.DEV) { if (env.USE_MOCK) { start(sample); } }",
    'not the mock': 'export function rows() { if (!isMock) { return load(); } throw new Error("x"); }',
    'a bare return': 'export function connect() { if (isMock) return; open(); }',
    'a refusal': "export function f() { if (env.USE_MOCK) { throw new Error('not in production'); } }",
    'a simulation of the domain': 'export function f(sim) { if (rpc.isSimulationSuccess(sim)) { return sim.result; } return null; }',
    'a driver by its name': py('def get_store():\n    if settings.store == "memory":\n        return MemoryStore()\n    return SqlStore()\n'),
    'a cache in memory': py('def get_cache():\n    return RedisCache(url) if url else InMemoryCache()\n'),
    'another flag': 'export function f() { if (env.USE_CACHE) { return cached; } return load(); }',
  },
});
