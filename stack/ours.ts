import { causeText, fault, FaultError } from '../core/fault.ts';
import type { Store, StoreWorld } from '../core/ports.ts';
import type { ServiceControl } from '../core/tap.ts';
import type { StoreKind } from '../core/types.ts';
import { ChangedData } from './changed.ts';
import type { BootedStack, BootRequest } from './driver.ts';
import { openStore } from './stores/open.ts';

/** What a server says of itself that no other one would: PostgreSQL's cluster and Neo4j's database for as long as they live, Redis' process. */
const questions: Readonly<Record<StoreKind, { readonly statement: string; readonly read: (row: Readonly<Record<string, unknown>>) => unknown }>> = {
  postgres: { statement: 'SELECT system_identifier::text AS identity FROM pg_control_system()', read: (row) => row['identity'] },
  redis: { statement: 'INFO server', read: (row) => /^run_id:(\w+)/m.exec(String(row['value']))?.[1] },
  neo4j: { statement: 'CALL db.info() YIELD id RETURN id AS identity', read: (row) => row['identity'] },
};

/** The stores of a stack. `close`: it is gone, or let go of. */
export function storesOf(booted: BootedStack, request: Pick<BootRequest, 'cacheDir' | 'run' | 'root' | 'keep'>): { readonly stores: readonly Store[]; readonly close: () => void } {
  const { control } = booted;
  const changed = new ChangedData(request);
  return {
    stores: booted.stores.map((address) => {
      const store = openStore(address, booted.report.driver !== 'attached', changed.folder);
      return control ? ourStore(store, control, { begin: () => changed.begin(address), end: () => changed.end(address.name) }) : store;
    }),
    close: () => changed.close(),
  };
}

/** Told before a store's data are changed for the first time, and when they are as they were. */
export interface Noted {
  readonly begin: () => void;
  readonly end: () => void;
}

/**
 * A store whose data may be changed only while it is certain that they are data that assay's own stack made: the container with our label (or the process of our
 * journal) runs, and the server that answers is still the one that answered when that was first looked at. Asked before every change; costs one look and one query.
 */
export function ourStore(store: Store, control: ServiceControl, noted: Noted): Store {
  const { world } = store;
  if (!world) return store;
  let known: { readonly startedAt: number; readonly identity: unknown } | undefined;
  const prove = async (signal: AbortSignal): Promise<void> => {
    const startedAt = await control.startedAt(store.name, signal);
    if (startedAt === undefined) throw refused(store, 'its own process or container does not run');
    const identity = await identityOf(store, signal);
    // Redis is told by its process, which is another one after a start of ours.
    const asBefore = store.kind !== 'redis' || known?.startedAt === startedAt;
    if (known && asBefore && known.identity !== identity) throw refused(store, 'another server answers at its address than when it was booted');
    known = { startedAt, identity };
  };
  return { ...store, world: guarded(world, prove, noted) };
}

function guarded(world: StoreWorld, prove: (signal: AbortSignal) => Promise<void>, noted: Noted): StoreWorld {
  const { flush } = world;
  const after = async <T>(signal: AbortSignal, change: () => Promise<T>): Promise<T> => {
    await prove(signal);
    return change();
  };
  return {
    ...world,
    snapshot: (signal) => after(signal, () => {
      noted.begin();
      return world.snapshot(signal);
    }),
    forget: async (signal) => {
      await world.forget(signal);
      noted.end();
    },
    restore: (signal) => after(signal, () => world.restore(signal)),
    shake: (how, signal) => after(signal, () => world.shake(how, signal)),
    empty: (keep, signal) => after(signal, () => world.empty(keep, signal)),
    fill: (holding, nonce, signal) => after(signal, () => world.fill(holding, nonce, signal)),
    ...(flush && { flush: (keys, signal) => after(signal, () => flush(keys, signal)) }),
  };
}

/** A server that does not let the platform's user ask this is known by the words in which it refuses; one that does not answer is not changed. */
async function identityOf(store: Store, signal: AbortSignal): Promise<unknown> {
  const { statement, read } = questions[store.kind];
  try {
    const [row] = await store.query(statement, [], signal);
    return row && read(row);
  } catch (error) {
    if (signal.aborted || error instanceof FaultError) throw error;
    return `refused: ${causeText(error)}`;
  }
}

function refused(store: Store, because: string): FaultError {
  return new FaultError(fault('store-refused', `nothing is changed in ${store.name} (${store.kind}): ${because}`, { fix: 'Run again; assay changes only what it booted itself.' }));
}
