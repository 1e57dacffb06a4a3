import { isServedAs, type AskedFor, type ServedRoute } from '../../../core/proof/routes.ts';
import type { Json } from '../../../core/types.ts';
import { reads, type Endpoint } from '../../openapi/inventory.ts';
import { fields, type Fields } from '../../openapi/operations.ts';
import { plain, recordWith, type Listed } from '../../openapi/sample.ts';

/** What the handler of an endpoint takes out of the request, where the source tells and no document does. */
function askedOf({ method, path, parameters, request }: Endpoint, routes: readonly ServedRoute[]): AskedFor | undefined {
  if (parameters.some((each) => each.in === 'query') || Object.keys(request).length > 0) return undefined;
  const known = routes.filter((route) => isServedAs(route, { method, path }));
  return known.length === 1 ? known[0]?.asks : undefined;
}

/** An endpoint with the parameters of its query that only its handler names. */
export function withQueries(endpoint: Endpoint, routes: readonly ServedRoute[]): Endpoint {
  const asked = askedOf(endpoint, routes);
  if (!asked || asked.query.length === 0) return endpoint;
  return { ...endpoint, parameters: [...endpoint.parameters, ...asked.query.map((name) => ({ name, in: 'query', required: false, sample: undefined, schema: asked.numbers.includes(name) ? { type: 'integer' } : {} }))] };
}

/**
 * Endpoints as they take bodies by what only their handler names, the likeliest first: each field as the platform's own records have it, a reference to one of them, else a text;
 * then without those that nobody has seen, then with these as numbers. The endpoint itself where a document tells.
 */
export function withBodies(endpoint: Endpoint, routes: readonly ServedRoute[], listed: readonly Listed[]): readonly Endpoint[] {
  const asked = reads(endpoint) ? undefined : askedOf(endpoint, routes);
  if (!asked || asked.body.length === 0) return [endpoint];
  const records = recordsNear(endpoint.path, listed);
  const seen = new Map(asked.body.map((name) => [name, asked.numbers.includes(name) ? { type: 'number' } : seenAs(name, records)] as const));
  for (const name of asked.body) if (seen.get(name) === undefined && refers.test(name) && recordWith(name, endpoint.path, listed, 'string') === undefined) seen.set(name, anotherOf(endpoint.path, listed));
  const unknown = asked.body.filter((name) => seen.get(name) === undefined && recordWith(name, endpoint.path, listed, 'string') === undefined);
  const bodyOf = (names: readonly string[], otherwise: Fields): Endpoint => ({
    ...endpoint,
    request: { [asked.form ? 'multipart/form-data' : 'application/json']: { type: 'object', required: [...names], properties: Object.fromEntries(names.map((name) => [name, seen.get(name) ?? otherwise])) } as Json },
  });
  const text = { type: 'string' };
  return [bodyOf(asked.body, text), ...(unknown.length > 0 ? [bodyOf(asked.body.filter((name) => !unknown.includes(name)), text), bodyOf(asked.body, { type: 'integer' })] : [])];
}

const refers = /(?:[_-]id|Id)$/;

/** `/people/{id}/manager` takes the id of a person: another record of the list that the path lies in than the one that its address names. */
function anotherOf(path: string, listed: readonly Listed[]): Fields | undefined {
  const ids = listed.filter((each) => each.path === path.replace(/\/\{.*$/, '')).flatMap(({ body }) => recordsIn(body, 0)).flatMap(({ id }) => (typeof id === 'string' || typeof id === 'number' ? [id] : []));
  const other = ids.at(-1);
  return other === undefined ? undefined : { type: typeof other === 'number' ? 'integer' : 'string', enum: [other] };
}

/** What nobody says a handler reads, nobody can make. */
export const bodyIsKnown = (endpoint: Endpoint, routes: readonly ServedRoute[]): boolean => (askedOf(endpoint, routes)?.body.length ?? 0) > 0;

/** Records of the answers, those below the same path first. */
function recordsNear(path: string, listed: readonly Listed[]): readonly Fields[] {
  const root = path.replace(/\/\{.*$/, '');
  const near = listed.toSorted((left, right) => Number(right.path.startsWith(root)) - Number(left.path.startsWith(root)));
  return near.flatMap(({ body }) => recordsIn(body, 0));
}

function recordsIn(value: Json, depth: number): readonly Fields[] {
  if (value === null || typeof value !== 'object' || depth > 3) return [];
  if (Array.isArray(value)) return (value as readonly Json[]).flatMap((each) => recordsIn(each, depth + 1));
  return [fields(value), ...Object.values(value).flatMap((each) => (Array.isArray(each) || depth < 1 ? recordsIn(each as Json, depth + 1) : []))];
}

/** So many values of a field that come again and again are the words of a choice. */
const mostWords = 8;

/** The form of a field by the values that the platform's own records have under that name. */
function seenAs(name: string, records: readonly Fields[]): Fields | undefined {
  const values = records.flatMap((record) => Object.entries(record).flatMap(([key, value]) => (plain(key) === plain(name) && value !== null && value !== undefined ? [value] : [])));
  const [first] = values;
  if (typeof first === 'number') return { type: values.every((each) => Number.isInteger(each)) ? 'integer' : 'number', example: first };
  if (typeof first === 'boolean') return { type: 'boolean' };
  if (typeof first !== 'string') return undefined;
  if (/^\d{4}-\d\d-\d\d$/.test(first)) return { type: 'string', format: 'date' };
  if (/^\d{4}-\d\d-\d\d[T ]\d\d:\d\d/.test(first)) return { type: 'string', format: 'date-time' };
  if (/^[0-9a-f]{8}-[0-9a-f]{4}-/i.test(first)) return { type: 'string', enum: [first] };
  const words = [...new Set(values)];
  return values.length >= 3 && words.length <= Math.min(mostWords, values.length / 2) && words.every((each) => /^\S{1,40}$/.test(String(each))) ? { type: 'string', enum: words } : { type: 'string' };
}
