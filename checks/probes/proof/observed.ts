import { setTimeout as delay } from 'node:timers/promises';
import type { Stack } from '../../../core/ports.ts';
import type { Exchange, Tap } from '../../../core/tap.ts';

/** A tap tells what passed a moment after it did; what a call asked of a store has passed before its answer. */
const settleMs = 15;

/** Everything that passed the taps while something was done. */
export interface Watched<T> {
  readonly result: T;
  readonly exchanges: readonly Exchange[];
  readonly lost: number;
  /** Why bytes passed unread, as `store: reason`; each reason once. */
  readonly unread: readonly string[];
}

export function tapsOf(stack: Stack): readonly Tap[] {
  return stack.taps ?? [];
}

/** Does something and takes what passed the taps between its start and its end. Callers watch one thing at a time. */
export async function watching<T extends { readonly from: number; readonly to: number }>(taps: readonly Tap[], work: () => Promise<T>, signal: AbortSignal): Promise<Watched<T>> {
  await takeAll(taps, signal);
  const result = await work();
  if (taps.length > 0) await delay(settleMs, undefined, { signal });
  const { exchanges, lost, unread } = await takeAll(taps, signal);
  return { result, lost, unread, exchanges: exchanges.filter((each) => each.at >= result.from - 1 && each.at <= result.to) };
}

/** What passes by itself: statements of the idle stack within the time. */
export async function quiet(taps: readonly Tap[], ms: number, signal: AbortSignal): Promise<readonly Exchange[]> {
  if (taps.length === 0) return [];
  await takeAll(taps, signal);
  await delay(ms, undefined, { signal });
  return (await takeAll(taps, signal)).exchanges;
}

export async function takeAll(taps: readonly Tap[], signal: AbortSignal): Promise<Omit<Watched<unknown>, 'result'>> {
  const taken = await Promise.all(taps.map((tap) => tap.take(signal)));
  return {
    unread: [...new Set(taken.flatMap(({ unobserved }, index) => unobserved.map(({ reason }) => `${taps[index]?.store ?? ''}: ${reason}`)))],
    exchanges: taken.flatMap((each) => each.exchanges).sort((a, b) => a.at - b.at),
    lost: taken.reduce((sum, each) => sum + each.lost, 0),
  };
}

/** Values that a driver writes into the statement itself; they stand for parameters. */
const literals = /'(?:[^']|'')*'|\b\d+(?:\.\d+)?\b/g;

/** What makes two exchanges the same question: its store and its words, parameters left out, also those that stand in the text. */
export function question(exchange: Exchange): string {
  const words = exchange.kind === 'redis' ? exchange.statement : exchange.statement.replaceAll(literals, '?');
  return `${exchange.store}\n${words}${exchange.kind === 'redis' ? `\n${keyPattern(String(exchange.parameters[0] ?? ''))}` : ''}`;
}

/**
 * The exchanges of a call, without what would have passed anyway. A question that is heard in the idle stack too belongs to the call only when it came with
 * every one of several calls: an idle loop may ask the very thing that a health endpoint asks.
 */
export function attributed(exchanges: readonly Exchange[], idle: ReadonlySet<string>, withEveryCall: ReadonlySet<string>): readonly Exchange[] {
  return exchanges.filter((each) => !idle.has(question(each)) || withEveryCall.has(question(each)));
}

const usual = new WeakMap<Stack, Set<string>>();

/** Notes what is written when one only asks: a session that is kept alive, a line of a log. */
export function noteUsual(stack: Stack, exchanges: readonly Exchange[]): void {
  const known = usual.get(stack) ?? new Set<string>();
  usual.set(stack, known);
  for (const each of exchanges) if (each.effect === 'write') known.add(question(each));
}

/** Exchanges without what is written as ever, whatever is asked. */
export function besidesUsual(stack: Stack, exchanges: readonly Exchange[]): readonly Exchange[] {
  return exchanges.filter((each) => each.effect !== 'write' || usual.get(stack)?.has(question(each)) !== true);
}

/** Questions that were heard in each of several windows. */
export function inEvery(windows: readonly (readonly Exchange[])[]): ReadonlySet<string> {
  const [first = [], ...others] = windows.map((each) => new Set(each.map(question)));
  return new Set([...first].filter((each) => others.every((other) => other.has(each))));
}

/** A key with what looks like an identifier left out: `session:9f2c…` is `session:*`. */
export function keyPattern(key: string): string {
  return key.split(/([:/.|])/).map((part) => (/^[0-9]+$|^[0-9a-f-]{12,}$|^[\w-]{20,}$/i.test(part) ? '*' : part)).join('');
}
