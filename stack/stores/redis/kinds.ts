/** What a key is for. Only data are changed. */
export type KeyKind = 'data' | 'lifetime' | 'queue' | 'session' | 'lock' | 'limit' | 'other' | 'ours';

export interface Key {
  readonly name: string;
  readonly type: string;
  /** Milliseconds that it still lives; -1 for ever. */
  readonly ttl: number;
  readonly kind: KeyKind;
  /** Its name with what identifies one thing replaced by `*`. */
  readonly pattern: string;
}

/** Why keys of a kind stay as they are. */
export const because: Readonly<Record<Exclude<KeyKind, 'data'>, string>> = {
  lifetime: 'it has a lifetime: a cache or a session',
  queue: 'a queue of jobs: a job that is put back would run twice',
  session: 'sessions and tokens: who signed in would be signed out',
  lock: 'a lock',
  limit: 'it counts calls',
  other: 'values of its type are left alone',
  ours: 'it belongs to assay',
};

/** Sorts keys by what they are for: by lifetime, type and name, and by the keys beside them (a queue of BullMQ has several). */
export function sortKeys(found: readonly { readonly name: string; readonly type: string; readonly ttl: number }[]): readonly Key[] {
  const names = new Set(found.map((key) => key.name));
  const queues = [...names].flatMap((name) => (name.endsWith(':meta') && [':id', ':events', ':wait', ':stalled-check'].some((end) => names.has(name.slice(0, -5) + end)) ? [name.slice(0, -4)] : []));
  return found.map((key) => ({ ...key, kind: kindOf(key, queues), pattern: patternOf(key.name) }));
}

/** `session:5f2c…` → `session:*`; `user-12` → `user-*`. Parts are what stands between `:` or `/`. */
export function patternOf(name: string): string {
  return name.replace(/[^:/]+/g, (part) => (isIdentifier(part) ? '*' : /^v\d{1,2}$/.test(part) ? part : part.replace(/\d+/g, '*')));
}

/** The parts of a name that its pattern leaves out. */
export function identifiersIn(name: string): readonly string[] {
  return [...name.matchAll(/[^:/]+/g)].flatMap(([part]) => (isIdentifier(part) ? [part] : [...part.matchAll(/\d+/g)].map((found) => found[0])));
}

function isIdentifier(part: string): boolean {
  return /^\d+$/.test(part) || /^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/i.test(part) || /^(?=.*\d)[0-9a-f]{8,}$/i.test(part)
    || /^(?=.*\d)(?=.*[a-z])(?=.*[A-Z])[\w-]{10,}={0,2}$/.test(part) || /^(?=.*\d)[0-9A-Z]{20,}$/.test(part) || /^[^@\s]+@[^@\s]+$/.test(part);
}

function kindOf({ name, type, ttl }: { readonly name: string; readonly type: string; readonly ttl: number }, queues: readonly string[]): KeyKind {
  if (name.startsWith('assay:')) return 'ours';
  if (type === 'stream' || queueNames.test(name) || queues.some((prefix) => name.startsWith(prefix)) || (type === 'list' && queueLists.test(name))) return 'queue';
  if (sessionNames.test(name)) return 'session';
  if (lockNames.test(name)) return 'lock';
  if (limitNames.test(name)) return 'limit';
  if (ttl >= 0) return 'lifetime';
  return ['string', 'hash', 'list', 'set', 'zset'].includes(type) ? 'data' : 'other';
}

const queueNames = /^(bull|bullmq|bq|rq|celery|_?kombu|unacked|sidekiq|resque|arq|dramatiq|huey|faktory|rsmq|taskiq|asynq|river|machinery)([:._{-]|$)|(^|[:._-])(queues?|jobs?|dead-?letters?)([:._-]|$)|^(schedule|retry|dead|processes)$/i;
const queueLists = /(^|[:._-])(wait(ing)?|pending|active|delayed|paused|tasks?|inbox|outbox|events?)([:._-]|$)/i;
const sessionNames = /(^|[:._-])(sess|sessions?|tokens?|refresh|csrf|otp|auth|oauth|logins?|nonces?)([:._-]|$)/i;
const lockNames = /(^|[:._-])(locks?|mutex|semaphore|redlock|leader|election)([:._-]|$)/i;
const limitNames = /(^|[:._-])(rate-?limit(s|er)?|rl|throttle|limits?|attempts)([:._-]|$)/i;
