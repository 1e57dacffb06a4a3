import { createHash } from 'node:crypto';
import { canonical, digestName } from '../../core/seal.ts';
import type {
  Access,
  Category,
  CheckInfo,
  DemandResult,
  Digest,
  EventBody,
  EvidenceRef,
  Family,
  Fault,
  Finding,
  GateResult,
  Outcome,
  Problem,
  RunEvent,
  Some,
  StackReport,
  Verdict,
} from '../../core/types.ts';
import type { Lookup, Proven } from '../../reports/renderer.ts';

export interface Recording {
  readonly name: string;
  readonly events: readonly RunEvent[];
  /** Sealed evidence by digest: JSON bodies, and bytes. */
  readonly json: Readonly<Record<Digest, unknown>>;
  readonly bytes: Readonly<Record<Digest, Uint8Array>>;
  /** The conclusions of its live proof, written by hand where it has one. */
  readonly proven?: Proven;
}

/** Writes a run by hand: a clock that only moves when told, and evidence sealed as the engine seals it. */
export class Script {
  readonly #name: string;
  readonly #run: string;
  readonly #start = Date.parse('2026-11-23T14:20:00.000Z');
  readonly #events: RunEvent[] = [];
  readonly #json: Record<Digest, unknown> = {};
  readonly #bytes: Record<Digest, Uint8Array> = {};
  #ms = 0;
  #number = 0;

  constructor(name: string, run: string) {
    this.#name = name;
    this.#run = run;
  }

  /** Moves the clock to this many milliseconds after the start. */
  at(ms: number): this {
    this.#ms = ms;
    return this;
  }

  say(body: EventBody): this {
    this.#events.push({ run: this.#run, seq: this.#events.length + 1, at: this.#now(), ...body });
    return this;
  }

  seal(kind: string, subject: string, body: unknown): EvidenceRef {
    const text = canonical(body);
    const digest = digestOf(Buffer.from(text));
    this.#json[digest] = body;
    return { kind, digest, at: this.#now(), subject, bytes: Buffer.byteLength(text) };
  }

  attach(probe: string, kind: string, subject: string, mediaType: string, bytes: Uint8Array): Digest {
    const digest = digestOf(bytes);
    this.#bytes[digest] = bytes;
    this.say({ type: 'evidence-attached', probe, ref: { kind, digest, at: this.#now(), subject, bytes: bytes.length, mediaType } });
    return digest;
  }

  /** A probe from start to end. */
  probe(
    id: string,
    access: Access,
    from: number,
    to: number,
    kind: string,
    result: (() => EvidenceRef) | Fault,
    between?: () => void,
  ): this {
    this.at(from).say({ type: 'probe-started', probe: id, access });
    between?.();
    this.at(to);
    return this.say({
      type: 'probe-finished',
      probe: id,
      access,
      kind,
      result: typeof result === 'function' ? result() : result,
      ms: to - from,
    });
  }

  /** What checks will say, told before the judgement. */
  foresee(infos: readonly CheckInfo[], worst: readonly Problem[] = []): this {
    for (const { id } of infos) this.say({ type: 'check-foreseen', check: id, status: worst.length > 0 ? 'fail' : 'pass', failing: worst.length, worst: worst.map(({ what, severity, location }) => ({ what, severity, ...(location && { location }) })), ms: 2 });
    return this;
  }

  check(info: CheckInfo, ms: number, outcome: Outcome): this {
    return this.say({ type: 'check-finished', check: info, outcome, ms });
  }

  pass(info: CheckInfo, examined: number, unit: string, evidence: readonly Digest[] = [], note?: string): this {
    return this.check(info, 3, { status: 'pass', examined, unit, evidence, ...(note !== undefined && { note }) });
  }

  fail(
    info: CheckInfo,
    examined: number,
    unit: string,
    problems: readonly (Problem & Pick<Finding, 'waiver' | 'known' | 'confirmedBy' | 'refutedBy'>)[],
    evidence: readonly Digest[] = [],
  ): this {
    const findings = problems.map((problem): Finding => ({
      ...problem,
      number: ++this.#number,
      check: info.id,
      category: info.category,
      family: info.family,
      fingerprint: createHash('sha256').update(`${info.id}\n${problem.key}`).digest('hex').slice(0, 32),
    }));
    return this.check(info, 5, { status: 'fail', examined, unit, findings: some(findings), evidence });
  }

  finish(ms: number, verdict: Verdict, reason: string, demands: readonly DemandResult[], exit: 0 | 1 | 3): Recording {
    const gate: GateResult = { verdict, reason, demands };
    this.at(ms).say({ type: 'run-finished', verdict, gate, exit, ms });
    const inOrder = this.#events.toSorted((a, b) => a.at.localeCompare(b.at)).map((event, index) => ({ ...event, seq: index + 1 }));
    return { name: this.#name, events: inOrder, json: this.#json, bytes: this.#bytes };
  }

  #now(): string {
    return new Date(this.#start + this.#ms).toISOString();
  }
}

export function info(id: string, family: Family, category: Category, title: string): CheckInfo {
  return { id, family, category, title };
}

export function demand(
  category: Category,
  state: DemandResult['state'],
  reason: string,
  checks: readonly string[] = [],
  examined = 0,
  findings = 0,
  notes: readonly string[] = [],
): DemandResult {
  return { category, state, reason, checks, examined, findings, notes };
}

/** What a report may look up in a recording. Assets are left out unless given. */
export function lookupOf(recording: Recording, asset: Lookup['asset'] = () => undefined): Lookup {
  const { proven } = recording;
  return { json: (digest) => recording.json[digest], bytes: (digest) => recording.bytes[digest], asset, prove: proven && (() => proven) };
}

export const environment = {
  assay: '0.1.0',
  node: '24.21.0',
  system: 'Debian GNU/Linux 12, x64, 2 cores, 8 GB',
  'container engine': '20.10.24 (API 1.41)',
  compose: '2.40.3',
  browser: 'Chromium 156.0',
  postgres: '17.10',
  redis: '7.0.15',
  neo4j: '5.26.1',
  commit: '9d2c7be4 (clean)',
  configuration: 'sha256:5b1e…c0',
};

export const stack: StackReport = {
  driver: 'native',
  because: 'no container engine answers: assay doctor',
  services: [
    { name: 'postgres', state: 'ready', addresses: { 5432: '127.0.0.1:40811' }, ms: 1240 },
    { name: 'redis', state: 'ready', addresses: { 6379: '127.0.0.1:40812' }, ms: 210 },
    { name: 'neo4j', state: 'ready', addresses: { 7687: '127.0.0.1:40813' }, ms: 8420 },
    { name: 'migrate', state: 'done', addresses: {}, detail: 'exit 0', ms: 640 },
    { name: 'api', state: 'ready', addresses: { 4010: '127.0.0.1:40815' }, ms: 1130 },
    { name: 'web', state: 'ready', addresses: { 8080: '127.0.0.1:40816' }, ms: 380 },
  ],
  stores: [
    { name: 'postgres', kind: 'postgres' },
    { name: 'redis', kind: 'redis' },
    { name: 'neo4j', kind: 'neo4j' },
  ],
  absent: {},
};

function digestOf(bytes: Uint8Array): Digest {
  return digestName(createHash('sha256').update(bytes).digest('hex'));
}

function some<T>(items: readonly T[]): Some<T> {
  const [first, ...rest] = items;
  if (first === undefined) throw new TypeError('a failed outcome has findings');
  return [first, ...rest];
}
