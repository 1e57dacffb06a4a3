import { startService } from '../service/serve.ts';
import { say } from './say.ts';
import { version } from './self.ts';

export interface ServeOptions {
  readonly cwd: string;
  readonly port: number;
  readonly host: string;
  /** Address of a PostgreSQL; also from ASSAY_DATABASE, where it does not show in the list of processes. */
  readonly database?: string | undefined;
}

/** `assay serve`: the service until it is interrupted, which is its ordinary end. */
export async function runServe(options: ServeOptions, signal: AbortSignal): Promise<number> {
  const service = await startService({
    version, root: options.cwd, host: options.host, port: options.port, database: options.database ?? (process.env['ASSAY_DATABASE'] || undefined),
    tell: (sentence) => process.stderr.write(`${new Date().toISOString()} ${sentence}\n`),
  }, signal).catch((error: unknown) => {
    if (signal.aborted) return undefined;
    throw error;
  });
  // Stopped while it still waited for its database: nothing was served.
  if (!service) return 130;
  say(`assay serves ${service.url} · history in ${service.where}`);
  await service.ended;
  return 0;
}
