import type pg from 'pg';
import type { Holding } from '../../../core/ports.ts';
import type { StoreAddress } from '../../driver.ts';
import { quoted, readCatalog, type Table } from './catalog.ts';
import { needSnapshot } from './shake.ts';
import { relationsOf } from './roles.ts';
import { refreshViews } from './views.ts';
import { asReplica, attempted, transaction, working } from './work.ts';

/** Rounds in which rows that nothing refers to any more are taken from tables that kept ones need. */
const rounds = 20;

/**
 * Removes every row but those of kept tables and the rows that these refer to. Kept are tables that `keep` names, migrations, queues, sessions,
 * permissions and those who may sign in; a name with `!` in front (`!public.users`) asks for such a table to be emptied all the same.
 */
export async function empty(address: StoreAddress, keep: readonly string[], signal: AbortSignal): Promise<{ readonly removed: readonly Holding[]; readonly kept: readonly string[] }> {
  return working(address, 'store-refused', signal, async (client) => {
    const done = await transaction(client, 'BEGIN', async () => {
      await needSnapshot(address, client);
      return emptyTables(client, keep);
    });
    await refreshViews(client);
    return done;
  });
}

async function emptyTables(client: pg.ClientBase, keep: readonly string[]): Promise<{ readonly removed: readonly Holding[]; readonly kept: readonly string[] }> {
  const tables = await readCatalog(client);
  const kept = keptTables(tables, keep);
  const needed = neededBy(kept, tables);
  const before = await counts(client, tables.filter((table) => !kept.has(table)));
  const emptied = tables.filter((table) => !kept.has(table) && !needed.has(table));
  await clear(client, emptied, tables);
  await thin(client, [...needed], tables);
  const after = await counts(client, [...needed]);
  const removed = [...before].flatMap(([table, count]) => (count > (after.get(table) ?? 0) ? [{ name: table.label, count: count - (after.get(table) ?? 0) }] : []));
  return { removed, kept: [...kept, ...[...after].filter(([, count]) => count > 0).map(([table]) => table)].map((table) => table.label).sort() };
}

/** TRUNCATE waits for every reader; where one holds on (an open transaction), rows are deleted instead, which waits for writers only. */
async function clear(client: pg.ClientBase, emptied: readonly Table[], tables: readonly Table[]): Promise<void> {
  if (emptied.length === 0) return;
  const done = await attempted(client, () => client.query(`TRUNCATE ${emptied.map((table) => `${table.partitioned ? '' : 'ONLY '}${table.sql}`).join(', ')}`));
  if (!('refused' in done)) return;
  if (!(await asReplica(client))) return thin(client, emptied, tables);
  for (const table of emptied) await client.query(`DELETE FROM ${table.partitioned ? '' : 'ONLY '}${table.sql}`);
  await client.query('SET LOCAL session_replication_role = origin');
}

function keptTables(tables: readonly Table[], keep: readonly string[]): ReadonlySet<Table> {
  const { signIn } = relationsOf(tables);
  return new Set(tables.filter((table) => {
    if (keep.includes(table.label) || table.purpose?.apart) return true;
    return (table.purpose !== undefined || signIn.has(table.oid)) && !keep.includes(`!${table.label}`);
  }));
}

/** Tables that kept ones refer to, over any number of steps: of these only the rows go that nobody needs. */
function neededBy(kept: ReadonlySet<Table>, tables: readonly Table[]): ReadonlySet<Table> {
  const needed = new Set<Table>();
  const open = [...kept];
  for (let table = open.pop(); table; table = open.pop()) {
    for (const { target } of table.references) {
      const found = tables.find((each) => each.oid === target);
      if (!found || kept.has(found) || needed.has(found)) continue;
      needed.add(found);
      open.push(found);
    }
  }
  return needed;
}

async function thin(client: pg.ClientBase, needed: readonly Table[], tables: readonly Table[]): Promise<void> {
  for (let round = 0, removed = needed.length > 0 ? 1 : 0; round < rounds && removed > 0; round++) {
    removed = 0;
    for (const table of needed) {
      const free = tables.flatMap((other) => other.references.filter((reference) => reference.target === table.oid).map((reference) =>
        `NOT EXISTS (SELECT FROM ${other.sql} AS o WHERE ${reference.columns.map((column, index) => `o.${quoted(column)} = t.${quoted(reference.targetColumns[index] ?? '')}`).join(' AND ')})`));
      removed += (await client.query(`DELETE FROM ${table.sql} AS t WHERE ${free.length > 0 ? free.join(' AND ') : 'true'}`)).rowCount ?? 0;
    }
  }
}

async function counts(client: pg.ClientBase, tables: readonly Table[]): Promise<ReadonlyMap<Table, number>> {
  const found = new Map<Table, number>();
  for (const table of tables) {
    const { rows } = await client.query<{ count: string }>(`SELECT count(*)::text AS count FROM ${table.sql}`);
    found.set(table, Number(rows[0]?.count ?? 0));
  }
  return found;
}
