import { afterEach, expect, it } from 'vitest';
import type { ServedRoute } from '../../../core/proof/routes.ts';
import { json, platform, ports, serve } from '../../../test/platform.ts';
import type { TestServer } from '../../../test/server.ts';
import { surveyOf } from '../http/survey.ts';
import { foundIn, type Found } from './found.ts';

let server: TestServer | undefined;
afterEach(() => server?.close());

const route = (name: string, file: string, whole = true): ServedRoute => ({ method: name.split(' ')[0] ?? '', path: name.split(' ')[1] ?? '', file, line: 1, whole });
const signal = AbortSignal.timeout(10_000);

/** An API that names `GET /quotes` and serves what `answers` holds. */
async function foundOf(routes: readonly ServedRoute[], answers: readonly string[]): Promise<Found & { readonly asked: readonly string[] }> {
  const asked: string[] = [];
  server = await serve((request, response) => {
    asked.push(`${request.method ?? ''} ${request.url ?? ''}`);
    return json(response, answers.includes(request.url ?? '') ? 200 : 404, [{ id: 'q-7' }]);
  });
  const given = ports(platform({ endpoints: [{ method: 'GET', path: '/quotes' }] }), { origins: { api: server.origin } });
  return { ...(await foundIn(given, await surveyOf(given, signal), routes, signal)), asked };
}
const names = ({ reading, writing }: Found): readonly string[] => [...reading.map(({ endpoint, result }) => `${endpoint.method} ${endpoint.path}${'missing' in result ? ' ?' : ''}`), ...writing.map(({ method, path }) => `${method} ${path}`)];

it('asks what only the source names, with records of the lists that are known, and lists the writes beside them', async () => {
  const found = await foundOf([route('GET /quotes', 'a.ts'), route('GET /quotes/{id}', 'a.ts'), route('GET /quotes/{id}/{other}', 'a.ts'), route('DELETE /quotes/{id}', 'a.ts'), route('GET /hidden', 'b.ts')], ['/quotes', '/quotes/q-7', '/hidden']);
  expect(names(found)).toEqual(['GET /quotes/{id}', 'GET /quotes/{id}/{other} ?', 'GET /hidden', 'DELETE /quotes/{id}']);
  expect(found.asked).toEqual(['GET /quotes', 'GET /quotes/q-7', 'GET /hidden']);
});

it('takes nothing from a file that this API does not serve', async () => {
  const found = await foundOf([route('GET /admin', 'other-process.ts'), route('POST /admin', 'other-process.ts'), route('GET /admin/{id}', 'other-process.ts')], ['/quotes']);
  expect(names(found)).toEqual([]);
});

it('does not count what may have been left behind', async () => {
  const found = await foundOf([route('GET /quotes', 'quotes_old.ts', false), route('POST /quotes/import', 'quotes_old.ts', false)], ['/quotes']);
  expect(names(found)).toEqual([]);
});
