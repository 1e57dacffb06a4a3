import { page, proveRule } from '../testing/prove.ts';
import rule from './secret-in-client-bundle.ts';

proveRule(rule, {
  fires: {
    'a secret of Vite': page("const key = import.meta.env.VITE_STRIPE_SECRET_KEY;\nexport const P = () => <b>{key}</b>;"),
    'a role of Next.js': "export const db = createClient(url, process.env.NEXT_PUBLIC_SUPABASE_SERVICE_ROLE_KEY);",
    'a password': "export const login = () => api.login(process.env.REACT_APP_ADMIN_PASSWORD);",
  },
  quiet: {
    'a publishable key': "export const s = loadStripe(process.env.NEXT_PUBLIC_STRIPE_PUBLISHABLE_KEY);",
    'an anonymous key': 'export const c = createClient(u, import.meta.env.VITE_SUPABASE_ANON_KEY);',
    'a map token': 'export const t = process.env.NEXT_PUBLIC_MAPBOX_ACCESS_TOKEN;',
    'a secret of the server': 'export const s = process.env.STRIPE_SECRET_KEY;',
    'an address': 'export const a = process.env.NEXT_PUBLIC_PASSWORD_RESET_URL;',
    'a switch': "export const a = process.env.VITE_PASSWORD_LOGIN_ENABLED === 'true';",
    'a test': { 'src/a.test.ts': 'export const k = process.env.NEXT_PUBLIC_CLIENT_SECRET;' },
  },
});
