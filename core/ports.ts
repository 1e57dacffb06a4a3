import type { ServedRoute } from './proof/routes.ts';
import type { ServiceControl, Tap } from './tap.ts';
import type { Access, EvidenceRef, Json, Kind, StackReport, StoreKind } from './types.ts';

export type { StoreKind } from './types.ts';

/** What a probe may touch. Every port takes the run's `AbortSignal` from the probe, and every wait in it has a limit. */
export interface Ports {
  readonly platform: Platform;
  /** Undefined for a probe with access `source`: it runs beside the boot. */
  readonly stack: Stack;
  readonly http: Http;
  /** The token of a role of `api.login`: one sign-in a run, shared; `anew` signs in again. Rejects with a FaultError `login-failed`. */
  readonly token: (role: string, anew?: 'anew') => Promise<string>;
  readonly clock: Clock;
  /** Every route that the source registers, once the source was read; none where nothing of the run reads it. */
  readonly routes: () => Promise<readonly ServedRoute[]>;
  /** Every endpoint that reads, asked once: from OpenAPI and configuration, samples taken from the platform's own lists. */
  readonly endpoints: () => Promise<readonly KnownEndpoint[]>;
  /** The share of the processors that is to be had just now by who wants all of them: 1 where nobody else wants any. */
  readonly granted: () => Promise<number>;
  /** Seals something beside the probe's own body: a screenshot, a trace. */
  readonly attach: (kind: string, subject: string, mediaType: string, bytes: Uint8Array) => Promise<EvidenceRef>;
  /** Tells the live reports how far the probe is. */
  readonly progress: (done: number, total: number, label: string) => void;
  /** From here on this value never reaches evidence: a keyed digest takes its place. */
  readonly secret: (value: string) => void;
}

export interface Clock {
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** Monotonic milliseconds, for durations. */
  readonly tick: () => number;
}

export interface Http {
  readonly request: (url: string, init?: HttpInit) => Promise<HttpAnswer>;
}
export interface HttpInit {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
  readonly timeoutMs?: number;
  /** Bytes after which the body is cut; 1 MiB when it is left out. */
  readonly largestBytes?: number;
  readonly signal?: AbortSignal;
}
/** A received answer of any status; a network failure throws instead. `body` is cut at `largestBytes`; `base64` holds the same bytes where they are no text. */
export interface HttpAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly base64?: string;
  /** Each `Set-Cookie` of its own: they cannot be told apart in one text. */
  readonly cookies?: readonly string[];
  readonly ms: number;
}

/** One database of the running stack, reached with the credentials that the platform itself is given. */
export interface Store {
  readonly name: string;
  readonly kind: StoreKind;
  /** Opens its own connection, asks what proves that the server answers, closes. Throws with the server's own words. */
  readonly ask: (signal: AbortSignal) => Promise<StoreAnswer>;
  /** Writes a marker that only assay knows, reads it back, removes it, and proves that it is gone. Only on stacks that we booted. */
  readonly roundTrip: (marker: string, signal: AbortSignal) => Promise<RoundTrip>;
  /** Rows of one statement (SQL, or Cypher); for Redis the statement is a command with its arguments and the answer is one row. */
  readonly query: (statement: string, parameters: readonly Json[], signal: AbortSignal) => Promise<readonly Readonly<Record<string, Json>>[]>;
  /** Changing what is stored, and back: on stacks that we booted, or where the operator allows it. */
  readonly world?: StoreWorld;
}

