import { setTimeout as delay } from 'node:timers/promises';
import { causeText } from '../../../core/fault.ts';
import type { Holding, Ports } from '../../../core/ports.ts';
import type { OutageCall, OutageSeen, ProofOutages } from '../../../core/proof/evidence.ts';
import { trace } from '../../../core/lineage/trace.ts';
import { readOnly, wordOf, type Exchange, type Outage, type ServiceOutage } from '../../../core/tap.ts';
import type { Json } from '../../../core/types.ts';
import { reopened } from '../http/session.ts';
import { isGood, type Answered } from './asked.ts';
import type { Known, Supplies } from './baseline.ts';
import type { End } from './end.ts';
import { acknowledgedOf, type Attempt, type PassedOn, type Writable } from './during.ts';
import { healthAfter, healthDuring, type Address } from './health.ts';
import { lateAgain } from './late.ts';
import { leaksOf } from './leaks.ts';
import { asks, behindTheDoor, lockedAway } from './locked.ts';
import { markedBy } from './marked.ts';
import { takeAll, tapsOf } from './observed.ts';
import { reactions } from './react.ts';
import { signInDuring, type SignIn } from './sign-in.ts';
import { proofOf } from './world.ts';

/** What is asked in every outage. */
export interface Cast {
  readonly ports: Ports;
  readonly origin: string;
  readonly known: readonly Known[];
  readonly writable: readonly Writable[];
  readonly signIn?: SignIn;
  readonly supplies: Supplies;
  /** Health addresses that are good while nothing is wrong. */
  readonly health: readonly Address[];
  /** Where each write comes to when all is well. */
  readonly calm: ReadonlyMap<string, End>;
  /** How each is passed on when all is well. */
  readonly passed: ReadonlyMap<string, PassedOn>;
  /** Targets that acknowledged a write in an outage and lost it, or did not pass it on. */
  readonly lost: Set<string>;
  /** Readiness addresses that stayed good for the whole of their time in an outage of a store: `STORE URL`. */
  readonly unmoved: Set<string>;
}

/** Why an outage was not made. */
export type NotMade = Pick<ProofOutages['notMade'][number], 'reason' | 'impossible'>;

/** A platform that has its store back gets this long to serve again. */
const recoveryLimitMs = 30_000;
const pauseMs = 250;
const healLimitMs = 60_000;

/** Passes 8 to 10 for one store and one kind: inflict, ask everything that touches the store side by side, heal, wait for the recovery. Healing happens on every path. */
export async function sufferOutage(cast: Cast, store: string, outage: Outage, withSignIn: boolean, signal: AbortSignal): Promise<OutageSeen | NotMade> {
  const { ports } = cast;
  const before = await startsOf(ports, signal);
  const attempts = await preparedOf(cast, signal);
  const onlyWrites = wordOf(outage) === readOnly && !isCache(ports, store);
  if (onlyWrites && attempts.length === 0 && !cast.known.some((known) => writesTo(known, store))) return { reason: 'nothing was found that writes to it', impossible: true };
  const locked = outage.kind === 'locked' ? behindTheDoor(cast.known, store, await holdingsOf(ports, store, signal)) : [];
  if (outage.kind === 'locked' && locked.length === 0) return { reason: 'no table is asked by everything, so that nothing stands before the others', impossible: true };
  const inflicted = await inflict(ports, store, outage, locked, signal);
  if ('reason' in inflicted) return inflicted;
  let during: During;
  try {
    during = await ask(cast, store, { attempts: outage.kind === 'locked' ? [] : attempts, withSignIn, onlyWrites, locked, health: wordOf(outage) === readOnly || outage.kind === 'locked' ? [] : cast.health }, signal);
  } finally {
    await inflicted.undo();
  }
  const died = await restartDead(ports, before, signal);
  const recovery = await recover(cast, store, during, signal);
  return { store, outage, active: inflicted.active, calls: during.calls, health: during.health, ...(during.signIn && { signIn: during.signIn }), acknowledged: await acknowledgedOf(ports, during.attempts, cast, signal), recovery, died };
}

/** A write whose sample cannot be filled in is left out here: that it cannot be tried is said where it is tried first. */
async function preparedOf({ ports, writable }: Cast, signal: AbortSignal): Promise<readonly ((budgetMs: number) => Promise<Attempt>)[]> {
  const all = await Promise.all(writable.map((each) => each.prepare(ports, signal).catch(() => undefined)));
  signal.throwIfAborted();
  return all.filter((each) => each !== undefined);
}

