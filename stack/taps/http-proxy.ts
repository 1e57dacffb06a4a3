import { once } from 'node:events';
import { createServer, request as plain, type IncomingMessage, type RequestOptions, type Server, type ServerResponse } from 'node:http';
import { request as secure } from 'node:https';
import { connect, type AddressInfo, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { Ledger } from './ledger.ts';
import type { HttpExchange, HttpOutage, HttpSettings } from './http-wire.ts';
import type { Endpoint } from './settings.ts';

/** Where a request is to go. */
interface Target {
  readonly url: URL;
  /** Asked of the tap itself by way of a base URL, so that the API must see its own name. */
  readonly reverse: boolean;
}
type Seen = { -readonly [Key in 'method' | 'url' | 'host' | 'status' | 'requestBytes' | 'responseBytes' | 'at']: HttpExchange[Key] } & { error?: string; outage?: HttpOutage['kind'] };

/** They belong to one connection and are not handed on (RFC 9110, 7.6.1). */
const hopByHop: ReadonlySet<string> = new Set(['connection', 'proxy-connection', 'keep-alive', 'proxy-authorization', 'proxy-authenticate', 'te', 'trailer', 'transfer-encoding', 'upgrade']);
const secretName = /key|token|secret|pass|auth|sig|credential/i;
const dialMs = 30_000;
const urlChars = 2_048;

/** Passes calls to other people's APIs, writes down what they were, and makes them fail by host. */
export class HttpProxy {
  readonly ledger = new Ledger();
  readonly #settings: HttpSettings;
  readonly #server: Server;
  /** Tunnels that are open, by host: nothing can be said inside them, so an outage ends or stops them. */
  readonly #tunnels = new Map<Duplex, { readonly host: string; readonly server: Socket }>();
  readonly #hanging = new Set<{ readonly destroy: () => unknown }>();
  mode: 'observe' | 'pipe' = 'observe';
  #outage: HttpOutage | undefined;
  #number = 0;
  #port = 0;

  constructor(settings: HttpSettings) {
    this.#settings = settings;
    this.#server = createServer({ keepAlive: true }, (request, response) => this.#call(request, response));
    this.#server.on('connect', (request: IncomingMessage, socket: Duplex, head: Buffer) => this.#tunnel(request, socket, head));
    this.#server.on('clientError', (_, socket) => socket.destroy());
  }

  get outage(): HttpOutage | undefined {
    return this.#outage;
  }

  async listen(): Promise<Endpoint> {
    this.#server.listen(this.#settings.listen.port, this.#settings.listen.host);
    await once(this.#server, 'listening');
    const { address, port } = this.#server.address() as AddressInfo;
    this.#port = port;
    return { host: address, port };
  }

  stop(): void {
    this.#server.close();
    this.#server.closeAllConnections();
    for (const socket of this.#tunnels.keys()) socket.destroy();
  }

  inflict(outage: HttpOutage): void {
    this.heal();
    this.#outage = outage;
    for (const [client, { host, server }] of this.#tunnels) {
      if (!this.#meets(host)) continue;
      if (outage.kind !== 'hang') client.destroy();
      else {
        for (const side of [client, server]) side.unpipe().pause();
        this.#hanging.add(client);
      }
    }
  }

  /** What hangs is not answered afterwards either: it is closed. */
  heal(): void {
    this.#outage = undefined;
    for (const each of this.#hanging) each.destroy();
    this.#hanging.clear();
  }

  #meets(host: string): HttpOutage | undefined {
    const outage = this.#outage;
    return outage !== undefined && (outage.host === undefined || outage.host.toLowerCase() === host.toLowerCase()) ? outage : undefined;
  }

  #call(request: IncomingMessage, response: ServerResponse): void {
    const target = this.#target(request);
    const seen: Seen = { at: Date.now(), method: request.method ?? '', url: shown(target?.url, request.url), host: target?.url.hostname ?? '', status: 0, requestBytes: 0, responseBytes: 0 };
    response.on('close', () => {
      this.#hanging.delete(request.socket);
      this.#record(seen);
    });
    if (target === undefined) return answer(response, seen, 400, 'the tap has no API behind it, and the request does not name one');
    const outage = this.#meets(target.url.hostname);
    if (outage !== undefined) seen.outage = outage.kind;
    if (outage?.kind === 'refuse') request.socket.destroy();
    else if (outage?.kind === 'hang') {
      this.#hanging.add(request.socket);
      request.resume();
    } else if (outage?.kind === 'error') answer(response, seen, outage.status ?? 503, '');
    else if (outage?.kind === 'slow') setTimeout(() => response.destroyed || this.#pass(target, request, response, seen), outage.ms);
    else this.#pass(target, request, response, seen);
  }

  #target({ url = '', headers }: IncomingMessage): Target | undefined {
    if (/^https?:\/\//i.test(url)) {
      const target = URL.canParse(url) ? new URL(url) : undefined;
      return target === undefined || this.#isUs(target) ? undefined : { url: target, reverse: false };
    }
    const { upstream } = this.#settings;
    if (upstream === undefined || !URL.canParse(url, 'http://x')) return undefined;
    return headers.upgrade === undefined ? { url: new URL(url, `${upstream.secure ? 'https' : 'http'}://${upstream.host}:${upstream.port}`), reverse: true } : undefined;
  }

  /** A proxy that is asked to ask itself would never end. */
  #isUs({ hostname, port }: URL): boolean {
    return Number(port) === this.#port && /^(?:localhost|127\.\d+\.\d+\.\d+|\[::1\]|0\.0\.0\.0)$/.test(hostname);
  }

  #pass({ url, reverse }: Target, request: IncomingMessage, response: ServerResponse, seen: Seen): void {
    const options: RequestOptions = { method: request.method ?? 'GET', headers: handedOn(request.rawHeaders, reverse ? url.host : undefined), setHost: false, timeout: dialMs };
    const onward = (url.protocol === 'https:' ? secure : plain)(url, options, (incoming) => {
      seen.status = incoming.statusCode ?? 0;
      response.writeHead(seen.status, incoming.statusMessage, handedOn(incoming.rawHeaders, undefined));
      incoming.on('data', (chunk: Buffer) => (seen.responseBytes += chunk.length));
      incoming.on('error', () => response.destroy());
      incoming.pipe(response);
    });
    onward.on('socket', (socket: Socket) => socket.once('connect', () => onward.setTimeout(0)));
    onward.on('timeout', () => onward.destroy(new Error(`no connection within ${dialMs / 1000} s`)));
    onward.on('error', (error) => {
      seen.error ??= error.message;
      if (response.headersSent) response.destroy();
      else answer(response, seen, 502, error.message);
    });
    response.on('close', () => {
      if (!response.writableFinished) onward.destroy();
    });
    // Counted where it is piped: a listener alone would let the body run away while the call is held back.
    request.on('data', (chunk: Buffer) => (seen.requestBytes += chunk.length));
    request.pipe(onward);
  }

  #tunnel(request: IncomingMessage, client: Duplex, head: Buffer): void {
    const [host = '', port = ''] = /^\[?([^\]]+)\]?:(\d+)$/.exec(request.url ?? '')?.slice(1) ?? [];
    const seen: Seen = { at: Date.now(), method: 'CONNECT', url: (request.url ?? '').slice(0, urlChars), host, status: 0, requestBytes: 0, responseBytes: 0 };
    client.on('error', () => client.destroy());
    client.on('close', () => this.#record(seen));
    const outage = this.#meets(host);
    if (outage !== undefined) seen.outage = outage.kind;
    const refuse = (status: number, words: string): void => {
      seen.status = status;
      client.end(`HTTP/1.1 ${status} ${words}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n`);
    };
    if (host === '' || Number(port) > 65_535) refuse(400, 'Bad Request');
    else if (outage?.kind === 'refuse') client.destroy();
    else if (outage?.kind === 'hang') this.#hanging.add(client);
    else if (outage?.kind === 'error') refuse(outage.status ?? 503, 'Service Unavailable');
    else setTimeout(() => this.#dig({ host, port: Number(port) }, client, head, seen, refuse), outage?.kind === 'slow' ? outage.ms : 0);
  }

  #dig(at: Endpoint, client: Duplex, head: Buffer, seen: Seen, refuse: (status: number, words: string) => void): void {
    const server = connect({ ...at, timeout: dialMs });
    this.#tunnels.set(client, { host: at.host, server });
    server.once('connect', () => {
      server.setTimeout(0);
      seen.status = 200;
      client.write('HTTP/1.1 200 Connection Established\r\n\r\n');
      seen.requestBytes += head.length;
      server.write(head);
      client.on('data', (chunk: Buffer) => (seen.requestBytes += chunk.length));
      server.on('data', (chunk: Buffer) => (seen.responseBytes += chunk.length));
      client.pipe(server).pipe(client);
    });
    server.on('timeout', () => server.destroy(new Error(`no connection within ${dialMs / 1000} s`)));
    server.on('error', (error) => {
      seen.error = error.message;
      if (seen.status === 0) refuse(502, 'Bad Gateway');
      else client.destroy();
    });
    client.on('close', () => {
      this.#tunnels.delete(client);
      this.#hanging.delete(client);
      server.destroy();
    });
  }

  #record(seen: Seen): void {
    if (this.mode === 'pipe') return;
    this.#number += 1;
    this.ledger.add(JSON.stringify({ ...seen, endedAt: Date.now(), number: this.#number } satisfies HttpExchange));
  }
}

function answer(response: ServerResponse, seen: Seen, status: number, words: string): void {
  seen.status = status;
  if (words !== '') seen.error = words;
  response.writeHead(status, { 'content-type': 'text/plain' }).end(words);
}

/** Raw headers without those of the connection; with the name of the API where the client knew only the tap's. */
function handedOn(raw: readonly string[], host: string | undefined): string[] {
  const named = new Set(raw.flatMap((value, index) => (index % 2 === 1 && raw[index - 1]?.toLowerCase() === 'connection' ? value.toLowerCase().split(/\s*,\s*/) : [])));
  const kept: string[] = [];
  for (let index = 0; index + 1 < raw.length; index += 2) {
    const [name = '', value = ''] = [raw[index], raw[index + 1]];
    const lower = name.toLowerCase();
    if (!hopByHop.has(lower) && !named.has(lower)) kept.push(name, lower === 'host' && host !== undefined ? host : value);
  }
  return kept;
}

function shown(url: URL | undefined, raw: string | undefined): string {
  if (url === undefined) return (raw ?? '').replace(/\?.*/, '').slice(0, urlChars);
  const copy = new URL(url);
  copy.username = '';
  copy.password = '';
  for (const name of new Set(copy.searchParams.keys())) if (secretName.test(name)) copy.searchParams.set(name, '…');
  return copy.href.slice(0, urlChars);
}
