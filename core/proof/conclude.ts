import type { Json } from '../types.ts';
import { isMeasurementByName } from './naming.ts';
import type { Pass, Proof, ProofCall, ProofData, ProofOutages, ProofVerdict, Relation, Target, Written } from './evidence.ts';
import type { HealthSeen } from './health.ts';
import { suspectedIn, type Suspicion } from './suspects.ts';
import type { Suffered } from './outage.ts';
import { compare, listed, merged, type Witnessed } from './verdicts.ts';
import { isSuccess } from '../status.ts';
import { readOnly } from '../tap.ts';

/** All that was found out about one target. What is absent was not looked at. */
export interface Findings {
  readonly target: Target;
  readonly data?: ProofData | undefined;
  readonly entry?: ProofData['fields'][number] | undefined;
  readonly calls?: readonly ProofCall[];
  readonly relations?: readonly Relation[];
  readonly invented?: readonly Suspicion[];
  readonly suffered?: readonly Suffered[];
  readonly written?: Written | undefined;
  /** Undefined where the write was refused or not made. */
  readonly lost?: readonly Witnessed[] | undefined;
  readonly health?: HealthSeen | undefined;
  readonly signIn?: readonly Witnessed[];
  /** The declared reason why it needs no store, where it was seen to ask none. */
  readonly storeless?: string | undefined;
  readonly baseline?: ProofOutages['baseline'][number] | undefined;
  readonly outages?: Tried | undefined;
}
interface Tried {
  readonly needed: readonly string[];
  readonly active: readonly { readonly store: string; readonly kind: string; readonly asked: boolean }[];
  readonly notMade: ProofOutages['notMade'];
}

/** One conclusion from everything that was found: the worst verdict that counts, else what is still open, else the best that holds. */
export function concluded(findings: Findings): Proof {
  const { target, entry, invented = [], suffered = [], lost = [], health, signIn = [] } = findings;
  const verdicts = merged([...invented.map(plain), ...suffered.flatMap((each) => each.verdicts), ...lost, ...(health?.verdicts ?? []), ...signIn]);
  const rows = [...suffered.flatMap((each) => each.rows), ...(health?.rows ?? [])].toSorted((left, right) => compare(`${left.store} ${left.kind}`, `${right.store} ${right.kind}`));
  const { verdict, confidence, reason } = overall(findings, verdicts, rows);
  return {
    target, verdict, confidence, verdicts,
    leaves: entry?.total ?? 0,
    traced: entry?.traced ?? 0,
    unsourced: [...new Set([...invented.map(({ pointer }) => pointer), ...constantsOf(findings)])].toSorted(compare),
    outages: rows,
    passes: passesOf(findings, rows),
    ...(reason === undefined ? {} : { reason }),
    evidence: [],
  };
}

const plain = ({ verdict, confidence, field, sentence }: Suspicion): Witnessed => ({ verdict, confidence, field, sentence });

/** Constants of a target that needs no store: listed, not judged. */
function constantsOf({ entry, storeless }: Findings): readonly string[] {
  return storeless === undefined ? [] : (entry?.fields ?? []).filter((field) => suspectedIn(field) > 0).map(({ pointer }) => pointer);
}

interface Overall {
  readonly verdict: ProofVerdict;
  readonly confidence: Witnessed['confidence'];
  readonly reason?: string;
}

function overall(findings: Findings, verdicts: readonly Witnessed[], rows: Proof['outages']): Overall {
  const { health, storeless, entry } = findings;
  const [worst] = verdicts;
  if (worst !== undefined && worst.confidence !== 'possible') return { verdict: worst.verdict, confidence: worst.confidence };
  const open = openQuestion(findings, verdicts, rows);
  if (open !== undefined) return { verdict: 'unproven', confidence: 'possible', reason: open };
  if (health !== undefined && entry === undefined) return health.role === 'live' ? { verdict: 'storeless', confidence: 'certain', reason: 'a liveness address needs no store' } : { verdict: 'proven', confidence: 'certain' };
  if (storeless !== undefined) return { verdict: 'storeless', confidence: 'certain', reason: storeless };
  if (rows.some(({ verdict }) => verdict === 'degraded')) return { verdict: 'degraded', confidence: 'certain' };
  if (rows.some(({ verdict }) => verdict === 'cached')) return { verdict: 'cached', confidence: 'certain', reason: entry?.cachedBy === undefined ? 'it was answered from a tapped cache while its store was out' : `it is answered from ${entry.cachedBy}` };
  return { verdict: 'proven', confidence: 'certain' };
}