interface During {
  readonly calls: readonly OutageCall[];
  readonly health: OutageSeen['health'];
  readonly attempts: readonly Attempt[];
  readonly signIn?: NonNullable<OutageSeen['signIn']>;
}

function isServiceOutage(outage: Outage): outage is ServiceOutage {
  return ['stop', 'kill', 'pause', 'disconnect'].includes(outage.kind);
}

async function inflict(ports: Ports, store: string, outage: Outage, locked: readonly string[], signal: AbortSignal): Promise<{ readonly active: string; /** On a signal of its own: an interrupted run heals too. */ readonly undo: () => Promise<void> } | NotMade> {
  const { taps = [], control } = ports.stack;
  const undo = (): Promise<void> => heal(ports, store, outage);
  try {
    if (outage.kind === 'locked') return (await lockedAway(ports, store, locked, signal)) ?? { reason: 'its tables cannot be locked', impossible: true };
    if (isServiceOutage(outage)) {
      if (!control?.kinds(store).includes(outage.kind)) return { reason: `this driver cannot inflict ${outage.kind}`, impossible: true };
      return { active: (await control.inflict(store, outage, signal)).seen, undo };
    }
    const tap = taps.find((each) => each.store === store);
    return tap ? { active: (await tap.inflict(outage, signal)).seen, undo } : { reason: 'nothing stands before the store' };
  } catch (error) {
    // A transaction that could not take its locks has ended by itself.
    if (outage.kind !== 'locked') await undo();
    signal.throwIfAborted();
    return { reason: `${wordOf(outage)} could not be shown to be active: ${causeText(error)}` };
  }
}

async function holdingsOf(ports: Ports, store: string, signal: AbortSignal): Promise<readonly Holding[]> {
  return (await ports.stack.stores.find((each) => each.name === store)?.world?.holdings(signal)) ?? [];
}

async function heal(ports: Ports, store: string, outage: Outage): Promise<void> {
  const own = AbortSignal.timeout(healLimitMs);
  if (isServiceOutage(outage)) await ports.stack.control?.heal(store, own);
  else await ports.stack.taps?.find((each) => each.store === store)?.heal(own);
}

async function ask(cast: Cast, store: string, { attempts: prepared, withSignIn, onlyWrites, locked, health: addresses }: { readonly attempts: readonly ((budgetMs: number) => Promise<Attempt>)[]; readonly withSignIn: boolean; /** What only reads goes on as ever: it need not be asked. */ readonly onlyWrites: boolean; /** Tables that are locked: who asks others goes on as ever. */ readonly locked: readonly string[]; /** Not those of a store that still answers: it may rightly be called well. */ readonly health: readonly Address[] }, signal: AbortSignal): Promise<During> {
  const { ports, origin } = cast;
  const { budgetMs } = proofOf(ports);
  const touched = cast.known.filter((known) => known.stores.includes(store) && (!onlyWrites || writesTo(known, store)) && (locked.length === 0 || locked.some((name) => asks(known, store, name))));
  await takeAll(tapsOf(ports.stack), signal);
  const [answers, health, attempts, signIn] = await Promise.all([
    Promise.all(touched.map(async (known) => ({ known, answered: await known.askable.ask(ports, budgetMs, signal) }))),
    healthDuring(ports, origin, addresses, { budgetMs, store, unmoved: cast.unmoved }, signal),
    Promise.all(prepared.map((attempt) => attempt(budgetMs))),
    withSignIn && cast.signIn ? signInDuring(ports, origin, cast.signIn, budgetMs, signal) : undefined,
  ]);
  const settled = await lateAgain(ports, answers, budgetMs, signal);
  const { exchanges } = await takeAll(tapsOf(ports.stack), signal);
  const calls = settled.map(({ known, answered }) => callOf(cast, store, known, answered, exchanges.filter((each) => each.store !== store || (locked.length > 0 && !each.error))));
  return { calls, health, attempts, ...(signIn && { signIn }) };
}

/** A cache, a session or a counter is written while one reads: of Redis everything is asked. */
function isCache(ports: Ports, store: string): boolean {
  return ports.stack.stores.find(({ name }) => name === store)?.kind === 'redis';
}

function writesTo({ exchanges }: Known, store: string): boolean {
  return exchanges.some((all) => all.some((each) => each.store === store && each.effect === 'write'));
}

