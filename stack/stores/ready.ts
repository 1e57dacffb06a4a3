import { setTimeout as delay } from 'node:timers/promises';
import { causeText, fault, FaultError } from '../../core/fault.ts';
import type { Store, StoreAnswer } from '../../core/ports.ts';
import { StoreRefusal } from './refusal.ts';

const pauseMs = 200;
/** A store that still makes its first user may refuse credentials for a moment; one that refuses them for longer will not change its mind. */
const patienceMs = 10_000;

/**
 * Asks a store by its own protocol until it answers. `deadlineMs` is how long, from now.
 * Throws a FaultError that quotes the last attempt: `store-refused` at once when the credentials stay wrong, else `boot-failed`.
 */
export async function waitReady(store: Store, deadlineMs: number, signal: AbortSignal): Promise<StoreAnswer> {
  const start = performance.now();
  let refusedSince: number | undefined;
  let last: unknown = new Error('none ended in time');
  for (;;) {
    const left = deadlineMs - (performance.now() - start);
    try {
      return await store.ask(AbortSignal.any([signal, AbortSignal.timeout(Math.max(1, Math.ceil(left)))]));
    } catch (error) {
      signal.throwIfAborted();
      const now = performance.now();
      // The attempt that our own deadline cut short says nothing; the one before it does.
      if (now - start < deadlineMs) last = error;
      if (error instanceof StoreRefusal && error.refusal === 'credentials') {
        refusedSince ??= now;
        if (now - refusedSince > patienceMs) throw error;
      } else {
        refusedSince = undefined;
      }
      if (now - start + pauseMs >= deadlineMs) throw tooLate(store, deadlineMs, last);
    }
    await delay(pauseMs, undefined, { signal });
  }
}

function tooLate(store: Store, deadlineMs: number, error: unknown): FaultError {
  const seconds = Math.round(deadlineMs / 100) / 10;
  return new FaultError(fault('boot-failed', `${store.name} (${store.kind}) did not answer within ${seconds} s; last attempt: ${causeText(error)}`, { cause: error }));
}
