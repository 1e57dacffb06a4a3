/**
 * The vocabulary of assay. Everything here is plain JSON data or a plain function type, so that a run can be written
 * to disk, read back and judged again without the stack, the browser or the network.
 */

export type Severity = 'critical' | 'high' | 'medium' | 'low';
export type Confidence = 'certain' | 'likely' | 'possible';
export type Verdict = 'pass' | 'fail' | 'inconclusive';
export type Digest = `sha256:${string}`;
export type Some<T> = readonly [T, ...T[]];
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** The rows of the readiness table, in the order in which every report shows them. */
export const categories = [
  'Code clean-up', 'Mock data', 'Hardcoding', 'Fallback data', 'Database connections', 'Endpoints', 'Error handling',
  'Configuration', 'Security', 'User flows', 'Performance', 'Disaster recovery',
] as const;
export type Category = (typeof categories)[number];

/** Which part of assay a unit belongs to: what `assay audit | check | prove | e2e | load` runs alone. */
export const families = ['audit', 'check', 'proof', 'e2e', 'load'] as const;
export type Family = (typeof families)[number];

/** `uri` is relative to the platform's root, with forward slashes; lines and columns count from 1. */
export interface Location {
  readonly uri: string;
  readonly line?: number;
  readonly column?: number;
  readonly endLine?: number;
}

/** One place on the way that makes a finding true: entry → … → place → egress. */
export interface Step extends Location {
  readonly role: 'entry' | 'via' | 'place' | 'egress';
  readonly label: string;
}

/** The source around a finding as it was when it was read, secrets masked. */
export interface Frame {
  readonly firstLine: number;
  readonly lines: readonly string[];
  readonly mark: number;
}

/** Points at one sealed piece of evidence; `bytes` is its size on disk. */
export interface EvidenceRef {
  readonly kind: string;
  readonly digest: Digest;
  readonly at: string;
  readonly subject: string;
  readonly bytes: number;
  /** Set when the evidence is not JSON: a screenshot, a trace. */
  readonly mediaType?: string;
}

/** What a probe saw: immutable, content-addressed, replayable from disk. */
export interface Evidence<T = unknown> extends EvidenceRef {
  readonly body: T;
}

/** The shape of one kind of evidence. `parse` throws when what was read from disk is not of that shape. */
export interface Kind<T> {
  readonly name: string;
  readonly parse: (raw: unknown) => T;
}

/** Trouble in the harness, as data. `exit` is 2 when the user can mend it in arguments or files, else 3. */
export interface Fault {
  readonly code: string;
  readonly what: string;
  readonly fix: string;
  readonly exit: 2 | 3;
  readonly where?: Location;
  readonly cause?: string;
}

/** What a check found wrong, before it has an identity. `key` stays the same when lines move or code is reformatted. */
export interface Problem {
  readonly key: string;
  readonly what: string;
  readonly why: string;
  readonly fix: string;
  readonly severity: Severity;
  readonly confidence: Confidence;
  readonly subject?: string;
  readonly location?: Location;
  readonly frame?: Frame;
  readonly path?: readonly Step[];
  readonly expected?: string;
  readonly found?: string;
  readonly reproduce?: readonly string[];
  readonly evidence?: readonly Digest[];
}

/** One problem at one place. `number` is its place in the run (`assay show RUN#N`), `fingerprint` its identity across runs. */
export interface Finding extends Problem {
  readonly number: number;
  readonly check: string;
  readonly category: Category;
  readonly family: Family;
  readonly fingerprint: string;
  /** The waiver that accepts it, or absent. Waived findings are printed and do not count. */
  readonly waiver?: Waiver;
  /** True when the baseline holds it: it was there before. */
  readonly known?: boolean;
  /** What the running stack says of a finding of the source: `GET /api/metrics: invented`, or that it proved honest. */
  readonly confirmedBy?: string;
  readonly refutedBy?: string;
}

/** An accepted finding. It ends on `expires` (a date, YYYY-MM-DD, last day included). */
export interface Waiver {
  readonly check: string;
  readonly fingerprint?: string;
  readonly path?: string;
  /** First and last line that it covers, where it is written beside the code; only findings that touch them are accepted. */
  readonly lines?: readonly [from: number, to: number];
  readonly reason: string;
  readonly owner: string;
  readonly expires: string;
}

/** `examined` is the denominator: zero things examined is a fault, never a pass. `unproven` lists what could not be examined, and why. */
export type Judgement =
  | { readonly examined: number; readonly problems: readonly Problem[]; readonly unit?: string; readonly note?: string; readonly unproven?: readonly string[] }
  | { readonly inapplicable: string };

/** What a concluded check looked at: `examined` counts `unit`s ("files", "stores"); `unproven` is what it could not look at. */
export interface Examined {
  readonly examined: number;
  readonly unit: string;
  readonly note?: string;
  readonly unproven?: readonly string[];
  readonly evidence: readonly Digest[];
}
export type Outcome =
  | ({ readonly status: 'pass' } & Examined)
  | ({ readonly status: 'fail'; readonly findings: Some<Finding> } & Examined)
  | { readonly status: 'inapplicable' | 'skipped'; readonly reason: string }
  | { readonly status: 'error'; readonly fault: Fault };

