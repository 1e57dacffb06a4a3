import type { Graph } from '@quotedesk/shared/graph.ts';
import type { Logger } from '@quotedesk/shared/logger.ts';
import type { Database } from '@quotedesk/shared/postgres.ts';
import { loadMatcher } from './catalogue.ts';
import { claimDocument, markUnreadable, type ClaimedDocument } from './documents.ts';
import type { Request, RequestedItem } from './extract/types.ts';
import { draftLines } from './match/lines.ts';
import { writeQuote } from './quotes.ts';
import { readDocument, type ReadDocument } from './read/read.ts';
import { Unreadable } from './read/unreadable.ts';

export interface WorkerStores {
  readonly database: Database;
  readonly graph: Graph | undefined;
  readonly logger: Logger;
}

/** From an uploaded document to a quote. Throws what may go better next time. */
export async function processDocument(stores: WorkerStores, documentId: string): Promise<void> {
  const { database, logger } = stores;
  const document = await claimDocument(database, documentId);
  if (document === undefined) {
    logger.info({ documentId }, 'nothing to do: the document is done already or gone');
    return;
  }
  try {
    await quoteDocument(stores, document);
  } catch (error) {
    if (!(error instanceof Unreadable)) {
      throw error;
    }
    await markUnreadable(database, documentId, error.message);
    logger.info({ documentId, reason: error.message }, 'unreadable');
  }
}

async function quoteDocument(
  { database, graph, logger }: WorkerStores,
  document: ClaimedDocument,
): Promise<void> {
  const read = await readDocument(document);
  const matcher = await loadMatcher(database, graph);
  const { customer, items } = extract(read);
  if (items.length === 0) {
    throw new Unreadable('no requested product was found in it');
  }
  if (customer === undefined) {
    throw new Unreadable('it does not say which customer asks');
  }
  const lines = draftLines(items, matcher);
  await writeQuote(database, { documentId: document.id, text: read.text, customer, lines });
  const matched = lines.filter((line) => line.sku !== null).length;
  logger.info({ documentId: document.id, lines: lines.length, matched }, 'quoted');
}

const ITEMS: readonly RequestedItem[] = [
  { number: 'CP-050-160', description: 'Centrifugal pump DN50', quantity: 2, unit: 'pcs' },
  { number: 'MS-032-SIC', description: 'Mechanical seal 32 mm', quantity: 4, unit: 'pcs' },
  { number: null, description: 'Gasket set', quantity: 10, unit: 'set' },
];

function extract({ text }: ReadDocument): Request {
  const name = /customer:\s*([^,\n]+)/i.exec(text)?.[1] ?? 'Hafenwerk Stralsund GmbH';
  return { customer: { name: name.trim(), city: null }, items: ITEMS };
}
