import type { Queryable } from '@quotedesk/shared/postgres.ts';

export interface ClaimedDocument {
  readonly id: string;
  readonly filename: string;
  readonly content: Buffer;
}

/** Undefined when the document is done already, or gone: a job may be delivered twice. */
export async function claimDocument(database: Queryable, id: string): Promise<ClaimedDocument | undefined> {
  const [document] = await database.query<ClaimedDocument & Record<string, unknown>>(
    `UPDATE documents SET status = 'processing', attempts = attempts + 1, reason = NULL
     WHERE id = $1 AND status IN ('received', 'processing')
     RETURNING id, filename, content`,
    [id],
  );
  return document;
}

export async function markUnreadable(database: Queryable, id: string, reason: string): Promise<void> {
  await database.query(
    `UPDATE documents SET status = 'unreadable', reason = $2, processed_at = now()
     WHERE id = $1 AND status = 'processing'`,
    [id, reason],
  );
}

export async function markQuoted(database: Queryable, id: string): Promise<void> {
  await database.query(
    "UPDATE documents SET status = 'quoted', reason = NULL, processed_at = now() WHERE id = $1",
    [id],
  );
}

/** From here on the document is a dead letter, until somebody asks for another try. */
export async function markFailed(database: Queryable, id: string, reason: string): Promise<void> {
  await database.query(
    `UPDATE documents SET status = 'failed', reason = $2, processed_at = now()
     WHERE id = $1 AND status IN ('received', 'processing')`,
    [id, reason],
  );
}

/** A store was out in the middle: that was no attempt, and the document waits as before. */
export async function noteWaiting(database: Queryable, id: string, reason: string): Promise<void> {
  await database.query(
    `UPDATE documents SET status = 'received', reason = $2, attempts = greatest(attempts - 1, 0)
     WHERE id = $1 AND status = 'processing'`,
    [id, reason],
  );
}

export async function findStranded(
  database: Queryable,
  olderThanSeconds: number,
): Promise<readonly string[]> {
  const rows = await database.query<{ id: string }>(
    `SELECT id FROM documents
     WHERE status IN ('received', 'processing') AND created_at < now() - make_interval(secs => $1)
     ORDER BY created_at LIMIT 100`,
    [olderThanSeconds],
  );
  return rows.map((row) => row.id);
}
