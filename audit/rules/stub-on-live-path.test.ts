import { proveRule, py } from '../testing/prove.ts';
import rule from './stub-on-live-path.ts';

const main = "import { syncInvoices } from './sync';\nexport async function run(ids) { await syncInvoices(ids); }";
const root = { 'package.json': '{ "name": "x", "scripts": { "start": "node src/main.js" } }', 'src/main.ts': main };

proveRule(rule, {
  fires: {
    'a note where the work should be': { ...root, 'src/sync.ts': 'export async function syncInvoices(ids) {\n  // TODO: implement\n}' },
    'a note and nothing': { ...root, 'src/sync.ts': 'export async function syncInvoices(ids) {\n  // not implemented yet\n  return [];\n}' },
    'a route without a body': "app.post('/refund', async (req, res) => {});",
    'an action without a body': { 'app/actions.ts': "'use server';\nexport async function savePlan(plan) {\n  // TODO\n}" },
    'Python: a route that passes': py('@app.post("/refund")\nasync def refund(order_id: str):\n    pass\n'),
    'Python: a note and nothing': py('@app.get("/rows")\ndef rows():\n    # TODO: implement\n    return []\n'),
  },
  quiet: {
    'one that throws': { ...root, 'src/sync.ts': "export async function syncInvoices(ids) {\n  // TODO: implement\n  throw new Error('not implemented');\n}" },
    'one that nobody calls': 'export async function syncInvoices(ids) {\n  // TODO: implement\n}',
    'a note beside work': { ...root, 'src/sync.ts': 'export async function syncInvoices(ids) {\n  // TODO: faster\n  return db.sync(ids);\n}' },
    'a hook that may do nothing': { ...root, 'src/sync.ts': 'export async function syncInvoices(_ids) {\n  // TODO: implement\n}' },
    'nothing to do, without a note': { ...root, 'src/sync.ts': 'export async function syncInvoices(ids) {}' },
    'a null object': { ...root, 'src/sync.ts': 'export class NullSync { syncInvoices(ids) {\n  // TODO: implement\n} }' },
    'Python: a contract': py('from abc import abstractmethod\nclass Base:\n    @abstractmethod\n    def rows(self):\n        # TODO: implement\n        pass\n'),
    'Python: a route that refuses': py('@app.post("/refund")\nasync def refund(order_id: str):\n    raise HTTPException(501, "not implemented")\n'),
  },
});
