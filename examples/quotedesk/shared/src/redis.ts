import { Redis } from 'ioredis';
import { StoreUnavailable } from './errors.ts';
import { PROBE_MS, RECONNECT_MS, REDIS_COMMAND_MS, within } from './limits.ts';
import type { Logger } from './logger.ts';

export type { Redis };

const SILENT_MS = REDIS_COMMAND_MS + 200;
const WORKER_SILENT_MS = 6_000;

/** Replies that are our own mistake; -LOADING, -READONLY, -MISCONF, -OOM and the like mean the store is out. */
const OWN_FAULT = /^(WRONGTYPE|ERR|NOSCRIPT|EXECABORT)\b/;

/**
 * Commands fail at once while there is no connection, instead of waiting for one that may not come.
 * The socket is given up when the server stays silent, so that a black hole ends in a reconnection.
 */
export function connectRedis(url: string, logger: Logger, purpose: string): Redis {
  const redis = new Redis(url, {
    connectionName: purpose,
    maxRetriesPerRequest: 1,
    enableOfflineQueue: false,
    autoResendUnfulfilledCommands: false,
    commandTimeout: REDIS_COMMAND_MS,
    socketTimeout: SILENT_MS,
    connectTimeout: SILENT_MS,
    retryStrategy: () => RECONNECT_MS,
  });
  redis.on('error', (error: Error) => logger.warn({ err: error, purpose }, 'redis: connection trouble'));
  return redis;
}

/**
 * For the consumer of a queue, which has nobody to answer to: it waits for Redis as long as it takes. It blocks for
 * some seconds at a time, so silence is allowed to last longer before the socket is given up.
 */
export function connectRedisForWorker(url: string, logger: Logger): Redis {
  const redis = new Redis(url, {
    connectionName: 'worker',
    maxRetriesPerRequest: null,
    socketTimeout: WORKER_SILENT_MS,
    connectTimeout: SILENT_MS,
    retryStrategy: () => RECONNECT_MS,
  });
  redis.on('error', (error: Error) =>
    logger.warn({ err: error, purpose: 'worker' }, 'redis: connection trouble'),
  );
  return redis;
}

/** Runs commands and turns their failure into the one kind of error that callers know. */
export async function onRedis<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    throw error instanceof Error && OWN_FAULT.test(error.message)
      ? error
      : new StoreUnavailable('redis', error);
  }
}

export async function pingRedis(redis: Redis): Promise<void> {
  await onRedis(() => within(PROBE_MS, redis.ping()));
}