function callOf({ ports, supplies }: Cast, store: string, known: Known, answered: Answered, exchanges: readonly Exchange[]): OutageCall {
  const good = isGood(answered);
  const seen = good ? reactions(known, answered) : new Map<string, never>();
  const data = known.fields.filter((field) => field.dataLike);
  const named = (reaction: string): readonly string[] => data.filter(({ field }) => seen.get(field)?.reaction === reaction).map(({ field }) => field);
  const marked = markedBy(proofOf(ports).degraded, known.askable.target.name, answered.body);
  const cacheStore = known.cachedBy?.split(' ')[0];
  return {
    target: known.askable.target.name, status: answered.status, ms: answered.ms, ...(answered.broke !== undefined && { broke: answered.broke }),
    ...(answered.body !== undefined && { body: excerpt(answered) }),
    same: named('stayed'), other: named('followed'), emptied: named('gone'), ...(good && { sourced: sourcedFields(answered, exchanges, supplies) }),
    ...(good && cacheStore !== undefined && cacheStore !== store && { cache: { store: cacheStore, statement: known.cachedBy ?? '' } }),
    ...(marked !== undefined && { marked }), leaks: leaksOf(answered.body), otherStores: known.stores.filter((each) => each !== store),
  };
}

/** Fields whose values another store supplied meanwhile. Calls run side by side, so that any of their statements counts: that can only excuse. */
function sourcedFields({ body, request, from, to }: Answered, exchanges: readonly Exchange[], supplies: Supplies): readonly string[] {
  if (body === undefined) return [];
  const { leaves } = trace(body, { ...supplies, exchanges, request, from, to });
  return [...new Set(leaves.filter((leaf) => leaf.source === 'wire' || leaf.source === 'derived').map((leaf) => leaf.field))];
}

const longestExcerpt = 4_000;

function excerpt({ body = null }: Answered): Json {
  const text = JSON.stringify(body);
  return text.length <= longestExcerpt ? body : `${text.slice(0, longestExcerpt)}…`;
}

async function startsOf(ports: Ports, signal: AbortSignal): Promise<ReadonlyMap<string, number | undefined>> {
  const { control, report } = ports.stack;
  if (!control) return new Map();
  const stores = new Set(report.stores.map((each) => each.name));
  const services = report.services.filter((each) => !stores.has(each.name) && each.state === 'ready');
  return new Map(await Promise.all(services.map(async ({ name }) => [name, await control.startedAt(name, signal)] as const)));
}

/** A process that another has replaced, or that is gone, did not live through the outage. One that is gone is started again, and that is said. */
async function restartDead(ports: Ports, before: ReadonlyMap<string, number | undefined>, signal: AbortSignal): Promise<OutageSeen['died']> {
  const { control } = ports.stack;
  const died: OutageSeen['died'][number][] = [];
  for (const [service, started] of before) {
    if (started === undefined || !control) continue;
    const now = await control.startedAt(service, signal);
    if (now === started) continue;
    if (now === undefined) await control.start(service, signal);
    died.push({ service, restartedByUs: now === undefined });
  }
  return died;
}

/** Asks what failed until it is served again. Sessions that were lost with their store are opened anew: that is what a user does. */
async function recover(cast: Cast, store: string, { calls }: During, signal: AbortSignal): Promise<OutageSeen['recovery']> {
  const { ports, origin } = cast;
  const start = ports.clock.tick();
  const elapsed = (): number => Math.round(ports.clock.tick() - start);
  const health = healthAfter(ports, origin, cast.health, recoveryLimitMs, signal);
  // What already failed with every store up is not waited for: that would be half a minute in each outage, and blamed on the outage.
  let failing = cast.known.filter((known) => known.stores.includes(store) && known.calls.some(isGood));
  const last: Record<string, number> = {};
  let healedAfterMs: number | undefined;
  while (failing.length > 0 && elapsed() < recoveryLimitMs) {
    const answers = await Promise.all(failing.map(async (known) => ({ known, answered: await known.askable.ask(ports, proofOf(ports).budgetMs, signal) })));
    for (const { known, answered } of answers) last[known.askable.target.name] = answered.status;
    failing = answers.filter(({ answered }) => !isGood(answered)).map(({ known }) => known);
    if (failing.length === 0) healedAfterMs = elapsed();
    else await again(ports, answers.map(({ answered }) => answered.status), signal);
  }
  if (calls.length === 0) healedAfterMs = 0;
  return { ...(healedAfterMs !== undefined && { healedAfterMs }), stillFailing: Object.fromEntries(failing.map(({ askable }) => [askable.target.name, last[askable.target.name] ?? 0])), health: await health };
}

async function again(ports: Ports, statuses: readonly number[], signal: AbortSignal): Promise<void> {
  await delay(pauseMs, undefined, { signal });
  if (!statuses.includes(401)) return;
  await reopened(ports, signal);
}
