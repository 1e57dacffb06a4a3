import { afterEach, expect, it } from 'vitest';
import type { ServedRoute } from '../../../core/proof/routes.ts';
import { json, platform, ports, serve } from '../../../test/platform.ts';
import type { TestServer } from '../../../test/server.ts';
import { relationsOf } from './vary.ts';

let server: TestServer | undefined;
afterEach(() => server?.close());

interface Parcel {
  readonly day: string;
  readonly id: number;
  readonly state: string;
  readonly recipient: string;
  readonly weight: number;
}
const states = ['open', 'sent', 'lost'];
const people = ['Vogel', 'Aydin', 'Horvat', 'Zielinski', 'Weiss', 'Kray', 'Ott'];
const parcels: readonly Parcel[] = Array.from({ length: 30 }, (_, index) => ({ id: index + 1, state: states[index % 3] ?? '', recipient: `${people[index % 7] ?? ''} ${index}`, weight: (index * 739) % 97, day: `2025-03-${String((index % 28) + 1).padStart(2, '0')}` }));

type Query = URLSearchParams;
const searched = (query: Query): readonly Parcel[] => parcels.filter(({ recipient }) => recipient.toLowerCase().includes((query.get('q') ?? '').toLowerCase()));
const filtered = (query: Query): readonly Parcel[] => parcels.filter(({ state }) => !query.has('state') || state === query.get('state'));
const paged = (query: Query, least = 1): readonly Parcel[] => parcels.slice(0, Math.max(least, Number(query.get('limit') ?? 20)));
/** The nearest by some measure that has an answer to every text. */
const nearest = (query: Query): readonly Parcel[] => parcels.toSorted((left, right) => ((left.id * (query.get('q') ?? '').length) % 31) - ((right.id * (query.get('q') ?? '').length) % 31)).slice(0, 5);
const ordered = (query: Query): readonly Parcel[] | undefined => (query.get('sort') === 'weight' ? parcels.toSorted((left, right) => left.weight - right.weight) : query.has('sort') ? undefined : parcels);

/** Takes a day alone. */
const since = (query: Query): readonly Parcel[] | undefined => (/T/.test(query.get('from') ?? '') ? undefined : parcels.filter(({ day }) => day >= (query.get('from') ?? '')));

async function broken(query: readonly string[], list: (asked: Query) => readonly Parcel[] | undefined, one: (id: number) => Parcel | undefined = (id) => parcels.find((each) => each.id === id)): Promise<readonly string[]> {
  server = await serve((request, response) => {
    const url = new URL(request.url ?? '', 'http://localhost');
    const [, , id] = url.pathname.split('/');
    const answer = id === undefined ? list(url.searchParams) : one(Number(id));
    return json(response, answer === undefined ? (id === undefined ? 400 : 404) : 200, answer ?? {});
  });
  const routes: readonly ServedRoute[] = [
    { method: 'GET', path: '/parcels', whole: true, file: 'a.ts', line: 1, asks: { query, body: [], numbers: query.filter((name) => name === 'limit') } },
    { method: 'GET', path: '/parcels/{id}', whole: true, file: 'a.ts', line: 2, asks: { query: [], body: [], numbers: [] } },
  ];
  const given = { ...ports(platform({}), { origins: { api: server.origin } }), routes: () => Promise.resolve(routes) };
  return (await relationsOf(given, AbortSignal.timeout(20_000))).filter(({ held }) => !held).map(({ relation, ignored, contradicts }) => `${relation}${ignored ? ' ignored' : ''}${contradicts ? ' contradicts' : ''}`).sort();
}

it.each<[string, readonly string[], (asked: Query) => readonly Parcel[] | undefined]>([
  ['a search', ['q'], searched],
  ['a search for what is nearest, which the source calls by another name', ['near'], nearest],
  ['a filter', ['state'], filtered],
  ['a page size', ['limit'], paged],
  ['an order', ['sort'], ordered],
  ['a range', ['from'], since],
  ['an order that is not looked at, where anything is taken', ['sort'], () => parcels],
])('finds nothing wrong with %s that only the source names', async (_name, query, list) => {
  expect(await broken(query, list)).toEqual([]);
});

it.each<[string, readonly string[], (asked: Query) => readonly Parcel[] | undefined, readonly string[]]>([
  ['a search', ['q'], () => parcels, ['matches-nothing', 'parameter ignored']],
  ['a filter', ['state'], () => parcels, ['filter ignored', 'parameter ignored']],
  ['a page size', ['limit'], () => parcels, ['page-size ignored']],
  ['a range', ['from'], (asked) => since(asked) && parcels, ['narrower-range ignored']],
  ['an order that is taken', ['sort'], (asked) => (ordered(asked) === undefined ? undefined : parcels), ['sort ignored']],
])('sees that nobody looks at %s that only the source names', async (_name, query, list, wanted) => {
  expect(await broken(query, list)).toEqual(wanted);
});

it('does not call a parameter ignored for the least size of a page, nor a search for being near', async () => {
  expect(await broken(['limit'], (asked) => paged(asked, 10))).toEqual(['page-size']);
  expect(await broken(['q'], nearest)).toEqual(['matches-nothing']);
});

it('sees the record of another one, whichever is asked for', async () => {
  const first = parcels[0];
  expect(await broken([], () => parcels, (id) => (id === 1 || id > 30 ? first : parcels[id - 1]))).toEqual(['unknown-id contradicts']);
  expect(await broken([], () => parcels, () => first)).toEqual(['another-record contradicts', 'unknown-id contradicts']);
  expect(await broken([], () => parcels.toReversed(), () => first)).toEqual(['unknown-id contradicts']);
});
