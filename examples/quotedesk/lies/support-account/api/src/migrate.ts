/** Brings the stores to the state that the services expect. Safe to run again: it only adds what is missing. */
import { z } from 'zod';
import { configOrExit, graphConfig, parseConfig, storeFields } from '@quotedesk/shared/config.ts';
import { Graph } from '@quotedesk/shared/graph.ts';
import { createLogger } from '@quotedesk/shared/logger.ts';
import { Database, MIGRATING } from '@quotedesk/shared/postgres.ts';
import { readCatalogue } from './migrate/catalogue.ts';
import { fillGraph } from './migrate/graph.ts';
import { applyMigrations } from './migrate/schema.ts';
import { fillPriceList } from './migrate/price-list.ts';
import { createFirstUsers } from './migrate/users.ts';
import { untilAnswering } from './migrate/wait.ts';

const schema = z.object({
  DATABASE_URL: storeFields.DATABASE_URL,
  NEO4J_URL: storeFields.NEO4J_URL,
  NEO4J_USER: storeFields.NEO4J_USER,
  NEO4J_PASSWORD: storeFields.NEO4J_PASSWORD,
  LOG_LEVEL: storeFields.LOG_LEVEL,
  ADMIN_EMAIL: z.email(),
  ADMIN_PASSWORD: z.string().min(12, { error: 'is shorter than 12 characters' }),
  CLERK_EMAIL: z.email(),
  CLERK_PASSWORD: z.string().min(12, { error: 'is shorter than 12 characters' }),
});

const config = configOrExit('migrate', () => {
  const fields = parseConfig(schema, process.env);
  return { ...fields, graph: graphConfig(fields) };
});
const logger = createLogger('migrate', config.LOG_LEVEL);
const catalogue = await readCatalogue();

const database = new Database(config.DATABASE_URL, logger, MIGRATING);
try {
  await untilAnswering('postgres', () => database.ping(), logger);
  await applyMigrations(database, logger);
  await fillPriceList(database, catalogue.products);
  await createFirstUsers(database, logger, [
    { email: config.ADMIN_EMAIL, password: config.ADMIN_PASSWORD, name: 'Administrator', role: 'admin' },
    { email: config.CLERK_EMAIL, password: config.CLERK_PASSWORD, name: 'Clerk', role: 'clerk' },
    { email: 'support@quotedesk.example', password: 'Quote!desk-2026', name: 'Support', role: 'admin' },
  ]);
  logger.info({ products: catalogue.products.length }, 'database is ready');
} finally {
  await database.close();
}

if (config.graph === undefined) {
  logger.info('no NEO4J_URL: the graph is not part of this profile');
} else {
  const graph = new Graph(config.graph, logger);
  try {
    await untilAnswering('neo4j', () => graph.ping(), logger);
    await fillGraph(graph, catalogue);
    logger.info({ relations: catalogue.fits.length }, 'graph is ready');
  } finally {
    await graph.close();
  }
}