/** A table of PostgreSQL (`public.quotes`), a label or relationship type of Neo4j, a kind of Redis key (its name with ids left out: `session:*`). */
export interface Holding {
  readonly name: string;
  readonly count: number;
}
/** The data of one store as something that can be kept, changed and brought back. Goes to the store itself, never through its tap. */
export interface StoreWorld {
  /** Names that are part of the store's shape and not its data: tables, columns, types, enum labels, constraints, labels, property keys. */
  readonly words: (signal: AbortSignal) => Promise<readonly string[]>;
  readonly holdings: (signal: AbortSignal) => Promise<readonly Holding[]>;
  /** Keeps the data as they are now, with an undo on disk first. One snapshot at a time. */
  readonly snapshot: (signal: AbortSignal) => Promise<{ readonly checksum: string; readonly entries: number }>;
  /** Brings the snapshot's data back and compares: rejects with a FaultError `restore-failed` when the checksum is another one. */
  readonly restore: (signal: AbortSignal) => Promise<{ readonly checksum: string }>;
  /** Forgets the snapshot and its undo. */
  readonly forget: (signal: AbortSignal) => Promise<void>;
  /** One change of everything that may change, different in each row; see `live-proof`, pass 4. `parts` limits it. */
  readonly shake: (how: Shake, signal: AbortSignal) => Promise<Shaken>;
  /** Removes the data, keeps the shape and what `keep` names. */
  readonly empty: (keep: readonly string[], signal: AbortSignal) => Promise<{ readonly removed: readonly Holding[]; readonly kept: readonly string[] }>;
  /** Adds one row (node, entry) to a holding, plausible by its shape, carrying `nonce` in its texts; undefined when it cannot be. */
  readonly fill: (holding: string, nonce: string, signal: AbortSignal) => Promise<{ readonly values: Readonly<Record<string, Json>> } | { readonly refused: string }>;
  /** Keeps everybody from these holdings until they are released: whoever asks them waits. Only PostgreSQL has it. */
  readonly lock?: (holdings: readonly string[], signal: AbortSignal) => Promise<{ readonly release: () => Promise<void> }>;
  /** Removes entries that are caches: those named, whole or by a prefix that ends in `*`. Only Redis has them. */
  readonly flush?: (keys: readonly string[], signal: AbortSignal) => Promise<number>;
}
export type ShakePart = 'numbers' | 'dates' | 'text' | 'choices' | 'rows';
export interface Shake {
  readonly parts: readonly ShakePart[];
  /** Goes in front of texts. */
  readonly nonce: string;
  /** Holdings and columns (`public.users`, `public.users.email`) that stay as they are. */
  readonly keep: readonly string[];
}
export interface Shaken {
  /** Column (`public.quotes.total`), property or key pattern → in how many rows it is another value now. */
  readonly changed: Readonly<Record<string, number>>;
  /** Rows taken away and added, by holding. */
  readonly removed: Readonly<Record<string, number>>;
  readonly added: Readonly<Record<string, number>>;
  /** What stayed as it was → why: a key, a reference, a login name, a refusal in the store's own words. */
  readonly stayed: Readonly<Record<string, string>>;
}
export interface StoreAnswer {
  readonly version: string;
  readonly connectMs: number;
  readonly answerMs: number;
  /** Most connections that the server takes, and how many it has now; absent where the server does not tell. */
  readonly connections?: { readonly limit: number; readonly used: number };
}
export interface RoundTrip {
  readonly written: string;
  readonly read: string | null;
  readonly removed: boolean;
  readonly ms: number;
}

/** The running platform as a probe sees it. */
export interface Stack {
  readonly report: StackReport;
  /** True when assay booted it and may write to it. */
  readonly ours: boolean;
  readonly stores: readonly Store[];
  /** `http://127.0.0.1:PORT` of a service's container port (its only one when left out); undefined when it is not there. */
  readonly origin: (service: string, port?: number) => string | undefined;
  /** What each service was given: the environment after interpolation. Values are secrets: seal names and verdicts only. */
  readonly environment: (service: string) => Readonly<Record<string, string>>;
  readonly logs: (service: string, lines: number) => Promise<readonly string[]>;
  /** How a service's image is built, after interpolation; undefined when it is not built here, or nobody knows. */
  readonly build?: (service: string) => ServiceBuild | undefined;
  /** Proxies before the stores, where the run was planned with them; none in an attached stack. */
  readonly taps?: readonly Tap[];
  /** Undefined on a stack that we did not boot. */
  readonly control?: ServiceControl;
}
export interface ServiceBuild {
  /** Absolute folder of the build context. */
  readonly context: string;
  /** Absolute path of the Dockerfile. */
  readonly dockerfile: string;
  readonly args: Readonly<Record<string, string>>;
}

