import type { Ports, WriteSample } from '../../../core/ports.ts';
import type { Target } from '../../../core/proof/evidence.ts';
import { causeText } from '../../../core/fault.ts';
import { curl } from '../../endpoints/reproduce.ts';
import { openEndpoints } from '../../openapi/inventory.ts';
import { surveyOf, type Surveyed } from '../http/survey.ts';
import type { Askable } from './asked.ts';
import { httpAskable, jsonBody } from './http-target.ts';
import { mcpAskables } from './mcp-target.ts';

/** Everything that can be asked or written, and everything that cannot, each with what is missing. */
export interface Inventory {
  readonly origin: string;
  readonly reading: readonly Askable[];
  readonly writing: readonly { readonly target: Target; readonly sample: WriteSample }[];
  readonly missing: readonly Target[];
  /** When reads were asked before: what was put into a store with a lifetime meanwhile is a cache, warm by our own doing. */
  readonly before: readonly { readonly from: number; readonly to: number }[];
}

/** The endpoints of the document and the configuration, and the tools of the MCP server. Health addresses and the document itself serve no data. */
export async function inventoryOf(ports: Ports, signal: AbortSignal): Promise<Inventory> {
  const { api, origin, document, reading, writing } = await surveyOf(ports, signal);
  const foundBy = (method: string, path: string): readonly string[] => [
    ...(document.document === undefined ? [] : ['openapi']),
    ...(api.endpoints.some((each) => each.method === method && each.path === path) ? ['configuration'] : []),
  ];
  const aside = new Set(openEndpoints({ ...api, open: [] }));
  const http = reading.filter(({ endpoint }) => !aside.has(`${endpoint.method} ${endpoint.path}`)).map((each) => httpOf(each, api.service, origin, foundBy));
  const tools = await mcpAskables(ports, signal).catch((error: unknown): readonly Askable[] => {
    signal.throwIfAborted();
    return [{ target: lost('mcp', ports.platform.mcp?.service ?? '', causeText(error)), ask: () => Promise.reject(new Error('it was not reached')) }];
  });
  const samples = ports.platform.proof?.samples ?? [];
  const login = api.login ? `${api.login.method} ${api.login.path}` : '';
  const writes = writing.filter(({ method, path }) => `${method} ${path}` !== login).map(({ method, path, role }) => {
    const sample = samples.find((each) => each.method === method && each.path === path);
    const target: Target = {
      name: `${method} ${path}`, kind: 'http', service: api.service, method, path, writes: true, foundBy: foundBy(method, path), ...(role !== undefined && { role }),
      ...(!sample && { missing: `no sample for ${method} ${path} (proof.samples)` }),
    };
    return { target, sample };
  });
  const all = [...http, ...tools];
  return {
    origin,
    before: reading.flatMap(({ result }) => ('answer' in result ? [{ from: result.from, to: result.to }] : [])),
    reading: all.filter(({ target }) => target.missing === undefined),
    writing: writes.flatMap(({ target, sample }) => (sample ? [{ target, sample }] : [])),
    missing: [...all.filter(({ target }) => target.missing !== undefined), ...writes.filter(({ sample }) => !sample)].map(({ target }) => target),
  };
}

function httpOf({ endpoint, result }: Surveyed, service: string, origin: string, foundBy: (method: string, path: string) => readonly string[]): Askable {
  const { method, path } = endpoint;
  const base = { name: `${method} ${path}`, kind: 'http' as const, service, method, path, writes: false, foundBy: foundBy(method, path) };
  if ('missing' in result) return { target: { ...base, missing: result.missing }, ask: () => Promise.reject(new Error(result.missing)) };
  const role = 'role' in result ? result.role : undefined;
  const url = result.sample.url;
  const target: Target = { ...base, ...(role !== undefined && { role }), curl: curl(origin, method, url, { token: role !== undefined, json: endpoint.body }) };
  return httpAskable(target, origin, { method, url, role, ...jsonBody(endpoint.body) });
}

function lost(kind: 'mcp' | 'websocket', service: string, reason: string): Target {
  return { name: kind, kind, service, method: 'tool', path: '', writes: false, foundBy: ['configuration'], missing: reason };
}
