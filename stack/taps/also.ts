import { connect, createServer } from 'node:net';
import { pipeline } from 'node:stream';
import type { Endpoint } from './settings.ts';

/**
 * Passes another port of the store on, unread and untouched by outages: what it serves beside its protocol (Neo4j's HTTP, metrics) is asked for by the name that
 * the tap has taken. One that cannot be listened at is left out, and that is written: nobody may need it.
 */
export function passOn(port: number, listen: Endpoint, upstream: Endpoint): void {
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    const store = connect({ host: upstream.host, port, allowHalfOpen: true });
    pipeline(socket, store, socket, () => {
      socket.destroy();
      store.destroy();
    });
  });
  server.on('error', (error) => process.stdout.write(`assay tap: port ${port} is not passed on: ${error.message}\n`));
  server.listen(port, listen.host);
}
