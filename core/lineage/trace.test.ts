import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Exchange } from '../tap.ts';
import type { Json } from '../types.ts';
import { exchange, from, redis, supply } from './fixtures/calls.ts';
import { normalForms } from './normalise.ts';
import { trace } from './trace.ts';
import type { Source, Supply } from './types.ts';

const orders = exchange('SELECT id, first_name, last_name, amount, rate, note, status, created_at, shipped_at FROM orders', ['id', 'first_name', 'last_name', 'amount', 'rate', 'note', 'status', 'created_at', 'shipped_at'], [
  ['5b0f8a52-3c1e-4d0a-9a6b-7c2f3d1e8a01', 'Anna', 'Meier', '1234.50', '19', 'Please deliver to the back door, ring twice and wait for the porter.', 'open', '2026-11-20T08:14:22.123Z', '2026-11-22T10:44:22.123Z'],
  ['5b0f8a52-3c1e-4d0a-9a6b-7c2f3d1e8a02', 'Jean-Luc', 'Moreau', '87.25', '7', 'Gift', 'open', '2026-11-21T09:00:05.000Z', null],
  ['5b0f8a52-3c1e-4d0a-9a6b-7c2f3d1e8a03', 'Sofia', 'Ricci', '410.00', '19', null, 'closed', '2026-11-23T17:30:59.900Z', '2026-11-24T17:30:59.900Z'],
]);
const totals = exchange('SELECT count(*) AS orders, sum(amount) AS revenue, returned FROM totals', ['orders', 'revenue', 'returned'], [[231, '48312.50', 17]]);

function sourceOf(answer: Json, using: Supply): Source | undefined {
  return trace(answer, using).leaves[0]?.source;
}

