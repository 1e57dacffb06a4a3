import { proveRule, py } from '../testing/prove.ts';
import rule from './missing-field-as-figure.ts';

proveRule(rule, {
  fires: {
    'a risk': "export const view = (p) => ({ risk: p?.risk_level ?? 'medium' });",
    'a price': 'export const total = (item) => (item.price ?? 9.99) * item.quantity;',
    'a score': 'export const view = (r) => ({ s: r.confidence || 0.85 });',
    'Python: a balance': py('def view(account_info):\n    return {"cash": account_info.get("cash", 95000.0)}\n'),
    'Python: getattr': py('def view(order):\n    return {"status": getattr(order, "status", "submitted")}\n'),
    'Python: the else of a read': py('def view(rows, features):\n    if rows:\n        features["current_price"] = float(rows[-1])\n    else:\n        features["current_price"] = 508.0\n'),
  },
  quiet: {
    'the life of a record that has no other': "export const item = (row) => ({ id: row.id, status: row.status ?? 'ACTIVE' });",
    'the first value of a form': { 'src/pages/Edit.tsx': "export function Edit({ plan }) { const [risk, setRisk] = useState(plan?.risk_level ?? 'LOW'); return <b onClick={setRisk}>{risk}</b>; }" },
    'what a form has not asked': "export const rows = (form) => [['Risk', form.risk_level ?? 'LOW']];",
    'a filter in the address': "export const status = (params) => params.get('status') || 'active';",
    'a setting that may be left out': 'export const make = (params) => ({ takeProfitPercent: params?.takeProfitPercent ?? 0.04 });',
    'an argument that may be left out': 'export function start(balance) { return engine({ balance: balance || 10000 }); }',
    'zero': 'export const sum = (i) => i.price ?? 0;',
    'a setting': "export const o = (opts) => opts.rate ?? 5;",
    'a limit': 'export const o = (r) => r.rate_limit ?? 50;',
    'a dash': "export const o = (r) => r.risk_level ?? '—';",
    'unknown': "export const o = (r) => r.risk_level ?? 'unknown';",
    'a name': "export const o = (r) => r.name ?? 'Guest';",
    'the environment': "export const o = Number(process.env.RATE) || 25;",
    'Python: configuration': py('def f(config):\n    return config.get("price", 12.5)\n'),
  },
});
