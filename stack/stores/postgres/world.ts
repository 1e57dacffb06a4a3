import type { StoreWorld } from '../../../core/ports.ts';
import type { StoreAddress } from '../../driver.ts';
import { readCatalog, type Table } from './catalog.ts';
import { connected } from './connect.ts';
import { empty } from './empty.ts';
import { fill } from './fill.ts';
import { lock } from './lock.ts';
import { restore } from './restore.ts';
import { shake } from './shake.ts';
import { holdings, words } from './shape.ts';
import { forget, snapshot } from './snapshot.ts';

/** A PostgreSQL that assay booted, as data that can be kept, changed and brought back. */
export function postgresWorld(address: StoreAddress): StoreWorld {
  const catalog = remembered();
  return {
    words: (signal) => connected(address, signal, words),
    holdings: (signal) => connected(address, signal, holdings),
    snapshot: (signal) => snapshot(address, signal),
    restore: (signal) => restore(address, signal),
    forget: (signal) => forget(address, signal),
    lock: (names, signal) => lock(address, names, signal),
    shake: (how, signal) => shake(address, how, signal),
    empty: (keep, signal) => empty(address, keep, signal),
    fill: (holding, nonce, signal) => fill(address, holding, nonce, signal, catalog),
  };
}

/** A fill a table asks for the same catalogue again and again; a platform's tables do not change in so few seconds. */
const catalogMs = 15_000;

function remembered(): typeof readCatalog {
  let last: { readonly until: number; readonly tables: readonly Table[] } | undefined;
  return async (client) => {
    if (last && last.until > performance.now()) return last.tables;
    const tables = await readCatalog(client);
    last = { until: performance.now() + catalogMs, tables };
    return tables;
  };
}