describe('a leaf is found', () => {
  it.each<[string, Json, Source]>([
    ['as it passed', { amount: 1234.5 }, 'wire'],
    ['as a formatted amount', { amount: '€1,234.50' }, 'wire'],
    ['as rows counted', { n: 3 }, 'derived'],
    ['as a sum', { revenue: 1731.75 }, 'derived'],
    ['as an average rounded to its own digits', { average: 577.3 }, 'derived'],
    ['as a minimum of dates in another zone', { first: '2026-11-20T09:14:22.123+00:00' }, 'derived'],
    ['as a count by label', { by_status: { open: 2 } }, 'derived'],
    ['as a number of different values', { distinct_statuses: 2 }, 'derived'],
    ['as hundredths', { amount_cents: 123450 }, 'derived'],
    ['as a slice with an ellipsis', { preview: 'Please deliver to the back…' }, 'derived'],
    ['as a part', { snippet: 'ring twice and wait' }, 'derived'],
    ['as a slug', { slug: 'jean-luc' }, 'wire'],
    ['as the beginning of an id', { short: '5b0f8a52' }, 'derived'],
    ['as a day', { day: '2026-11-20' }, 'derived'],
    ['as a second', { at: '2026-11-20T08:14:22Z' }, 'derived'],
    ['as a local time', { at: '2026-11-20T10:14:22.123' }, 'derived'],
    ['as a template', { text: 'Order 5b0f8a52-3c1e-4d0a-9a6b-7c2f3d1e8a01 of 1234.50' }, 'derived'],
  ])('%s', (_name, answer, source) => {
    expect(sourceOf(answer, supply([orders]))).toBe(source);
  });

  it('by the row that the values beside it came from', () => {
    const { leaves } = trace({ id: '5b0f8a52-3c1e-4d0a-9a6b-7c2f3d1e8a01', name: 'Anna Meier', initials: 'A.M.', gross: 1469.06, hours: 50.5, ordered: 'Nov 20', label: 'Meier, Anna (1234.50)', characters_length: 68 }, supply([orders]));
    expect(leaves.filter(({ source }) => source === 'unsourced').map(({ field }) => field)).toEqual([]);
    expect(leaves.find(({ field }) => field === '/gross')?.how).toContain('amount and rate of the same row');
    expect(leaves.find(({ field }) => field === '/hours')?.how).toContain('hours between created_at and shipped_at');
  });

  it('by the microseconds between two moments of its row', () => {
    const runs = { ...orders, columns: ['id', 'expected', 'started'], rows: [['5b0f8a52-3c1e-4d0a-9a6b-7c2f3d1e8a01', '2026-11-24T14:21:08.038876Z', '2026-11-24T14:21:08.096203Z']] };
    const { leaves } = trace([{ id: '5b0f8a52-3c1e-4d0a-9a6b-7c2f3d1e8a01', delta: 0.057327, made_up: 0.057329 }], supply([runs]));
    expect(leaves.filter(({ source }) => source === 'unsourced').map(({ field }) => field)).toEqual(['/-/made_up']);
    expect(leaves.find(({ field }) => field === '/-/delta')?.how).toContain('seconds between expected and started');
  });

  it('by the counts of all groups, under the name of what was counted', () => {
    const groups = exchange('select "status", count(*) as "n" from "parcels" group by "status"', ['status', 'n'], [['open', 18], ['lost', 9], ['late', 9], ['back', 10]]);
    expect(sourceOf({ parcels: 46 }, supply([groups]))).toBe('derived');
    expect(sourceOf({ satisfied: 46 }, supply([groups]))).toBe('unsourced');
    expect(sourceOf({ parcels: 47 }, supply([groups]))).toBe('unsourced');
  });

  it('by two figures together, where the name says that it is one of them', () => {
    expect(sourceOf({ return_rate: 7.36 }, supply([totals]))).toBe('derived');
    expect(sourceOf({ average_order: 209.15 }, supply([totals]))).toBe('derived');
    expect(sourceOf({ satisfaction: 94.5 }, supply([totals]))).toBe('unsourced');
  });

  it('by a straight line over a column of its rows, and not by one that is only nearly straight', () => {
    const rows = Array.from({ length: 6 }, (_, index) => [`Sensor ${index} of 6`, 61.3 + index * 3.7 + (index % 2), 8_001 + index * index]);
    const table = exchange('SELECT name, fahrenheit, id FROM sensors', ['name', 'fahrenheit', 'id'], rows);
    const of = (made: (fahrenheit: number, id: number, index: number) => number): readonly (Source | undefined)[] =>
      [...new Set(trace(rows.map(([name, fahrenheit, id], index) => ({ name: String(name), made: made(Number(fahrenheit), Number(id), index) })), supply([table])).leaves.filter(({ field }) => field === '/-/made').map(({ source }) => source))];
    expect(of((fahrenheit) => Math.round(((fahrenheit - 32) * 50) / 9) / 10)).toEqual(['derived']);
    expect(of((_fahrenheit, id) => id + 4_000_017)).toEqual(['derived']);
    expect(of((_fahrenheit, _id, index) => [94.5, 71.2, 88.8, 63.1, 97.7, 55.5][index] ?? 0)).toEqual(['unsourced']);
    expect(of(() => 94.5)).toEqual(['unsourced']);
  });

  it('by the answer itself, when that is explained', () => {
    const rows = (orders.rows).slice(0, 2).map(([id, name, , amount]) => ({ id: id ?? null, name: name ?? null, amount: Number(amount) }));
    const honest = trace({ items: rows, count: 2, total: 3, sum: 1321.75, pages: 2, page_size: 2 }, supply([orders], { url: '/api/orders?page_size=2' }));
    expect(honest.leaves.filter(({ source }) => source === 'unsourced')).toEqual([]);
    const invented = trace({ items: [{ name: 'Jane Doe', amount: 99.99 }, { name: 'John Smith', amount: 12.01 }], count: 2 }, supply([]));
    expect(invented.leaves.filter(({ source }) => source === 'unsourced').map(({ field }) => field)).toEqual(['/items/-/name', '/items/-/amount', '/items/-/name', '/items/-/amount', '/count']);
  });

  it.each<[string, Json, Parameters<typeof supply>[1], Source]>([
    ['the request’s query', { query: 'pump 50' }, { url: '/api/search?q=pump+50' }, 'request'],
    ['the request’s body', { title: 'New 1' }, { method: 'POST', body: { title: 'New 1' } }, 'request'],
    ['the token', { email: 'anna@example.org' }, { claims: { email: 'anna@example.org' } }, 'request'],
    ['a default of paging', { page_size: 20 }, {}, 'request'],
    ['a link to itself', { next: 'http://127.0.0.1:3000/api/things?page=2' }, {}, 'request'],
    ['a day within the range', { day: '2024-03-05' }, { url: '/api/stats?from=2024-03-01&to=2024-03-31' }, 'request'],
    ['now', { generated_at: '2026-11-24T13:00:00.120Z' }, {}, 'clock'],
    ['an hour from now', { expires_at: '2026-11-24T14:00:00Z' }, {}, 'clock'],
    ['a month label', { month: 'Nov 2026' }, {}, 'clock'],
    ['a latency', { latency_ms: 3.2 }, {}, 'clock'],
    ['a value of before', { name: 'Old Value' }, { earlier: new Set(normalForms('Old Value')) }, 'earlier'],
    ['an environment', { region: 'eu-central-1' }, { environment: ['eu-central-1'] }, 'environment'],
    ['a name of the schema', { table: 'quote_lines 2' }, { schemaWords: new Set(['quote_lines 2']) }, 'schema'],
    ['Go’s zero time', { deleted_at: '0001-01-01T00:00:00Z' }, {}, 'zero'],
    ['a mask', { password: '********' }, {}, 'zero'],
    ['a word', { status: 'received' }, {}, 'word'],
  ])('in %s', (_name, answer, over, source) => {
    expect(sourceOf(answer, supply([], over))).toBe(source);
  });

  it('in text, HTML and tables', () => {
    const page = trace('<!doctype html><title>Desk</title><script>var x=12345</script><h1>Welcome back</h1><p>Revenue: &euro;48,312.50</p><p>Satisfaction: 94.5 %</p>', supply([totals]));
    expect(page.leaves.filter(({ dataLike }) => dataLike).map(({ value, source }) => [value, source])).toEqual([['Revenue: €48,312.50', 'derived'], ['Satisfaction: 94.5 %', 'unsourced']]);
    const csv = trace('name,amount\nAnna,1234.50\n"Moreau, Jean-Luc",88.88\n', supply([orders]));
    expect(csv.leaves.map(({ field, source }) => [field, source])).toEqual([['/-/name', 'wire'], ['/-/amount', 'wire'], ['/-/name', 'derived'], ['/-/amount', 'unsourced']]);
    expect(trace('# TYPE http_requests counter\nhttp_requests{code="200"} 1234\n', supply([])).total).toBe(0);
  });
});