/** What a unit is, as data: what a report needs to know of a check without loading its code. */
export interface CheckInfo {
  readonly id: string;
  readonly family: Family;
  readonly category: Category;
  readonly title: string;
}

/** One demand of a standard. `whenApplicable`: where nothing of the kind exists, it is not demanded instead of unproven. */
export interface Demand {
  readonly category: Category;
  readonly required: boolean;
  readonly whenApplicable?: boolean;
  /** Findings below this severity do not fail the demand. */
  readonly atLeast: Severity;
  /** Families that must have answered; one that did not makes the demand unproven. */
  readonly families: Some<Family>;
  /** Why it is left out, when `required` is false. */
  readonly reason?: string;
}
export interface Standard {
  readonly id: string;
  readonly version: string;
  readonly title: string;
  /** Whether a running stack is needed: without one only the source can be judged. */
  readonly stack: boolean;
  readonly demands: readonly Demand[];
}

export type DemandState = 'pass' | 'fail' | 'unproven' | 'not demanded';
export interface DemandResult {
  readonly category: Category;
  readonly state: DemandState;
  /** Why it failed or is unproven, in one sentence; or what was examined. */
  readonly reason: string;
  readonly checks: readonly string[];
  readonly examined: number;
  readonly findings: number;
  readonly notes: readonly string[];
}

export interface GateResult {
  readonly verdict: Verdict;
  /** The worst reason, in one sentence. */
  readonly reason: string;
  readonly demands: readonly DemandResult[];
}

export type StoreKind = 'postgres' | 'redis' | 'neo4j';
/** What a tap stands before: a store, or somebody else's HTTP API. */
export type TapKind = StoreKind | 'http';

export type Access = 'source' | 'observe' | 'mutate' | 'flow' | 'outage' | 'load';

export interface ServiceState {
  readonly name: string;
  readonly state: 'starting' | 'ready' | 'done' | 'failed' | 'absent';
  /** Addresses on this machine, `host:port`, by container port. */
  readonly addresses: Readonly<Record<string, string>>;
  readonly detail?: string;
  readonly ms?: number;
}

/** A store that the platform declares, whether it runs or not. `missing` says who left it out; the reason stands in `absent`. */
export interface DeclaredStore {
  readonly name: string;
  readonly kind: StoreKind;
  /** `profile`: on purpose, so its demands are not demanded. `machine`: it could not be had here, so they are unproven. */
  readonly missing?: 'profile' | 'machine';
}

export interface StackReport {
  readonly driver: 'compose' | 'native' | 'attached';
  /** Why this driver and not another. */
  readonly because: string;
  readonly services: readonly ServiceState[];
  readonly stores: readonly DeclaredStore[];
  /** What the profile or the machine left out: service → reason. */
  readonly absent: Readonly<Record<string, string>>;
}

/** A finding that would fail the run if it were judged now. */
export type Foreseen = Pick<Finding, 'what' | 'severity' | 'location' | 'subject'>;

export type RunEvent = { readonly run: string; readonly seq: number; readonly at: string } & EventBody;
export type EventBody =
  | { readonly type: 'run-started'; readonly schema: 1; readonly assay: string; readonly platform: string; readonly standard: Standard; readonly profile: string; readonly planned: readonly CheckInfo[]; readonly probes: readonly { readonly id: string; readonly access: Access }[]; readonly environment: Readonly<Record<string, string>> }
  | { readonly type: 'stack-changed'; readonly phase: 'booting' | 'ready' | 'failed' | 'stopping' | 'down'; readonly report: StackReport; readonly ms: number }
  | { readonly type: 'probe-started'; readonly probe: string; readonly access: Access }
  | { readonly type: 'probe-finished'; readonly probe: string; readonly access: Access; readonly kind: string; readonly result: EvidenceRef | Fault; readonly ms: number }
  /** It was not run: `inapplicable` when the platform has nothing for it, else something stood in the way. */
  | { readonly type: 'probe-skipped'; readonly probe: string; readonly access: Access; readonly kind: string; readonly reason: string; readonly inapplicable: boolean }
  | { readonly type: 'evidence-attached'; readonly probe: string; readonly ref: EvidenceRef }
  | { readonly type: 'check-finished'; readonly check: CheckInfo; readonly outcome: Outcome; readonly ms: number }
  /** What a check will say, as far as its evidence goes: for those who watch. What counts is `check-finished`, judged over everything at the end. */
  | { readonly type: 'check-foreseen'; readonly check: string; readonly status: Outcome['status']; readonly failing: number; readonly worst: readonly Foreseen[]; readonly ms: number }
  | { readonly type: 'progress'; readonly scope: string; readonly done: number; readonly total: number; readonly label: string }
  | { readonly type: 'fault-raised'; readonly fault: Fault }
  | { readonly type: 'run-finished'; readonly verdict: Verdict; readonly gate: GateResult; readonly exit: 0 | 1 | 2 | 3 | 130; readonly ms: number };
export type EventOf<T extends EventBody['type']> = Extract<RunEvent, { readonly type: T }>;
