import { existsSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { resolve } from 'node:path';
import { fault, FaultError } from '../core/fault.ts';
import { Importer } from './importer.ts';
import { serverOf } from './server.ts';
import { openHistory, type History } from './store.ts';

export interface ServeRequest {
  readonly version: string;
  /** The platform's folder, whose runs are shown. */
  readonly root: string;
  readonly host: string;
  /** 0 takes a free one. */
  readonly port: number;
  readonly database?: string | undefined;
  /** Hears, in sentences, of trouble that did not end the service. */
  readonly tell: (sentence: string) => void;
}
export interface Service {
  readonly url: string;
  readonly where: string;
  /** Ends when the signal has ended the service and everything is closed. */
  readonly ended: Promise<void>;
}

const loopback = new Set(['127.0.0.1', '::1', 'localhost']);
/** Requests that are being answered when the service stops. */
const stopMs = 5_000;

/** Starts the service: history, import of runs, HTTP. Throws a FaultError `path-missing`, `history-unwritable` or `port-taken`; what was opened is closed by then. */
export async function startService(request: ServeRequest, signal: AbortSignal): Promise<Service> {
  const root = resolve(request.root);
  if (!existsSync(root)) throw new FaultError(fault('path-missing', `there is no folder ${request.root}`));
  const history = await openHistory({ root, database: request.database }, request.tell, signal);
  const importer = new Importer(root, history);
  const server = serverOf({ version: request.version, root, history, importer, localOnly: loopback.has(request.host) });
  try {
    await server.listen({ host: request.host, port: request.port });
  } catch (error) {
    await server.close();
    await history.close();
    throw listenFault(error, request);
  }
  const importing = importer.run(signal);
  return { url: urlOf(server.server.address(), request.host), where: history.where, ended: end(signal, async () => closeAll(server, importing, history)) };
}

async function end(signal: AbortSignal, close: () => Promise<void>): Promise<void> {
  if (!signal.aborted) await new Promise((done) => signal.addEventListener('abort', done, { once: true }));
  await close();
}

/** No new requests, no new runs, and the history last, so that nothing writes to what is closed. */
async function closeAll(server: { readonly close: () => Promise<unknown>; readonly server: { readonly closeAllConnections: () => void } }, importing: Promise<void>, history: History): Promise<void> {
  const hurry = setTimeout(() => server.server.closeAllConnections(), stopMs);
  try {
    await server.close();
    await importing;
  } finally {
    clearTimeout(hurry);
    await history.close();
  }
}

function listenFault(error: unknown, { host, port }: ServeRequest): unknown {
  const code = (error as NodeJS.ErrnoException).code;
  if (code === 'EADDRINUSE') return new FaultError(fault('port-taken', `something listens on ${host}:${port} already`, { fix: 'Stop it, or choose another port with --port.' }));
  if (code === 'EADDRNOTAVAIL' || code === 'EACCES' || code === 'ENOTFOUND') return new FaultError(fault('usage', `${host}:${port} cannot be listened on`, { cause: error, fix: 'Choose another with --host and --port.' }));
  return error;
}

function urlOf(address: AddressInfo | string | null, host: string): string {
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
}