describe('what is no source', () => {
  it('a message, and a write’s own parameters in a request that only reads', () => {
    const log = redis('PUBLISH', ['log', '{"satisfaction":94.5}'], 94.5, { effect: 'message' });
    const insert = exchange('INSERT INTO audit VALUES ($1)', [], [], { effect: 'write', parameters: [94.5] });
    expect(sourceOf({ satisfaction: 94.5 }, supply([log, insert]))).toBe('unsourced');
  });

  it('a value that the platform wrote when it was asked to write is one, and what RETURNING gave', () => {
    const insert = exchange('INSERT INTO documents VALUES ($1) RETURNING seq', ['seq'], [[4711]], { effect: 'write', parameters: ['9d3c8a52-3c1e-4d0a-9a6b-7c2f3d1e8a01'] });
    const { leaves } = trace({ id: '9d3c8a52-3c1e-4d0a-9a6b-7c2f3d1e8a01', seq: 4711 }, supply([insert], { method: 'POST' }));
    expect(leaves.map(({ source }) => source)).toEqual(['wire', 'wire']);
  });

  it('an environment is never quoted', () => {
    const { leaves } = trace({ note: 'key 12 of s3cret' }, supply([], { environment: ['key 12 of s3cret'] }));
    expect(leaves[0]).toMatchObject({ source: 'environment' });
    expect(leaves[0]?.how).not.toContain('s3cret');
  });

  it('says when a record was cut, so that nobody is accused for what was not seen', () => {
    expect(trace({ a: 94.5 }, supply([{ ...orders, cut: true }])).partial?.[0]).toContain('not every value');
  });
});

const word = fc.stringMatching(/^[a-z]{4,9}$/);
const cell = fc.oneof(fc.integer({ min: 1_000, max: 99_999_999 }).map((number) => number / 100), fc.tuple(word, word).map((words) => words.join(' ')), fc.uuid());
const table = fc.array(fc.tuple(cell, cell, cell), { minLength: 1, maxLength: 8 });
const asExchange = (rows: readonly (readonly Json[])[], name = 'things'): Exchange => exchange(`SELECT a, b, c FROM ${name}`, ['a', 'b', 'c'], rows);
const foreign = fc.stringMatching(/^zz[0-9]{3}qq [0-9]{3}xx$/);

