import { z } from 'zod';
import { hashPassword, verifyPassword } from '@quotedesk/shared/passwords.ts';
import type { Routes } from '../app.ts';
import { principalOf } from '../auth.ts';
import { findUser, noteLogin } from '../data/users.ts';
import { limitLogins } from '../login-limit.ts';
import { Problem, problemResponses } from '../problems.ts';

const userSchema = z.object({
  id: z.guid(),
  email: z.string(),
  name: z.string(),
  role: z.enum(['admin', 'clerk']),
});

const credentials = z.object({ email: z.string().min(1).max(320), password: z.string().min(1).max(1_000) });

export const loginRoutes: Routes = (app, { database, redis, sessions }) => {
  // Compared with when there is no such user, so that the time of the answer does not tell which e-mails exist.
  const nobody = hashPassword(crypto.randomUUID());

  app.post(
    '/api/auth/login',
    {
      schema: {
        tags: ['auth'],
        security: [],
        body: credentials,
        response: { 200: z.object({ token: z.string(), user: userSchema }), ...problemResponses },
      },
    },
    async (request) => {
      const email = request.body.email.trim().toLowerCase();
      await limitLogins(redis, request.ip, email);
      const user = await findUser(database, email);
      const matches = await verifyPassword(request.body.password, user?.password_hash ?? (await nobody));
      if (user === undefined || !matches) {
        throw new Problem(401, 'The e-mail or the password is wrong.');
      }
      await noteLogin(database, user.id);
      const { id, name, role } = user;
      const token = await sessions.open({ userId: id, email: user.email, name, role });
      return { token, user: { id, email: user.email, name, role } };
    },
  );
};

export const logoutRoutes: Routes = (app) => {
  app.post(
    '/api/auth/logout',
    { schema: { tags: ['auth'], response: { 204: z.null(), ...problemResponses } } },
    async (request, reply) => {
      request.log.info({ user: principalOf(request).userId }, 'logged out');
      return reply.code(204).send(null);
    },
  );
};
