import { page, proveRule } from '../testing/prove.ts';
import rule from './invented-data-shown.ts';

const rates = "[{ pair: 'USD/BDT', rate: 119.85, source: 'Bangladesh Bank', lastUpdated: '2026-03-12 10:00' }, { pair: 'EUR/BDT', rate: 130.42, source: 'ECB', lastUpdated: '2026-03-12 10:00' }]";

proveRule(rule, {
  byName: ['a register that its name calls mock', 'a name that says mock', 'a hook'],
  fires: {
    'a register that its name calls mock': "const MOCK_SANCTIONS = [{ name: 'ENTITY ONE', list: 'OFAC' }, { name: 'PERSON TWO', list: 'UN' }];\nexport async function screen(name) { for (const entry of MOCK_SANCTIONS) { if (entry.name === name) { return 'match'; } } return 'clear'; }",
    'a list of records': page(`const FX = ${rates}; export function P() { return <ul>{FX.map((r) => <li>{r.rate}</li>)}</ul>; }`),
    'the same by another name': page(`const things = ${rates}; export function P() { return <Chart data={things} />; }`),
    'a name that says mock': page("const MOCK_STATS = { total: '$328,000', change: '12%', rate: '94%' }; export function P() { const d = useApiOrMock(load, MOCK_STATS); return <b>{d.total}</b>; }"),
    'a hook': { 'src/use-notes.ts': "const MOCK_NOTES = [{ id: 'n1', title: 'New bid', at: '2026-01-02' }, { id: 'n2', title: 'Deadline', at: '2026-01-03' }]; export function useNotes() { return useState(MOCK_NOTES); }" },
    'a figure among those that are read': page('export function P({ figures }) { return <dl><Figure label="Orders" value={String(figures.orders)} /><Figure label="Growth" value="+12.4 %" /></dl>; }'),
    'the same in money': page('export function P({ s }) { return <div><StatCard change={s.change} /><StatCard change="$1,240" /></div>; }'),
  },
  quiet: {
    'options with fixed values': page('export function P({ all }) { return <Select><Option value={all.x} /><Option value="12.5 %" /></Select>; }'),
    'a page of fixed figures, none of them read': page('export function P() { return <div><StatCard value="99.9 %" /><StatCard value="24 h" /></div>; }'),
    'a width among read ones': page('export function P({ s }) { return <div><Card value={s.a} /><Card value="320" /></div>; }'),
    'a dash where there is nothing': page('export function P({ s }) { return <div><Figure value={s.a} /><Figure value="–" /></div>; }'),
    'settings of a mock mode': { 'src/config/mode.ts': "export const mockModeConfig = { enabled: false, latency: { low: 10, high: 90 }, seed: { users: 4, orders: 9 } };" },
    'colours': page("const COLORS = ['#fff', '#000', '#123', '#456']; export function P() { return <Chart colors={COLORS} />; }"),
    'columns': page("const COLUMNS = [{ key: 'amount', header: 'Amount' }, { key: 'date', header: 'Date' }, { key: 'total', header: 'Total' }]; export function P() { return <Table columns={COLUMNS} />; }"),
    'a menu': page("const MENU = [{ label: 'Orders', href: '/orders', icon: A }, { label: 'Users', href: '/users', icon: B }, { label: 'X', href: '/x', icon: C }]; export function P() { return <Nav items={MENU} />; }"),
    'plans': page("const PLANS = [{ name: 'Pro', price: 20, features: ['a'] }, { name: 'Team', price: 50, features: ['b'] }]; export function P() { return <Pricing plans={PLANS} />; }"),
    'months': page("const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr']; export function P() { return <Axis ticks={MONTHS} />; }"),
    'an empty state': page('const rows = []; export function P() { return <List rows={rows} />; }'),
    'placeholder data of a library': page("const placeholderData = { total: 0, count: 0, items: [] }; export function P() { return <X data={placeholderData} />; }"),
    'a story': { 'src/P.stories.tsx': `const MOCK_ROWS = ${rates}; export const S = () => <P rows={MOCK_ROWS} />;` },
    'a server without pages': `const RATES = ${rates}; export function lookup(p) { return RATES.find((r) => r.pair === p); }`,
  },
});
