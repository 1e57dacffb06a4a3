import { causeText, fault, FaultError } from '../../../core/fault.ts';
import type { ApiSurface, HttpAnswer, KnownEndpoint, Ports, Stack } from '../../../core/ports.ts';
import { inventory, reads, type Endpoint } from '../../openapi/inventory.ts';
import { sampleOf, type Listed, type Sample } from '../../openapi/sample.ts';
import { ask } from './ask.ts';
import { readDocument, type Document } from './document.ts';
import { jsonOf } from './json.ts';
import { bearerFor, rolesOf } from './session.ts';

const callLimitMs = 10_000;

/** The platform's endpoints, each that reads asked once with a real address. */
export interface Survey {
  readonly api: ApiSurface;
  readonly origin: string;
  readonly document: Document;
  readonly reading: readonly Surveyed[];
  readonly writing: readonly Endpoint[];
}
export interface Surveyed {
  readonly endpoint: Endpoint;
  readonly result: First | { readonly sample: Sample; readonly broke: string } | { readonly missing: string };
}
/** The first, cold answer, and the role that was let in. */
export interface First {
  readonly sample: Sample;
  readonly answer: HttpAnswer;
  readonly role: string | undefined;
  /** When it was asked and answered, in milliseconds since the epoch: what the stores were told meanwhile came of a read. */
  readonly from: number;
  readonly to: number;
}

interface Around {
  readonly ports: Ports;
  readonly api: ApiSurface;
  readonly origin: string;
  readonly signal: AbortSignal;
}

const surveys = new WeakMap<Stack, Promise<Survey>>();

/** Made once for each running stack and shared by the probes that need real addresses; what failed for one is tried again by the next. */
export async function surveyOf(ports: Ports, signal: AbortSignal): Promise<Survey> {
  const before = surveys.get(ports.stack);
  if (before) {
    const shared = await before.catch(() => undefined);
    if (shared) return shared;
    signal.throwIfAborted();
  }
  const made = survey(ports, signal);
  surveys.set(ports.stack, made);
  return made;
}

/** The survey as every family sees it through `ports.endpoints`. */
export async function knownEndpoints(ports: Ports, signal: AbortSignal): Promise<readonly KnownEndpoint[]> {
  const { reading, writing } = await surveyOf(ports, signal);
  const asked = reading.map(({ endpoint: { method, path }, result }): KnownEndpoint => {
    if ('missing' in result) return { method, path, url: path, status: { missing: result.missing } };
    if ('broke' in result) return { method, path, url: result.sample.url, status: { missing: result.broke } };
    return { method, path, url: result.sample.url, status: result.answer.status, ...(result.role !== undefined && { role: result.role }) };
  });
  return [...asked, ...writing.map(({ method, path }): KnownEndpoint => ({ method, path, url: path, status: { missing: 'it may write' } }))];
}

async function survey(ports: Ports, signal: AbortSignal): Promise<Survey> {
  const { api } = ports.platform;
  const origin = api && ports.stack.origin(api.service);
  if (!api || origin === undefined) throw new FaultError(fault('probe-failed', `the api’s service ${api?.service ?? ''} is not in the stack`));
  const document: Document = api.openapi === undefined ? { source: 'the configuration' } : await readDocument(ports, api.openapi, origin, await bearerFor(ports, rolesOf(ports)[0]), signal);
  const all = inventory(document.document, api);
  const reading = await askedAll({ ports, api, origin, signal }, all.filter(reads));
  return { api, origin, document, reading, writing: all.filter((each) => !reads(each)) };
}

/** Asks further endpoints in the same way, with what the survey's answers, and what is there besides, give as samples. */
export async function askedAlso(ports: Ports, { api, origin, reading }: Survey, endpoints: readonly Endpoint[], signal: AbortSignal, besides: readonly Listed[] = []): Promise<readonly Surveyed[]> {
  return askedAll({ ports, api, origin, signal }, endpoints, [...listedIn(reading), ...besides]);
}

