import { randomBytes } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { fastify, type FastifyInstance, type FastifyReply } from 'fastify';
import { FaultError, causeText } from '../core/fault.ts';
import { findRun, runsOf } from '../engine/runs.ts';
import { livePage, livePolicy } from '../reports/html/live.ts';
import { renderRun, type Form } from './files.ts';
import { Follow } from './live/follow.ts';
import { guard, policyOf } from './server.ts';

export interface UiRequest {
  /** The platform's folder. */
  readonly root: string;
  /** A run's name, or undefined: whichever is the newest when the page is asked for. */
  readonly run: string | undefined;
  /** 0 takes a free one. */
  readonly port: number;
}
export interface Ui {
  /** Carries a token, without which nothing is answered: other users of this machine can reach the port too. */
  readonly url: string;
  readonly ended: Promise<void>;
}

const requestMs = 10_000;
const tokenBytes = 16;

/** Serves the page of one run on 127.0.0.1 until the signal ends it: live while the run goes on, its report afterwards. Keeps nothing. Throws a FaultError `run-missing`. */
export async function startUi(request: UiRequest, signal: AbortSignal): Promise<Ui> {
  if (request.run !== undefined) findRun(request.root, request.run);
  const token = randomBytes(tokenBytes).toString('hex');
  const app = uiOf(request, token);
  await app.listen({ host: '127.0.0.1', port: request.port });
  const { port } = app.server.address() as AddressInfo;
  const ended = new Promise<void>((done) => {
    const close = (): void => void app.close().then(done);
    if (signal.aborted) close();
    else signal.addEventListener('abort', close, { once: true });
  });
  return { url: `http://127.0.0.1:${port}/${token}/`, ended };
}

function uiOf({ root, run }: UiRequest, token: string): FastifyInstance {
  const app = fastify({ logger: false, requestTimeout: requestMs, forceCloseConnections: true });
  const follow = new Follow(root);
  const chosen = (): { readonly id: string; readonly folder: string } | undefined => (run === undefined ? runsOf(root).at(-1) : findRun(root, run));
  app.addHook('preClose', async () => follow.close());
  app.addHook('onRequest', async (request, reply) => guard({ localOnly: true }, request, reply));
  app.setNotFoundHandler((_, reply) => problem(reply, 404, 'There is nothing at this address: it needs the whole address that assay ui printed.'));
  app.setErrorHandler((error, _, reply) => problem(reply, 500, error instanceof FaultError ? `${error.fault.what}. ${error.fault.fix}` : causeText(error)));
  app.get(`/${token}/`, async (_, reply) => {
    const found = chosen();
    if (!found) return problem(reply.header('refresh', '3'), 404, 'There is no run yet. This page shows it when assay gate begins one.');
    const going = follow.view(found.id);
    if (going && follow.goesOn(found.id, going)) return page(reply, livePolicy, livePage(going, `/${token}/events/${found.id}`, Date.now(), follow.proof(found.id, going)));
    const report = await renderRun(found.folder, 'html');
    return page(reply, policyOf(report), report);
  });
  app.get<{ Params: { id: string } }>(`/${token}/events/:id`, async ({ params: { id } }, reply) => {
    if (!follow.view(id) || !follow.hasRoom) return problem(reply, follow.hasRoom ? 404 : 503, follow.hasRoom ? `There is no run ${id}.` : 'Too many pages follow the run already.');
    reply.hijack();
    follow.add(id, reply.raw);
    return reply;
  });
  app.get(`/${token}/report.json`, async (_, reply) => {
    const found = chosen();
    const form: Form = 'json';
    return found ? reply.type('application/json; charset=utf-8').send(await renderRun(found.folder, form)) : problem(reply, 404, 'There is no run yet.');
  });
  return app;
}

function page(reply: FastifyReply, csp: string, text: string): FastifyReply {
  return reply.header('content-security-policy', csp).type('text/html; charset=utf-8').send(text);
}

function problem(reply: FastifyReply, status: number, text: string): FastifyReply {
  return reply.code(status).type('text/plain; charset=utf-8').send(`${text}\n`);
}
