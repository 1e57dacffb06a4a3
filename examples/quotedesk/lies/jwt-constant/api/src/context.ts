/** What every route may use: the stores, the sessions and the queue. */
import { GraphNotConfigured } from '@quotedesk/shared/errors.ts';
import { Graph } from '@quotedesk/shared/graph.ts';
import type { Probes } from '@quotedesk/shared/health.ts';
import type { Logger } from '@quotedesk/shared/logger.ts';
import { Database } from '@quotedesk/shared/postgres.ts';
import { storeProbes } from '@quotedesk/shared/probes.ts';
import { RfqQueue } from '@quotedesk/shared/queue.ts';
import { connectRedis, type Redis } from '@quotedesk/shared/redis.ts';
import { Sessions } from '@quotedesk/shared/sessions.ts';
import type { ApiConfig } from './config.ts';

export interface Context {
  readonly config: ApiConfig;
  readonly logger: Logger;
  readonly database: Database;
  readonly redis: Redis;
  readonly queue: RfqQueue;
  readonly sessions: Sessions;
  readonly probes: Probes;
  /** Throws when the running profile has no graph. */
  graph(): Graph;
  close(): Promise<void>;
}

export function createContext(config: ApiConfig, logger: Logger): Context {
  const database = new Database(config.DATABASE_URL, logger);
  const redis = connectRedis(config.REDIS_URL, logger, 'api');
  const queue = new RfqQueue(connectRedis(config.REDIS_URL, logger, 'api-queue'), logger);
  const graph = config.graph === undefined ? undefined : new Graph(config.graph, logger);
  return {
    config,
    logger,
    database,
    redis,
    queue,
    sessions: new Sessions(redis),
    probes: storeProbes(database, redis, graph),
    graph() {
      if (graph === undefined) {
        throw new GraphNotConfigured();
      }
      return graph;
    },
    async close() {
      queue.close();
      redis.disconnect();
      await Promise.all([database.close(), graph?.close()]);
    },
  };
}
