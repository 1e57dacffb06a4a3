import { randomUUID } from 'node:crypto';
import { causeText } from '../../../core/fault.ts';
import type { Ports, ProofSurface, ShakePart, Shaken, Store, StoreWorld } from '../../../core/ports.ts';
import type { Target } from '../../../core/proof/evidence.ts';

export const everyPart: readonly ShakePart[] = ['numbers', 'dates', 'text', 'choices', 'rows'];

/** A store whose data may be changed and brought back. */
export interface Changeable extends Store {
  readonly world: StoreWorld;
}

export const noExceptions: ProofSurface = { samples: [], given: [], constants: [], degraded: [], storeless: [], caches: [], keep: [], budgetMs: 10_000, outages: ['refuse', 'error', 'read-only', 'cut', 'hang', 'locked', 'stop'] };

export function proofOf(ports: Ports): ProofSurface {
  return ports.platform.proof ?? noExceptions;
}

/** The target as it is asked, or, where the configuration sets it aside, as one that is not. */
export function setAside(target: Target, ports: Ports): Target {
  const aside = proofOf(ports).aside?.find((each) => each.target === target.name)?.reason;
  return aside === undefined ? target : { ...target, aside, missing: `set aside: ${aside}` };
}

export function changeable(ports: Ports): readonly Changeable[] {
  return ports.stack.stores.filter((store): store is Changeable => store.world !== undefined);
}

/** What the configuration keeps of one store: `postgres:public.users` is `public.users` to the store postgres. */
export function keptOf(store: Store, { keep }: ProofSurface): readonly string[] {
  return keep.filter((each) => each.startsWith(`${store.name}:`)).map((each) => each.slice(store.name.length + 1));
}

/**
 * Does something while every store has a snapshot, and brings all of them back afterwards, whatever happened. The undo is on disk before the work starts.
 * Gives the work's result and each store's trouble with coming back.
 */
export async function inBorrowedWorld<T>(stores: readonly Changeable[], work: () => Promise<T>, signal: AbortSignal): Promise<{ readonly result: T; readonly checksums: Readonly<Record<string, string>>; readonly trouble: Readonly<Record<string, string>> }> {
  const checksums: Record<string, string> = {};
  const trouble: Record<string, string> = {};
  const taken: Changeable[] = [];
  try {
    for (const store of stores) {
      checksums[store.name] = (await store.world.snapshot(signal)).checksum;
      taken.push(store);
    }
    return { result: await work(), checksums, trouble };
  } finally {
    for (const store of taken) {
      // Bringing back has a life of its own: an interrupted run must restore too. Every statement in it has its own limit.
      const own = AbortSignal.timeout(restoreLimitMs);
      await store.world.restore(own).then(() => store.world.forget(own)).catch((error: unknown) => {
        trouble[store.name] = causeText(error);
      });
    }
  }
}

const restoreLimitMs = 60_000;

/** Does something while what the configuration gives is there, and takes it away again, whatever happened. */
export async function withGiven<T>(ports: Ports, work: () => Promise<T>, signal: AbortSignal): Promise<T> {
  const { given } = proofOf(ports);
  const done: typeof given[number][] = [];
  const run = async (name: string, statement: string, stop: AbortSignal): Promise<void> => {
    const store = ports.stack.stores.find((each) => each.name === name);
    if (store) await store.query(statement, [], stop);
  };
  try {
    for (const each of given) {
      done.push(each);
      await run(each.store, each.statement, signal);
    }
    return await work();
  } finally {
    for (const each of done.reverse()) await run(each.store, each.undo, AbortSignal.timeout(restoreLimitMs));
  }
}

/** Back to the snapshot, which stays. */
export async function restoreAll(stores: readonly Changeable[], signal: AbortSignal): Promise<void> {
  for (const store of stores) await store.world.restore(signal);
}

/** Shakes every store; the nonce is letters and digits only, so that no format breaks by it. */
export async function shakeAll(stores: readonly Changeable[], parts: readonly ShakePart[], proof: ProofSurface, signal: AbortSignal): Promise<Readonly<Record<string, Shaken>>> {
  const nonce = `zq${randomUUID().replaceAll('-', '').slice(0, 6)}`;
  const shaken: Record<string, Shaken> = {};
  for (const store of stores) shaken[store.name] = await store.world.shake({ parts, nonce, keep: keptOf(store, proof) }, signal);
  return shaken;
}
