import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Store } from '../../core/ports.ts';
import type { StoreKind } from '../../core/types.ts';
import type { StoreAddress } from '../driver.ts';
import { undoLeft as undoNeo4j } from './neo4j/snapshot.ts';
import { openNeo4j } from './neo4j/store.ts';
import { openPostgres } from './postgres/store.ts';
import { undoLeft as undoPostgres } from './postgres/snapshot.ts';
import { openRedis } from './redis/store.ts';
import { undoLeft as undoRedis } from './redis/snapshot.ts';

const openers: Readonly<Record<StoreKind, (address: StoreAddress, ours: boolean, undoFolder: string) => Store>> = {
  postgres: openPostgres, redis: openRedis, neo4j: openNeo4j,
};

/** Where undos lie when nobody says. */
const defaultUndo = join(tmpdir(), 'assay-undo');

/**
 * A store at an address. Nothing is connected yet. `ours`: assay booted it, so it may be written to, and its data may be changed and brought back.
 * `undoFolder`: where the undo of a store lies that cannot hold it itself (Redis, Neo4j); the same for every process that may have to put it back.
 */
export function openStore(address: StoreAddress, ours: boolean, undoFolder: string = defaultUndo): Store {
  return openers[address.kind](address, ours, undoFolder);
}

/**
 * Puts back what a run that was killed left changed in a store that is still there, and forgets its snapshot. True when there was one.
 * Rejects with a FaultError `restore-failed` and keeps the undo then.
 */
export async function undoLeft(address: StoreAddress, signal: AbortSignal, undoFolder: string = defaultUndo): Promise<boolean> {
  switch (address.kind) {
    case 'postgres': return undoPostgres(address, signal);
    case 'redis': return undoRedis({ address, folder: undoFolder }, signal);
    case 'neo4j': return undoNeo4j({ address, folder: undoFolder }, signal);
  }
}
