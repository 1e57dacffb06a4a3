import { isIn } from '../../../core/address.ts';
import { ownEndpoints } from '../../../core/api.ts';
import type { Ports } from '../../../core/ports.ts';
import { isServedAs, type ServedRoute } from '../../../core/proof/routes.ts';
import { reads, type Endpoint } from '../../openapi/inventory.ts';
import { askedAlso, type Survey, type Surveyed } from '../http/survey.ts';

/** Routes of the source that neither the document nor the configuration names, as far as the API serves them. */
export interface Found {
  readonly reading: readonly Surveyed[];
  readonly writing: readonly Endpoint[];
}

const asked = new Set(['GET', 'POST', 'PUT', 'PATCH', 'DELETE']);
/** A platform that is described nowhere has its routes asked all the same, but not without end. */
const mostFound = 300;
/** Nothing is there, or not for this method: the source has the route, this process does not serve it. */
const notThere = new Set([404, 405, 501]);

const known = new WeakMap<Survey, Promise<Found>>();

/** What the source adds, asked once for a survey and shared by the probes of a run; what failed for one is tried again by the next. */
export async function foundIn(ports: Ports, survey: Survey, routes: readonly ServedRoute[], signal: AbortSignal): Promise<Found> {
  const before = await known.get(survey)?.catch(() => undefined);
  if (before) return before;
  const made = lookedFor(ports, survey, routes, signal);
  known.set(survey, made);
  return made;
}

/**
 * What the source adds to the inventory. A route counts where its file is seen to be served: another of its routes is a known endpoint, or one of them answers. What is
 * registered in a file that this service does not serve (another process, a variant that was left behind) is no endpoint of the API.
 */
async function lookedFor(ports: Ports, survey: Survey, routes: readonly ServedRoute[], signal: AbortSignal): Promise<Found> {
  const { api, reading, writing } = survey;
  const folders = ports.platform.services[api.service]?.source ?? [];
  const own = routes.filter(({ file }) => folders.length === 0 || folders.some((folder) => isIn(folder, file)));
  const named = [...reading.map(({ endpoint }) => endpoint), ...writing, ...ownEndpoints(api)];
  const isKnown = (route: ServedRoute): boolean => named.some((each) => isServedAs(route, each));
  const served = new Set(own.filter(isKnown).map(({ file }) => file));
  const fresh = unique(own.filter((route) => !isKnown(route) && asked.has(route.method))).slice(0, mostFound);
  const surveyed = await askedAlso(ports, survey, fresh.map(endpointOf).filter(reads), signal);
  const there = surveyed.filter(({ result }) => 'answer' in result && !notThere.has(result.answer.status));
  for (const { endpoint } of there) for (const route of fresh) if (isServedAs(route, endpoint)) served.add(route.file);
  const counts = (endpoint: Endpoint): boolean => fresh.some((route) => route.whole && served.has(route.file) && isServedAs(route, endpoint));
  return {
    reading: surveyed.filter((each) => there.includes(each) || (counts(each.endpoint) && !('answer' in each.result))),
    writing: fresh.map(endpointOf).filter((each) => !reads(each) && counts(each)),
  };
}

function unique(routes: readonly ServedRoute[]): readonly ServedRoute[] {
  return routes.filter((route, index) => routes.findIndex((each) => each.method === route.method && isServedAs(each, route)) === index);
}

/** An endpoint of which nothing is known but its name. */
export function endpointOf({ method, path }: Pick<ServedRoute, 'method' | 'path'>): Endpoint {
  return { method, path, parameters: [], responses: {}, request: {}, declaredOpen: false, sample: undefined, role: undefined, status: undefined, open: false };
}
