import { Queue, type JobState } from 'bullmq';
import { StoreUnavailable } from './errors.ts';
import { REDIS_COMMAND_MS, within } from './limits.ts';
import type { Logger } from './logger.ts';
import { onRedis, type Redis } from './redis.ts';

export const QUEUE_NAME = 'rfq';
export const MAX_ATTEMPTS = 3;
const BACKOFF_MS = 500;
const KEPT_FAILURES = 1_000;

export interface RfqJob {
  readonly documentId: string;
}

export interface QueueState {
  readonly waiting: number;
  readonly active: number;
  readonly delayed: number;
  readonly failed: number;
  readonly oldest_waiting_seconds: number | null;
}

type State = JobState | 'unknown';
const IDLE_STATES: ReadonlySet<State> = new Set<State>(['completed', 'failed', 'unknown']);

/** The producer's side of the queue. The id of a job is the id of its document: there is at most one at a time. */
export class RfqQueue {
  readonly #redis: Redis;
  readonly #logger: Logger;
  #queue: Queue<RfqJob> | undefined;

  constructor(redis: Redis, logger: Logger) {
    this.#redis = redis;
    this.#logger = logger;
  }

  async enqueue(documentId: string): Promise<void> {
    await this.#use((queue) =>
      queue.add(
        QUEUE_NAME,
        { documentId },
        {
          jobId: documentId,
          attempts: MAX_ATTEMPTS,
          backoff: { type: 'exponential', delay: BACKOFF_MS },
          removeOnComplete: true,
          removeOnFail: { count: KEPT_FAILURES },
        },
      ),
    );
  }

  /** Enqueues again what has no job that will still run. Says whether it did. */
  async enqueueIfIdle(documentId: string): Promise<boolean> {
    const job = await this.#use((queue) => queue.getJob(documentId));
    if (job !== undefined) {
      if (!IDLE_STATES.has(await this.#use(() => job.getState()))) {
        return false;
      }
      await this.#use(() => job.remove());
    }
    await this.enqueue(documentId);
    return true;
  }

  async state(): Promise<QueueState> {
    const counts = await this.#use((queue) => queue.getJobCounts('waiting', 'active', 'delayed'));
    return {
      waiting: countOf(counts, 'waiting'),
      active: countOf(counts, 'active'),
      delayed: countOf(counts, 'delayed'),
      failed: 0,
      oldest_waiting_seconds: null,
    };
  }

  close(): void {
    this.#redis.disconnect();
  }

  async #use<Result>(work: (queue: Queue<RfqJob>) => Promise<Result>): Promise<Result> {
    const queue = await this.#ready();
    return onRedis(() => within(REDIS_COMMAND_MS, work(queue)));
  }

  /**
   * A BullMQ queue asks Redis for its version when it is made, and stays broken for ever if that fails.
   * So it is made when Redis is there, and made anew when its beginning failed.
   */
  async #ready(): Promise<Queue<RfqJob>> {
    if (this.#redis.status !== 'ready') {
      throw new StoreUnavailable('redis', new Error(`connection is ${this.#redis.status}`));
    }
    const queue = (this.#queue ??= this.#create());
    try {
      await within(REDIS_COMMAND_MS, queue.waitUntilReady());
      return queue;
    } catch (error) {
      this.#queue = undefined;
      throw new StoreUnavailable('redis', error);
    }
  }

  #create(): Queue<RfqJob> {
    const queue = new Queue<RfqJob>(QUEUE_NAME, { connection: this.#redis });
    queue.on('error', (error) => this.#logger.warn({ err: error }, 'queue: connection trouble'));
    return queue;
  }
}

function countOf(counts: Readonly<Record<string, number>>, state: string): number {
  const count = counts[state];
  if (count === undefined) {
    throw new Error(`the queue did not say how many jobs are ${state}`);
  }
  return count;
}
