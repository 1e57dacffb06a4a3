import { once } from 'node:events';
import { createServer, request as plain, STATUS_CODES, type IncomingMessage, type RequestOptions, type Server, type ServerResponse } from 'node:http';
import { request as secure } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import { Readable } from 'node:stream';
import type { TapOutage } from '../../core/tap.ts';
import type { Commanded } from './control.ts';
import { CallRecord, CallRecorder } from './http-record.ts';
import { deliver, handedOn, origin, pathOf } from './http-words.ts';
import type { Endpoint, HttpSettings } from './settings.ts';
import { httpProbePath } from './words.ts';

const dialMs = 30_000;
const ownWords = Buffer.from('this tap passes what it is asked');

/** A call that has not ended: what an outage that begins now does to it. */
interface Flight {
  readonly break: () => void;
  readonly hold: () => void;
}

/** Passes the calls to one third party on, writes down what they were, and makes them fail. */
export class HttpProxy implements Commanded {
  readonly recorder = new CallRecorder();
  readonly #settings: HttpSettings;
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  readonly #flights = new Set<Flight>();
  readonly #hanging = new Set<Socket>();
  #mode: 'observe' | 'pipe' = 'observe';
  #outage: TapOutage | undefined;
  readonly #numbers = new WeakMap<Socket, number>();
  #connections = 0;

