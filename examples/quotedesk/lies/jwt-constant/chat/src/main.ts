import { createServer, STATUS_CODES, type IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { WebSocketServer } from 'ws';
import { serveHealth } from '@quotedesk/shared/health-server.ts';
import { createLogger } from '@quotedesk/shared/logger.ts';
import { Database } from '@quotedesk/shared/postgres.ts';
import { storeProbes } from '@quotedesk/shared/probes.ts';
import { connectRedis } from '@quotedesk/shared/redis.ts';
import { Sessions } from '@quotedesk/shared/sessions.ts';
import { onShutdown } from '@quotedesk/shared/shutdown.ts';
import { admit } from './admission.ts';
import { readConfig } from './config.ts';
import { Fanout } from './fanout.ts';
import { Hub } from './hub.ts';
import { CLOSE_GOING_AWAY, MAX_FRAME_BYTES, SUBPROTOCOL } from './protocol.ts';
import { talk } from './talk.ts';

const FAREWELL_MS = 1_000;

const config = readConfig(process.env);
const logger = createLogger('chat', config.LOG_LEVEL);
const database = new Database(config.DATABASE_URL, logger);
const redis = connectRedis(config.REDIS_URL, logger, 'chat');
const sessions = new Sessions(redis);
const fanout = new Fanout(config.REDIS_URL, redis, logger);
const hub = new Hub(database, fanout, logger);
const stop = new AbortController();
const repairing = hub.repairUntil(stop.signal);

const sockets = new WebSocketServer({
  noServer: true,
  maxPayload: MAX_FRAME_BYTES,
  handleProtocols: (offered) => (offered.has(SUBPROTOCOL) ? SUBPROTOCOL : false),
});
const server = createServer(serveHealth(storeProbes(database, redis), logger));

function refuse(socket: Duplex, status: number, detail: string): void {
  const title = STATUS_CODES[status] ?? 'Error';
  const body = JSON.stringify({ type: 'about:blank', title, status, detail });
  const head = [
    `HTTP/1.1 ${status} ${title}`,
    'content-type: application/problem+json',
    `content-length: ${Buffer.byteLength(body)}`,
    'connection: close',
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`);
}

async function upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
  socket.on('error', (error) => logger.info({ err: error }, 'connection trouble'));
  const admission = await admit(request, { origins: config.WEB_ORIGIN, sessions, database, logger });
  if (!admission.ok) {
    refuse(socket, admission.status, admission.detail);
    return;
  }
  sockets.handleUpgrade(request, socket, head, (webSocket) =>
    talk(webSocket, admission.principal, admission.room, { database, sessions, hub, logger }),
  );
}

server.on('upgrade', (request, socket, head) => void upgrade(request, socket, head));

onShutdown(logger, async () => {
  server.close();
  hub.connections.forEach((connection) => connection.close(CLOSE_GOING_AWAY, 'the server stops'));
  await sleep(FAREWELL_MS);
  sockets.clients.forEach((socket) => socket.terminate());
  stop.abort();
  await repairing;
  fanout.close();
  redis.disconnect();
  await database.close();
});
server.listen(config.PORT, config.HOST, () => logger.info({ port: config.PORT }, 'listening'));
