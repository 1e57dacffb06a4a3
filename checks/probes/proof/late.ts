import type { Ports } from '../../../core/ports.ts';
import { poll } from '../poll.ts';
import type { Answered } from './asked.ts';
import type { Known } from './baseline.ts';

/** So many are asked again at once: few enough that none waits for another. */
const atOnce = 3;

interface One {
  readonly known: Known;
  readonly answered: Answered;
}

/** What still waits in the platform's queue, given up by us, is worked off first; so long it may take. */
const queueLimitMs = 60_000;
const pauseMs = 250;

/**
 * In an outage everything is asked side by side, and a platform that serves one failure after the other keeps the last ones waiting beyond their budget.
 * That is our doing and no hang: where others were answered in time, the late ones are asked again once the queue is gone, a few at a time, and who is late even then alone,
 * until one hangs with nobody before it.
 */
export async function lateAgain(ports: Ports, answers: readonly One[], budgetMs: number, signal: AbortSignal): Promise<readonly One[]> {
  const late = answers.filter(({ answered }) => isLate(answered, budgetMs));
  const quickest = answers.filter((each) => !late.includes(each)).toSorted((left, right) => left.answered.ms - right.answered.ms)[0];
  if (late.length === 0 || quickest === undefined) return answers;
  const second = new Map<Known, Answered>();
  const ask = async ({ known }: One): Promise<boolean> => {
    const answered = await known.askable.ask(ports, budgetMs, signal);
    second.set(known, answered);
    return !isLate(answered, budgetMs);
  };
  for (let at = 0; at < late.length; at += atOnce) {
    await queueGone(ports, quickest, budgetMs, signal);
    const few = late.slice(at, at + atOnce);
    const served = await Promise.all(few.map(ask));
    const behind = few.filter((_each, index) => served[index] === false);
    if (behind.length > 0) await queueGone(ports, quickest, budgetMs, signal);
    let isHung = false;
    for (const each of behind) if (!isHung) isHung = !(await ask(each));
    if (isHung) break;
  }
  return answers.map(({ known, answered }) => ({ known, answered: second.get(known) ?? answered }));
}

/** Until who was answered first is answered about as soon as then. */
async function queueGone(ports: Ports, { known, answered }: One, budgetMs: number, signal: AbortSignal): Promise<void> {
  const soon = Math.min(budgetMs * 0.9, answered.ms * 1.5 + 500);
  await poll(ports, { limitMs: queueLimitMs, pauseMs }, () => known.askable.ask(ports, budgetMs, signal), ({ ms, status }) => status !== 0 && ms <= soon, signal);
}

function isLate({ status, ms }: Answered, budgetMs: number): boolean {
  return status === 0 && ms >= budgetMs * 0.95;
}
