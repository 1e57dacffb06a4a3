import { Worker, type Job } from 'bullmq';
import { DatabaseError } from '@quotedesk/shared/postgres.ts';
import { pause } from '@quotedesk/shared/pause.ts';
import { QUEUE_NAME, type RfqJob } from '@quotedesk/shared/queue.ts';
import { connectRedisForWorker } from '@quotedesk/shared/redis.ts';
import { markFailed } from './documents.ts';
import { processDocument, type WorkerStores } from './process.ts';

const CONCURRENCY = 2;
const LOCK_MS = 15_000;
const STALLED_CHECK_MS = 10_000;
const RETRY_MS = 1_000;
const POLL_SECONDS = 2;
/** A worker that is killed leaves its job stalled; only a document that kills workers again and again is given up. */
const MOST_STALLS = 3;

/** Takes jobs until the signal, whatever happens to Redis meanwhile. Ends when what was under way is finished. */
export async function consumeUntil(stop: AbortSignal, redisUrl: string, stores: WorkerStores): Promise<void> {
  while (!stop.aborted) {
    const redis = connectRedisForWorker(redisUrl, stores.logger);
    const worker = createWorker(redis, stores);
    const close = (): void => {
      worker.close().catch((error: unknown) => stores.logger.warn({ err: error }, 'closing the consumer'));
    };
    stop.addEventListener('abort', close);
    try {
      await worker.run();
    } catch (error) {
      stores.logger.warn({ err: error }, 'the consumer ended and is begun anew');
      await worker.close(true);
      await pause(RETRY_MS, stop);
    } finally {
      stop.removeEventListener('abort', close);
      redis.disconnect();
    }
  }
}

function createWorker(redis: ReturnType<typeof connectRedisForWorker>, stores: WorkerStores): Worker<RfqJob> {
  const { logger } = stores;
  const worker = new Worker<RfqJob>(QUEUE_NAME, (job) => handle(stores, job), {
    connection: redis,
    autorun: false,
    concurrency: CONCURRENCY,
    drainDelay: POLL_SECONDS,
    lockDuration: LOCK_MS,
    stalledInterval: STALLED_CHECK_MS,
    maxStalledCount: MOST_STALLS,
    runRetryDelay: RETRY_MS,
  });
  worker.on('error', (error) => logger.warn({ err: error }, 'queue: trouble'));
  worker.on('failed', (job, error) => {
    settle(stores, job, error).catch((cause: unknown) =>
      // The document is still open, so the sweeper will enqueue it again.
      logger.error({ err: cause, documentId: job?.data.documentId }, 'the failure could not be recorded'),
    );
  });
  return worker;
}

async function handle(stores: WorkerStores, job: Job<RfqJob>): Promise<void> {
  try {
    await processDocument(stores, job.data.documentId);
  } catch (error) {
    stores.logger.error({ err: error, documentId: job.data.documentId }, 'processing failed');
  }
}

/** When the last attempt has failed the document is given up, for what it is and never because a store was out. */
async function settle(
  { database, logger }: WorkerStores,
  job: Job<RfqJob> | undefined,
  error: Error,
): Promise<void> {
  if (job === undefined) {
    return;
  }
  const { documentId } = job.data;
  const givenUp = await job.isFailed();
  logger.warn({ err: error, documentId, attempt: job.attemptsMade, givenUp }, 'attempt failed');
  if (givenUp) {
    await markFailed(database, documentId, reasonFor(error));
  }
}

/** What people are told of a failure that nobody foresaw; what exactly happened is in the log. */
function reasonFor(error: Error): string {
  return error instanceof DatabaseError
    ? 'what was read does not fit into a quote'
    : `unexpected failure while reading (${error.name})`;
}
