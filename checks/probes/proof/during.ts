import type { Ports, WriteSample } from '../../../core/ports.ts';
import type { OutageSeen, Target } from '../../../core/proof/evidence.ts';
import { poll } from '../poll.ts';
import { isGood, type Answered } from './asked.ts';
import { fillWrite, type FilledWrite } from './fill.ts';
import { askHttp } from './http-target.ts';
import { cachesKnownOf, flushCaches } from './caches.ts';
import { beside, endOf, type End } from './end.ts';
import { proofOf } from './world.ts';
import { backAgain, filledFrom } from './writes.ts';

/** A write that can be tried while a store is out. It is filled in before, while other answers can still be had. */
export interface Writable {
  readonly target: Target;
  readonly prepare: (ports: Ports, signal: AbortSignal) => Promise<(budgetMs: number) => Promise<Attempt>>;
}
export interface Attempt {
  readonly target: string;
  readonly status: number;
  readonly marker: string;
  /** Whether what it acknowledged is there now; undefined when nobody can tell just then, absent where nobody ever can. */
  readonly found?: (signal: AbortSignal) => Promise<boolean | undefined>;
  /** What became of it, where the sample says what should; waits for it. */
  readonly settles?: (signal: AbortSignal) => Promise<End>;
  /** What its author was told, and whether the other end heard of it, if only later; undefined when nobody can tell. */
  readonly passedOn?: (limitMs: number, signal: AbortSignal) => Promise<PassedOn | undefined>;
  /** Lets go of what it holds open. */
  readonly end?: () => void;
}
export interface PassedOn {
  readonly said: string;
  readonly heard: boolean;
}

/** What was acknowledged may reach its store late, through a queue that had to reconnect. */
export const arrivalLimitMs = 30_000;
/** A target that has lost a write before is not waited for as long again; that it is not there so soon then says nothing. */
const secondLimitMs = 2_000;
const pauseMs = 500;

/** An HTTP write of the configuration, tried with values of its own. */
export function httpWritable(origin: string, target: Target, sample: WriteSample): Writable {
  return {
    target,
    async prepare(ports, signal) {
      const write = await fillWrite(ports, sample, signal);
      return async (budgetMs) => {
        const answered = await askHttp(ports, origin, write.request, budgetMs, signal);
        const { settles } = sample;
        return {
          target: target.name, status: answered.status, marker: write.marker,
          ...(sample.readBack !== undefined && write.sent.length > 0 && { found: (now: AbortSignal) => foundAgain(ports, origin, { sample, write, answered }, now) }),
          ...(settles && { settles: (now: AbortSignal) => endOf(ports, origin, { ...settles, url: filledFrom(settles.url, answered.body), role: sample.role }, now) }),
        };
      };
    },
  };
}

/** One value that only this write carried is enough: a read may show a part of what was written. */
async function foundAgain(ports: Ports, origin: string, { sample, write, answered }: { readonly sample: WriteSample; readonly write: FilledWrite; readonly answered: Answered }, signal: AbortSignal): Promise<boolean | undefined> {
  // A list that a cache kept from before the outage shows nothing of what was written in it.
  await flushCaches(ports.stack.stores, cachesKnownOf(ports.stack), proofOf(ports).caches, signal);
  const back = await backAgain(ports, origin, sample, write, answered, signal);
  if (!back) return undefined;
  if (back.status === 404) return false;
  return isGood(back) ? back.holds.length > 0 : undefined;
}

/**
 * Every acknowledged write, and whether it is there once the store is back. One that nobody can look for is left out. `lost` keeps the targets that have lost
 * one in an outage before.
 */
export async function acknowledgedOf(ports: Ports, attempts: readonly Attempt[], { lost, calm, passed }: { readonly lost: Set<string>; readonly calm: ReadonlyMap<string, End>; /** How it is passed on when all is well. */ readonly passed: ReadonlyMap<string, PassedOn> }, signal: AbortSignal): Promise<OutageSeen['acknowledged']> {
  const done = await Promise.all(attempts.filter(isGood).map(async ({ target, status, marker, found, settles, passedOn }) => {
    // A write that carried no mark of its own cannot be told from what was there.
    if (!found) return [];
    const again = lost.has(target);
    const { answer: there } = await poll(ports, { limitMs: again ? secondLimitMs : arrivalLimitMs, pauseMs }, () => found(signal), (each) => each === true, signal);
    if (there === false) lost.add(target);
    if (there === undefined || (again && !there)) return [];
    const usual = calm.get(target);
    const end = there && usual?.reached === true ? await settles?.(signal) : undefined;
    const calmly = passed.get(target);
    const unheard = `${target} passed on`;
    const now = there && calmly?.heard === true ? await passedOn?.(lost.has(unheard) ? secondLimitMs : arrivalLimitMs, signal) : undefined;
    if (now && !now.heard) lost.add(unheard);
    return [{ target, status, marker, found: there, ...(end && usual && { settled: beside(end, usual) }), ...(now && calmly && { passedOn: { ...now, calm: calmly.said } }) }];
  }));
  for (const { end } of attempts) end?.();
  return done.flat();
}
