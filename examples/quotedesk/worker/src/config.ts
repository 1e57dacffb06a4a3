/** The only place where the worker reads its environment. */
import { z } from 'zod';
import {
  configOrExit,
  graphConfig,
  parseConfig,
  port,
  storeFields,
  type GraphConfig,
} from '@quotedesk/shared/config.ts';

const schema = z.object({
  ...storeFields,
  /** Where health is asked for; the worker serves nothing else. */
  HOST: z.string().default('0.0.0.0'),
  PORT: port(4040),
});

export type WorkerConfig = z.output<typeof schema> & { readonly graph: GraphConfig | undefined };

export function readConfig(env: NodeJS.ProcessEnv): WorkerConfig {
  return configOrExit('worker', () => {
    const fields = parseConfig(schema, env);
    return { ...fields, graph: graphConfig(fields) };
  });
}
