import { page, proveRule, py } from '../testing/prove.ts';
import endpoint from './environment-endpoint-literal.ts';
import rule from './local-default-leaves-the-machine.ts';

const mail = "const base = process.env.APP_URL ?? 'http://localhost:3000';\nexport async function invite(user) { const inviteUrl = `${base}/invite`; await sendEmail(user.email, inviteUrl); }";

proveRule(rule, {
  fires: {
    'a link in a mail': mail,
    'a mail written on the spot': "export const html = () => `<a href=\"${process.env.APP_URL || 'http://localhost:3000'}/reset\">Reset</a>`;",
    'where a payment comes back': "export async function pay(stripe) { const origin = process.env.CLIENT_URL || 'http://localhost:8086'; return stripe.checkout.sessions.create({ success_url: `${origin}/done` }); }",
    'a redirect': "export const back = (req, res) => res.redirect(`${process.env.WEB_URL || 'http://localhost:5173'}/done`);",
    'who may ask': "app.use(cors({ origin: process.env.FRONTEND_URL || 'http://localhost:5173', credentials: true }));",
    'the code of a page': page("export function P() { const load = () => fetch(`${import.meta.env.VITE_API_URL || 'http://localhost:3001'}/rows`); return <b onClick={load} />; }"),
    'Python: a redirect': py('import os\n@app.get("/back")\ndef back():\n    return redirect(os.getenv("WEB_URL", "http://localhost:5173"))\n'),
  },
  quiet: {
    'a service that is asked': "const db = process.env.DATABASE_URL ?? 'postgres://localhost:5432/app';\nexport const pool = new Pool({ connectionString: db });",
    'a development branch': "export const link = () => (process.env.NODE_ENV === 'development' ? { returnUrl: process.env.APP_URL ?? 'http://localhost:3000' } : {});",
    'a start-up that refuses': "const base = process.env.APP_URL ?? fail('APP_URL');\nexport const mailIt = (to) => sendEmail(to, `${base}/x`);",
    'another address': "export const html = () => ({ returnUrl: process.env.APP_URL || 'https://app.orders.io' });",
    'a server that listens': "app.listen({ host: process.env.HOST ?? 'localhost', port: 3000 });",
    'a line in the log': "export const say = () => console.log(`see ${process.env.APP_URL ?? 'http://localhost:3000'}`);",
  },
});

proveRule(endpoint, {
  fires: { 'a service that is asked, here only': "const api = process.env.API_HOST_URL ?? 'http://localhost:3001';\nexport const load = () => fetch(`${api}/rows`);" },
  quiet: { 'what the other rule tells': mail },
});
