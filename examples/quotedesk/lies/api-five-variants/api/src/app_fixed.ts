import cors from '@fastify/cors';
import multipart from '@fastify/multipart';
import { fastify, type FastifyBaseLogger, type FastifyInstance } from 'fastify';
import { serializerCompiler, validatorCompiler, type ZodTypeProvider } from 'fastify-type-provider-zod';
import { authenticate } from './auth.ts';
import type { Context } from './context.ts';
import { describeApi } from './openapi.ts';
import { handleProblems } from './problems.ts';
import { loginRoutes, logoutRoutes } from './routes/auth.ts';
import { chatRoutes } from './routes/chat.ts';
import { customerRoutes } from './routes/customers.ts';
import { documentRoutes } from './routes/documents.ts';
import { healthRoutes } from './routes/health.ts';
import { metricRoutes } from './routes/metrics.ts';
import { productRoutes } from './routes/products.ts';
import { queueRoutes } from './routes/queue.ts';
import { quoteRoutes } from './routes/quotes.ts';
import { searchRoutes } from './routes/search.ts';
import { uploadRoutes } from './routes/upload.ts';

/** A part of the API: adds its routes to the application. */
export type Routes = (app: Api, context: Context) => void;

export type Api = ReturnType<typeof withZod>;

const withZod = (app: FastifyInstance) => app.withTypeProvider<ZodTypeProvider>();

/** A client that takes longer to send its request is cut off. */
const SLOWEST_REQUEST_MS = 30_000;

const OPEN: readonly Routes[] = [healthRoutes, loginRoutes];
const SECURED: readonly Routes[] = [
  logoutRoutes,
  metricRoutes,
  documentRoutes,
  uploadRoutes,
  searchRoutes,
  quoteRoutes,
  productRoutes,
  customerRoutes,
  queueRoutes,
  chatRoutes,
];

export async function buildApp(context: Context): Promise<FastifyInstance> {
  const { config } = context;
  const app: FastifyInstance = fastify({
    loggerInstance: context.logger as FastifyBaseLogger,
    requestTimeout: SLOWEST_REQUEST_MS,
  });
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  app.decorateRequest('principal', null);
  handleProblems(app);
  await app.register(cors, {
    origin: [...config.WEB_ORIGIN],
    methods: ['GET', 'POST', 'DELETE'],
    exposedHeaders: ['retry-after', 'content-disposition'],
  });
  await app.register(multipart, { limits: { fileSize: config.UPLOAD_MAX_BYTES, files: 5, fields: 20 } });
  await describeApi(app);
  await app.register(async (open) => {
    OPEN.forEach((routes) => routes(withZod(open), context));
  });
  await app.register(async (secured) => {
    secured.addHook('onRequest', authenticate(context.sessions));
    SECURED.forEach((routes) => routes(withZod(secured), context));
  });
  return app;
}
