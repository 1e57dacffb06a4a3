import type { FastifyRequest, onRequestAsyncHookHandler } from 'fastify';
import { bearerToken, type Principal, type Role, type Sessions } from '@quotedesk/shared/sessions.ts';
import { Problem } from './problems.ts';

declare module 'fastify' {
  interface FastifyRequest {
    principal: Principal | null;
  }
}

const CHALLENGE = { 'www-authenticate': 'Bearer' };

/** 401 only when the token was looked at and found wanting; when Redis cannot say, the error is Redis'. */
export function authenticate(sessions: Sessions): onRequestAsyncHookHandler {
  return async (request) => {
    const token = bearerToken(request.headers.authorization);
    try {
      const principal = await sessions.verify(token ?? '');
      if (principal === undefined) {
        throw new Error('no session');
      }
      request.principal = principal;
    } catch (error) {
      request.log.info({ err: error }, 'not authenticated');
      throw new Problem(401, 'A valid bearer token is necessary.', CHALLENGE);
    }
  };
}

export function requireRole(role: Role): onRequestAsyncHookHandler {
  return async (request) => {
    if (principalOf(request).role !== role) {
      throw new Problem(403, `Only the role ${role} may do this.`);
    }
  };
}

export function principalOf(request: FastifyRequest): Principal {
  if (request.principal === null) {
    throw new Error('the route is not behind authentication');
  }
  return request.principal;
}
