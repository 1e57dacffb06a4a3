import { createServer } from 'node:http';
import { Graph } from '@quotedesk/shared/graph.ts';
import { serveHealth } from '@quotedesk/shared/health-server.ts';
import { createLogger } from '@quotedesk/shared/logger.ts';
import { Database } from '@quotedesk/shared/postgres.ts';
import { storeProbes } from '@quotedesk/shared/probes.ts';
import { connectRedis } from '@quotedesk/shared/redis.ts';
import { Sessions } from '@quotedesk/shared/sessions.ts';
import { onShutdown } from '@quotedesk/shared/shutdown.ts';
import { readConfig } from './config.ts';
import { serveMcp } from './http.ts';

const config = readConfig(process.env);
const logger = createLogger('mcp', config.LOG_LEVEL);
const database = new Database(config.DATABASE_URL, logger);
const redis = connectRedis(config.REDIS_URL, logger, 'mcp');
const graph = config.graph === undefined ? undefined : new Graph(config.graph, logger);
const sessions = new Sessions(redis, process.env['SESSION_SECRET'] ?? 'quotedesk-session-secret');

const mcp = serveMcp({ database, graph, logger, sessions, origins: config.WEB_ORIGIN });
const health = serveHealth(storeProbes(database, redis, graph), logger);

const server = createServer((request, response) => {
  if (request.url?.split('?')[0] === '/mcp') {
    void mcp(request, response);
  } else {
    health(request, response);
  }
});

onShutdown(logger, async () => {
  server.close();
  redis.disconnect();
  await Promise.all([database.close(), graph?.close()]);
});
server.listen(config.PORT, config.HOST, () => logger.info({ port: config.PORT }, 'listening'));
