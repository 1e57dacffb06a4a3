import type { Logger } from '@quotedesk/shared/logger.ts';
import { pause } from '@quotedesk/shared/pause.ts';
import type { Database } from '@quotedesk/shared/postgres.ts';
import type { RfqQueue } from '@quotedesk/shared/queue.ts';
import { findStranded } from './documents.ts';

const STRANDED_AFTER_SECONDS = 30;
const PAUSE_MS = 5_000;

/**
 * Finds documents that wait although nothing will work on them: the process died between commit and enqueue, Redis
 * lost its data, or a store was out for longer than a job tries. PostgreSQL knows what is to be done; the queue only
 * says when.
 */
export async function sweep(database: Database, queue: RfqQueue, logger: Logger): Promise<void> {
  for (const documentId of await findStranded(database, STRANDED_AFTER_SECONDS)) {
    if (await queue.enqueueIfIdle(documentId)) {
      logger.info({ documentId }, 'enqueued again');
    }
  }
}

/** Until the signal. A sweep that fails is logged; the next one does the whole work again. */
export async function sweepUntil(
  stop: AbortSignal,
  database: Database,
  queue: RfqQueue,
  logger: Logger,
): Promise<void> {
  while (!stop.aborted) {
    try {
      await sweep(database, queue, logger);
    } catch (error) {
      logger.warn({ err: error }, 'the sweep failed and will be repeated');
    }
    await pause(PAUSE_MS, stop);
  }
}
