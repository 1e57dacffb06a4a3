import { afterEach, expect, it } from 'vitest';
import type { ServedRoute } from '../../../core/proof/routes.ts';
import { json, platform, ports, serve } from '../../../test/platform.ts';
import type { TestServer } from '../../../test/server.ts';
import { listedIn, surveyOf } from '../http/survey.ts';
import { moreTelling } from './telling.ts';

let server: TestServer | undefined;
afterEach(() => server?.close());

const routes: readonly ServedRoute[] = [{ method: 'GET', path: '/search', whole: true, file: 'a.ts', line: 1, asks: { query: ['q'], body: [], numbers: [] } }];
const quotes = [{ id: 'a', customer: 'Hafenwerk Stralsund' }, { id: 'b', customer: 'Aldersea Marine' }];

/** What `/search` is asked for in the end, where it answers so. */
async function askedFor(search: (q: string | null) => unknown): Promise<string> {
  server = await serve((request, response) => {
    const url = new URL(request.url ?? '', 'http://localhost');
    return json(response, 200, url.pathname === '/search' ? search(url.searchParams.get('q')) : quotes);
  });
  const given = ports(platform({ endpoints: [{ method: 'GET', path: '/quotes' }, { method: 'GET', path: '/search' }] }), { origins: { api: server.origin } });
  const signal = AbortSignal.timeout(10_000);
  const survey = await surveyOf(given, signal);
  const listed = listedIn(survey.reading);
  const told = await moreTelling(given, survey, survey.reading, listed, routes, signal);
  const found = told.find(({ endpoint }) => endpoint.path === '/search')?.result;
  return found && 'sample' in found ? found.sample.url : '';
}

it.each<[string, (q: string | null) => unknown, string]>([
  ['asks a search that showed nothing for what there is', (q) => ({ q, hits: quotes.filter(({ customer }) => q !== null && customer.includes(q)) }), '/search?q=Hafenwerk'],
  ['leaves alone what showed something', () => ({ hits: quotes }), '/search'],
  ['and what finds nothing at all', () => ({ hits: [] }), '/search'],
])('%s', async (_name, search, wanted) => {
  expect(await askedFor(search)).toBe(wanted);
});
