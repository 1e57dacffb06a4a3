import { setTimeout as delay } from 'node:timers/promises';
import type { Ports } from '../../core/ports.ts';

export interface Patience {
  readonly limitMs: number;
  readonly pauseMs: number;
}

/** Asks until the answer will do or the time is over, at least once. Gives the last answer, and the milliseconds since the first question. */
export async function poll<T>({ clock }: Pick<Ports, 'clock'>, { limitMs, pauseMs }: Patience, ask: () => Promise<T>, will: (answer: T) => boolean, signal: AbortSignal): Promise<{ readonly answer: T; readonly ms: number }> {
  const start = clock.tick();
  for (;;) {
    const answer = await ask();
    const ms = Math.round(clock.tick() - start);
    if (will(answer) || ms >= limitMs) return { answer, ms };
    await delay(pauseMs, undefined, { signal });
  }
}
