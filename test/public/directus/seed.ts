/** Makes a small shop through Directus' own API: three collections, records, a folder, a user, a preset. */
const origin = process.env['API_URL'] ?? '';
const session: { token?: string } = {};
const login = await call('POST', '/auth/login', { email: process.env['ADMIN_EMAIL'], password: process.env['ADMIN_PASSWORD'] });
session.token = (login as { access_token: string }).access_token;

async function call(method: string, path: string, body?: unknown): Promise<unknown> {
  const headers = { 'content-type': 'application/json', ...(session.token !== undefined && { authorization: `Bearer ${session.token}` }) };
  const answer = await fetch(origin + path, { method, headers, ...(body !== undefined && { body: JSON.stringify(body) }) });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${method} ${path} answered ${answer.status}: ${text.slice(0, 400)}`);
  return text === '' ? undefined : (JSON.parse(text) as { data: unknown }).data;
}

const key = { field: 'id', type: 'integer', meta: { hidden: true, interface: 'input', readonly: true }, schema: { is_primary_key: true, has_auto_increment: true } };
const text = (field: string): object => ({ field, type: 'string', meta: { interface: 'input' }, schema: {} });
const collections: Readonly<Record<string, readonly object[]>> = {
  customers: [key, text('name'), text('city'), { field: 'since', type: 'date', meta: {}, schema: {} }],
  products: [key, text('name'), text('sku'), { field: 'price', type: 'decimal', meta: {}, schema: { numeric_precision: 10, numeric_scale: 2 } }, { field: 'stock', type: 'integer', meta: {}, schema: {} }, { field: 'specs', type: 'json', meta: {}, schema: {} }],
  orders: [key, { field: 'customer', type: 'integer', meta: {}, schema: {} }, { field: 'total', type: 'decimal', meta: {}, schema: {} }, { field: 'placed', type: 'timestamp', meta: {}, schema: {} }, { field: 'paid', type: 'boolean', meta: {}, schema: {} }, text('note')],
};
for (const [collection, fields] of Object.entries(collections)) await call('POST', '/collections', { collection, meta: { note: `The shop's ${collection}` }, schema: {}, fields });
await call('POST', '/relations', { collection: 'orders', field: 'customer', related_collection: 'customers', meta: {}, schema: { on_delete: 'SET NULL' } });

const names = ['Hofer Armaturen', 'Brandt & Söhne', 'Nordlicht Pumpen', 'Atelier Giraud', 'Tessera Keramik'];
await call('POST', '/items/customers', names.map((name, index) => ({ name, city: ['Graz', 'Lübeck', 'Bergen', 'Lyon', 'Faenza'][index], since: `201${index}-0${index + 2}-1${index}` })));
await call('POST', '/items/products', names.map((_name, index) => ({ name: ['Ball valve', 'Gate valve', 'Flange', 'Pressure gauge', 'Check valve'][index], sku: `VLV-${1207 + index * 31}`, price: 19.95 + index * 17.35, stock: 37 + index * 53, specs: { bore: 25 + index * 7, material: ['brass', 'steel'][index % 2] } })));
await call('POST', '/items/orders', [1, 2, 3, 4, 5, 3, 2].map((customer, index) => ({ customer, total: 431.2 + index * 87.45, placed: `2026-0${index + 1}-1${index}T0${index}:1${index}:27Z`, paid: index % 2 === 0, note: `Deliver to gate ${index + 3}, ring twice` })));
await call('POST', '/folders', { name: 'Data sheets' });
const role = await call('POST', '/roles', { name: 'Stock keeper', description: 'Counts what is on the shelves' });
await call('POST', '/users', { first_name: 'Ines', last_name: 'Kolar', email: 'ines.kolar@shop.example.com', password: `Pw${crypto.randomUUID()}`, role: (role as { id: string }).id });
await call('POST', '/presets', { collection: 'orders', bookmark: 'Unpaid orders', filter: { paid: { _eq: false } } });
await call('PATCH', '/settings', { project_name: 'Valve shop', project_descriptor: 'Valves since 1987' });
