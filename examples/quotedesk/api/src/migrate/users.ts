import type { Logger } from '@quotedesk/shared/logger.ts';
import { hashPassword } from '@quotedesk/shared/passwords.ts';
import type { Database } from '@quotedesk/shared/postgres.ts';
import type { Role } from '@quotedesk/shared/sessions.ts';

export interface FirstUser {
  readonly email: string;
  readonly password: string;
  readonly name: string;
  readonly role: Role;
}

/** Users that exist keep their password: only a new one gets it from the environment. */
export async function createFirstUsers(
  database: Database,
  logger: Logger,
  users: readonly FirstUser[],
): Promise<void> {
  for (const user of users) {
    const created = await database.query(
      `INSERT INTO users (email, name, role, password_hash) VALUES ($1, $2, $3, $4)
       ON CONFLICT (email) DO NOTHING RETURNING id`,
      [user.email.toLowerCase(), user.name, user.role, await hashPassword(user.password)],
    );
    logger.info({ role: user.role, created: created.length === 1 }, 'first user');
  }
}
