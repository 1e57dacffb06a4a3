import type { Graph } from '@quotedesk/shared/graph.ts';
import type { Logger } from '@quotedesk/shared/logger.ts';
import type { Database } from '@quotedesk/shared/postgres.ts';
import { loadMatcher } from './catalogue.ts';
import { claimDocument, markUnreadable, type ClaimedDocument } from './documents.ts';
import { extractFromTable } from './extract/table.ts';
import { extractFromText } from './extract/text.ts';
import type { Request } from './extract/types.ts';
import { draftLines } from './match/lines.ts';
import type { Matcher } from './match/matcher.ts';
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
    const reason = error instanceof Unreadable ? error.message : 'the document could not be read';
    await markUnreadable(database, documentId, reason);
    logger.info({ documentId, reason }, 'unreadable');
  }
}

async function quoteDocument(
  { database, graph, logger }: WorkerStores,
  document: ClaimedDocument,
): Promise<void> {
  const read = await readDocument(document);
  const matcher = await loadMatcher(database, graph);
  const { customer, items } = extract(read, matcher);
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

function extract({ kind, text }: ReadDocument, matcher: Matcher): Request {
  return kind === 'table'
    ? extractFromTable(text)
    : extractFromText(text, (line) => matcher.find(line).kind === 'found');
}
