import type { Json, TapKind } from './types.ts';

/**
 * What a statement does, as far as its protocol tells. `transaction`: BEGIN, COMMIT, MULTI and their like. `message`: PUBLISH, NOTIFY and writes to what is
 * only a log or a channel: it is no source of data. `session`: sign-in, settings, pings, `SELECT 1`, what a driver says by itself.
 */
export type Effect = 'read' | 'write' | 'transaction' | 'message' | 'session';

/** One statement and its answer, as the tap before the store saw them pass. Values are JSON: dates as ISO text, numbers beyond 2^53 and bytes (base64) as text. */
export interface Exchange {
  readonly store: string;
  readonly kind: TapKind;
  /** Milliseconds since the epoch: when the statement had passed, and when its answer had (or the connection broke). */
  readonly at: number;
  readonly endedAt: number;
  /** Number of the connection since the tap's start, and of the exchange on it; both from 1. */
  readonly connection: number;
  readonly number: number;
  /** SQL or Cypher as sent, without parameters; for Redis the command's name in capitals; for a third party method and address, without the query. At most 8 KiB. */
  readonly statement: string;
  /** Parameters in order; of Cypher its one map; of Redis the command's other words; of a call to a third party its query and its body. */
  readonly parameters: readonly Json[];
  readonly effect: Effect;
  /** PostgreSQL's command tag (`UPDATE 3`), Bolt's counters as JSON text, the status of a third party's answer. */
  readonly tag?: string;
  /** Names of the columns; none for Redis and third parties. */
  readonly columns: readonly string[];
  /** Values of the answer: a row of PostgreSQL or Bolt each; Redis' whole reply as one row of one value (arrays nested, RESP3 maps as objects), and so a third party's body, of a stream each event. */
  readonly rows: readonly (readonly Json[])[];
  /** Rows that passed, also where their values were cut. */
  readonly rowCount: number;
  /** True when values were left out: more than 100,000 of them or 16 MiB in this exchange. */
  readonly cut: boolean;
  /** True when a transaction is open after it, as the server or the statements tell. */
  readonly open: boolean;
  readonly error?: { readonly code: string; readonly message: string };
  /** The connection broke before the answer was complete. */
  readonly broken?: boolean;
}

/** What passed since the last look. */
export interface Passed {
  readonly exchanges: readonly Exchange[];
  /** Exchanges that were not kept because nobody took them in time (more than the tap's buffer). */
  readonly lost: number;
  /** Connections whose bytes passed unread, with the reason: TLS, an unknown protocol, a decoder that gave up. */
  readonly unobserved: readonly { readonly connection: number; readonly reason: string }[];
}

/** The answers of a store in trouble, each spoken in the protocol of the store it belongs to, and that of a third party. */
export type Trouble = '57P01' | '53300' | 'LOADING' | 'READONLY' | 'TransientError' | '500';

/** What a tap can inflict: kinds of its own, and the errors of the protocol. Existing connections suffer it as well as new ones. */
export type TapOutage =
  | { readonly kind: 'refuse' }
  | { readonly kind: 'reset' }
  | { readonly kind: 'hang' }
  | { readonly kind: 'slow'; readonly ms: number }
  | { readonly kind: 'cut'; readonly afterBytes: number }
  | { readonly kind: 'error'; readonly error: Trouble };
/** What can be done to the store's process or container itself. */
export type ServiceOutage = { readonly kind: 'stop' | 'kill' | 'pause' | 'disconnect' };
/** Tables that everybody waits for, behind those that every request asks. */
export type LockOutage = { readonly kind: 'locked' };
export type Outage = TapOutage | ServiceOutage | LockOutage;

/** The word for an outage. A store that answers reads and refuses writes (a failover's old primary, a full disk) is another matter than one that answers nothing. */
export function wordOf(outage: Outage): string {
  return outage.kind === 'error' && outage.error === 'READONLY' ? readOnly : outage.kind;
}
export const readOnly = 'read-only';

/** What third parties are called wherever a store's name may stand; no compose service can have such a name. */
const thirdPartyPrefix = 'third party ';
export const thirdParty = (name: string): string => `${thirdPartyPrefix}${name}`;
export const isThirdParty = (store: string): boolean => store.startsWith(thirdPartyPrefix);
/** What the platform itself may call it: without our word before it. */
export const shortName = (store: string): string => (isThirdParty(store) ? store.slice(thirdPartyPrefix.length) : store);

/** A proxy before one store or one third party, in a process of its own. It returns to passing when nobody renews its lease (10 s). */
export interface Tap {
  readonly store: string;
  readonly kind: TapKind;
  /** Everything that passed before this call and was not taken yet, oldest first. */
  readonly take: (signal: AbortSignal) => Promise<Passed>;
  /** `pipe`: bytes only, for load. */
  readonly mode: (mode: 'observe' | 'pipe', signal: AbortSignal) => Promise<void>;
  /** Inflicts the outage and resolves when a connection through the tap has been seen to suffer it. Holds (the lease is renewed) until `heal`. */
  readonly inflict: (outage: TapOutage, signal: AbortSignal) => Promise<{ readonly seen: string }>;
  /** Back to passing; resolves when a connection through the tap reaches the store again. */
  readonly heal: (signal: AbortSignal) => Promise<void>;
}

/** The processes or containers of a stack that we booted. Every change is in the journal before it is made. */
export interface ServiceControl {
  /** When the service's process that runs now was started (ms since the epoch), or undefined when none runs. */
  readonly startedAt: (service: string, signal: AbortSignal) => Promise<number | undefined>;
  /** Kinds that this driver can inflict on this service. */
  readonly kinds: (service: string) => readonly ServiceOutage['kind'][];
  /** Inflicts, and resolves when it has been seen to be so. */
  readonly inflict: (service: string, outage: ServiceOutage, signal: AbortSignal) => Promise<{ readonly seen: string }>;
  /** Undoes whatever was inflicted on the service; a store answers its protocol again when it resolves. */
  readonly heal: (service: string, signal: AbortSignal) => Promise<void>;
  /** Starts a service that is not running, with the same command, environment and addresses, and waits until it is ready. */
  readonly start: (service: string, signal: AbortSignal) => Promise<void>;
  /** Stops and starts the service; used to see whether what was written is still there. */
  readonly restart: (service: string, signal: AbortSignal) => Promise<void>;
}
