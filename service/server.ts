import { fastify, type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { causeText, FaultError } from '../core/fault.ts';
import { livePage, livePolicy } from '../reports/html/live.ts';
import { contentTypes, metricsOf } from '../reports/prometheus.ts';
import { RunFiles } from './files.ts';
import type { Importer } from './importer.ts';
import { Follow } from './live/follow.ts';
import { isRunId } from '../engine/runs.ts';
import { policy } from './pages/layout.ts';
import { problemPage } from './pages/problem.ts';
import { recordPage } from './pages/run.ts';
import { runsPage } from './pages/runs.ts';
import type { History, ListedRun } from './store.ts';
import { upkeepOf, type Upkeep } from './upkeep.ts';

export interface ServerParts {
  readonly version: string;
  readonly root: string;
  readonly history: History;
  readonly importer: Importer;
  /** Only names of this machine are answered: a page of another site must not read the history through a name of its own (DNS rebinding). */
  readonly localOnly: boolean;
}

const pageRuns = 50;
const mostRuns = 200;
const stripRuns = 30;
/** How far back a platform's page looks for the last proof of each row, and for checks that come and go. */
const upkeepRuns = 200;
const mostConnections = 200;
const bodyBytes = 1024;
const requestMs = 10_000;
/** What the history has to answer whoever asks for health or metrics; beyond that it counts as not answering. */
const askMs = 3_000;
/** Scans are three seconds apart; without one for this long nothing new comes in. */
const staleMs = 60_000;

const runId = /^[\w.-]{1,100}$/;

/** The service over HTTP: pages for people, JSON for programs, metrics for Prometheus. Everything is read-only. */
export function serverOf(parts: ServerParts): FastifyInstance {
  const app = fastify({ logger: false, bodyLimit: bodyBytes, requestTimeout: requestMs, connectionTimeout: 3 * requestMs, keepAliveTimeout: 5_000, forceCloseConnections: true, routerOptions: { maxParamLength: 100 } });
  app.server.maxConnections = mostConnections;
  const files = new RunFiles(parts.root);
  const follow = new Follow(parts.root);
  app.addHook('preClose', async () => follow.close());
  app.addHook('onRequest', async (request, reply) => guard(parts, request, reply));
  app.setErrorHandler((error, request, reply) => problem(parts, request, reply, statusOf(error), error instanceof FaultError ? `${error.fault.what}. ${error.fault.fix}` : causeText(error)));
  app.setNotFoundHandler((request, reply) => problem(parts, request, reply, 404, 'There is nothing at this address.'));
  app.get('/', async (request, reply) => html(reply, policy, await runs(parts, follow, request)));
  app.get<Id>('/runs/:id', async (request, reply) => run(parts, { files, follow }, request, reply));
  app.get<Id>('/runs/:id/events', async (request, reply) => events(parts, follow, request, reply));
  app.get('/api/runs', async (request) => listed(parts, request));
  app.get<Id>('/api/runs/:id', async (request, reply) => recordJson(parts, request, reply));
  app.get<Id>('/api/runs/:id/report', async (request, reply) => reportJson(parts, files, request, reply));
  app.get('/healthz', async (_, reply) => health(parts, reply));
  app.get('/metrics', async (request, reply) => metrics(parts, request, reply));
  app.get('/favicon.ico', async (_, reply) => reply.code(204).send());
  return app;
}

interface Id {
  readonly Params: { readonly id: string };
}

export async function guard({ localOnly }: Pick<ServerParts, 'localOnly'>, request: FastifyRequest, reply: FastifyReply): Promise<void> {
  void reply.headers({ 'x-content-type-options': 'nosniff', 'referrer-policy': 'no-referrer', 'cache-control': 'no-store', 'cross-origin-resource-policy': 'same-origin', 'content-security-policy': "default-src 'none'; frame-ancestors 'none'" });
  if (localOnly && !/^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/i.test(request.headers.host ?? '')) {
    await reply.code(421).type('text/plain; charset=utf-8').send('This service answers only as localhost; --host lets it listen elsewhere.\n');
  }
}

/** Trouble that came from the database is 503: it may be gone in a moment. */
function statusOf(error: unknown): number {
  const status = (error as { readonly statusCode?: number }).statusCode;
  if (typeof status === 'number') return status;
  return error instanceof FaultError ? 500 : 503;
}

function problem({ version }: ServerParts, request: FastifyRequest, reply: FastifyReply, status: number, text: string): FastifyReply {
  void reply.code(status);
  if (request.url.startsWith('/api/') || request.url.startsWith('/metrics')) return reply.type('application/json; charset=utf-8').send({ status, error: text });
  return html(reply, policy, problemPage(status, text, version));
}

function html(reply: FastifyReply, csp: string, text: string): FastifyReply {
  return reply.header('content-security-policy', csp).type('text/html; charset=utf-8').send(text);
}

interface Query {
  readonly platform?: string;
  readonly before?: string;
  readonly limit: number;
}

/** What a query asks for; anything that is not of its form is left out, never passed on. */
function queryOf(request: FastifyRequest): Query {
  const { platform, before, limit } = request.query as Readonly<Record<string, unknown>>;
  const wanted = Number(limit);
  return {
    ...(typeof platform === 'string' && platform !== '' && { platform: platform.slice(0, 200) }),
    ...(typeof before === 'string' && runId.test(before) && { before }),
    limit: Number.isInteger(wanted) && wanted > 0 ? Math.min(wanted, mostRuns) : pageRuns,
  };
}

/** One more than asked for is read, to know whether there are older ones. */
async function page({ history }: ServerParts, query: Query): Promise<{ readonly runs: readonly ListedRun[]; readonly before: string | undefined }> {
  const all = await history.list({ ...query, limit: query.limit + 1 });
  const runs = all.slice(0, query.limit);
  return { runs, before: all.length > runs.length ? runs.at(-1)?.record.run : undefined };
}

function address(path: string, query: Query, before: string | undefined): string {
  const parts = new URLSearchParams({ ...(query.platform !== undefined && { platform: query.platform }), ...(before !== undefined && { before }), ...(query.limit !== pageRuns && { limit: String(query.limit) }) });
  return parts.size === 0 ? path : `${path}?${parts}`;
}

async function runs(parts: ServerParts, follow: Follow, request: FastifyRequest): Promise<string> {
  const query = queryOf(request);
  const [{ runs: shown, before }, strips, upkeep] = await Promise.all([page(parts, query), parts.history.strips(stripRuns), upkeepFor(parts, query)]);
  return runsPage({
    upkeep,
    version: parts.version, platform: query.platform, runs: shown, imports: parts.importer.state, going: goingOf(parts, follow),
    strips: query.platform === undefined ? strips : strips.filter((each) => each.platform === query.platform),
    older: before === undefined ? undefined : address('/', query, before), json: address('/api/runs', query, query.before),
  });
}

/** Of one platform, what its runs so far say of the age of its evidence and of checks that come and go. */
async function upkeepFor({ history }: ServerParts, { platform }: Query): Promise<Upkeep | undefined> {
  if (platform === undefined) return undefined;
  const runs = await history.list({ platform, limit: upkeepRuns });
  return runs.length === 0 ? undefined : upkeepOf(runs.map(({ record }) => record), Date.now());
}

/** Runs without an end whose events still grow. */
function goingOf({ importer }: ServerParts, follow: Follow): readonly string[] {
  return importer.state.notImported.filter(({ run, unfinished }) => unfinished === true && follow.grows(run)).map(({ run }) => run);
}

async function listed(parts: ServerParts, request: FastifyRequest): Promise<unknown> {
  const query = queryOf(request);
  const [{ runs: shown, before }, strips, upkeep] = await Promise.all([page(parts, query), parts.history.strips(stripRuns), upkeepFor(parts, query)]);
  return {
    ...(upkeep && { upkeep }),
    runs: shown.map(({ record, moved }) => ({ ...record, moved: moved ?? null, href: `/api/runs/${record.run}` })),
    older: before === undefined ? null : address('/api/runs', query, before),
    platforms: query.platform === undefined ? strips : strips.filter((each) => each.platform === query.platform),
    imports: { ...parts.importer.state, scannedAt: isoOf(parts.importer.state.scannedAt) },
  };
}

/** The run's own report; while it goes on, its live page; when its folder is gone, what the history kept of it. */
async function run(parts: ServerParts, { files, follow }: { readonly files: RunFiles; readonly follow: Follow }, request: FastifyRequest<Id>, reply: FastifyReply): Promise<FastifyReply> {
  const { id } = request.params;
  const record = runId.test(id) ? await parts.history.get(id) : undefined;
  const going = record ? undefined : follow.view(id);
  if (going && follow.goesOn(id, going)) return html(reply, livePolicy, livePage(going, `/runs/${id}/events`, Date.now(), follow.proof(id, going)));
  if (!record && !going) return problem(parts, request, reply, 404, `There is no run ${id}.`);
  const rendered = await files.report(id, 'html').catch((error: unknown) => ({ unreadable: causeText(error) }));
  if (typeof rendered === 'string') return html(reply, policyOf(rendered), rendered);
  if (!record) return problem(parts, request, reply, 404, `The run ${id} cannot be read: ${rendered?.unreadable ?? 'its folder is gone'}.`);
  return html(reply, policy, recordPage(record, rendered ? `The run’s folder cannot be read any more: ${rendered.unreadable}.` : 'The run’s folder is gone, and its evidence with it.', parts.version));
}

/** The events of a run that goes on. A page that comes when too many are here already is told to come again. */
function events(parts: ServerParts, follow: Follow, request: FastifyRequest<Id>, reply: FastifyReply): FastifyReply {
  const { id } = request.params;
  if (!follow.view(id)) return problem(parts, request, reply, 404, `There is no run ${id}.`);
  if (!follow.hasRoom) return problem(parts, request, reply.header('retry-after', '5'), 503, 'Too many pages follow runs already.');
  reply.hijack();
  follow.add(id, reply.raw);
  return reply;
}

/** The report carries its policy in itself; as a header it holds before the first byte is read. */
export function policyOf(report: string): string {
  const own = /http-equiv="Content-Security-Policy" content="([^"]+)"/.exec(report.slice(0, 4096))?.[1];
  return own === undefined ? policy : `${own}; frame-ancestors 'none'`;
}

