import type pg from 'pg';
import { quoted, type Table } from './catalog.ts';

/** Most rows, and most bytes of rows, of one table that are changed; of a larger one the newest, and some of the oldest. */
const rowLimit = 20_000;
const byteLimit = 64 * 1024 ** 2;
const oldestShare = 5;

/** A row that is going to change: where it lies, and its number in the table's own order, the newest first. */
export interface Picked {
  readonly leaf: string;
  id: string;
  readonly number: number;
}

/** Picks the rows of a table that change. `note` says so when not all of them were taken. */
export async function pickRows(client: pg.ClientBase, table: Table): Promise<{ readonly rows: readonly Picked[]; readonly total: number; readonly note?: string }> {
  const order = orderOf(table);
  const rows: Picked[] = [];
  let total = 0;
  for (const leaf of table.leaves) {
    const size = await client.query<{ total: string; bytes: string }>(`SELECT count(*)::text AS total, pg_table_size($1::oid)::text AS bytes FROM ONLY ${leaf.sql}`, [leaf.oid]);
    const count = Number(size.rows[0]?.total ?? 0);
    total += count;
    const most = Math.max(100, Math.min(rowLimit, count === 0 ? 0 : Math.floor(byteLimit / (Number(size.rows[0]?.bytes ?? 0) / count))));
    const ids = count <= most ? await idsOf(client, leaf.sql, order, 'DESC', count) : [
      ...(await idsOf(client, leaf.sql, order, 'DESC', most - Math.floor(most / oldestShare))), ...(await idsOf(client, leaf.sql, order, 'ASC', Math.floor(most / oldestShare))),
    ];
    for (const id of ids) rows.push({ leaf: leaf.sql, id, number: rows.length });
  }
  return { rows, total, ...(rows.length < total && { note: `${rows.length} of ${total} rows were changed: the newest and some of the oldest` }) };
}

async function idsOf(client: pg.ClientBase, leaf: string, order: readonly string[], direction: 'ASC' | 'DESC', limit: number): Promise<readonly string[]> {
  const { rows } = await client.query<{ id: string }>(`SELECT t.ctid::text AS id FROM ONLY ${leaf} AS t ORDER BY ${[...order, 'ctid'].map((each) => `t.${each} ${direction}`).join(', ')} LIMIT $1`, [limit]);
  return rows.map((row) => row.id);
}

/** The newest first: by the time of making where there is one, else by the key. */
function orderOf(table: Table): readonly string[] {
  const made = table.columns.find((column) => ['timestamptz', 'timestamp', 'date'].includes(column.base) && /^(created|inserted|made|date_created|time_created)/i.test(column.name));
  return [...(made ? [made.name] : []), ...table.key].map((name) => quoted(name));
}
