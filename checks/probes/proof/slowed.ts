import type { Ports } from '../../../core/ports.ts';
import { causeText } from '../../../core/fault.ts';
import type { ProofOutages, SlowedAnswer } from '../../../core/proof/evidence.ts';
import { latencyClaims } from '../../../core/proof/measured.ts';
import { shortName, type Tap } from '../../../core/tap.ts';
import { isGood } from './asked.ts';
import type { Address } from './health.ts';
import { askHttp } from './http-target.ts';
import { tapsOf } from './observed.ts';
import { proofOf } from './world.ts';

/** Longer than a store on the same machine takes when it is busy, and far below every limit of a health check. */
const delayMs = 400;
const timesEach = 2;
const healLimitMs = 60_000;

/** What health addresses say of each store's latency while that store answers late. Only where they say anything of it; of a store that could not be slowed, why. */
export async function slowedAnswers(ports: Ports, origin: string, health: readonly Address[], signal: AbortSignal): Promise<Required<Pick<ProofOutages, 'slowed' | 'notMade'>>> {
  const slowed: SlowedAnswer[] = [];
  const notMade: ProofOutages['notMade'][number][] = [];
  const ask = async (url: string, store: string): Promise<SlowedAnswer> => {
    const answered = await askHttp(ports, origin, { method: 'GET', url }, proofOf(ports).budgetMs, signal);
    return { url, store, delayMs, ms: answered.ms, claims: isGood(answered) ? latencyClaims(answered.body, shortName(store)) : [] };
  };
  for (const tap of tapsOf(ports.stack)) {
    const calm = await Promise.all(health.map(({ url }) => ask(url, tap.store)));
    const claiming = calm.filter(({ claims }) => claims.length > 0);
    if (claiming.length === 0) continue;
    const answers = await whileSlow(tap, () => inTurn(claiming, ({ url }) => ask(url, tap.store)), signal);
    if ('reason' in answers) notMade.push({ store: tap.store, kind: 'slow', ...answers });
    else slowed.push(...answers);
  }
  return { slowed, notMade };
}

async function whileSlow(tap: Tap, work: () => Promise<readonly SlowedAnswer[]>, signal: AbortSignal): Promise<readonly SlowedAnswer[] | { readonly reason: string }> {
  try {
    await tap.inflict({ kind: 'slow', ms: delayMs }, signal);
    return await work();
  } catch (error) {
    signal.throwIfAborted();
    return { reason: causeText(error) };
  } finally {
    await tap.heal(AbortSignal.timeout(healLimitMs));
  }
}

async function inTurn(all: readonly SlowedAnswer[], ask: (one: SlowedAnswer) => Promise<SlowedAnswer>): Promise<readonly SlowedAnswer[]> {
  const answers: SlowedAnswer[] = [];
  for (let time = 0; time < timesEach; time++) for (const one of all) answers.push(await ask(one));
  return answers;
}
