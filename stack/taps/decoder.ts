import type { Exchange, Trouble } from '../../core/tap.ts';

/** An exchange as a decoder hands it over: the tap adds its store, kind and connection. `at` and `endedAt` are the times given with the bytes; `number` counts from 1. */
export type Observed = Omit<Exchange, 'store' | 'kind' | 'connection'>;

export interface Sink {
  readonly exchange: (observed: Observed) => void;
  /** The decoder gives this connection up (TLS, an unknown protocol, malformed input); it is not called again, and the bytes go on. */
  readonly unobserved: (reason: string) => void;
}

/**
 * Where a connection stands. `sign-in`: not signed in yet. `idle`: signed in, both directions end with a whole message, nothing unanswered. `busy`: anything else
 * of a signed-in connection. A blocking Redis command or a running query is busy; waiting for notifications is idle.
 */
export type Standing = 'sign-in' | 'idle' | 'busy';

/**
 * Reads one connection. It runs in a worker, some milliseconds after the bytes were passed on, in the order in which they passed; so it never delays or changes
 * them, and it must take the time from `at` (ms since the epoch), not from a clock. A chunk may be kept until its message is complete, never changed. It may throw: the
 * connection is then given up. Its memory is bounded by `limits` (below), whatever the peers send.
 */
export interface Decoder {
  readonly fromClient: (chunk: Buffer, at: number) => void;
  readonly fromServer: (chunk: Buffer, at: number) => void;
  /** The connection is gone: what is unanswered is handed over as `broken`. */
  readonly end: (at: number) => void;
  readonly standing: () => Standing;
}
/** `midway`: the connection was signed in before; both directions stand at the start of a message. */
export type MakeDecoder = (sink: Sink, midway: boolean) => Decoder;

/** What an impostor wants done: bytes to the client, bytes on to the store, and then, with `close`, the end of the connection (after `toClient` was sent). */
export interface Move {
  readonly toClient?: Buffer;
  readonly toServer?: Buffer;
  /** Of what the store answered, the bytes that the client gets: they are recorded as the store's own. */
  readonly relayed?: Buffer;
  readonly close?: boolean;
}

/**
 * Speaks for the store during an outage of kind `error`, in the main thread and at once. The tap calls it for
 * - `fresh` connections: from the client's very first byte (the store has seen nothing; it is dialled when there is a first `toServer`);
 * - `idle` connections: signed in before, the client's next byte starts a message and nothing is unanswered (Decoder.standing). The tap closes connections that
 *   are in sign-in, or still busy a second after the outage began, by itself.
 * Chunks may begin and end anywhere, also inside a message. What the store answers to `toServer` reaches the client through `fromServer`, or as it is where that is
 * absent. When the outage is healed the connection is closed.
 */
export interface Impostor {
  /** Said unasked as soon as the outage begins, to an `idle` connection (57P01 is). */
  readonly greet?: () => Move;
  readonly fromClient: (chunk: Buffer) => Move;
  readonly fromServer?: (chunk: Buffer) => Move;
}
export type MakeImpostor = (trouble: Trouble, place: 'fresh' | 'idle') => Impostor;

/** What a file of a protocol (postgres.ts, redis.ts, bolt.ts) exports. */
export interface Protocol {
  readonly decoder: MakeDecoder;
  readonly impostor: MakeImpostor;
}

/** What a decoder may keep: of one exchange `values` and `valueBytes` (its wire form), then it counts rows only and sets `cut`; `statementBytes` of a statement's text; `messageBytes` of one message that must be read whole. */
export const limits = { values: 100_000, valueBytes: 16 * 1024 * 1024, statementBytes: 8 * 1024, messageBytes: 16 * 1024 * 1024 } as const;
