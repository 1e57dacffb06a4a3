/** The only place where the API reads its environment. */
import { z } from 'zod';
import {
  configOrExit,
  graphConfig,
  parseConfig,
  port,
  serverFields,
  storeFields,
  type GraphConfig,
} from '@quotedesk/shared/config.ts';

const MEBIBYTE = 1024 * 1024;

const schema = z.object({
  ...storeFields,
  ...serverFields,
  PORT: port(4010),
  UPLOAD_MAX_BYTES: z.coerce
    .number()
    .int()
    .positive()
    .default(5 * MEBIBYTE),
});

export type ApiConfig = z.output<typeof schema> & { readonly graph: GraphConfig | undefined };

export function readConfig(env: NodeJS.ProcessEnv): ApiConfig {
  return configOrExit('api', () => {
    const fields = parseConfig(schema, env);
    return { ...fields, graph: graphConfig(fields) };
  });
}
