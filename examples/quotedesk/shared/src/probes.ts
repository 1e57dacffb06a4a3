import type { Graph } from './graph.ts';
import type { Probes } from './health.ts';
import type { Database } from './postgres.ts';
import { pingRedis, type Redis } from './redis.ts';

/** A question for each store that the running profile has. */
export function storeProbes(database: Database, redis: Redis, graph?: Graph): Probes {
  return {
    postgres: () => database.ping(),
    redis: () => pingRedis(redis),
    ...(graph === undefined ? {} : { neo4j: () => graph.ping() }),
  };
}
