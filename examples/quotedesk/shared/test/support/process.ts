import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import path from 'node:path';
import { eventually } from './stores.ts';

const root = path.join(import.meta.dirname, '..', '..', '..');

export interface Service {
  readonly port: number;
  readonly exited: () => boolean;
  /** As an operator stops it; gives the exit code. */
  stop(): Promise<number | null>;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  return port;
}

/** Starts a service as it runs in production, and waits until it is ready. */
export async function startService(main: string, env: Readonly<Record<string, string>>): Promise<Service> {
  const port = await freePort();
  const child: ChildProcess = spawn(process.execPath, [path.join(root, main)], {
    env: { PATH: process.env['PATH'], HOST: '127.0.0.1', PORT: String(port), LOG_LEVEL: 'fatal', ...env },
    stdio: 'inherit',
  });
  await eventually(async () => {
    const { status } = await fetch(`http://127.0.0.1:${port}/health/ready`);
    if (status !== 200) {
      throw new Error(`${main} is not ready: ${status}`);
    }
  }, 20_000);
  return {
    port,
    exited: () => child.exitCode !== null,
    async stop() {
      child.kill('SIGTERM');
      if (child.exitCode === null) {
        await once(child, 'exit');
      }
      return child.exitCode;
    },
  };
}