  constructor(settings: HttpSettings) {
    this.#settings = settings;
    this.#server = createServer({ keepAlive: true, noDelay: true }, (request, response) => this.#call(request, response));
    this.#server.on('connection', (socket: Socket) => this.#accept(socket));
    this.#server.on('clientError', (_, socket) => socket.destroy());
    // It cannot be read and none is known to be needed: said to the platform, and written down.
    this.#server.on('upgrade', (request: IncomingMessage, socket: Socket) => {
      const record = new CallRecord(request, origin(settings.upstream));
      record.status = 501;
      record.failed('501', 'a tap before a third party passes no WebSocket');
      this.#record(record, socket);
      socket.end('HTTP/1.1 501 Not Implemented\r\nContent-Length: 0\r\nConnection: close\r\n\r\n');
    });
  }

  get mode(): 'observe' | 'pipe' {
    return this.#mode;
  }

  setMode(mode: 'observe' | 'pipe'): void {
    this.#mode = mode;
  }

  get outage(): TapOutage | undefined {
    return this.#outage;
  }

  async listen(): Promise<Endpoint> {
    this.#server.listen(this.#settings.listen.port, this.#settings.listen.host);
    await once(this.#server, 'listening');
    const { address, port } = this.#server.address() as AddressInfo;
    return { host: address, port };
  }

  stop(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }

  /** Sets the outage and makes every open connection suffer it. Answers how many there were. */
  inflict(outage: TapOutage): Promise<number> {
    this.heal();
    this.#outage = outage;
    const open = this.#sockets.size;
    if (outage.kind === 'refuse') this.#server.closeAllConnections();
    else if (outage.kind === 'reset') for (const socket of this.#sockets) socket.resetAndDestroy();
    else if (outage.kind === 'hang') for (const flight of this.#flights) flight.hold();
    else if (outage.kind === 'cut') for (const flight of this.#flights) flight.break();
    return Promise.resolve(open);
  }

  /** What hangs is not answered afterwards either: it is closed. */
  heal(): void {
    this.#outage = undefined;
    for (const socket of this.#hanging) socket.destroy();
    this.#hanging.clear();
  }

  #accept(socket: Socket): void {
    const { kind } = this.#outage ?? {};
    if (kind === 'refuse') socket.destroy();
    else if (kind === 'reset') socket.resetAndDestroy();
    this.#numbers.set(socket, ++this.#connections);
    this.#sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => {
      this.#sockets.delete(socket);
      this.#hanging.delete(socket);
    });
  }

  #call(request: IncomingMessage, response: ServerResponse): void {
    const own = request.url === httpProbePath;
    const record = new CallRecord(request, origin(this.#settings.upstream));
    const outage = this.#outage;
    const { socket } = request;
    response.on('error', () => undefined);
    response.on('close', () => {
      if (!own) this.#record(record, socket);
    });
    if (outage) record.meets(outage);
    if (outage?.kind === 'refuse' || outage?.kind === 'reset') request.socket.destroy();
    else if (outage?.kind === 'hang') {
      this.#hanging.add(request.socket);
      request.resume();
    } else if (outage?.kind === 'error') {
      request.resume();
      answer(response, record, Number(outage.error), { error: { message: 'The server had an error while processing the request.', type: 'server_error' } });
    } else {
      const go = (): void => (response.destroyed ? undefined : own ? deliver(Readable.from([ownWords]), response.writeHead(200, { 'content-length': ownWords.length }), outage) : this.#pass(request, response, record, outage));
      if (outage?.kind === 'slow') setTimeout(() => this.#trying(go, request, record), outage.ms);
      else this.#trying(go, request, record);
    }
  }

  /** A request that cannot be handed on as it is (characters that HTTP does not allow) ends its own connection, and no other. */
  #trying(go: () => void, request: IncomingMessage, record: CallRecord): void {
    try {
      go();
    } catch (error) {
      record.failed('unreadable', error instanceof Error ? error.message : String(error));
      request.socket.destroy();
    }
  }

  #pass(request: IncomingMessage, response: ServerResponse, record: CallRecord, outage: TapOutage | undefined): void {
    const { upstream } = this.#settings;
    const asked = request.headers.host;
    const options: RequestOptions = {
      host: upstream.host, port: upstream.port, method: request.method ?? 'GET', path: pathOf(request.url), headers: handedOn(request.rawHeaders, upstream), setHost: false, timeout: dialMs,
      ...(upstream.secure && { servername: upstream.host }),
    };
    const onward = (upstream.secure ? secure : plain)(options, (incoming) => {
      record.answered(incoming);
      try {
        response.writeHead(incoming.statusCode ?? 502, incoming.statusMessage, handedOn(incoming.rawHeaders, undefined, asked === undefined ? undefined : { from: origin(upstream), to: `http://${asked}` }));
      } catch (error) {
        // Words that HTTP does not allow were read all the same, and cannot be said again.
        onward.destroy(new Error('its answer is not HTTP', { cause: error }));
        return;
      }
      incoming.on('data', (chunk: Buffer) => record.answer.add(chunk));
      incoming.on('error', () => this.#hanging.has(request.socket) || response.destroy());
      deliver(incoming, response, outage);
    });
    const flight: Flight = {
      break: () => request.socket.destroy(),
      hold: () => {
        this.#hanging.add(request.socket);
        onward.destroy();
      },
    };
    this.#flights.add(flight);
    // One that is used again is connected already.
    onward.on('socket', (socket: Socket) => (socket.connecting ? socket.once('connect', () => onward.setTimeout(0)) : onward.setTimeout(0)));
    onward.on('timeout', () => onward.destroy(new Error(`no connection within ${dialMs / 1000} s`)));
    onward.on('error', (error) => {
      record.failed(response.headersSent || record.status > 0 ? 'broken' : 'unreachable', error.message);
      if (this.#hanging.has(request.socket)) return;
      if (response.headersSent) response.destroy();
      else answer(response, record, 502, { error: { message: error.message, type: 'third_party_unreachable' } });
    });
    response.on('close', () => {
      this.#flights.delete(flight);
      if (!response.writableFinished) onward.destroy();
    });
    // Collected where it is piped: a listener alone would let the body run away while the call is held back.
    request.on('data', (chunk: Buffer) => record.question.add(chunk));
    request.pipe(onward);
  }

  #record(record: CallRecord, socket: Socket): void {
    if (this.#mode === 'observe') this.recorder.add(this.#numbers.get(socket) ?? 0, record);
  }
}

function answer(response: ServerResponse, record: CallRecord, status: number, body: unknown): void {
  record.status = status;
  const text = JSON.stringify(body);
  // The words of an answer that could not be handed on must not stand.
  response.writeHead(status, STATUS_CODES[status] ?? '', { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) }).end(text);
}
