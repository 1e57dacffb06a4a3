import { count, flag, kindOf, listOf, maybe, recordOf, text } from '../../core/shape.ts';
import type { Kind } from '../../core/types.ts';

export interface QueueState {
  readonly name: string;
  readonly store: string;
  /** False when the store holds nothing of that name: nobody has made the queue yet. */
  readonly exists: boolean;
  readonly waiting: number;
  readonly active: number;
  readonly delayed: number;
  /** Jobs that were given up. */
  readonly failed: number;
  readonly paused: boolean;
  /** Age of the job that has waited longest; absent where none waits. */
  readonly oldestSeconds?: number;
  /** Connections that wait for jobs; absent where the store does not tell. */
  readonly workers?: number;
  /** Why the store could not be asked. */
  readonly broke?: string;
}
export interface QueueStates {
  readonly queues: readonly QueueState[];
}

/** What stands in the platform's queues. */
export const queueStates: Kind<QueueStates> = kindOf('queue-state', recordOf<QueueStates>({
  queues: listOf(recordOf<QueueState>({
    name: text, store: text, exists: flag, waiting: count, active: count, delayed: count, failed: count, paused: flag,
    oldestSeconds: maybe(count), workers: maybe(count), broke: maybe(text),
  })),
}));
