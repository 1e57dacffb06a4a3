/**
 * How long a store may take. A request that meets a silent store must be refused within 3 s, so what can follow
 * each other in one request (get a connection, then ask) adds up to less than that.
 */
export const CONNECT_MS = 1_100;
export const QUERY_MS = 1_600;
export const STATEMENT_MS = 1_500;
export const REDIS_COMMAND_MS = 1_800;
export const GRAPH_MS = 2_000;
/** Migrations may take their time: nobody waits for an answer. */
export const MIGRATION_MS = 60_000;
export const PROBE_MS = 1_000;
export const POOL_SIZE = 10;
export const RECONNECT_MS = 1_000;

/** Rejects when the work takes longer; the work itself is not cancelled, so its late result must be harmless. */
export async function within<Result>(ms: number, work: Promise<Result>): Promise<Result> {
  const { promise: expired, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new Error(`no answer within ${ms} ms`)), ms);
  try {
    return await Promise.race([work, expired]);
  } finally {
    clearTimeout(timer);
  }
}
