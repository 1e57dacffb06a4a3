import type { Source } from '../lineage/types.ts';
import type { Holding, Shaken } from '../ports.ts';
import type { Effect, Outage } from '../tap.ts';
import type { Digest, Json, Location, TapKind } from '../types.ts';

/** What is asked and judged: an operation of the HTTP API, a message of the WebSocket, a tool of the MCP server. */
export interface Target {
  /** `GET /api/quotes/{id}`, `websocket say`, `mcp get_quote`: its name in every report. */
  readonly name: string;
  readonly kind: 'http' | 'websocket' | 'mcp';
  readonly service: string;
  /** `GET`; `SAY` or the message's type; the word `tool`. */
  readonly method: string;
  /** The template; the tool's name. */
  readonly path: string;
  readonly role?: string;
  readonly writes: boolean;
  /** Where it was found: openapi, configuration, source, browser. */
  readonly foundBy: readonly string[];
  /** The handler, where the audit knows it. */
  readonly handler?: Location;
  /** Its sample was made by assay from the schema. */
  readonly made?: true;
  /** Its answer was empty until assay's own writes had put something there. */
  readonly filled?: true;
  /** Why the configuration sets it aside: it was not asked. */
  readonly aside?: string;
  /** What is missing to exercise it, in one sentence; nothing else is known of it then. */
  readonly missing?: string;
  /** A command that repeats the request; `$TOKEN` stands for the token. */
  readonly curl?: string;
}

export type Pass = 'baseline' | 'vary' | 'shake' | 'empty' | 'fill' | 'write' | 'outage' | 'recover';

/** One request and its answer. Only `text/*` and JSON answers keep a body, at most 64 KiB of it. */
export interface ProofCall {
  readonly target: string;
  readonly pass: Pass;
  readonly url: string;
  /** 0 when no answer came; `broke` says why then. */
  readonly status: number;
  readonly ms: number;
  readonly contentType?: string;
  readonly body?: Json;
  readonly bodyCut?: boolean;
  readonly broke?: string;
  readonly statements: readonly Statement[];
}
/** What a tap saw during a call, for reports: values bounded to the first 20 rows. */
export interface Statement {
  readonly store: string;
  readonly statement: string;
  readonly parameters: readonly Json[];
  readonly effect: Effect;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly Json[])[];
  readonly rowCount: number;
  readonly tag?: string;
  readonly error?: string;
}

/** What became of a field when the world changed: `followed`: another value. `stayed`: the same. `gone`: no longer there. `error`: the endpoint failed, no verdict. */
export type Reaction = 'followed' | 'stayed' | 'gone' | 'error';

/** One field of a target's answer: its path with array positions as `-`, over all calls. */
export interface Field {
  readonly field: string;
  /** JSON pointer of one leaf of it, and its value, as an example. */
  readonly pointer: string;
  readonly value: Json;
  readonly leaves: number;
  /** Leaves by source in the baseline. */
  readonly sources: Readonly<Partial<Record<Source, number>>>;
  readonly dataLike: boolean;
  /** How the example was explained. */
  readonly how?: string;
  /** Unsourced in an object that has sourced data beside it. */
  readonly besideSourced: boolean;
  /** Differed between the baseline's calls while the taps returned the same. */
  readonly volatile: boolean;
  /** Values of one leaf over the baseline's calls, where it is volatile. */
  readonly seen?: readonly Json[];
  /** Data-like leaves that nothing explained in the baseline. */
  readonly suspected?: number;
  /** Stores whose values explain its leaves. */
  readonly stores?: readonly string[];
  /** Data-like leaves of this field that nothing explained in the answer from the empty stores; also of fields that the baseline did not have. */
  readonly emptied?: number;
  readonly shake?: Reaction;
  readonly empty?: Reaction;
  readonly fill?: Reaction;
  /** Among unsourced leaves, how many moved under the shake, of those that were compared. */
  readonly moved?: { readonly followed: number; readonly compared: number };
}

