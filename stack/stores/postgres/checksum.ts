import { createHash } from 'node:crypto';
import type pg from 'pg';
import { quoted } from './catalog.ts';

export interface TableSum {
  readonly rows: number;
  readonly sum: string;
}

/**
 * Count and checksum of a table's rows in any order: two 64-bit hashes of each row as text, summed. `sql` is the table's quoted name;
 * rows of tables that inherit from it are not its own.
 */
export async function tableSum(client: pg.ClientBase, sql: string, columns: readonly string[]): Promise<TableSum> {
  const { rows } = await client.query<{ rows: string; sum: string }>(
    `SELECT count(*)::text AS rows, coalesce(sum(hashtextextended(r, 0)::numeric), 0) || ':' || coalesce(sum(hashtextextended(r, 1)::numeric), 0) AS sum
     FROM (SELECT ROW(${columns.map((column) => quoted(column)).join(', ')})::text AS r FROM ONLY ${sql}) AS each`,
  );
  return { rows: Number(rows[0]?.rows ?? 0), sum: rows[0]?.sum ?? '' };
}

/** One digest of all tables' sums. */
export function together(sums: readonly (TableSum & { readonly sql: string })[]): string {
  const lines = sums.map(({ sql, rows, sum }) => `${sql} ${rows} ${sum}`).sort();
  return `sha256:${createHash('sha256').update(lines.join('\n')).digest('hex')}`;
}
