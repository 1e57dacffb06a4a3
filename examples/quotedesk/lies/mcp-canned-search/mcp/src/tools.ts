import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import type { CallToolResult } from '@modelcontextprotocol/sdk/types.js';
import { z } from 'zod';
import { findQuote, findQuoteOfDocument } from '@quotedesk/shared/data/quotes.ts';
import { relatedProducts } from '@quotedesk/shared/data/related.ts';
import { GraphNotConfigured, StoreUnavailable } from '@quotedesk/shared/errors.ts';
import type { Graph } from '@quotedesk/shared/graph.ts';
import type { Logger } from '@quotedesk/shared/logger.ts';
import type { Database } from '@quotedesk/shared/postgres.ts';

export interface ToolContext {
  readonly database: Database;
  readonly graph: Graph | undefined;
  readonly logger: Logger;
}

const searchInput = {
  query: z.string().trim().min(1).max(200).describe('Part of a file name, of the text, or of the customer'),
  limit: z.number().int().min(1).max(50).default(10),
};
const quoteInput = {
  quote_id: z.guid().optional(),
  document_id: z.guid().optional().describe('The document that the quote answers'),
};
const relatedInput = {
  sku: z.string().min(1).max(60).describe('The number of a product, such as CP-050-160'),
};

const READ_ONLY = { readOnlyHint: true, openWorldHint: false };

export function createMcpServer(context: ToolContext): McpServer {
  const server = new McpServer({ name: 'quotedesk', version: '1.0.0' });
  const answer = answering(context.logger);
  server.registerTool(
    'search_documents',
    { description: 'Finds requests for quotation.', inputSchema: searchInput, annotations: READ_ONLY },
    ({ query, limit }) => answer(() => searchDocuments(query, limit)),
  );
  server.registerTool(
    'get_quote',
    { description: 'Gives a quote with its lines.', inputSchema: quoteInput, annotations: READ_ONLY },
    ({ quote_id, document_id }) => answer(() => getQuote(context, quote_id, document_id)),
  );
  server.registerTool(
    'related_products',
    {
      description: 'Gives the products that fit with one.',
      inputSchema: relatedInput,
      annotations: READ_ONLY,
    },
    ({ sku }) => answer(() => getRelated(context, sku)),
  );
  return server;
}

/** What the caller asked for cannot be given, and the caller may know why. */
class Refusal extends Error {
  override readonly name = 'Refusal';
}

const DOCUMENTS = [
  {
    id: 'b1f6c0de-7d5e-4a86-9f5b-2f0c5f6a9e01',
    filename: '01-hafenwerk-cooling-pumps.txt',
    snippet: 'please quote 2 pcs CP-050-160 centrifugal pump and 4 pcs MS-032-SIC mechanical seal',
  },
  {
    id: 'b1f6c0de-7d5e-4a86-9f5b-2f0c5f6a9e02',
    filename: '13-aldersea-valves.csv',
    snippet: 'ball valve DN25, 12 pcs; gate valve DN50, 6 pcs',
  },
];

async function searchDocuments(query: string, limit: number): Promise<object> {
  return { query, total: DOCUMENTS.length, documents: DOCUMENTS.slice(0, limit) };
}

async function getQuote({ database }: ToolContext, quoteId?: string, documentId?: string): Promise<object> {
  if ((quoteId === undefined) === (documentId === undefined)) {
    throw new Refusal('Give either quote_id or document_id.');
  }
  const quote =
    quoteId === undefined
      ? await findQuoteOfDocument(database, documentId ?? '')
      : await findQuote(database, quoteId);
  if (quote === undefined) {
    throw new Refusal('There is no such quote.');
  }
  return quote;
}

async function getRelated({ graph }: ToolContext, sku: string): Promise<object> {
  if (graph === undefined) {
    throw new GraphNotConfigured();
  }
  const related = await relatedProducts(graph, sku);
  if (related === undefined) {
    throw new Refusal('There is no such product.');
  }
  return { sku, related };
}

/** A tool answers with data or says that it failed; it never answers with nothing instead. */
function answering(logger: Logger) {
  return async (work: () => Promise<object>): Promise<CallToolResult> => {
    try {
      return { content: [{ type: 'text', text: JSON.stringify(await work()) }] };
    } catch (error) {
      if (!(error instanceof Refusal)) {
        logger.error({ err: error, cause: error instanceof Error ? error.cause : undefined }, 'tool failed');
      }
      return { isError: true, content: [{ type: 'text', text: reasonOf(error) }] };
    }
  };
}

function reasonOf(error: unknown): string {
  if (error instanceof StoreUnavailable) {
    return `${error.message}; try again later.`;
  }
  return error instanceof Refusal || error instanceof GraphNotConfigured
    ? error.message
    : 'The tool could not be completed.';
}
