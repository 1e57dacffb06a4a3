import { createLogger } from '../../src/logger.ts';
import { Database } from '../../src/postgres.ts';
import { connectRedis } from '../../src/redis.ts';
import { Sessions } from '../../src/sessions.ts';
import { CLERK, type TestStores } from './stores.ts';

export interface TestSession {
  readonly token: string;
  close(): Promise<void>;
}

/** A session of the clerk, made without the API. */
export async function openSession(stores: TestStores, secret: string): Promise<TestSession> {
  const logger = createLogger('test', 'fatal');
  const database = new Database(stores.databaseUrl, logger);
  const [user] = await database.query<{ id: string; name: string }>(
    'SELECT id, name FROM users WHERE email = $1',
    [CLERK.email],
  );
  await database.close();
  if (user === undefined) {
    throw new Error('there is no clerk');
  }
  const redis = connectRedis(stores.redisUrl, logger, 'test');
  await new Promise((resolve) => redis.once('ready', resolve));
  const sessions = new Sessions(redis, secret);
  const token = await sessions.open({
    userId: user.id,
    email: CLERK.email,
    name: user.name,
    role: CLERK.role,
  });
  return {
    token,
    async close() {
      const principal = await sessions.verify(token);
      if (principal !== undefined) {
        await sessions.close(principal);
      }
      redis.disconnect();
    },
  };
}
