/** The only place where the chat reads its environment. */
import { z } from 'zod';
import { configOrExit, parseConfig, port, serverFields, storeFields } from '@quotedesk/shared/config.ts';

const schema = z.object({
  DATABASE_URL: storeFields.DATABASE_URL,
  REDIS_URL: storeFields.REDIS_URL,
  LOG_LEVEL: storeFields.LOG_LEVEL,
  ...serverFields,
  PORT: port(4020),
});

export type ChatConfig = z.output<typeof schema>;

export const readConfig = (env: NodeJS.ProcessEnv): ChatConfig =>
  configOrExit('chat', () => parseConfig(schema, env));
