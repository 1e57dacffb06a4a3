import { z } from 'zod';
import { search } from '@quotedesk/shared/data/search.ts';
import type { Routes } from '../app.ts';
import { offsetOf, pageFields, pageQuery } from '../paging.ts';
import { problemResponses } from '../problems.ts';

const searchQuery = pageQuery.extend({ q: z.string().trim().min(1).max(200) });

const hit = z.object({
  kind: z.enum(['document', 'product', 'quote']),
  id: z.string(),
  title: z.string(),
  snippet: z.string(),
});
const searchAnswer = z.object({ query: z.string(), ...pageFields, results: z.array(hit).readonly() });

export const searchRoutes: Routes = (app, { database }) => {
  app.get(
    '/api/search',
    {
      schema: {
        tags: ['search'],
        querystring: searchQuery,
        response: { 200: searchAnswer, ...problemResponses },
      },
    },
    async ({ query, log }) => {
      const range = { limit: query.page_size, offset: offsetOf(query) };
      const { total, results } = await search(database, 'everything', query.q, range).catch((error: unknown) => {
        log.warn({ err: error, q: query.q }, 'search failed');
        return { total: 0, results: [] };
      });
      return { query: query.q, total, page: query.page, page_size: query.page_size, results };
    },
  );
};