/** The platform's configuration after defaults and environment, as probes need it. */
export interface Platform {
  readonly name: string;
  /** Absolute folder of the platform's source. */
  readonly root: string;
  readonly source: { readonly include: readonly string[]; readonly exclude: readonly string[]; readonly notProduction: readonly { readonly path: string; readonly reason: string }[] };
  readonly api?: ApiSurface;
  /** `apiServices`: the services that the page is meant to ask for data; any other origin is a finding. */
  readonly web?: { readonly service: string; readonly apiServices: readonly string[]; readonly pages: readonly string[] };
  readonly websocket?: WebSocketSurface;
  readonly mcp?: McpSurface;
  readonly queues?: readonly QueueSurface[];
  readonly services: Readonly<Record<string, { readonly source: readonly string[]; readonly optional: readonly string[] }>>;
  readonly load: Readonly<Record<string, Threshold>>;
  readonly proof?: ProofSurface;
  /** The platform's own import table: a folder and what it may import; checked by the rule `crossed-layers`. */
  readonly layers?: readonly Layer[];
}
export interface Layer {
  readonly folder: string;
  /** Folders (`core`), packages (`pg`) and built-in modules (`node:fs`, `node:*`). */
  readonly may: readonly string[];
  readonly reason?: string | undefined;
}

/** What the live proof needs to know and cannot find out, and the honest exceptions, each printed wherever it applies. */
export interface ProofSurface {
  readonly samples: readonly WriteSample[];
  /** HTTP APIs of others that the platform calls, by the variable that holds their address; a tap takes its place. */
  readonly thirdParties?: readonly { readonly name: string; readonly env: string; readonly services?: readonly string[] }[];
  /** What must be there and no user can make: done to the store before the proof, undone after it. */
  readonly given: readonly { readonly store: string; readonly statement: string; readonly undo: string; readonly reason: string }[];
  /** Data-like fields that are meant to be constant: `GET /api/plans` `/plans/-/price`. */
  readonly constants: readonly { readonly target: string; readonly field: string; readonly reason: string }[];
  /** Answers that are allowed while a store is out, if this marker stands in them: a JSON pointer, and the value that it must have when one is named. */
  readonly degraded: readonly { readonly target: string; readonly marker: string; readonly value?: Json; readonly reason: string }[];
  /** Targets that are not asked, and stay listed as set aside: `DELETE /api/tenants/{id}`. */
  readonly aside?: readonly { readonly target: string; readonly reason: string }[];
  /** Targets that need no store. */
  readonly storeless: readonly { readonly target: string; readonly reason: string }[];
  /** Keys of a store that are caches beyond what the taps tell, and how old an answer from them may be. */
  readonly caches: readonly { readonly store: string; readonly prefix: string; readonly ttlSeconds: number }[];
  /** `STORE:HOLDING` or `STORE:HOLDING.COLUMN`: stays as it is while the stores are shaken and emptied. */
  readonly keep: readonly string[];
  /** How long an answer may take while a store is out; later it hangs. */
  readonly budgetMs: number;
  /** Kinds of outage that every store and third party suffers; `read-only` where it is a store, `stop` where it is a service of the stack. */
  readonly outages: readonly ('refuse' | 'error' | 'read-only' | 'cut' | 'hang' | 'locked' | 'stop')[];
}
/** A request that writes. In its texts `${text}` stands for a text that only assay knows, `${id}` for a new UUID, `${number}` for a number of nine digits, `${GET /path a.0.b}` for what the API answers there. */
export interface WriteSample {
  readonly method: string;
  /** The template, as in OpenAPI. */
  readonly path: string;
  /** The address filled in; the template itself when left out. */
  readonly url?: string;
  readonly role?: string;
  readonly body?: Json;
  /** Instead of a body, a form: text fields, and files given by their text and name. */
  readonly form?: Readonly<Record<string, string | { readonly filename: string; readonly type: string; readonly text: string }>>;
  /** Where the platform itself gives the thing back; `${answer:id}` stands for a field of the answer. */
  readonly readBack?: string;
  /** What the platform makes of it afterwards, by a worker say: at `url` the value at the pointer `at` becomes `becomes`, and the values at `same` are the same each time. */
  readonly settles?: { readonly url: string; readonly at: string; readonly becomes: Json; readonly same?: readonly string[] };
  /** Made by assay from the schema, and by nobody who knows the platform. */
  readonly made?: true;
  /** The session that asks is over afterwards; the role signs in again. */
  readonly endsSession?: boolean;
}

