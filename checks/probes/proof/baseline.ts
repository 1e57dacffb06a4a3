import { setTimeout as delay } from 'node:timers/promises';
import type { Ports } from '../../../core/ports.ts';
import type { Exchange } from '../../../core/tap.ts';
import type { Traced } from '../../../core/lineage/types.ts';
import { fieldsOf } from '../../../core/lineage/fields.ts';
import { normalForms } from '../../../core/lineage/normalise.ts';
import { trace } from '../../../core/lineage/trace.ts';
import type { Field } from '../../../core/proof/evidence.ts';
import type { Json } from '../../../core/types.ts';
import type { Inventory } from './askables.ts';
import { isGood, type Answered, type Askable } from './asked.ts';
import { answeredByCache, cacheKeys, cachesKnownOf, flushCaches, moreCaches } from './caches.ts';
import { attributed, inEvery, noteUsual, question, quiet, takeAll, tapsOf, watching } from './observed.ts';
import { proofOf } from './world.ts';

/** How long the idle stack is listened to. */
const quietMs = 2_500;

/** What a target answers in the untouched world, and where that came from. */
export interface Known {
  readonly askable: Askable;
  readonly calls: readonly Answered[];
  /** Exchanges of each call that belong to it. */
  readonly exchanges: readonly (readonly Exchange[])[];
  readonly fields: readonly Field[];
  readonly total: number;
  readonly traced: number;
  /** Stores that it reads or writes. */
  readonly stores: readonly string[];
  readonly cachedBy?: string;
  /** Why values may have passed that nobody saw. */
  readonly partial?: readonly string[];
  /** Why nothing can be said of its data: it did not answer well, or statements passed unread. */
  readonly trouble?: string;
}
export interface Baseline {
  readonly known: readonly Known[];
  readonly idle: ReadonlySet<string>;
  readonly caches: ReadonlyMap<string, ReadonlySet<string>>;
  readonly supplies: Supplies;
}

/** Passes 0 to 2: the idle stack, then every target a few times (three, to tell what is volatile), alone, with caches empty, each leaf traced. */
export async function baselineOf(ports: Ports, { reading: askables, before: asked }: Pick<Inventory, 'reading' | 'before'>, callsEach: number, signal: AbortSignal): Promise<Baseline> {
  const { stack } = ports;
  const taps = tapsOf(stack);
  const { exchanges: before, unread } = await takeAll(taps, signal);
  const idle = new Set((await quiet(taps, quietMs, signal)).map(question));
  const supplies = await suppliesOf(ports, before, signal);
  const caches = cachesKnownOf(stack);
  moreCaches(caches, before.filter(({ at }) => asked.some(({ from, to }) => at >= from && at <= to)));
  const known: Known[] = [];
  for (const askable of askables) {
    known.push(await knownOf(ports, askable, { idle, caches, supplies, callsEach, unread }, signal));
    ports.progress(known.length, askables.length, `baseline ${askable.target.name}`);
  }
  return { known, idle, caches, supplies };
}

/** What explains leaves in every call alike. */
export interface Supplies {
  readonly schemaWords: ReadonlySet<string>;
  readonly environment: readonly string[];
  readonly earlier: ReadonlySet<string>;
}
interface Around {
  readonly idle: ReadonlySet<string>;
  readonly caches: Map<string, Set<string>>;
  readonly supplies: Supplies;
  readonly callsEach: number;
  /** Connections that were unread from their start on. */
  readonly unread: readonly string[];
}

async function suppliesOf(ports: Ports, before: readonly Exchange[], signal: AbortSignal): Promise<Supplies> {
  const { stack } = ports;
  const words = await Promise.all(stack.stores.map((store) => store.world?.words(signal) ?? []));
  const environment = stack.report.services.flatMap((service) => Object.values(stack.environment(service.name)));
  return { schemaWords: new Set(words.flat()), environment, earlier: new Set(before.flatMap(({ rows }) => rows.flat()).flatMap((value) => normalForms(value))) };
}

