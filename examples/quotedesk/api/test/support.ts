import type { FastifyInstance, InjectOptions, LightMyRequestResponse } from 'fastify';
import { silent } from '../../shared/test/support/stores.ts';
import { buildApp } from '../src/app.ts';
import { createContext, type Context } from '../src/context.ts';
import { eventually } from '../../shared/test/support/stores.ts';

export interface Credentials {
  readonly email: string;
  readonly password: string;
}

export interface TestApi {
  readonly app: FastifyInstance;
  readonly context: Context;
  close(): Promise<void>;
}

export const SECRET = 'a secret that only this test knows';
export const ORIGIN = 'http://page.example';

/** The whole API on the given stores, without a port; ready when its stores are. */
export async function startApi(databaseUrl: string, redisUrl: string): Promise<TestApi> {
  const context = createContext(
    {
      DATABASE_URL: databaseUrl,
      REDIS_URL: redisUrl,
      NEO4J_URL: undefined,
      NEO4J_USER: undefined,
      NEO4J_PASSWORD: undefined,
      LOG_LEVEL: 'fatal',
      HOST: '127.0.0.1',
      PORT: 4010,
      WEB_ORIGIN: [ORIGIN],
      JWT_SECRET: SECRET,
      UPLOAD_MAX_BYTES: 10_000,
      graph: undefined,
    },
    silent,
  );
  const app = await buildApp(context);
  await eventually(async () => {
    const { statusCode, body } = await app.inject('/api/health/ready');
    if (statusCode !== 200) {
      throw new Error(body);
    }
  });
  return {
    app,
    context,
    async close() {
      await app.close();
      await context.close();
    },
  };
}

export async function login(app: FastifyInstance, { email, password }: Credentials): Promise<string> {
  const answer = await app.inject({ method: 'POST', url: '/api/auth/login', payload: { email, password } });
  if (answer.statusCode !== 200) {
    throw new Error(`login: ${answer.statusCode} ${answer.body}`);
  }
  return answer.json<{ token: string }>().token;
}

export function call(
  app: FastifyInstance,
  token: string,
  url: string,
  options: InjectOptions = {},
): Promise<LightMyRequestResponse> {
  return app.inject({ url, ...options, headers: { authorization: `Bearer ${token}`, ...options.headers } });
}

export async function upload(
  app: FastifyInstance,
  token: string,
  filename: string,
  content: string,
): Promise<LightMyRequestResponse> {
  const form = new FormData();
  form.set('file', new File([content], filename, { type: 'text/plain' }));
  const encoded = new Response(form);
  return call(app, token, '/api/documents', {
    method: 'POST',
    payload: Buffer.from(await encoded.arrayBuffer()),
    headers: { 'content-type': encoded.headers.get('content-type') ?? '' },
  });
}
