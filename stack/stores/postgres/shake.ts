import type pg from 'pg';
import { noSnapshot } from '../refusal.ts';
import type { Shake, Shaken } from '../../../core/ports.ts';
import type { StoreAddress } from '../../driver.ts';
import type { Turn } from '../change/turn.ts';
import { applyChanges } from './apply.ts';
import { readCatalog, undoSchema, type Table } from './catalog.ts';
import { pickRows, type Picked } from './pick.ts';
import { planColumn, readSql, type Planned } from './plan.ts';
import { relationsOf, staysBecause, type Relations } from './roles.ts';
import { addRows, removeRows } from './rows.ts';
import { refreshViews } from './views.ts';
import { attempted, transaction, working } from './work.ts';

/** Rows that a column is judged by. */
const sampleRows = 2_000;

/**
 * One change of everything that may change, different in each row, in one transaction: whoever reads sees all of it or nothing. Every refusal costs only
 * its column. Refuses without a snapshot. Materialised views are refreshed afterwards.
 */
export async function shake(address: StoreAddress, how: Shake, signal: AbortSignal): Promise<Shaken> {
  return working(address, 'store-refused', signal, async (client) => {
    const shaken = await transaction(client, 'BEGIN', async () => {
      await needSnapshot(address, client);
      // A reference that would only be checked at the end would cost the whole change and not its column.
      await client.query('SET CONSTRAINTS ALL IMMEDIATE');
      return shakeTables(client, how);
    });
    return { ...shaken, stayed: { ...shaken.stayed, ...(await refreshViews(client)) } };
  });
}

/** Nothing is changed whose undo is not on disk. */
export async function needSnapshot(address: StoreAddress, client: pg.ClientBase): Promise<void> {
  const { rows } = await client.query<{ there: boolean }>(`SELECT to_regclass('${undoSchema}.about') IS NOT NULL AS there`);
  if (!rows[0]?.there) throw noSnapshot(address);
}

async function shakeTables(client: pg.ClientBase, how: Shake): Promise<Shaken> {
  const tables = await readCatalog(client);
  const relations = relationsOf(tables);
  const turn = { nonce: how.nonce, now: Date.now(), parts: new Set(how.parts) };
  const changed: Record<string, number> = {};
  const stayed: Record<string, string> = {};
  const picked = new Map<Table, readonly Picked[]>();
  for (const table of tables) {
    const because = wholeStays(table, how.keep);
    if (because !== undefined) {
      stayed[table.label] = because;
      continue;
    }
    const done = await attempted(client, () => shakeTable(client, table, tables, relations, how, turn));
    if ('refused' in done) {
      stayed[table.label] = done.refused;
      continue;
    }
    Object.assign(changed, done.value.changed);
    Object.assign(stayed, done.value.stayed);
    picked.set(table, done.value.rows);
  }
  const moved = turn.parts.has('rows') ? await moveRows(client, picked, relations, turn) : { removed: {}, added: {}, stayed: {} };
  return { changed, removed: moved.removed, added: moved.added, stayed: { ...stayed, ...moved.stayed } };
}

function wholeStays(table: Table, keep: readonly string[]): string | undefined {
  if (keep.includes(table.label)) return 'kept by name';
  return table.purpose && table.purpose.kind !== 'credentials' ? table.purpose.because : undefined;
}

async function shakeTable(client: pg.ClientBase, table: Table, tables: readonly Table[], relations: Relations, how: Shake, turn: Omit<Turn, 'row' | 'column'>): Promise<{
  readonly changed: Readonly<Record<string, number>>; readonly stayed: Readonly<Record<string, string>>; readonly rows: readonly Picked[];
}> {
  const { rows, total, note } = await pickRows(client, table);
  const stayed: Record<string, string> = note === undefined ? {} : { [table.label]: note };
  if (total === 0) return { changed: {}, stayed, rows };
  const free = table.columns.filter((column) => {
    const name = `${table.label}.${column.name}`;
    const because = how.keep.includes(name) ? 'kept by name' : staysBecause(table, column, tables, relations);
    if (because !== undefined) stayed[name] = because;
    return because === undefined;
  });
  const plan: Planned[] = [];
  const samples = await sample(client, free.map((column) => readSql(column)), rows);
  for (const [place, column] of free.entries()) {
    const values = samples.flatMap((texts) => texts[place] ?? []);
    const planned = values.length === 0 ? { stays: 'no row has a value in it' } : planColumn(table, column, values);
    if ('stays' in planned) stayed[`${table.label}.${column.name}`] = planned.stays;
    else plan.push(planned);
  }
  const applied = plan.length === 0 ? { changed: {}, stayed: {} } : await applyChanges(client, table.label, plan, rows, turn);
  return { changed: applied.changed, stayed: { ...stayed, ...applied.stayed }, rows };
}

async function sample(client: pg.ClientBase, reads: readonly string[], rows: readonly Picked[]): Promise<readonly (readonly (string | null)[])[]> {
  const found: (readonly (string | null)[])[] = [];
  for (const [leaf, own] of Map.groupBy(rows.slice(0, sampleRows), (row) => row.leaf)) {
    const { rows: some } = await client.query<{ texts: readonly (string | null)[] }>(`SELECT ARRAY[${reads.join(', ')}]::text[] AS texts FROM ONLY ${leaf} AS t WHERE t.ctid = ANY ($1::tid[])`, [own.map((row) => row.id)]);
    for (const row of some) found.push(row.texts);
  }
  return found;
}

/** Rows of tables that let somebody sign in neither go nor come: one of them may be the account that the proof itself uses. */
async function moveRows(client: pg.ClientBase, picked: ReadonlyMap<Table, readonly Picked[]>, relations: Relations, turn: Omit<Turn, 'row' | 'column'>): Promise<Omit<Shaken, 'changed'>> {
  const counts = { removed: {} as Record<string, number>, added: {} as Record<string, number> };
  const stayed: Record<string, string> = {};
  for (const [table, rows] of picked) {
    if (relations.signIn.has(table.oid)) continue;
    const removed = await removeRows(client, table, rows, relations);
    const added = await addRows(client, table, rows, turn, typeof removed === 'number' ? removed : 0);
    for (const [kind, done] of [['removed', removed], ['added', added]] as const) {
      if (typeof done !== 'number') stayed[table.label] = `${stayed[table.label] ? `${stayed[table.label]}; ` : ''}no row was ${kind}: ${done.refused}`;
      else if (done > 0) counts[kind][table.label] = done;
    }
  }
  return { ...counts, stayed };
}
