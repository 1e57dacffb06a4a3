import type { Ports } from '../../../core/ports.ts';
import type { OutageSeen } from '../../../core/proof/evidence.ts';
import { poll } from '../poll.ts';
import { isGood } from './asked.ts';
import { askHttp } from './http-target.ts';

const pauseMs = 250;
type Health = OutageSeen['health'][number];

/** One that has stayed good for its whole time in an outage of the store is not waited for as long again; that it does not turn so soon then says nothing. */
const secondLimitMs = 1_000;

/**
 * The health addresses while a store is out: readiness is asked until it turns bad or its time is over, liveness before and after that. `unmoved` keeps the readiness
 * addresses that did not turn.
 */
export async function healthDuring(ports: Ports, origin: string, all: readonly Address[], { budgetMs, store, unmoved }: { readonly budgetMs: number; readonly store: string; readonly unmoved: Set<string> }, signal: AbortSignal): Promise<readonly Health[]> {
  const live = all.filter(({ role }) => role === 'live');
  const early = await Promise.all(live.map((each) => until(ports, origin, each, 0, budgetMs, signal)));
  const ready = (await Promise.all(all.filter(({ role }) => role === 'ready').map(async (each) => {
    const known = unmoved.has(`${store} ${each.url}`);
    const seen = await until(ports, origin, each, known ? secondLimitMs : budgetMs, budgetMs, signal);
    if (isGood(seen)) unmoved.add(`${store} ${each.url}`);
    return known && isGood(seen) ? [] : [seen];
  }))).flat();
  const late = await Promise.all(early.map((each) => (isGood(each) ? until(ports, origin, each, 0, budgetMs, signal) : each)));
  return [...late, ...ready];
}

/** Asked until it is no longer good or the time is over. */
async function until(ports: Ports, origin: string, { url, role }: Address, limitMs: number, budgetMs: number, signal: AbortSignal): Promise<Health> {
  const { answer, ms } = await poll(ports, { limitMs, pauseMs }, () => askHttp(ports, origin, { method: 'GET', url }, budgetMs, signal), (each) => !isGood(each), signal);
  return { url, role, status: answer.status, ...(!isGood(answer) && { turnedAfterMs: ms }), ...(answer.body !== undefined && { body: answer.body }) };
}

/** And afterwards: until it is good again or the time is over. */
export function healthAfter(ports: Ports, origin: string, all: readonly Address[], limitMs: number, signal: AbortSignal): Promise<OutageSeen['recovery']['health']> {
  return Promise.all(all.map(async ({ url, role }) => {
    const { answer, ms } = await poll(ports, { limitMs, pauseMs }, () => askHttp(ports, origin, { method: 'GET', url }, limitMs, signal), isGood, signal);
    return { url, role, status: answer.status, ...(isGood(answer) && { afterMs: ms }) };
  }));
}

export interface Address {
  readonly url: string;
  readonly role: 'live' | 'ready';
}

/** The health addresses that are good while nothing is wrong: of one that refuses its callers (403) no outage and no recovery can tell anything. */
export async function healthBefore(ports: Ports, origin: string, budgetMs: number, signal: AbortSignal): Promise<readonly Address[]> {
  const all = await Promise.all(addresses(ports).map(async (each) => ({ each, seen: await until(ports, origin, each, 0, budgetMs, signal) })));
  return all.flatMap(({ each, seen }) => (isGood(seen) ? [each] : []));
}

function addresses(ports: Ports): readonly Address[] {
  const { live, ready } = ports.platform.api?.health ?? {};
  return [...(live === undefined ? [] : [{ url: live, role: 'live' as const }]), ...(ready === undefined ? [] : [{ url: ready, role: 'ready' as const }])];
}
