import { createConnection, type Socket } from 'node:net';
import type { Recorder, Track } from './recorder.ts';
import type { Endpoint } from './settings.ts';

/** What happens to the bytes of one connection. Passing is the usual one; the others are in treatments.ts. */
export interface Treatment {
  readonly fromClient: (chunk: Buffer) => void;
  readonly fromServer: (chunk: Buffer) => void;
  /** The client, or the store, has sent its last byte. */
  readonly clientEnded: () => void;
  readonly serverEnded: () => void;
  /** The store's connection broke, or could not be made. */
  readonly serverFailed: () => void;
  /** The outage is over. */
  readonly heal: () => void;
}

export interface RelayPlan {
  readonly id: number;
  readonly upstream: Endpoint;
  readonly recorder: Recorder;
  /** Whether its bytes are recorded from the start. */
  readonly observed: boolean;
  /** Whether bytes of the server that end so leave the connection between two messages; where a connection that passed unread can be read again. */
  readonly rests: (tail: Buffer) => boolean;
  readonly onClosed: () => void;
}

/** Bytes of the client that may pass after `observe` before the connection is given up as one whose place in the protocol is not known. */
const triesToResume = 20;

/** One connection through the tap: the client's socket, the store's once it was dialled, back-pressure and half-close between them, and the record of what passed. */
export class Relay {
  readonly id: number;
  readonly #plan: RelayPlan;
  readonly #client: Socket;
  #server: Socket | undefined;
  #track: Track | undefined;
  #treatment: Treatment;
  /** While the connection passes unread: what the server said last, when the client has said nothing since; and how often it may still be looked at. */
  #tail: Buffer | undefined;
  #tries = 0;

  constructor(client: Socket, plan: RelayPlan) {
    this.id = plan.id;
    this.#plan = plan;
    this.#client = client;
    this.#treatment = passing(this);
    client.on('data', (chunk) => this.#treatment.fromClient(chunk));
    client.on('drain', () => this.#server?.resume());
    client.on('end', () => this.#treatment.clientEnded());
    client.on('error', () => this.#server?.destroy());
    client.on('close', () => this.#closed());
  }

  /** The client has said nothing yet. */
  get untouched(): boolean {
    return this.#client.bytesRead === 0;
  }

  treat(treatment: Treatment): void {
    this.#treatment = treatment;
  }

  pass(): void {
    this.#treatment = passing(this);
  }

  heal(): void {
    this.#treatment.heal();
  }

  /** Connects to the store; bytes for it wait in the socket until it answers. */
  dial(): Socket {
    if (this.#server) return this.#server;
    const { upstream, observed, recorder } = this.#plan;
    const server = createConnection({ ...upstream, allowHalfOpen: true, noDelay: true });
    this.#server = server;
    if (observed) this.#track = recorder.begin(this.id);
    server.on('data', (chunk) => this.#treatment.fromServer(chunk));
    server.on('drain', () => this.#client.resume());
    server.on('end', () => this.#treatment.serverEnded());
    server.on('error', () => this.#treatment.serverFailed());
    server.on('close', () => this.#closed());
    return server;
  }

  /** Passes bytes to the store and records them, in this order: the record must not delay them. */
  toServer(chunk: Buffer): void {
    const server = this.#server ?? this.dial();
    if (this.#tries > 0 && !this.#track) this.#resume();
    this.#tail = undefined;
    if (!server.write(chunk)) this.#client.pause();
    if (this.#track?.on) {
      this.#plan.recorder.client(this.#track, chunk);
      if (this.#plan.recorder.full) this.#waitForRoom();
    }
  }

  toClient(chunk: Buffer): void {
    if (!this.#client.write(chunk)) this.#server?.pause();
    if (this.#track?.on) {
      this.#plan.recorder.server(this.#track, chunk);
      if (this.#plan.recorder.full) this.#waitForRoom();
    } else this.#tail = chunk;
  }

  /** To the client, and not recorded: it is not the store that says it. */
  say(chunk: Buffer): void {
    this.#client.write(chunk);
  }

  endServer(): void {
    this.#server?.end();
  }

  endClient(): void {
    this.#client.end();
  }

  /** Stops and lets go on reading what the store sends, for a treatment that holds it back. */
  pauseServer(): void {
    this.#server?.pause();
  }

  resumeServer(): void {
    this.#server?.resume();
  }

  pauseClient(): void {
    this.#client.pause();
  }

  resumeClient(): void {
    this.#client.resume();
  }

  /** Ends the connection after what was written to the client has gone out. */
  close(): void {
    this.#client.destroySoon();
    this.#server?.destroy();
  }

  /** Ends it at once: the client's next read or write fails. */
  reset(): void {
    this.#client.resetAndDestroy();
    this.#server?.destroy();
  }

  /** Its bytes pass unread from here on. */
  silence(): void {
    if (this.#track) this.#plan.recorder.silence(this.#track);
    this.#track = undefined;
    this.#tries = 0;
  }

  /** Reads it again as soon as it stands between two messages. One that was given up stays so. */
  observe(): void {
    if (!this.#track) this.#tries = triesToResume;
  }

  #resume(): void {
    this.#tries -= 1;
    if (this.#tail && this.#plan.rests(this.#tail)) {
      this.#track = this.#plan.recorder.begin(this.id, true);
      this.#tries = 0;
    } else if (this.#tries === 0) this.#plan.recorder.unread(this.id, 'it passed unread while only bytes were piped, and has not come to rest since');
  }

  #waitForRoom(): void {
    this.#client.pause();
    this.#server?.pause();
    this.#plan.recorder.room(() => {
      this.#client.resume();
      this.#server?.resume();
    });
  }

  #closed(): void {
    if (!this.#client.destroyed || (this.#server && !this.#server.destroyed)) return;
    if (this.#track) this.#plan.recorder.end(this.#track);
    this.#track = undefined;
    this.#plan.onClosed();
  }
}

function passing(relay: Relay): Treatment {
  return {
    fromClient: (chunk) => relay.toServer(chunk),
    fromServer: (chunk) => relay.toClient(chunk),
    clientEnded: () => relay.endServer(),
    serverEnded: () => relay.endClient(),
    serverFailed: () => relay.reset(),
    heal: () => undefined,
  };
}
