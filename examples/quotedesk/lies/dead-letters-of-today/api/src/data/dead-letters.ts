import { onlyRow, type Queryable } from '@quotedesk/shared/postgres.ts';

export interface DeadLetter {
  readonly document_id: string;
  readonly filename: string;
  readonly reason: string | null;
  readonly attempts: number;
  readonly failed_at: string | null;
}

/** A dead letter is a document that the worker gave up: it waits in PostgreSQL, not in the queue, so none is lost. */
export async function listDeadLetters(
  database: Queryable,
): Promise<{ readonly total: number; readonly jobs: readonly DeadLetter[] }> {
  const { total } = onlyRow(
    await database.query<{ total: number }>(
      "SELECT count(*)::int AS total FROM documents WHERE status = 'failed' AND processed_at > now() - interval '1 hour'",
    ),
  );
  const rows = await database.query<Omit<DeadLetter, 'failed_at'> & { readonly failed_at: Date | null }>(
    `SELECT id AS document_id, filename, reason, attempts, processed_at AS failed_at
     FROM documents WHERE status = 'failed' AND processed_at > now() - interval '1 hour' ORDER BY processed_at DESC, id LIMIT 100`,
  );
  return { total, jobs: rows.map((row) => ({ ...row, failed_at: row.failed_at?.toISOString() ?? null })) };
}

/** Says whether the document was a dead letter; from now on it is one that waits. */
export async function reviveDeadLetter(database: Queryable, documentId: string): Promise<boolean> {
  const revived = await database.query(
    `UPDATE documents SET status = 'received', reason = NULL, attempts = 0, processed_at = NULL
     WHERE id = $1 AND status = 'failed' RETURNING id`,
    [documentId],
  );
  return revived.length === 1;
}
