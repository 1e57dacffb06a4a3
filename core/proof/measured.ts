import { leavesOf } from '../lineage/leaves.ts';
import { wordsOf } from '../lineage/words.ts';
import type { Json } from '../types.ts';
import type { SlowedAnswer } from './evidence.ts';
import type { Witnessed } from './verdicts.ts';

/** What an answer says of how long a store took. */
export interface Claim {
  readonly pointer: string;
  readonly value: number;
  readonly ms: number;
}

const LATENCY = /^(?:latency|ping|rtt|roundtrip|duration|elapsed|took|response)$/i;
const OTHER_UNIT = /^(?:us|micros|microseconds|ns|nanos|nanoseconds|min|minutes|percent|avg|average|mean|median|p\d+|max|min)$/i;
const SECONDS = /^(?:s|sec|secs|seconds)$/i;

/** Figures under the name of the store that call themselves its latency: `/stores/postgres/latency_ms`. Milliseconds where no unit is named. */
export function latencyClaims(body: Json | undefined, store: string): readonly Claim[] {
  if (body === undefined || body === null || typeof body !== 'object') return [];
  return leavesOf(body).leaves.flatMap(({ pointer, key, value }) => {
    const own = wordsOf(key);
    if (typeof value !== 'number' || !wordsOf(pointer).includes(store.toLowerCase()) || !own.some((word) => LATENCY.test(word)) || own.some((word) => OTHER_UNIT.test(word))) return [];
    return [{ pointer, value, ms: own.some((word) => SECONDS.test(word)) ? value * 1_000 : value }];
  });
}

/** A figure so far below the delay cannot have been measured while it lasted. */
const SHARE = 1 / 2;

/**
 * The store answered late by a known time, and the answer waited for it; a latency of the store below that was not measured. An answer that did not wait may speak of an
 * earlier question, and says nothing here. Every answer has to show it. `slowed` are the answers of one address.
 */
export function measuredVerdicts(name: string, slowed: readonly SlowedAnswer[]): readonly Witnessed[] {
  return [...Map.groupBy(slowed, ({ store }) => store)].flatMap(([store, answers]): readonly Witnessed[] => {
    const shown = answers.map(({ delayMs, ms, claims }) => (ms >= delayMs ? claims.filter((each) => each.ms < delayMs * SHARE) : []));
    const [first] = answers;
    const one = shown[0]?.find(({ pointer }) => shown.every((claims) => claims.some((each) => each.pointer === pointer)));
    if (!first || !one) return [];
    const values = shown.map((claims) => claims.find(({ pointer }) => pointer === one.pointer)?.value ?? 0).join(', then ');
    return [{ verdict: 'invented', confidence: 'certain', field: one.pointer, sentence: `${name} answers ${one.pointer} ${values} while every answer of ${store} came ${first.delayMs} ms late and its own came after ${Math.round(first.ms)} ms: nobody measured it.` }];
  });
}
