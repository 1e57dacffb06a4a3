import type { Ports } from '../../../core/ports.ts';
import type { SlowedAnswer } from '../../../core/proof/evidence.ts';
import { latencyClaims } from '../../../core/proof/measured.ts';
import type { Tap } from '../../../core/tap.ts';
import { isGood } from './asked.ts';
import type { Address } from './health.ts';
import { askHttp } from './http-target.ts';
import { tapsOf } from './observed.ts';
import { proofOf } from './world.ts';

/** Longer than a store on the same machine takes when it is busy, and far below every limit of a health check. */
const delayMs = 400;
const timesEach = 2;
const healLimitMs = 60_000;

/** What health addresses say of each store's latency while that store answers late. Only where they say anything of it; a store that cannot be slowed is left out. */
export async function slowedAnswers(ports: Ports, origin: string, health: readonly Address[], signal: AbortSignal): Promise<readonly SlowedAnswer[]> {
  const found: SlowedAnswer[] = [];
  const ask = async (url: string, store: string): Promise<SlowedAnswer> => {
    const answered = await askHttp(ports, origin, { method: 'GET', url }, proofOf(ports).budgetMs, signal);
    return { url, store, delayMs, ms: answered.ms, claims: isGood(answered) ? latencyClaims(answered.body, store) : [] };
  };
  for (const tap of tapsOf(ports.stack)) {
    const calm = await Promise.all(health.map(({ url }) => ask(url, tap.store)));
    const claiming = calm.filter(({ claims }) => claims.length > 0);
    if (claiming.length > 0) found.push(...(await whileSlow(tap, () => inTurn(claiming, ({ url }) => ask(url, tap.store)), signal)));
  }
  return found;
}

async function whileSlow(tap: Tap, work: () => Promise<readonly SlowedAnswer[]>, signal: AbortSignal): Promise<readonly SlowedAnswer[]> {
  try {
    await tap.inflict({ kind: 'slow', ms: delayMs }, signal);
    return await work();
  } catch {
    // Nothing follows from a store that could not be slowed; the outages that come tell why.
    signal.throwIfAborted();
    return [];
  } finally {
    await tap.heal(AbortSignal.timeout(healLimitMs));
  }
}

async function inTurn(all: readonly SlowedAnswer[], ask: (one: SlowedAnswer) => Promise<SlowedAnswer>): Promise<readonly SlowedAnswer[]> {
  const answers: SlowedAnswer[] = [];
  for (let time = 0; time < timesEach; time++) for (const one of all) answers.push(await ask(one));
  return answers;
}
