import { connect } from 'node:net';
import { causeText } from '../core/fault.ts';
import type { StoreAddress } from './driver.ts';
import { openStore } from './stores/open.ts';
import { StoreRefusal } from './stores/refusal.ts';

/** One attempt; a store or service that is up answers within milliseconds. */
const attemptMs = 2_000;
/**
 * How long a connection must stay open to count: the engine's own proxy accepts at once for a container that listens to nothing yet, and closes
 * as soon as it finds out, which on a busy machine takes a while.
 */
const steadyMs = 250;
/** A store's first answers after its start are its slowest. */
const askMs = 5_000;
/** A store that still makes its first user may refuse credentials for a moment; one that refuses them for longer will not change its mind. */
const patienceMs = 10_000;

/** How long to wait before asking again: often at first, seldom in a boot that takes long, so that asking does not slow down what is asked. */
export function roundMs(elapsedMs: number): number {
  return Math.min(300, Math.max(60, elapsedMs / 25));
}

export function pause(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal?.addEventListener('abort', done, { once: true });
  });
}

/** Whether something listens on a loopback port and keeps the connection open. Undefined when it does, else why not. */
export function listens(port: number, host = '127.0.0.1'): Promise<string | undefined> {
  return new Promise((resolve) => {
    const socket = connect({ port, host });
    const timer = setTimeout(() => done(`no answer within ${attemptMs} ms`), attemptMs);
    let steady: NodeJS.Timeout | undefined;
    const done = (said: string | undefined): void => {
      clearTimeout(timer);
      clearTimeout(steady);
      socket.destroy();
      resolve(said);
    };
    socket.once('connect', () => (steady = setTimeout(() => done(undefined), steadyMs)));
    socket.once('data', () => done(undefined));
    socket.once('error', (error: NodeJS.ErrnoException) => done(error.code ?? error.message));
    socket.once('close', () => done('the connection was closed at once'));
  });
}

/** Whether a health address answers with a status below 400. Undefined when it does, else why not. */
export async function answersHttp(url: string): Promise<string | undefined> {
  try {
    const answer = await fetch(url, { redirect: 'manual', signal: AbortSignal.timeout(attemptMs) });
    await answer.body?.cancel();
    return answer.status < 400 ? undefined : `${url} answered ${answer.status}`;
  } catch (error) {
    return `${url}: ${error instanceof Error ? (error.cause instanceof Error ? error.cause.message : error.message) : String(error)}`;
  }
}

/** What an attempt says of a store; `refused` will not change any more. */
export type StoreSays = { readonly ready: true } | { readonly waiting: string } | { readonly refused: string };

/** Asks a store by its protocol, with the platform's own credentials; call it again until it is ready or refuses for good. */
export function asking(address: StoreAddress): (signal: AbortSignal) => Promise<StoreSays> {
  const store = openStore(address, true);
  let refusedSince: number | undefined;
  return async (signal) => {
    try {
      await store.ask(AbortSignal.any([signal, AbortSignal.timeout(askMs)]));
      return { ready: true };
    } catch (error) {
      const refused = error instanceof StoreRefusal && error.refusal === 'credentials';
      refusedSince = refused ? (refusedSince ?? performance.now()) : undefined;
      const said = causeText(error);
      return refusedSince !== undefined && performance.now() - refusedSince > patienceMs ? { refused: said } : { waiting: said };
    }
  };
}