/** A relation between two requests that must hold (pass 3). */
export interface Relation {
  readonly target: string;
  readonly relation: 'unknown-id' | 'matches-nothing' | 'page-size' | 'another-user' | 'narrower-range' | 'next-page' | 'filter' | 'another-record' | 'parameter' | 'sort';
  readonly held: boolean;
  readonly first: string;
  readonly second: string;
  readonly detail: string;
  /** What the second answer says of itself that cannot be true of what was asked: where it stands, and its value. */
  readonly contradicts?: { readonly pointer: string; readonly value: Json };
  /** The very same records came as without it: nobody looked at what was asked. */
  readonly ignored?: true;
}

/** What a write left behind (pass 7). */
export interface Written {
  readonly target: string;
  readonly status: number;
  /** What was said to a sample that was refused, cut. */
  readonly refusal?: string;
  /** Fields of the answer that the platform's next read of the same thing contradicts: what the answer says, and what the read does. */
  readonly contradicted?: readonly { readonly pointer: string; readonly said: Json; readonly read: Json }[];
  /** What was to be taken away is there as before. */
  readonly stillThere?: string;
  /** All that was written to a store was taken back by the end of its transaction. */
  readonly takenBack?: true;
  /** A statement with effect `write` and its commit were seen before the answer. */
  readonly writeSeen: boolean;
  readonly committedBefore: boolean;
  /** JSON pointers of values that were sent, and where each of them was found in a store or in a read afterwards. */
  readonly sent: readonly { readonly pointer: string; readonly value: Json; readonly foundIn?: string }[];
  /** The platform's own read of the same thing, where one is known. */
  readonly readBack?: { readonly url: string; readonly status: number; readonly holds: readonly string[]; readonly lacks: readonly string[]; /** Of what is lacking, that of which the read tells another value under the same name. */ readonly tells?: readonly string[] };
  readonly afterRestart?: { readonly status: number; readonly holds: readonly string[]; readonly lacks: readonly string[] };
}

export interface ProofData {
  /** Third parties too: they hold nothing that could be changed. */
  readonly stores: readonly { readonly name: string; readonly kind: TapKind; readonly holdings: readonly Holding[]; readonly observed: boolean; readonly checksum?: string; readonly restored?: boolean; readonly trouble?: string }[];
  readonly targets: readonly Target[];
  /** The first baseline call of each target, and its call under the shake and the empty store, for reports. */
  readonly calls: readonly ProofCall[];
  readonly fields: readonly { readonly target: string; readonly total: number; readonly traced: number; readonly fields: readonly Field[]; readonly stores: readonly string[]; readonly cachedBy?: string; readonly partial?: readonly string[] }[];
  readonly shaken: Readonly<Record<string, Shaken>>;
  readonly relations: readonly Relation[];
  readonly written: readonly Written[];
  /** Passes that could not be made, with the reason. */
  readonly notMade: readonly { readonly pass: Pass; readonly reason: string; readonly target?: string }[];
}

