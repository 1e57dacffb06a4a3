import type { Queryable } from '@quotedesk/shared/postgres.ts';
import type { Role } from '@quotedesk/shared/sessions.ts';

export interface UserRow {
  readonly id: string;
  readonly email: string;
  readonly name: string;
  readonly role: Role;
  readonly password_hash: string;
}

export async function findUser(database: Queryable, email: string): Promise<UserRow | undefined> {
  const [user] = await database.query<UserRow>(
    'SELECT id, email, name, role, password_hash FROM users WHERE email = $1',
    [email],
  );
  return user;
}

export async function noteLogin(database: Queryable, id: string): Promise<void> {
  await database.query('UPDATE users SET last_login_at = now() WHERE id = $1', [id]);
}
