import type { Redis } from '@quotedesk/shared/redis.ts';
import { Problem } from './problems.ts';

const LOGINS_PER_WINDOW = 20;
const WINDOW_SECONDS = 60;

// Counting and the lifetime of the count belong together: a count that never expired would lock somebody out.
const COUNT = `
  local count = redis.call('INCR', KEYS[1])
  if count == 1 then redis.call('EXPIRE', KEYS[1], ARGV[1]) end
  return {count, redis.call('TTL', KEYS[1])}`;

/** Slows down guessing: so many logins a minute from one address for one e-mail. */
export async function limitLogins(redis: Redis, address: string, email: string): Promise<void> {
  const key = `login-limit:${address}:${email}`;
  let count = 0;
  let ttl = 0;
  try {
    [count, ttl] = (await redis.eval(COUNT, 1, key, WINDOW_SECONDS)) as [number, number];
  } catch {
    return;
  }
  if (count > LOGINS_PER_WINDOW) {
    throw new Problem(429, 'Too many logins; try again later.', { 'retry-after': String(Math.max(ttl, 1)) });
  }
}
