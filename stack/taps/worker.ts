import { parentPort, workerData } from 'node:worker_threads';
import type { StoreKind } from '../../core/types.ts';
import { eachEntry, entry, type EntryKind } from './batch.ts';
import type { Decoder, MakeDecoder, Standing } from './decoder.ts';
import { Ledger } from './ledger.ts';
import { protocolOf } from './protocols.ts';
import { pack } from './wire.ts';

/** From the tap's main thread, answered in order: so whatever passed before a `take` is in its answer. */
export type ToWorker =
  | { readonly batch: Uint8Array }
  | { readonly take: number; readonly after: number }
  | { readonly standings: number; readonly connections: readonly number[] };
export type FromWorker =
  | { readonly read: number }
  | { readonly gaveUp: number }
  | { readonly taken: number; readonly answer: Uint8Array }
  | { readonly standings: number; readonly answers: readonly (Standing | undefined)[] };

interface Job {
  readonly kind: StoreKind;
}

/** Reads what passed in a thread of its own, so that passing never waits for it. */
async function serve(port: NonNullable<typeof parentPort>, job: Job): Promise<void> {
  const { decoder } = await protocolOf(job.kind);
  const ledger = new Ledger();
  const reader = new Reader(decoder, ledger, (connection) => port.postMessage({ gaveUp: connection } satisfies FromWorker));
  port.on('message', (message: ToWorker) => {
    if ('batch' in message) {
      const { buffer, byteOffset, byteLength } = message.batch;
      eachEntry(Buffer.from(buffer, byteOffset, byteLength), (kind, connection, at, chunk) => reader.read(kind, connection, at, chunk));
      port.postMessage({ read: byteLength } satisfies FromWorker);
    } else if ('take' in message) {
      const answer = joined(ledger.answer(message.after));
      port.postMessage({ taken: message.take, answer } satisfies FromWorker, [answer.buffer]);
    } else {
      port.postMessage({ standings: message.standings, answers: message.connections.map((each) => reader.standing(each)) } satisfies FromWorker);
    }
  });
}

/** In memory of its own, so that it can be handed to the other thread without a copy. */
function joined(parts: readonly Buffer[]): Buffer<ArrayBuffer> {
  const whole = Buffer.allocUnsafeSlow(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) at += part.copy(whole, at);
  return whole;
}

/** The decoders of all connections. One that throws costs its own connection only. */
class Reader {
  readonly #make: MakeDecoder;
  readonly #ledger: Ledger;
  readonly #onGaveUp: (connection: number) => void;
  readonly #decoders = new Map<number, Decoder>();

  constructor(make: MakeDecoder, ledger: Ledger, onGaveUp: (connection: number) => void) {
    this.#make = make;
    this.#ledger = ledger;
    this.#onGaveUp = onGaveUp;
  }

  read(kind: EntryKind, connection: number, at: number, chunk: Buffer): void {
    try {
      if (kind === entry.client) this.#decoders.get(connection)?.fromClient(chunk, at);
      else if (kind === entry.server) this.#decoders.get(connection)?.fromServer(chunk, at);
      else if (kind === entry.begin || kind === entry.midway) this.#begin(connection, kind === entry.midway);
      else if (kind === entry.unread) this.#ledger.add(JSON.stringify({ connection, unobserved: chunk.toString() }));
      else if (kind === entry.end) this.#decoders.get(connection)?.end(at);
    } catch (error) {
      this.#giveUp(connection, `its bytes could not be read: ${error instanceof Error ? error.message : String(error)}`);
    }
    if (kind === entry.end || kind === entry.silence) this.#decoders.delete(connection);
  }

  standing(connection: number): Standing | undefined {
    return this.#decoders.get(connection)?.standing();
  }

  #begin(connection: number, midway: boolean): void {
    this.#decoders.set(connection, this.#make({
      exchange: (observed) => this.#ledger.add(JSON.stringify(pack(connection, observed))),
      unobserved: (reason) => this.#giveUp(connection, reason),
    }, midway));
  }

  #giveUp(connection: number, reason: string): void {
    if (!this.#decoders.delete(connection)) return;
    this.#ledger.add(JSON.stringify({ connection, unobserved: reason }));
    this.#onGaveUp(connection);
  }
}

if (parentPort) await serve(parentPort, workerData as Job);
