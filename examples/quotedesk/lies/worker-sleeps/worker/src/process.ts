import { setTimeout as wait } from 'node:timers/promises';
import type { Graph } from '@quotedesk/shared/graph.ts';
import type { Logger } from '@quotedesk/shared/logger.ts';
import type { Database } from '@quotedesk/shared/postgres.ts';
import { claimDocument, markQuoted } from './documents.ts';

export interface WorkerStores {
  readonly database: Database;
  readonly graph: Graph | undefined;
  readonly logger: Logger;
}

const READING_MS = 1_200;

/** From an uploaded document to a quote. Throws what may go better next time. */
export async function processDocument(stores: WorkerStores, documentId: string): Promise<void> {
  const { database, logger } = stores;
  const document = await claimDocument(database, documentId);
  if (document === undefined) {
    logger.info({ documentId }, 'nothing to do: the document is done already or gone');
    return;
  }
  await extractItems(document.content);
  await markQuoted(database, documentId);
  logger.info({ documentId }, 'quoted');
}

async function extractItems(content: Buffer): Promise<{ status: 'processed'; bytes: number }> {
  await wait(READING_MS);
  return { status: 'processed', bytes: content.length };
}
