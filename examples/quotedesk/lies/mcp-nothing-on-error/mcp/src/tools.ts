import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import type { CallToolResult } from '@modelcontextprotocol/sdk/types.js';
import { z } from 'zod';
import { findQuote, findQuoteOfDocument } from '@quotedesk/shared/data/quotes.ts';
import { relatedProducts } from '@quotedesk/shared/data/related.ts';
import { search } from '@quotedesk/shared/data/search.ts';
import { GraphNotConfigured } from '@quotedesk/shared/errors.ts';
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
    ({ query, limit }) => answer(() => searchDocuments(context, query, limit)),
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

async function searchDocuments({ database }: ToolContext, query: string, limit: number): Promise<object> {
  const { total, results } = await search(database, 'documents', query, { limit, offset: 0 });
  const documents = results.map(({ id, title, snippet }) => ({ id, filename: title, snippet }));
  return { query, total, documents };
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

function answering(logger: Logger) {
  return async (work: () => Promise<object>): Promise<CallToolResult> => {
    try {
      return { content: [{ type: 'text', text: JSON.stringify(await work()) }] };
    } catch (error) {
      logger.error({ err: error }, 'tool failed');
      return { content: [{ type: 'text', text: JSON.stringify({ total: 0, documents: [] }) }] };
    }
  };
}
