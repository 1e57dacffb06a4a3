/** Every failure leaves the API as application/problem+json (RFC 9457), without inner details. */
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod';
import { STATUS_CODES } from 'node:http';
import { z } from 'zod';
import { GraphNotConfigured, StoreUnavailable } from '@quotedesk/shared/errors.ts';

export const problemSchema = z.object({
  type: z.string(),
  title: z.string(),
  status: z.number().int(),
  detail: z.string(),
});

/** For the schemas of routes: what they answer when they do not answer with success. */
export const problemResponses = { '4xx': problemSchema, '5xx': problemSchema };

export class Problem extends Error {
  override readonly name = 'Problem';
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;

  constructor(status: number, detail: string, headers: Readonly<Record<string, string>> = {}) {
    super(detail);
    this.status = status;
    this.headers = headers;
  }
}

export const notFound = (what: string): Problem => new Problem(404, `There is no such ${what}.`);

const RETRY_SOON = { 'retry-after': '5' };

function problemOf(error: FastifyError | Error): Problem {
  if (error instanceof Problem) {
    return error;
  }
  if (error instanceof StoreUnavailable) {
    return new Problem(503, `${error.message}; try again later.`, RETRY_SOON);
  }
  if (error instanceof GraphNotConfigured) {
    return new Problem(501, error.message);
  }
  if (hasZodFastifySchemaValidationErrors(error)) {
    const [first] = error.validation;
    return new Problem(
      400,
      `${error.validationContext}${first?.instancePath ?? ''}: ${first?.message ?? 'is wrong'}`,
    );
  }
  const status = 'statusCode' in error ? error.statusCode : undefined;
  if (status !== undefined && status >= 400 && status < 500) {
    return new Problem(status, error.message);
  }
  return new Problem(500, 'The request could not be completed.');
}

function sendProblem(reply: FastifyReply, problem: Problem): FastifyReply {
  const { status, message: detail } = problem;
  return reply
    .code(status)
    .headers(problem.headers)
    .type('application/problem+json')
    .send({ type: 'about:blank', title: STATUS_CODES[status] ?? 'Error', status, detail });
}

export function handleProblems(app: FastifyInstance): void {
  app.setErrorHandler((error: FastifyError | Error, request: FastifyRequest, reply: FastifyReply) => {
    const problem = problemOf(error);
    if (problem.status >= 500) {
      request.log.error({ err: error, cause: error.cause }, 'request failed');
    }
    return sendProblem(reply, problem);
  });
  app.setNotFoundHandler((request, reply) =>
    sendProblem(reply, new Problem(404, `There is no ${request.method} ${request.url.split('?')[0]}.`)),
  );
}
