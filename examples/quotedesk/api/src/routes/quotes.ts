import { z } from 'zod';
import { findQuote } from '@quotedesk/shared/data/quotes.ts';
import type { Routes } from '../app.ts';
import { listQuotes } from '../data/listings.ts';
import { pageFields, pageQuery } from '../paging.ts';
import { notFound, problemResponses } from '../problems.ts';
import { idParams, quote, quoteSummary } from './schemas.ts';

const quotesAnswer = z.object({ ...pageFields, quotes: z.array(quoteSummary).readonly() });

export const quoteRoutes: Routes = (app, { database }) => {
  app.get(
    '/api/quotes',
    {
      schema: {
        tags: ['quotes'],
        querystring: pageQuery,
        response: { 200: quotesAnswer, ...problemResponses },
      },
    },
    async ({ query }) => ({ ...query, ...(await listQuotes(database, query)) }),
  );

  app.get(
    '/api/quotes/:id',
    { schema: { tags: ['quotes'], params: idParams, response: { 200: quote, ...problemResponses } } },
    async ({ params }) => {
      const found = await findQuote(database, params.id);
      if (found === undefined) {
        throw notFound('quote');
      }
      return found;
    },
  );
};
