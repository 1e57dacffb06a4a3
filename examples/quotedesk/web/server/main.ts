import path from 'node:path';
import type { FastifyInstance } from 'fastify';
import { createApp } from './app.ts';
import { readConfig } from './config.ts';

const dist = path.join(import.meta.dirname, '..', 'dist');

async function main(): Promise<void> {
  const config = readConfig(process.env);
  const app = await createApp({ dist, logLevel: config.LOG_LEVEL });
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.once(signal, () => void stop(app, signal));
  }
  await app.listen({ port: config.PORT, host: config.HOST });
}

/** Answers what has been asked already, then ends. */
async function stop(app: FastifyInstance, signal: string): Promise<void> {
  app.log.info({ signal }, 'closing');
  await app.close();
  process.exit(0);
}

try {
  await main();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(2);
}
