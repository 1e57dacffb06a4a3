import type { Ports } from '../../../core/ports.ts';
import type { Answered } from './asked.ts';
import type { Known } from './baseline.ts';

/** So many are asked again at once: few enough that none waits for another. */
const atOnce = 3;

interface One {
  readonly known: Known;
  readonly answered: Answered;
}

/**
 * In an outage everything is asked side by side, and a platform that serves one failure after the other keeps the last ones waiting beyond their budget.
 * That is our doing and no hang: where others were answered in time, the late ones are asked again a few at a time, until none of a few answers any more.
 */
export async function lateAgain(ports: Ports, answers: readonly One[], budgetMs: number, signal: AbortSignal): Promise<readonly One[]> {
  const late = answers.filter(({ answered }) => isLate(answered, budgetMs));
  if (late.length === answers.length) return answers;
  const second = new Map<Known, Answered>();
  for (let at = 0; at < late.length; at += atOnce) {
    const few = await Promise.all(late.slice(at, at + atOnce).map(async ({ known }) => ({ known, answered: await known.askable.ask(ports, budgetMs, signal) })));
    for (const { known, answered } of few) second.set(known, answered);
    if (few.every(({ answered }) => isLate(answered, budgetMs))) break;
  }
  return answers.map(({ known, answered }) => ({ known, answered: second.get(known) ?? answered }));
}

function isLate({ status, ms }: Answered, budgetMs: number): boolean {
  return status === 0 && ms >= budgetMs * 0.95;
}