/** A WebSocket that the platform serves. */
export interface WebSocketSurface {
  /** With two of them, what is said at the first must be heard at the second. */
  readonly services: readonly string[];
  readonly path: string;
  readonly role?: string;
  /** How the token is sent: in these texts `${token}` stands for it. */
  readonly protocols: readonly string[];
  readonly headers: Readonly<Record<string, string>>;
  /** The services' variable that names the origins they accept, separated by commas. */
  readonly originVariable?: string;
  /** What to say: JSON in which `${text}` stands for a text that only assay knows and `${id}` for a new UUID. */
  readonly message?: Json;
  /** Where it must be afterwards. In both statements `$1` is the text; `remove` takes it out again. */
  readonly stored?: { readonly store: string; readonly query: string; readonly remove?: string };
}

/** An MCP server of the platform, over streamable HTTP. */
export interface McpSurface {
  readonly service: string;
  readonly path: string;
  readonly role?: string;
  readonly originVariable?: string;
  /** Tools to call. In a text of the arguments, `${GET /path a.0.b}` stands for what the API answers there at that place. */
  readonly calls: readonly McpCall[];
}

export interface McpCall {
  readonly tool: string;
  readonly arguments: Readonly<Record<string, Json>>;
  /** Stores without which the tool cannot work; where a profile leaves one out, the tool is not called. */
  readonly stores?: readonly string[];
}

/** A queue of jobs, and when it counts as stuck. */
export interface QueueSurface {
  readonly name: string;
  readonly store: string;
  readonly kind: 'bullmq';
  readonly prefix: string;
  readonly oldestSeconds: number;
  readonly depth: number;
  readonly deadLetters: number;
}

export interface ApiSurface {
  readonly service: string;
  readonly openapi?: string;
  readonly health: { readonly live?: string; readonly ready?: string };
  readonly login?: {
    readonly method: string;
    /** Absent where nobody signs in: each role has its `token` then. */
    readonly path?: string;
    /** Absent where the session is a cookie. */
    readonly tokenPath?: string;
    /** How the credentials are sent; JSON where nothing is said. */
    readonly as?: 'json' | 'form';
    /** The header that carries the token, `${token}` in it: `X-API-Key: ${token}`. */
    readonly header?: string;
    /** In order, the least one first: what an endpoint's role may do, the roles before it may not. */
    readonly roles: Readonly<Record<string, Readonly<Record<string, string>>>>;
  };
  /** Endpoints that need no token, as `METHOD /path`. */
  readonly open: readonly string[];
  readonly latencyBudgetMs: number;
  readonly endpoints: readonly EndpointSample[];
}
export interface EndpointSample {
  readonly method: string;
  /** The template, as in OpenAPI: `/api/quotes/{id}`. */
  readonly path: string;
  readonly sample?: string;
  /** The least role that may ask. */
  readonly role?: string;
  readonly status?: number;
  /** What to send (JSON) to an operation that only reads although it is posted, such as a search: with it, it counts as reading. */
  readonly body?: Json;
}

/** An endpoint as it was asked: its template, the address with real values in it, and the role that was let in. */
export interface KnownEndpoint {
  readonly method: string;
  readonly path: string;
  readonly url: string;
  readonly role?: string;
  /** The status of its answer, or why it could not be asked. */
  readonly status: number | { readonly missing: string };
}

export interface Threshold {
  readonly durationSeconds: number;
  readonly connections: number;
  readonly p99Ms: number;
  readonly minRate: number;
  readonly maxErrorRatio: number;
}

export interface Probe<T = unknown> {
  readonly id: string;
  readonly kind: Kind<T>;
  readonly access: Access;
  readonly timeoutMs: number;
  /** True when it looks through the taps: the stack of a run with such a probe is booted with one before each store. */
  readonly taps?: boolean;
  /** True when it asks a tool that is not ours: `--no-helpers` leaves it out, and what needs it says that nobody looked. */
  readonly helper?: true;
  /** Says why this platform has nothing for the probe to see, or undefined: then it runs. */
  readonly without?: (platform: Platform) => string | undefined;
  readonly collect: (ports: Ports, signal: AbortSignal) => Promise<Collected<T>>;
}

/** What a probe gives back. `canonical`: the bytes of the body as canonical JSON, where the probe has them already; then nothing makes them again. */
export type Collected<T> = { readonly subject: string; readonly body: T; readonly canonical?: undefined } | { readonly subject: string; readonly body?: undefined; readonly canonical: Uint8Array };
