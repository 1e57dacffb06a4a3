import { defineProbe } from '../../core/define.ts';
import { causeText, fault, FaultError } from '../../core/fault.ts';
import type { ApiSurface, HttpAnswer, Ports } from '../../core/ports.ts';
import type { Json } from '../../core/types.ts';
import { endpointAnswers, type AskedEndpoint, type Call, type EndpointAnswers } from '../evidence/endpoints.ts';
import { ask } from './http/ask.ts';
import { bearerFor, rolesOf } from './http/session.ts';
import { readDocument } from './http/document.ts';
import { inventory, reads, type Endpoint } from '../openapi/inventory.ts';
import { sampleOf, type Listed, type Sample } from '../openapi/sample.ts';

const callLimitMs = 10_000;
/** The first call meets the endpoint cold; these are measured, as many as fit into the time. */
const measuredCalls = 20;
const measuringLimitMs = 2_000;
const bodyLimit = 256 * 1024;

/** Asks every endpoint that only reads, one after the other, with the token of the first role that is let in. */
export default defineProbe<EndpointAnswers>({
  id: 'endpoint-answers',
  kind: endpointAnswers,
  access: 'observe',
  timeoutMs: 300_000,
  without: (platform) => (platform.api ? undefined : 'the configuration names no api'),
  async collect(ports, signal) {
    const { api } = ports.platform;
    const origin = api && ports.stack.origin(api.service);
    if (!api || !origin) throw new FaultError(fault('probe-failed', `the api’s service ${api?.service ?? ''} is not in the stack`));
    const document = api.openapi === undefined ? { source: 'the configuration' } : await readDocument(ports, api.openapi, origin, await bearerFor(ports, rolesOf(ports)[0]), signal);
    const all = inventory('document' in document ? document.document : undefined, api);
    const endpoints = await askedAll({ ports, api, origin, signal }, all.filter(reads));
    return {
      subject: api.service,
      body: { service: api.service, origin, ...document, endpoints, writes: all.filter((each) => !reads(each)).map(({ method, path }) => `${method} ${path}`) },
    };
  },
});

interface Around {
  readonly ports: Ports;
  readonly api: ApiSurface;
  readonly origin: string;
  readonly signal: AbortSignal;
}

/** In rounds: what has a sample is asked, and its answers give samples to the others, until a round finds nothing more. */
async function askedAll(around: Around, endpoints: readonly Endpoint[]): Promise<AskedEndpoint[]> {
  const done = new Map<Endpoint, AskedEndpoint>();
  const listed: Listed[] = [];
  for (;;) {
    const before = done.size;
    for (const endpoint of endpoints) {
      const sample = done.has(endpoint) ? { missing: '' } : sampleFor(endpoint, listed);
      if ('missing' in sample) continue;
      const asked = await askedOne(around, endpoint, sample);
      done.set(endpoint, asked);
      listed.push(...listOf(endpoint, sample, asked));
      around.ports.progress(done.size, endpoints.length, `${endpoint.method} ${endpoint.path}`);
    }
    if (done.size === before || done.size === endpoints.length) break;
  }
  return endpoints.map((endpoint) => done.get(endpoint) ?? unasked(endpoint, listed));
}

function sampleFor(endpoint: Endpoint, listed: readonly Listed[]): Sample | { readonly missing: string } {
  if (endpoint.sample !== undefined) return { url: endpoint.sample, values: {}, guessed: [] };
  const types = Object.values(endpoint.responses).flatMap((response) => Object.keys(response.content));
  if (types.length > 0 && types.every((type) => type.startsWith('text/event-stream'))) return { missing: 'it streams events' };
  return sampleOf(endpoint, listed);
}

function unasked(endpoint: Endpoint, listed: readonly Listed[]): AskedEndpoint {
  const sample = sampleFor(endpoint, listed);
  return { ...identity(endpoint), guessed: [], calls: [], unproven: 'missing' in sample ? sample.missing : 'it was not asked' };
}

async function askedOne(around: Around, endpoint: Endpoint, sample: Sample): Promise<AskedEndpoint> {
  const known = { ...identity(endpoint), url: sample.url, guessed: sample.guessed };
  try {
    const { answer, role, headers } = await firstAnswer(around, endpoint, sample.url);
    const calls = [answer, ...(answer.status < 400 ? await measured(around, endpoint.method, sample.url, headers) : [])];
    const body = answer.body.slice(0, bodyLimit);
    return { ...known, ...(role !== undefined && { role }), calls: calls.map(callOf), body, bodyCut: body.length < answer.body.length };
  } catch (error) {
    around.signal.throwIfAborted();
    if (error instanceof FaultError) throw error;
    return { ...known, calls: [], broke: causeText(error) };
  }
}

/** Only what works is measured: an error's time says nothing about the endpoint's. What the platform refuses for being too much is left out. */
async function measured(around: Around, method: string, url: string, headers: Readonly<Record<string, string>>): Promise<readonly HttpAnswer[]> {
  const calls: HttpAnswer[] = [];
  const start = around.ports.clock.tick();
  while (calls.length < measuredCalls && around.ports.clock.tick() - start < measuringLimitMs) {
    const answer = await called(around, method, url, headers);
    if (answer.status === 429) break;
    calls.push(answer);
    if (answer.status >= 400) break;
  }
  return calls;
}

/** An endpoint without a declared role is asked as each role in turn until one is let in; the last answer stands. */
async function firstAnswer(around: Around, endpoint: Endpoint, url: string): Promise<{ answer: HttpAnswer; role: string | undefined; headers: Readonly<Record<string, string>> }> {
  const all = rolesOf(around.ports);
  const roles: readonly (string | undefined)[] = endpoint.open || all.length === 0 ? [undefined] : endpoint.role === undefined ? all : [endpoint.role];
  for (const [index, role] of roles.entries()) {
    const headers = await bearerFor(around.ports, role);
    const answer = await called(around, endpoint.method, url, headers);
    if (answer.status !== 403 || index === roles.length - 1) return { answer, role, headers };
  }
  throw new Error('no role to ask as');
}

function called(around: Around, method: string, url: string, headers: Readonly<Record<string, string>>): Promise<HttpAnswer> {
  return ask(around.ports, around.origin + url, { method, headers, timeoutMs: callLimitMs }, around.signal);
}

function listOf(endpoint: Endpoint, sample: Sample, asked: AskedEndpoint): readonly Listed[] {
  if (asked.body === undefined || asked.bodyCut || (asked.calls[0]?.status ?? 500) >= 300) return [];
  try {
    return [{ path: endpoint.path, values: sample.values, body: JSON.parse(asked.body) as Json }];
  } catch {
    // An answer that is not JSON holds no records; whether it may be so is for the checks.
    return [];
  }
}

function identity(endpoint: Endpoint): { method: string; path: string; status?: number } {
  return { method: endpoint.method, path: endpoint.path, ...(endpoint.status !== undefined && { status: endpoint.status }) };
}

function callOf({ status, headers, ms }: HttpAnswer): Call {
  const contentType = headers['content-type'];
  return { status, ms, ...(contentType !== undefined && { contentType }) };
}
