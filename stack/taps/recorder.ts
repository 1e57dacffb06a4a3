import { Worker } from 'node:worker_threads';
import type { StoreKind } from '../../core/types.ts';
import { Batch, entry, type EntryKind } from './batch.ts';
import type { Standing } from './decoder.ts';
import type { FromWorker, ToWorker } from './worker.ts';

/** How long passed bytes wait for company before they go to the worker. */
const flushMs = 100;
/** Bytes that the worker may be behind; beyond, connections are read more slowly, so that memory is bounded and nothing goes unobserved. */
const behindBytes = 64 * 1024 * 1024;

/** One connection's record. `on` is false once nobody reads it: its bytes are passed and no longer copied. */
export interface Track {
  on: boolean;
  readonly connection: number;
}

type Told = Extract<FromWorker, { taken: number } | { standings: number }>;

/** The main thread's half of observing: copies what passed into batches, and asks the worker that reads them. */
export class Recorder {
  readonly #worker: Worker;
  readonly #batch = new Batch();
  readonly #tracks = new Map<number, Track>();
  readonly #asked = new Map<number, { readonly resolve: (answer: Told) => void; readonly reject: (error: Error) => void }>();
  #failure: Error | undefined;
  #timer: NodeJS.Timeout | undefined;
  #questions = 0;
  #behind = 0;
  #waiting: (() => void)[] = [];

  constructor(kind: StoreKind) {
    const file = `./worker${import.meta.url.slice(import.meta.url.lastIndexOf('.'))}`;
    this.#worker = new Worker(new URL(file, import.meta.url), { workerData: { kind }, execArgv: [], env: {} });
    this.#worker.on('message', (message: FromWorker) => this.#heard(message));
    this.#worker.on('error', (error: Error) => this.#failed(error));
  }

  begin(connection: number, midway = false): Track {
    const track = { on: !this.#failure, connection };
    if (!track.on) return track;
    this.#tracks.set(connection, track);
    this.#add(midway ? entry.midway : entry.begin, connection);
    return track;
  }

  client(track: Track, chunk: Buffer): void {
    if (track.on) this.#add(entry.client, track.connection, chunk);
  }

  server(track: Track, chunk: Buffer): void {
    if (track.on) this.#add(entry.server, track.connection, chunk);
  }

  end(track: Track): void {
    if (track.on) this.#add(entry.end, track.connection);
    this.#forget(track);
  }

  /** Nobody reads it from here on; what it had not finished is dropped. */
  silence(track: Track): void {
    if (track.on) this.#add(entry.silence, track.connection);
    this.#forget(track);
  }

  /** Says why a connection passes unread. */
  unread(connection: number, reason: string): void {
    this.#add(entry.unread, connection, Buffer.from(reason));
  }

  /** True when the worker is so far behind that connections should wait for `room`. */
  get full(): boolean {
    return this.#behind > behindBytes;
  }

  room(then: () => void): void {
    this.#waiting.push(then);
  }

  /** The body of an answer to `take` (see Ledger), as JSON text without braces. */
  async take(after: number): Promise<Uint8Array> {
    const answer = await this.#ask((id) => ({ take: id, after }));
    return 'taken' in answer ? answer.answer : new Uint8Array();
  }

  /** Where connections stand after everything that passed so far; undefined of one that is not read. */
  async standings(connections: readonly number[]): Promise<readonly (Standing | undefined)[]> {
    const answer = await this.#ask((id) => ({ standings: id, connections }));
    return 'answers' in answer ? answer.answers : [];
  }

  #ask(question: (id: number) => ToWorker): Promise<Told> {
    if (this.#failure) return Promise.reject(this.#failure);
    const id = ++this.#questions;
    this.#flush();
    return new Promise((resolve, reject) => {
      this.#asked.set(id, { resolve, reject });
      this.#worker.postMessage(question(id));
    });
  }

  #heard(message: FromWorker): void {
    if ('read' in message) {
      this.#behind -= message.read;
      if (this.#behind <= behindBytes / 2) for (const then of this.#waiting.splice(0)) then();
    } else if ('gaveUp' in message) {
      const track = this.#tracks.get(message.gaveUp);
      if (track) this.#forget(track);
    } else {
      const id = 'taken' in message ? message.taken : message.standings;
      this.#asked.get(id)?.resolve(message);
      this.#asked.delete(id);
    }
  }

  /** A bug of ours: bytes go on passing, and whoever asks what passed is told that nobody knows. */
  #failed(error: Error): void {
    this.#failure = new Error(`the tap’s reader ended: ${error.message}`, { cause: error });
    for (const track of [...this.#tracks.values()]) this.#forget(track);
    for (const { reject } of this.#asked.values()) reject(this.#failure);
    this.#asked.clear();
    this.#behind = 0;
    for (const then of this.#waiting.splice(0)) then();
  }

  #forget(track: Track): void {
    track.on = false;
    this.#tracks.delete(track.connection);
  }

  #add(kind: EntryKind, connection: number, chunk?: Buffer): void {
    const at = Date.now();
    if (!this.#batch.add(kind, connection, at, chunk)) {
      this.#flush();
      this.#batch.add(kind, connection, at, chunk);
    }
    this.#timer ??= setTimeout(() => this.#flush(), flushMs);
  }

  #flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#batch.used === 0) return;
    const batch = this.#batch.take();
    this.#behind += batch.length;
    this.#worker.postMessage({ batch } satisfies ToWorker, [batch.buffer]);
  }
}
