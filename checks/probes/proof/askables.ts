import type { Ports, WriteSample } from '../../../core/ports.ts';
import { ownEndpoints } from '../../../core/api.ts';
import { carrying } from '../../../core/session.ts';
import type { Target } from '../../../core/proof/evidence.ts';
import { handlerOf, isServedAs, type ServedRoute } from '../../../core/proof/routes.ts';
import type { Json } from '../../../core/types.ts';
import { causeText } from '../../../core/fault.ts';
import { curl } from '../../endpoints/reproduce.ts';
import type { Endpoint } from '../../openapi/inventory.ts';
import type { Listed } from '../../openapi/sample.ts';
import { listedIn, surveyOf, type Survey, type Surveyed } from '../http/survey.ts';
import { bodyIsKnown } from './asked-for.ts';
import type { Askable } from './asked.ts';
import { hasPlaceholder } from './fill.ts';
import { endpointOf, foundIn, type Found } from './found.ts';
import { httpAskable, jsonBody } from './http-target.ts';
import { whyUntried, type Making } from './making.ts';
import { mcpAskables } from './mcp-target.ts';
import { moreTelling } from './telling.ts';
import { setAside } from './world.ts';

/** Everything that can be asked or written, and everything that cannot, each with what is missing. */
export interface Inventory {
  readonly origin: string;
  readonly reading: readonly Askable[];
  readonly writing: readonly { readonly target: Target; readonly sample: WriteSample }[];
  /** Tools that write: their arguments ask for values of their own each time. */
  readonly calling: readonly Target[];
  /** Operations that write and have no sample: bodies for them are made from the schema. */
  readonly making: readonly Making[];
  readonly document: Json | undefined;
  /** What the answers held, from which references are taken. */
  readonly listed: readonly Listed[];
  readonly missing: readonly Target[];
  /** When reads were asked before: what was put into a store with a lifetime meanwhile is a cache, warm by our own doing. */
  readonly before: readonly { readonly from: number; readonly to: number }[];
}

/** The endpoints of the document and the configuration, and the tools of the MCP server. Health addresses and the document itself serve no data. */
export async function inventoryOf(ports: Ports, signal: AbortSignal): Promise<Inventory> {
  const survey = await surveyOf(ports, signal);
  const routes = await ports.routes();
  const found = await foundIn(ports, survey, routes, signal);
  const around: Around = { ports, survey, found, routes };
  const all = [...survey.reading, ...found.reading];
  const reading = await moreTelling(ports, survey, all, listedIn(all), routes, signal);
  const aside = ownEndpoints(survey.api);
  const http = reading.filter(({ endpoint }) => !aside.some(({ method, path }) => method === endpoint.method && path === endpoint.path)).map((each) => httpOf(each, around));
  const tools = await mcpAskables(ports, signal).catch((error: unknown): readonly Askable[] => {
    signal.throwIfAborted();
    return [{ target: lost('mcp', ports.platform.mcp?.service ?? '', causeText(error)), ask: () => Promise.reject(new Error('it was not reached')) }];
  });
  const writes = [...survey.writing, ...found.writing, ...sampledIn(around, reading)].flatMap((endpoint) => writeOf(endpoint, around)).map((each) => ({ ...each, target: setAside(each.target, ports) }));
  const told = [...http, ...tools].map((each) => ({ ...each, target: setAside(each.target, ports) }));
  return {
    origin: survey.origin,
    before: reading.flatMap(({ result }) => ('answer' in result ? [{ from: result.from, to: result.to }] : [])),
    reading: told.filter(({ target }) => target.missing === undefined && !isWrittenBy(target, ports)),
    calling: told.flatMap(({ target }) => (target.missing === undefined && isWrittenBy(target, ports) ? [target] : [])),
    writing: writes.flatMap(({ target, sample }) => (sample && target.aside === undefined ? [{ target, sample }] : [])),
    making: writes.flatMap(({ target, endpoint, sample }) => (sample || target.missing !== undefined ? [] : [{ target, endpoint }])),
    document: survey.document.document,
    listed: listedIn(reading),
    missing: [...unread(survey), ...[...told, ...writes].filter(({ target }) => target.missing !== undefined).map(({ target }) => target)],
  };
}

/** A tool whose arguments ask for a value of its own each time. */
const isWrittenBy = (target: Target, { platform }: Ports): boolean => target.kind === 'mcp' && (platform.mcp?.calls ?? []).some(({ tool, arguments: given }) => tool === target.path && hasPlaceholder(given));

