import type { Store } from '../../core/ports.ts';
import type { StoreKind } from '../../core/types.ts';
import type { StoreAddress } from '../driver.ts';
import { openNeo4j } from './neo4j/store.ts';
import { openPostgres } from './postgres/store.ts';
import { openRedis } from './redis/store.ts';

const openers: Readonly<Record<StoreKind, (address: StoreAddress, ours: boolean) => Store>> = {
  postgres: openPostgres, redis: openRedis, neo4j: openNeo4j,
};

/** A store at an address. Nothing is connected yet. `ours`: assay booted it, so a marker may be written to it. */
export function openStore(address: StoreAddress, ours: boolean): Store {
  return openers[address.kind](address, ours);
}
