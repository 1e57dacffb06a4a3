import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { knownEndpoints } from '../checks/probes/http/survey.ts';
import type { Seen } from '../core/define.ts';
import type { ApiSurface, Platform, Ports, Probe, Stack, Store } from '../core/ports.ts';
import { canonical, digestName } from '../core/seal.ts';
import type { Evidence, Kind, StackReport } from '../core/types.ts';
import { http } from '../engine/http.ts';
import { sessionsOn } from '../engine/sessions.ts';
import { listening, type TestServer } from './server.ts';

export async function serve(handle: (request: IncomingMessage, response: ServerResponse, body: string) => void | Promise<void>): Promise<TestServer> {
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk)).on('end', () => void handle(request, response, Buffer.concat(chunks).toString()));
  });
  return listening(server);
}

export function json(response: ServerResponse, status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', ...headers }).end(JSON.stringify(body));
}

export const emptyReport: StackReport = { driver: 'native', because: 'a test', services: [], stores: [], absent: {} };

export function platform(api: Partial<ApiSurface> | undefined, more: Partial<Platform> = {}): Platform {
  return {
    name: 'test', root: '/nowhere', source: { include: ['.'], exclude: [], notProduction: [] }, services: {}, load: {}, layers: [],
    ...(api && { api: { service: 'api', health: {}, open: [], latencyBudgetMs: 500, endpoints: [], ...api } }),
    ...more,
  };
}

/** What a test gives its probes; everything else is real. */
export interface TestStack {
  readonly origins?: Readonly<Record<string, string>>;
  readonly stores?: readonly Store[];
  readonly ours?: boolean;
  readonly report?: StackReport;
  readonly environment?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** The share of the processors that is to be had. */
  readonly granted?: number;
}

export function ports(of: Platform, stack: TestStack = {}): Ports & { readonly secrets: readonly string[] } {
  const secrets: string[] = [];
  const running: Stack = {
    report: stack.report ?? emptyReport, ours: stack.ours ?? true, stores: stack.stores ?? [],
    origin: (service, port) => stack.origins?.[port === undefined ? service : `${service}:${port}`],
    environment: (service) => stack.environment?.[service] ?? {},
    logs: async () => [],
  };
  const given: Ports & { readonly secrets: string[] } = {
    platform: of,
    secrets,
    stack: running,
    routes: async () => [],
    endpoints: () => knownEndpoints(given, AbortSignal.timeout(30_000)),
    token: sessionsOn(of, running, http, (value) => secrets.push(value)),
    http,
    granted: async () => stack.granted ?? 1,
    clock: { now: () => Date.now(), tick: () => performance.now() },
    attach: async (kind, subject, mediaType, bytes) => ({ kind, subject, mediaType, digest: digest(bytes), at: new Date().toISOString(), bytes: bytes.length }),
    progress: () => undefined,
    secret: (value) => {
      secrets.push(value);
    },
  };
  return given;
}

/** Runs one probe as the engine does and seals what it saw: through JSON and its kind's own parser. */
export async function collected<T>(probe: Probe<T> | undefined, given: Ports): Promise<Evidence<T>> {
  if (!probe) throw new Error('no probe');
  const { subject, body, canonical: bytes } = await probe.collect(given, AbortSignal.timeout(60_000));
  return evidence(probe.kind, bytes ? probe.kind.parse(JSON.parse(Buffer.from(bytes).toString('utf8'))) : body, subject);
}

export function evidence<T>(kind: Kind<T>, body: T, subject = 'test'): Evidence<T> {
  const text = canonical(body);
  return { kind: kind.name, subject, at: '2026-01-01T00:00:00.000Z', bytes: text.length, digest: digest(Buffer.from(text)), body: kind.parse(JSON.parse(text)) };
}

export function seen(...all: readonly Evidence[]): Seen {
  return { all: (kind) => all.filter((each) => each.kind === kind.name).map((each) => ({ ...each, body: kind.parse(each.body) })) };
}

function digest(bytes: Uint8Array): ReturnType<typeof digestName> {
  return digestName(createHash('sha256').update(bytes).digest('hex'));
}