/** What can be asked of these endpoints, as they were answered when they were surveyed; those that are set aside are left out. */
export async function askablesOf(ports: Ports, surveyed: readonly Surveyed[], signal: AbortSignal): Promise<readonly Askable[]> {
  const survey = await surveyOf(ports, signal);
  const routes = await ports.routes();
  const around: Around = { ports, survey, found: await foundIn(ports, survey, routes, signal), routes };
  return surveyed.map((each) => httpOf(each, around)).map((each) => ({ ...each, target: setAside(each.target, ports) })).filter(({ target }) => target.missing === undefined);
}

interface Around {
  readonly ports: Ports;
  readonly survey: Survey;
  readonly found: Found;
  readonly routes: readonly ServedRoute[];
}

/** What is told of an endpoint before anything was asked: where it was found, and what serves it. */
function known(endpoint: Endpoint, writes: boolean, { ports, survey: { api, document }, found, routes }: Around): Omit<Target, 'missing' | 'curl'> {
  const { method, path } = endpoint;
  const named = ![...found.reading.map((each) => each.endpoint), ...found.writing].includes(endpoint);
  const handler = handlerOf({ kind: 'http', method, path }, routes);
  const foundBy = [
    ...(named && document.document !== undefined ? ['openapi'] : []),
    ...([...api.endpoints, ...(ports.platform.proof?.samples ?? [])].some((each) => each.method === method && each.path === path) ? ['configuration'] : []),
    ...(routes.some((each) => isServedAs(each, { method, path })) ? ['source'] : []),
  ];
  return { name: `${method} ${path}`, kind: 'http', service: api.service, method, path, writes, foundBy, ...(handler && { handler }) };
}

/** Who gives a sample names an endpoint, even where nothing else does. */
function sampledIn({ ports, survey, found }: Around, reading: readonly Surveyed[]): readonly Endpoint[] {
  const known = [...survey.writing, ...found.writing, ...reading.map(({ endpoint }) => endpoint)];
  return (ports.platform.proof?.samples ?? []).filter((sample) => !known.some(({ method, path }) => method === sample.method && path === sample.path)).map(({ method, path }) => endpointOf({ method, path }));
}

/** The sign-in is tried in outages, and not as a write. */
function writeOf(endpoint: Endpoint, around: Around): readonly { readonly target: Target; readonly endpoint: Endpoint; readonly sample: WriteSample | undefined }[] {
  const { method, path, role } = endpoint;
  const { login } = around.survey.api;
  if (login && login.method === method && login.path === path) return [];
  const sample = around.ports.platform.proof?.samples.find((each) => each.method === method && each.path === path);
  const untried = sample ? undefined : whyUntried(endpoint, around.survey.document.document !== undefined || bodyIsKnown(endpoint, around.routes));
  const target = { ...known(endpoint, true, around), ...(role !== undefined && { role }), ...(untried !== undefined && { missing: `no sample for ${method} ${path} (proof.samples)${untried}` }), ...(!sample && untried === undefined && { made: true as const }) };
  return [{ target, endpoint, sample }];
}

function httpOf({ endpoint, result }: Surveyed, around: Around): Askable {
  const { method } = endpoint;
  const { origin } = around.survey;
  const base = known(endpoint, false, around);
  if ('missing' in result) return { target: { ...base, missing: result.missing }, ask: () => Promise.reject(new Error(result.missing)) };
  const role = 'role' in result ? result.role : undefined;
  const url = result.sample.url;
  const target: Target = { ...base, ...(role !== undefined && { role }), curl: curl(origin, method, url, { ...(role !== undefined && { headers: carrying(around.survey.api.login, '$TOKEN') }), json: endpoint.body }) };
  return httpAskable(target, origin, { method, url, role, ...jsonBody(endpoint.body) });
}

/** A document that could not be read names endpoints that nobody asks then: that is told, or the rest would look like the whole. */
function unread({ api, document: { source, unreadable } }: Survey): readonly Target[] {
  if (unreadable === undefined) return [];
  return [{ name: `GET ${source}`, kind: 'http', service: api.service, method: 'GET', path: source, writes: false, foundBy: ['configuration'], missing: `the document of the endpoints could not be read, so that those which it names were not asked: ${unreadable}` }];
}

function lost(kind: 'mcp' | 'websocket', service: string, reason: string): Target {
  return { name: kind, kind, service, method: 'tool', path: '', writes: false, foundBy: ['configuration'], missing: reason };
}
