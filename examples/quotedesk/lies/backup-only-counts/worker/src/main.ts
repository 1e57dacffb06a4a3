import { createServer } from 'node:http';
import { Graph } from '@quotedesk/shared/graph.ts';
import { serveHealth } from '@quotedesk/shared/health-server.ts';
import { createLogger } from '@quotedesk/shared/logger.ts';
import { Database } from '@quotedesk/shared/postgres.ts';
import { storeProbes } from '@quotedesk/shared/probes.ts';
import { RfqQueue } from '@quotedesk/shared/queue.ts';
import { connectRedis } from '@quotedesk/shared/redis.ts';
import { onShutdown } from '@quotedesk/shared/shutdown.ts';
import { backupUntil } from './backup.ts';
import { readConfig } from './config.ts';
import { consumeUntil } from './consumer.ts';
import { sweepUntil } from './sweeper.ts';

const config = readConfig(process.env);
const logger = createLogger('worker', config.LOG_LEVEL);
const database = new Database(config.DATABASE_URL, logger);
const redis = connectRedis(config.REDIS_URL, logger, 'worker-sweeper');
const graph = config.graph === undefined ? undefined : new Graph(config.graph, logger);
const queue = new RfqQueue(redis, logger);

const health = createServer(serveHealth(storeProbes(database, redis, graph), logger));
health.listen(config.PORT, config.HOST);

const stop = new AbortController();
const consuming = consumeUntil(stop.signal, config.REDIS_URL, { database, graph, logger });
const sweeping = sweepUntil(stop.signal, database, queue, logger);
const backingUp = backupUntil(stop.signal, database, logger);

onShutdown(logger, async () => {
  stop.abort();
  health.close();
  await Promise.all([consuming, sweeping, backingUp]);
  queue.close();
  await Promise.all([database.close(), graph?.close()]);
});
logger.info({ port: config.PORT }, 'waiting for documents');