describe('laws of the trace', () => {
  it('whatever passed is found, in any order of rows and keys', () => {
    fc.assert(fc.property(table, (rows) => {
      const answer = rows.map(([a, b, c]) => ({ c, a, b })).toReversed();
      return trace(answer, supply([asExchange(rows)])).leaves.every(({ source }) => source === 'wire');
    }));
  });

  it('whatever is derived from rows of numbers is found', () => {
    fc.assert(fc.property(fc.array(fc.tuple(fc.integer({ min: 10_001, max: 9_999_999 }), fc.integer({ min: 11, max: 97 })), { minLength: 2, maxLength: 12 }), (pairs) => {
      const rows = pairs.map(([cents, percent], index) => [`row ${index} of the table`, cents / 100, percent]);
      const sum = pairs.reduce((total, [cents]) => total + cents, 0);
      const answer = {
        count: pairs.length, total_amount: sum / 100, average_amount: Math.round(sum / pairs.length) / 100, highest: Math.max(...pairs.map(([cents]) => cents)) / 100,
        items: pairs.map(([cents, percent], index) => ({ name: `row ${index} of the table`, gross: Math.round(cents * (1 + percent / 100)) / 100, cents, text: `${percent} % of ${(cents / 100).toFixed(2)}` })),
      };
      const traced = trace(answer, supply([exchange('SELECT name, amount, percent FROM things', ['name', 'amount', 'percent'], rows)]));
      expect(traced.leaves.filter(({ source }) => source !== 'wire' && source !== 'derived')).toEqual([]);
    }), { numRuns: 60 });
  });

  it('a value of another world is not', () => {
    fc.assert(fc.property(table, foreign, fc.integer({ min: 100_000_000_001, max: 999_999_999_999 }), (rows, text, number) => {
      const { leaves } = trace({ name: rows[0]?.[0] ?? null, text, number: number / 1_000 }, supply([asExchange(rows)]));
      return leaves[1]?.source === 'unsourced' && leaves[2]?.source === 'unsourced';
    }));
  });

  it('tracing twice, or rows in another order, changes no source', () => {
    fc.assert(fc.property(table, fc.array(fc.oneof(cell, foreign), { maxLength: 6 }), (rows, more) => {
      const answer = [...rows.flat(), ...more];
      const sources = (using: readonly (readonly Json[])[]): readonly Source[] => trace(answer, supply([asExchange(using)])).leaves.map(({ source }) => source);
      expect(sources(rows)).toEqual(sources(rows));
      expect(sources(rows.toReversed())).toEqual(sources(rows));
    }));
  });

  it('losing an exchange never explains what was unexplained', () => {
    fc.assert(fc.property(table, table, fc.array(fc.oneof(cell, fc.integer({ min: 2, max: 500 }), foreign), { minLength: 1, maxLength: 8 }), (first, second, more) => {
      const answer = { items: [...first, ...second].map(([a, b]) => ({ a, b, rate: more[0] ?? null, other: more[1] ?? null })), more };
      const all = trace(answer, supply([asExchange(first), asExchange(second, 'others')])).leaves;
      const less = trace(answer, supply([asExchange(second, 'others')])).leaves;
      for (const [index, leaf] of all.entries()) if (leaf.source === 'unsourced') expect(less[index]?.source).toBe('unsourced');
    }), { numRuns: 200 });
  });

  it('never throws, and explains each leaf once', () => {
    fc.assert(fc.property(fc.jsonValue({ maxDepth: 4 }), fc.jsonValue({ maxDepth: 3 }), (answer, reply) => {
      const { leaves, total } = trace(answer as Json, supply([redis('GET', ['k'], reply as Json)]));
      return leaves.length === total && new Set(leaves.map(({ pointer }) => pointer)).size === leaves.length;
    }), { numRuns: 300 });
  });

  it('traces 100,000 leaves against 10,000 values, and counts the rest', { timeout: 30_000 }, () => {
    const rows = Array.from({ length: 2_500 }, (_, index) => [index + 10_000, `Customer number ${index} of the north`, index * 1.37, new Date(from - index * 77_777).toISOString()]);
    const answer = Array.from({ length: 25_200 }, (_, index) => ({ id: (index % 2_500) + 10_000, name: `Customer number ${index % 2_500} of the north`, amount: (index % 2_500) * 1.37, other: index % 3 === 0 ? `constant ${index}` : index + 0.123 }));
    const began = process.cpuUsage();
    const { leaves, total } = trace(answer, supply([exchange('SELECT id, name, amount, at FROM customers', ['id', 'name', 'amount', 'at'], rows)]));
    expect(total).toBe(100_800);
    expect(leaves).toHaveLength(100_000);
    expect(leaves.filter(({ source, field }) => field !== '/-/other' && source === 'unsourced')).toEqual([]);
    const { user, system } = process.cpuUsage(began);
    expect((user + system) / 1_000).toBeLessThan(6_000);
  });
});