/** What keeps a target without a counted verdict from being proven; undefined when nothing does. */
function openQuestion(findings: Findings, verdicts: readonly Witnessed[], rows: Proof['outages']): string | undefined {
  const { target, data, entry, health, storeless } = findings;
  if (target.missing !== undefined) return target.missing;
  const [doubt] = verdicts;
  if (doubt !== undefined) return `${doubt.sentence}${verdicts.length > 1 ? ` ${verdicts.length - 1} more like it.` : ''}`;
  if (health !== undefined && entry === undefined) return rows.length === 0 ? 'no outage was seen to be active' : undefined;
  const trouble = data?.notMade.find((each) => each.target === target.name);
  if (trouble !== undefined) return trouble.reason;
  if (data === undefined) return 'its data were not looked at';
  return target.writes ? openWrite(findings) : (openData(findings) ?? (storeless === undefined ? openOutage(findings, rows) : undefined));
}

function openWrite({ target, written, lost }: Findings): string | undefined {
  if (written === undefined) return `no sample for ${target.name} was sent`;
  if (lost === undefined) return target.made === true ? `a body made from the schema was refused: ${written.status}${written.refusal === undefined || written.refusal === '' ? '' : ` ${written.refusal}`}; give one in proof.samples` : `its sample was answered ${written.status}, so that nothing was written`;
  return undefined;
}

function openData({ data, entry, calls = [], storeless, relations = [] }: Findings): string | undefined {
  const call = calls.find(({ pass }) => pass === 'baseline');
  if (call !== undefined && !isSuccess(call.status)) return `it answered ${call.status === 0 ? `nothing: ${call.broke ?? 'the connection broke'}` : call.status}`;
  if (entry === undefined || entry.fields.length === 0) return call !== undefined && isBare(call.body) ? bare : 'its answer held no value that could be traced';
  if (storeless !== undefined) return undefined;
  const looked = entry.fields.filter((field) => field.emptied === undefined || field.empty !== undefined).reduce((sum, field) => sum + field.leaves, 0);
  if (looked < entry.total) return `only ${looked} of its ${entry.total} values were traced`;
  const cause = entry.partial?.[0];
  if (cause !== undefined) return `not everything that passed was seen: ${cause}`;
  const real = entry.fields.filter((field) => field.dataLike && ((field.sources.wire ?? 0) + (field.sources.derived ?? 0) + (field.sources.earlier ?? 0) > 0 || field.shake === 'followed'));
  const held = entry.fields.filter((field) => (field.sources.earlier ?? 0) > 0 && (field.sources.wire ?? 0) + (field.sources.derived ?? 0) === 0 && field.dataLike && field.shake === 'stayed' && !isMeasurementByName(field.field));
  if (held.length > 0 && held.length === real.length) return `it answers ${listed(held.slice(0, 3).map(({ field }) => (field === '' ? 'all of it' : field)))} from its own memory, which did not follow the stores`;
  if (real.length > 0) {
    const broken = relations.find(({ held: holds }) => !holds);
    return broken === undefined ? undefined : `${broken.detail} (${broken.second})`;
  }
  const blind = data?.stores.find(({ observed }) => !observed);
  if (blind !== undefined) return `what ${blind.name} supplies could not be seen`;
  if (entry.stores.length === 0) return 'it asked no store, and its answer held nothing but words, zeros, echo and time; declare it in proof.storeless if that is right';
  const filled = (data?.stores ?? []).some(({ name, holdings }) => entry.stores.includes(name) && holdings.some(({ count }) => count > 0));
  if (filled && calls.some(({ pass, body }) => pass === 'baseline' && isBare(body))) return bare;
  return filled ? 'its answer held no data: words, zeros, echo and time alone' : 'the store holds no rows';
}

