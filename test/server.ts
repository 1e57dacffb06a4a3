import { once } from 'node:events';
import type { Server } from 'node:http';

/** A real server on a free port of the loopback, for one test. */
export interface TestServer {
  readonly origin: string;
  readonly close: () => Promise<void>;
}

/** Starts it on a free port; closing it ends every connection, upgraded ones by `endOthers`. */
export async function listening(server: Server, endOthers: () => void = () => undefined): Promise<TestServer> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    origin: `http://127.0.0.1:${address.port}`,
    close: async () => {
      endOthers();
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
