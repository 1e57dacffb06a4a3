import type { StoreAddress } from '../../driver.ts';
import { readCatalog } from './catalog.ts';
import { connected } from './connect.ts';

const limits = { statementMs: 10_000, totalMs: 180_000 };
/** Statements that run just now are waited for so long. */
const waitMs = 5_000;

/**
 * Keeps everybody else from some tables until they are released: whoever asks them waits, as behind a migration. One transaction of one connection holds them, so that
 * they are free again whatever becomes of assay.
 */
export async function lock(address: StoreAddress, names: readonly string[], signal: AbortSignal): Promise<{ readonly release: () => Promise<void> }> {
  const released = Promise.withResolvers<undefined>();
  const held = Promise.withResolvers<undefined>();
  const done = connected(address, signal, async (client) => {
    const tables = (await readCatalog(client)).filter(({ label }) => names.includes(label));
    await client.query(`SET lock_timeout = ${waitMs}`);
    await client.query('BEGIN');
    for (const table of tables) await client.query(`LOCK TABLE ${table.sql} IN ACCESS EXCLUSIVE MODE`);
    held.resolve(undefined);
    await released.promise;
    await client.query('ROLLBACK');
  }, limits);
  done.catch(held.reject);
  await held.promise;
  return {
    release: async () => {
      released.resolve(undefined);
      // A connection that is gone has let go already.
      await done.catch(() => undefined);
    },
  };
}
