import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from '@quotedesk/shared/logger.ts';

const PATIENCE_MS = 90_000;
const PAUSE_MS = 1_000;

/** A store that has just been started may not answer yet; one that never does ends the migration with its error. */
export async function untilAnswering(store: string, ask: () => Promise<void>, logger: Logger): Promise<void> {
  const deadline = Date.now() + PATIENCE_MS;
  for (;;) {
    try {
      return await ask();
    } catch (error) {
      if (Date.now() > deadline) {
        throw error;
      }
      logger.info({ store }, 'waiting for the store');
      await sleep(PAUSE_MS);
    }
  }
}
