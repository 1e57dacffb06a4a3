import { defineProbe } from '../../core/define.ts';
import { causeText } from '../../core/fault.ts';
import type { Ports } from '../../core/ports.ts';
import type { OutageSeen, ProofOutages } from '../../core/proof/evidence.ts';
import { wordOf, type Outage, type Trouble } from '../../core/tap.ts';
import { proofOutages } from '../../core/proof/kinds.ts';
import { askablesOf, inventoryOf, type Inventory } from './proof/askables.ts';
import type { Askable } from './proof/asked.ts';
import { baselineOf } from './proof/baseline.ts';
import { arrivalLimitMs, httpWritable, type PassedOn, type Writable } from './proof/during.ts';
import type { End } from './proof/end.ts';
import { healthBefore } from './proof/health.ts';
import { acceptedOn } from './proof/making.ts';
import { tapsOf } from './proof/observed.ts';
import { sufferOutage, type Cast, type NotMade } from './proof/outage.ts';
import { refillOf, refilled } from './proof/refill.ts';
import { signInOf } from './proof/sign-in.ts';
import { slowedAnswers } from './proof/slowed.ts';
import { webSocketWritable } from './proof/websocket.ts';
import { changeable, inBorrowedWorld, proofOf, withGiven } from './proof/world.ts';
import { isSuccess } from '../../core/status.ts';
import type { TapKind } from '../../core/types.ts';

const baselineCalls = 2;
/** What a store, or a third party, in trouble says of itself; the other troubles are spoken on request of a drill. */
const trouble: Readonly<Record<TapKind, Trouble>> = { postgres: '57P01', redis: 'LOADING', neo4j: 'TransientError', http: '500' };
/** An answer is cut within its first packet. */
const cutBytes = 24;

/** Whether failures are honest: every store out in five ways and read-only as well, every third party in four, one at a time, with everything that touches it asked in each. */
export default defineProbe<ProofOutages>({
  id: 'proof-outages',
  kind: proofOutages,
  access: 'outage',
  taps: true,
  timeoutMs: 900_000,
  without: (platform) => (platform.api ? undefined : 'the configuration names no api'),
  collect: (ports, signal) => withGiven(ports, () => suffered(ports, signal), signal),
});

async function suffered(ports: Ports, signal: AbortSignal): Promise<{ readonly subject: string; readonly body: ProofOutages }> {
  const inventory = await inventoryOf(ports, signal);
  const webSocket = webSocketWritable(ports);
  const signIn = await signInOf(ports, inventory, signal);
  const health = await healthBefore(ports, inventory.origin, proofOf(ports).budgetMs, signal);
  const writable = [...[...inventory.writing, ...acceptedOn(ports.stack)].filter(({ sample }) => sample.endsSession !== true).map(({ target, sample }) => httpWritable(inventory.origin, target, sample)), ...(webSocket ? [webSocket] : [])];
  const { result, all } = await inBorrowedWorld(changeable(ports), async () => {
    const filled = await filledAgain(ports, inventory, signal);
    const names = new Set(filled.map(({ target }) => target.name));
    const reading = [...inventory.reading.filter(({ target }) => !names.has(target.name)), ...filled];
    // Only now: what was put there may have changed what others show.
    const { known: all, supplies } = await baselineOf(ports, { reading, before: inventory.before }, baselineCalls, signal);
    const { calm, passed } = await calmlyOf(ports, writable, signal);
    const { slowed, notMade } = await slowedAnswers(ports, inventory.origin, health.filter(({ role }) => role === 'ready'), signal);
    const suffered = await sufferAll({ ports, health, ...(signIn && { signIn }), origin: inventory.origin, known: all, supplies, lost: new Set(), unmoved: new Set(), calm, passed, writable }, signal);
    return { result: { ...suffered, slowed, notMade: [...notMade, ...suffered.notMade] }, all };
  }, signal).then((borrowed) => borrowed.result);
  return {
    subject: ports.platform.name,
    body: { baseline: all.map(({ askable, stores, calls }) => ({ target: askable.target.name, stores, status: calls.at(-1)?.status ?? 0 })), ...result },
  };
}

/** Endpoints that answer something once our own records are there, which they are from now on. */
async function filledAgain(ports: Ports, inventory: Inventory, signal: AbortSignal): Promise<readonly Askable[]> {
  const refill = refillOf(ports.stack);
  return refill ? askablesOf(ports, await refilled(ports, inventory, refill.filling, refill.endpoints, signal), signal) : [];
}

/** Where each write comes to, and how it is passed on, when all is well: one of each is made before the first outage. */
async function calmlyOf(ports: Ports, writable: readonly Writable[], signal: AbortSignal): Promise<Pick<Cast, 'calm' | 'passed'>> {
  const calm = new Map<string, End>();
  const passed = new Map<string, PassedOn>();
  for (const { target, prepare } of writable) {
    const attempt = await prepare(ports, signal).then((send) => send(proofOf(ports).budgetMs)).catch(() => undefined);
    signal.throwIfAborted();
    const good = attempt && isSuccess(attempt.status) ? attempt : undefined;
    if (good?.settles) calm.set(target.name, await good.settles(signal));
    const now = await good?.passedOn?.(arrivalLimitMs, signal);
    if (now) passed.set(target.name, now);
    attempt?.end?.();
  }
  return { calm, passed };
}

async function sufferAll(cast: Cast, signal: AbortSignal): Promise<Pick<ProofOutages, 'outages' | 'notMade'>> {
  const outages: OutageSeen[] = [];
  const notMade: ProofOutages['notMade'][number][] = [];
  const plan = planOf(cast.ports);
  for (const [index, { store, outage }] of plan.entries()) {
    cast.ports.progress(index, plan.length, `${store} ${wordOf(outage)}`);
    const seen = await oneOutage(cast, store, outage, signal);
    if ('reason' in seen) notMade.push({ store, kind: wordOf(outage), ...seen });
    else outages.push(seen);
  }
  return { outages, notMade };
}

/** What goes wrong in one outage costs that one: the store is healed, and the next is another matter. */
async function oneOutage(cast: Cast, store: string, outage: Outage, signal: AbortSignal): Promise<OutageSeen | NotMade> {
  try {
    return await sufferOutage(cast, store, outage, outage.kind === 'refuse', signal);
  } catch (error) {
    signal.throwIfAborted();
    return { reason: causeText(error) };
  }
}

function planOf(ports: Ports): readonly { readonly store: string; readonly outage: Outage }[] {
  const { outages: wanted } = proofOf(ports);
  return tapsOf(ports.stack).flatMap(({ store, kind }) => {
    const kinds: readonly Outage[] = [{ kind: 'refuse' }, { kind: 'error', error: trouble[kind] }, ...(kind === 'http' ? [] : [{ kind: 'error', error: 'READONLY' } as const]), { kind: 'cut', afterBytes: cutBytes }, { kind: 'hang' }, ...(kind === 'postgres' ? [{ kind: 'locked' } as const] : []), ...(kind === 'http' ? [] : [{ kind: 'stop' } as const])];
    return kinds.filter((each) => wanted.some((one) => one === wordOf(each))).map((outage) => ({ store, outage }));
  });
}