/** One answer during an outage, and what is in it. */
export interface OutageCall {
  readonly target: string;
  readonly status: number;
  readonly ms: number;
  readonly broke?: string;
  readonly body?: Json;
  /** Fields with data-like values in the answer, by what they are beside the baseline's: equal, another value, or an empty list/object where the baseline had rows. */
  readonly same: readonly string[];
  readonly other: readonly string[];
  readonly emptied: readonly string[];
  /** Those of `same` and `other` whose values passed the tap of a store that was not out during this very call. */
  readonly sourced?: readonly string[];
  /** The entry of a tapped cache that the answer came from. */
  readonly cache?: { readonly store: string; readonly statement: string; readonly ageMs?: number };
  /** A declared marker of degradation stands in the answer. */
  readonly marked?: string;
  /** DSN, SQL, stack frames, host names of the inside that the answer shows. */
  readonly leaks: readonly string[];
  /** Statements that reached a store that was not out. */
  readonly otherStores: readonly string[];
}
/** What became of an acknowledged write once the store was back, beside what becomes of the same write when all is well. */
export interface Settled {
  readonly url: string;
  /** JSON pointer of the value that says so, the value that it should come to, and the one that it had last. */
  readonly at: string;
  readonly wanted: Json;
  readonly found: Json;
  readonly reached: boolean;
  readonly differs: readonly { readonly pointer: string; readonly now: Json; readonly calm: Json }[];
}
export interface OutageSeen {
  readonly store: string;
  readonly outage: Outage;
  /** How it was seen to be active; absent when it could not be, and then nothing follows from it. */
  readonly active?: string;
  readonly calls: readonly OutageCall[];
  readonly health: readonly { readonly url: string; readonly role: 'live' | 'ready'; readonly status: number; readonly turnedAfterMs?: number; readonly body?: Json }[];
  /** Writes that were acknowledged meanwhile, and whether they are there after the recovery. */
  readonly acknowledged: readonly { readonly target: string; readonly status: number; readonly found: boolean; readonly marker: string; readonly settled?: Settled; /** What its author was told, what he is told when all is well, and whether the other end heard of it. */ readonly passedOn?: { readonly said: string; readonly calm: string; readonly heard: boolean } }[];
  /** The status that a sign-in with a wrong password got, and one with the right password; 0 when no answer came. */
  readonly signIn?: { readonly wrongPassword: number; readonly rightPassword: number; /** Its name, and the stores that a sign-in reads or writes while all is well. */ readonly target?: string; readonly stores?: readonly string[]; /** The status that a token got that had been signed out before. */ readonly signedOut?: { readonly target: string; readonly status: number } };
  readonly recovery: {
    readonly healedAfterMs?: number;
    /** Targets that still fail when the time for recovery is over → their last status. */
    readonly stillFailing: Readonly<Record<string, number>>;
    readonly health: readonly { readonly url: string; readonly role: 'live' | 'ready'; readonly status: number; readonly afterMs?: number }[];
  };
  /** Services whose process is another one than before, or gone. */
  readonly died: readonly { readonly service: string; readonly atMs?: number; readonly restartedByUs: boolean }[];
}
/** What a health address said of a store's latency while every answer of that store came late by a known time. */
export interface SlowedAnswer {
  readonly url: string;
  readonly store: string;
  readonly delayMs: number;
  /** How long its own answer took. */
  readonly ms: number;
  readonly claims: readonly { readonly pointer: string; readonly value: number; /** The value in milliseconds. */ readonly ms: number }[];
}
export interface ProofOutages {
  readonly baseline: readonly { readonly target: string; readonly stores: readonly string[]; readonly status: number }[];
  readonly outages: readonly OutageSeen[];
  readonly slowed?: readonly SlowedAnswer[];
  /** `impossible`: the driver has no such outage, so it was never planned; any other was, and could not be made. */
  readonly notMade: readonly { readonly store: string; readonly kind: string; readonly reason: string; readonly impossible?: true }[];
}

/** The words of the protocol. */
export const proofVerdicts = [
  'proven', 'storeless', 'cached', 'degraded', 'invented', 'fallback', 'empty-lie', 'stale-lie', 'write-lie', 'wrong-blame', 'health-lie', 'hang', 'crash', 'leak', 'no-recovery', 'unproven',
] as const;
export type ProofVerdict = (typeof proofVerdicts)[number];

/** The conclusion on one target: what the matrix, the certificate and `endpoints[]` of the JSON report show. Pure over the evidence. */
export interface Proof {
  readonly target: Target;
  /** The worst of all. */
  readonly verdict: ProofVerdict;
  readonly confidence: 'certain' | 'likely' | 'possible';
  /** Every lie and failure with its witness; the worst first. */
  readonly verdicts: readonly { readonly verdict: ProofVerdict; readonly confidence: 'certain' | 'likely' | 'possible'; readonly field?: string; readonly outage?: string; readonly sentence: string }[];
  readonly leaves: number;
  readonly traced: number;
  /** JSON pointers of data-like leaves that nothing explains and that do not follow. */
  readonly unsourced: readonly string[];
  readonly outages: readonly { readonly store: string; readonly kind: string; readonly verdict: ProofVerdict | 'honest' }[];
  /** What each pass said, for the matrix. */
  readonly passes: Readonly<Partial<Record<Pass, 'honest' | 'lie' | 'not applicable' | 'unproven'>>>;
  readonly reason?: string;
  readonly evidence: readonly Digest[];
}