/** In rounds: what has a sample is asked, and its answers give samples to the others, until a round finds nothing more. Where nothing is there under the document's own example, a record of a list is asked for. */
async function askedAll(around: Around, endpoints: readonly Endpoint[], before: readonly Listed[] = []): Promise<readonly Surveyed[]> {
  const done = new Map<Endpoint, Surveyed['result']>();
  const listed: Listed[] = [...before];
  for (let last = -1; done.size > last && done.size < endpoints.length;) {
    last = done.size;
    for (const endpoint of endpoints.filter((each) => !done.has(each))) {
      const sample = sampleFor(endpoint, listed);
      if ('missing' in sample) continue;
      const result = await askedOne(around, endpoint, sample);
      done.set(endpoint, result);
      if ('answer' in result) listed.push(...listOf(endpoint, result));
    }
  }
  for (const [endpoint, result] of done) {
    const real = 'answer' in result && result.answer.status >= 400 && endpoint.sample === undefined ? sampleOf(endpoint, listed, 'records') : undefined;
    if (real === undefined || 'missing' in real || !('sample' in result) || real.url === result.sample.url) continue;
    done.set(endpoint, await askedOne(around, endpoint, real));
  }
  return endpoints.map((endpoint) => {
    const sample = sampleFor(endpoint, listed);
    return { endpoint, result: done.get(endpoint) ?? { missing: 'missing' in sample ? sample.missing : 'it was not asked' } };
  });
}

function sampleFor(endpoint: Endpoint, listed: readonly Listed[]): Sample | { readonly missing: string } {
  if (endpoint.sample !== undefined) return { url: endpoint.sample, values: {}, guessed: [] };
  const types = Object.values(endpoint.responses).flatMap((response) => Object.keys(response.content));
  if (types.length > 0 && types.every((type) => type.startsWith('text/event-stream'))) return { missing: 'it streams events' };
  const sample = sampleOf(endpoint, listed);
  return endpoint.bodyMade && 'guessed' in sample ? { ...sample, guessed: [...sample.guessed, 'the body'] } : sample;
}

async function askedOne(around: Around, endpoint: Endpoint, sample: Sample): Promise<Surveyed['result']> {
  try {
    const first = await firstAnswer(around, endpoint, sample.url);
    const moved = slashed(sample.url, first.answer);
    return moved === undefined ? { sample, ...first } : { sample: { ...sample, url: moved }, ...(await firstAnswer(around, endpoint, moved)) };
  } catch (error) {
    around.signal.throwIfAborted();
    if (error instanceof FaultError) throw error;
    return { sample, broke: causeText(error) };
  }
}

/** Where an answer only points to the same address with a slash behind its path, that address; the platform's own link to it would be followed too. */
export function slashed(url: string, { status, headers }: Pick<HttpAnswer, 'status' | 'headers'>): string | undefined {
  const to = headers['location'];
  if (![301, 302, 307, 308].includes(status) || to === undefined || !URL.canParse(to, 'http://localhost')) return undefined;
  const [path = '', ...query] = url.split('?');
  return !path.endsWith('/') && new URL(to, 'http://localhost').pathname === `${path}/` ? [`${path}/`, ...query].join('?') : undefined;
}

/** An endpoint without a declared role is asked as each role in turn until one is let in; the last answer stands. */
async function firstAnswer({ ports, origin, signal }: Around, endpoint: Endpoint, url: string): Promise<Omit<First, 'sample'>> {
  const all = rolesOf(ports);
  const roles: readonly (string | undefined)[] = endpoint.open || all.length === 0 ? [undefined] : endpoint.role === undefined ? all : [endpoint.role];
  for (const [index, role] of roles.entries()) {
    const { headers, ...sent } = sentTo(endpoint);
    const token = await bearerFor(ports, role);
    const from = ports.clock.now();
    const answer = await ask(ports, origin + url, { method: endpoint.method, headers: { ...token, ...headers }, ...sent, timeoutMs: callLimitMs }, signal);
    if (answer.status !== 403 || index === roles.length - 1) return { answer, role, from, to: ports.clock.now() };
  }
  throw new Error('no role to ask as');
}

/** The body, and the header that names its type, of an operation that reads although it is posted; nothing for all others. */
export function sentTo({ body }: Endpoint): { readonly headers: Readonly<Record<string, string>>; readonly body?: string } {
  return body === undefined ? { headers: {} } : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
}

/** What the answers of endpoints hold, as sources of samples. */
export function listedIn(surveyed: readonly Surveyed[]): readonly Listed[] {
  return surveyed.flatMap(({ endpoint, result }) => ('answer' in result ? listOf(endpoint, result) : []));
}

/** What an answer that was good holds, as a source of samples. */
export function listOf(endpoint: Pick<Endpoint, 'path'>, { sample, answer }: First): readonly Listed[] {
  const body = answer.status < 300 ? jsonOf(answer.body) : undefined;
  return body === undefined ? [] : [{ path: endpoint.path, values: sample.values, body }];
}