const bare = 'its answer was empty: nothing that it would show is there; a seed or proof.given puts something there';

/** Nothing but empty lists and objects, and what counts them. */
export function isBare(body: Json | undefined): boolean {
  if (body === undefined || body === null || body === 0 || body === '') return true;
  return typeof body === 'object' && (Object.values(body) as readonly Json[]).every(isBare);
}

/** Every store that it needs must have been out, and what it answered then must have been judged. */
function openOutage({ entry, outages, baseline }: Findings, rows: Proof['outages']): string | undefined {
  if (outages === undefined) return 'its data are real; what it does in an outage was not tried';
  if (baseline === undefined) return 'its data are real; it was not asked in any outage';
  if (!isSuccess(baseline.status)) return `its data are real; it answered ${baseline.status} before the outages began, so that nothing follows from what it answered in them`;
  for (const store of [...new Set([...outages.needed, ...(entry?.stores ?? [])])].toSorted(compare)) {
    // A store that only refused writes was not taken away from who only reads, nor locked tables from who asks others: they need not be asked then.
    const active = outages.active.filter((each) => each.store === store && ((each.kind !== readOnly && each.kind !== 'locked') || each.asked));
    const because = outages.notMade.find((each) => each.store === store)?.reason;
    if (active.length === 0) return `its data are real; ${store} could not be taken away${because === undefined ? '' : `: ${because}`}`;
    for (const { kind, asked } of active.toSorted((left, right) => compare(left.kind, right.kind))) {
      const row = rows.find((each) => each.store === store && each.kind === kind);
      if (!asked || row === undefined) return `its data are real; it was not asked while ${store} was out (${kind})`;
      if (row.verdict === 'unproven') return `its data are real; nothing follows from what it answered while ${store} was out (${kind})`;
    }
  }
  return undefined;
}

type State = NonNullable<Proof['passes'][Pass]>;

function passesOf(findings: Findings, rows: Proof['outages']): Proof['passes'] {
  const { entry, invented = [], relations = [], written, lost, data, target, suffered = [], calls = [] } = findings;
  if (target.missing !== undefined) return {};
  const lies = (by: Suspicion['by'][number]): State | undefined => { const found = invented.filter((each) => each.by.includes(by)); return found.some(({ confidence }) => confidence !== 'possible') ? 'lie' : found.length > 0 ? 'unproven' : undefined; };
  const fields = entry?.fields ?? [];
  const changed = (pass: 'shake' | 'empty' | 'fill'): State => lies(pass) ?? (fields.some((field) => field[pass] !== undefined && field[pass] !== 'error') || (pass === 'fill' && calls.some((call) => call.pass === 'fill')) ? 'honest' : data?.notMade.some((each) => each.pass === pass) === true || (pass !== 'fill' && fields.length > 0) ? 'unproven' : 'not applicable');
  const recovery = suffered.flatMap((each) => each.verdicts).some(({ verdict }) => verdict === 'no-recovery' || verdict === 'crash');
  const bad = rows.find(({ verdict }) => !['honest', 'cached', 'degraded', 'unproven'].includes(verdict));
  return {
    ...(target.writes ? {} : { baseline: lies('baseline') ?? (fields.length > 0 ? 'honest' : 'unproven'), vary: relations.length === 0 ? 'not applicable' : (lies('vary') ?? (relations.every(({ held }) => held) ? 'honest' : 'unproven')), shake: changed('shake'), empty: changed('empty'), fill: changed('fill') }),
    write: !target.writes ? 'not applicable' : written === undefined || lost === undefined ? 'unproven' : lost.some(({ confidence }) => confidence !== 'possible') ? 'lie' : lost.length > 0 ? 'unproven' : 'honest',
    outage: bad !== undefined ? 'lie' : rows.some(({ verdict }) => verdict === 'unproven') ? 'unproven' : rows.length > 0 ? 'honest' : 'not applicable',
    recover: recovery ? 'lie' : rows.length > 0 ? 'honest' : 'not applicable',
  };
}