async function knownOf(ports: Ports, askable: Askable, around: Around, signal: AbortSignal): Promise<Known> {
  const { stores } = ports.stack;
  const { budgetMs, caches: declared } = proofOf(ports);
  const calls: Answered[] = [];
  const windows: (readonly Exchange[])[] = [];
  const unread = new Set(around.unread);
  let lost = 0;
  for (let time = 0; time < around.callsEach; time++) {
    if (time > 0 && time === around.callsEach - 1 && tellsNow(calls[0])) await delay(nextSecondMs, undefined, { signal });
    await flushCaches(stores, around.caches, declared, signal);
    const watched = await watching(tapsOf(ports.stack), () => askable.ask(ports, budgetMs, signal), signal);
    calls.push(watched.result);
    windows.push(watched.exchanges);
    lost += watched.lost;
    for (const each of watched.unread) unread.add(each);
    if (!isGood(watched.result)) break;
    moreCaches(around.caches, watched.exchanges);
  }
  const always = windows.length > 1 ? inEvery(windows) : new Set<string>();
  const exchanges = windows.map((window) => attributed(window, around.idle, always));
  noteUsual(ports.stack, exchanges.flat());
  const traced = calls.map((call, index) => (call.body === undefined ? undefined : trace(call.body, { ...around.supplies, exchanges: exchanges[index] ?? [], request: call.request, from: call.from, to: call.to })));
  const bad = calls.find((call) => !isGood(call));
  const cachedBy = bad ? undefined : await warmAnswer(ports, askable, exchanges.flat(), around.caches, signal);
  const first = traced[0];
  return {
    askable, calls, exchanges,
    fields: bad ? [] : fieldsOf(calls.flatMap((call, index) => tracedCall(call, traced[index], exchanges[index] ?? []))),
    total: first?.total ?? 0, traced: first?.leaves.filter((leaf) => leaf.source !== 'unsourced').length ?? 0,
    stores: storesOf(exchanges.flat()),
    ...(cachedBy !== undefined && { cachedBy }), ...partialOf([...unread, ...(first?.partial ?? [])]),
    ...(bad ? { trouble: bad.status === 0 ? `it gave no answer: ${bad.broke ?? ''}` : `it answered ${bad.status}` } : lost > 0 && { trouble: `${lost} statements passed the taps unread` }),
  };
}

/** A time to the second may be the same in calls that follow one another at once: the last of them waits for the next one. */
const nextSecondMs = 1_050;
const tellsNow = (call: Answered | undefined): boolean => call?.body !== undefined && JSON.stringify(call.body).includes(new Date(call.to).toISOString().slice(0, 16));

function partialOf(reasons: readonly string[]): Pick<Known, 'partial'> {
  return reasons.length > 0 ? { partial: reasons } : {};
}

/** Where a call set cache entries, one more without emptying them shows whether they answer alone. */
async function warmAnswer(ports: Ports, askable: Askable, exchanges: readonly Exchange[], caches: ReadonlyMap<string, ReadonlySet<string>>, signal: AbortSignal): Promise<string | undefined> {
  if (cacheKeys(exchanges).size === 0) return undefined;
  const { exchanges: warm } = await watching(tapsOf(ports.stack), () => askable.ask(ports, proofOf(ports).budgetMs, signal), signal);
  return answeredByCache(warm, caches);
}

function tracedCall(call: Answered, traced: Traced | undefined, exchanges: readonly Exchange[]): readonly { readonly answer: Json; readonly traced: Traced; readonly storeSaid: string }[] {
  return traced === undefined || call.body === undefined ? [] : [{ answer: call.body, traced, storeSaid: said(exchanges) }];
}

/** What the stores answered, order of statements aside: calls that run in parallel swap them. */
function said(exchanges: readonly Exchange[]): string {
  return exchanges.filter((each) => each.effect === 'read').map((each) => JSON.stringify([question(each), each.rows])).sort().join('\n');
}

/** Stores whose data an answer depends on: sign-in and pings of a driver, and messages, make nobody depend on a store's data. */
export function storesOf(exchanges: readonly Exchange[]): readonly string[] {
  return [...new Set(exchanges.filter((each) => each.effect === 'read' || each.effect === 'write').map((each) => each.store))].sort();
}
