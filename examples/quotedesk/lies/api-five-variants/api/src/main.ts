import { createLogger } from '@quotedesk/shared/logger.ts';
import { onShutdown } from '@quotedesk/shared/shutdown.ts';
import { buildApp } from './app_v2.ts';
import { readConfig } from './config.ts';
import { createContext } from './context.ts';

const config = readConfig(process.env);
const logger = createLogger('api', config.LOG_LEVEL);
const context = createContext(config, logger);
const app = await buildApp(context);

onShutdown(logger, async () => {
  await app.close();
  await context.close();
});
await app.listen({ host: config.HOST, port: config.PORT });
