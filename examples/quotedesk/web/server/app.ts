import { readFile } from 'node:fs/promises';
import path from 'node:path';
import fastifyStatic from '@fastify/static';
import fastify from 'fastify';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { addressesSchema } from '../build/addresses.ts';
import type { Addresses } from '../build/addresses.ts';
import { paths } from '../src/paths.ts';
import { securityHeaders } from './headers.ts';

export interface AppOptions {
  readonly dist: string;
  readonly logLevel: string;
}

/** Serves one build: its files, its index for each page that exists, and 404 for everything else. */
export async function createApp({ dist, logLevel }: AppOptions): Promise<FastifyInstance> {
  const headers = securityHeaders(await addressesOf(dist));
  const app = fastify({ logger: { level: logLevel } });

  app.addHook('onRequest', async (_request, reply) => {
    reply.headers(headers);
  });
  app.get('/health/live', async () => ({ status: 'ok' }));
  await app.register(fastifyStatic, {
    root: dist,
    wildcard: true,
    index: false,
    cacheControl: false,
    setHeaders: cacheFor,
  });

  for (const page of Object.values(paths)) app.get(page, (_request, reply) => sendIndex(reply, 200));
  // An unknown path gets the page too, which says so; the status tells everybody else.
  app.setNotFoundHandler((request, reply) => {
    const wantsPage = request.method === 'GET' && (request.headers.accept ?? '').includes('text/html');
    return wantsPage ? sendIndex(reply, 404) : sendNotFound(reply, request.url);
  });
  return app;
}

async function addressesOf(dist: string): Promise<Addresses> {
  const text = await readFile(path.join(dist, 'addresses.json'), 'utf8').catch((cause: unknown) => {
    throw new Error(`web: there is no build in ${dist}`, { cause });
  });
  return addressesSchema.parse(JSON.parse(text));
}

function sendIndex(reply: FastifyReply, status: number): FastifyReply {
  return reply.code(status).sendFile('index.html');
}

function sendNotFound(reply: FastifyReply, url: string): FastifyReply {
  const problem = {
    type: 'about:blank',
    title: 'Not Found',
    status: 404,
    detail: `There is nothing at ${url}.`,
  };
  return reply.code(404).type('application/problem+json').send(problem);
}

/** Files below assets/ have a hash in their names and never change; all others are asked for again. */
function cacheFor(reply: FastifyReply, file: string): void {
  const hashed = file.split(path.sep).includes('assets');
  void reply.header('cache-control', hashed ? 'public, max-age=31536000, immutable' : 'no-cache');
}
