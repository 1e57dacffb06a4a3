import { z } from 'zod';
import { findQuoteOfDocument } from '@quotedesk/shared/data/quotes.ts';
import type { Routes } from '../app.ts';
import { findContent, findDocument, recentDocuments } from '../data/documents.ts';
import { notFound, problemResponses } from '../problems.ts';
import { documentDetail, documentSummary, idParams } from './schemas.ts';

const recentQuery = z.object({ limit: z.coerce.number().int().min(1).max(100).default(20) });
const recentAnswer = z.object({ documents: z.array(documentSummary).readonly() });

/** The file as it was uploaded, under the media type that it came with. */
const file = {
  description: 'The file as it was uploaded.',
  content: { '*/*': { schema: z.instanceof(Buffer) } },
};

export const documentRoutes: Routes = (app, { database }) => {
  app.get(
    '/api/documents/recent',
    {
      schema: {
        tags: ['documents'],
        querystring: recentQuery,
        response: { 200: recentAnswer, ...problemResponses },
      },
    },
    async (request) => ({ documents: await recentDocuments(database, request.query.limit) }),
  );

  app.get(
    '/api/documents/:id',
    {
      schema: {
        tags: ['documents'],
        params: idParams,
        response: { 200: documentDetail, ...problemResponses },
      },
    },
    async (request) => {
      const document = await findDocument(database, request.params.id).catch(() => undefined);
      if (document === undefined) {
        throw notFound('document');
      }
      return { ...document, quote: (await findQuoteOfDocument(database, document.id)) ?? null };
    },
  );

  app.get(
    '/api/documents/:id/content',
    { schema: { tags: ['documents'], params: idParams, response: { 200: file, ...problemResponses } } },
    async (request, reply) => {
      const file = await findContent(database, request.params.id);
      if (file === undefined) {
        throw notFound('document');
      }
      // Whatever somebody uploaded is handed back as a file, never shown as a page of ours.
      return reply
        .type(file.media_type)
        .header('content-disposition', `attachment; filename*=UTF-8''${encodeURIComponent(file.filename)}`)
        .header('x-content-type-options', 'nosniff')
        .send(file.content);
    },
  );
};
