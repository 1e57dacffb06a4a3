import { setTimeout as delay } from 'node:timers/promises';
import type { HttpAnswer, HttpInit, Ports } from '../../../core/ports.ts';

/** Statuses that say when to come back, and the longest time that a platform may ask us to wait; beyond it the answer stands as it is. */
export interface Waiting {
  readonly statuses: readonly number[];
  readonly limitMs: number;
}
const busy: Waiting = { statuses: [429, 503], limitMs: 10_000 };

/** One request. When the platform is busy and says when to come back, it is asked once more then. */
export async function ask(ports: Ports, url: string, init: HttpInit, signal: AbortSignal, { statuses, limitMs }: Waiting = busy): Promise<HttpAnswer> {
  const answer = await ports.http.request(url, { ...init, signal });
  const waitMs = statuses.includes(answer.status) ? retryAfterMs(answer, ports.clock.now()) : undefined;
  if (waitMs === undefined || waitMs > limitMs) return answer;
  await delay(waitMs, undefined, { signal });
  return ports.http.request(url, { ...init, signal });
}

/** Milliseconds until `Retry-After` (seconds, or a date); undefined when the answer does not ask to wait. */
export function retryAfterMs(answer: { readonly status: number; readonly headers: Readonly<Record<string, string>> }, now: number): number | undefined {
  const header = answer.headers['retry-after'];
  if ((answer.status !== 429 && answer.status !== 503) || header === undefined) return undefined;
  const ms = /^\d+$/.test(header) ? Number(header) * 1_000 : Date.parse(header) - now;
  return Number.isFinite(ms) ? Math.max(0, ms) : undefined;
}