async function recordJson(parts: ServerParts, request: FastifyRequest<Id>, reply: FastifyReply): Promise<unknown> {
  const { id } = request.params;
  const record = runId.test(id) ? await parts.history.get(id) : undefined;
  if (!record) return problem(parts, request, reply, 404, `There is no run ${id}.`);
  return { ...record, page: `/runs/${record.run}`, report: `/api/runs/${record.run}/report` };
}

async function reportJson(parts: ServerParts, files: RunFiles, request: FastifyRequest<Id>, reply: FastifyReply): Promise<unknown> {
  const { id } = request.params;
  const record = runId.test(id) ? await parts.history.get(id) : undefined;
  const report = isRunId(id) ? await files.report(id, 'json') : undefined;
  if (report === undefined) return problem(parts, request, reply, 404, record ? `The folder of the run ${id} is gone; /api/runs/${id} has what the history kept.` : `There is no run ${id}.`);
  return reply.type('application/json; charset=utf-8').send(report);
}

/** Asks the history itself. 503 when it does not answer in time, or when nothing new can come in. */
async function health({ version, history, importer }: ServerParts, reply: FastifyReply): Promise<unknown> {
  const asked = await within(history.ask()).then((ms) => ({ ok: true, answerMs: Math.round(ms * 10) / 10 }), (error: unknown) => ({ ok: false, error: causeText(error) }));
  const { scannedAt, trouble, notImported } = importer.state;
  const importing = trouble === undefined && (scannedAt === undefined || Date.now() - scannedAt < staleMs);
  const ok = asked.ok && importing;
  void reply.code(ok ? 200 : 503);
  return { status: ok ? 'ok' : 'unavailable', version, history: { where: history.where, ...asked }, imports: { ok: importing, scannedAt: isoOf(scannedAt), trouble: trouble ?? null, notImported: notImported.length } };
}

/** Scraped also while the history does not answer: then it says just that, and nothing of runs. */
async function metrics({ version, history, importer }: ServerParts, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const runs = await within(history.latest()).catch(() => undefined);
  const format = /application\/openmetrics-text/.test(request.headers.accept ?? '') ? 'openmetrics' : 'prometheus';
  const { scannedAt, notImported } = importer.state;
  const text = await metricsOf({ version, runs, service: { historyUp: runs !== undefined, notImported: notImported.length, scannedAt } }, format);
  return reply.type(contentTypes[format]).send(text);
}

async function within<T>(work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${askMs} ms`)), askMs);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
    work.catch(() => undefined);
  }
}

function isoOf(ms: number | undefined): string | null {
  return ms === undefined ? null : new Date(ms).toISOString();
}
