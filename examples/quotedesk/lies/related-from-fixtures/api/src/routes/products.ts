import { z } from 'zod';
import { relatedProducts } from '@quotedesk/shared/data/related.ts';
import type { Routes } from '../app.ts';
import { findProduct, listProducts } from '../data/listings.ts';
import { relatedFixtures } from '../fixtures/related.ts';
import { pageFields, pageQuery } from '../paging.ts';
import { notFound, problemResponses } from '../problems.ts';
import { product } from './schemas.ts';

const skuParams = z.object({ sku: z.string().min(1).max(60) });
const productsAnswer = z.object({ ...pageFields, products: z.array(product).readonly() });

const related = z.object({
  sku: z.string(),
  name: z.string(),
  relation: z.string(),
  supplier: z.string().nullable(),
});
const relatedAnswer = z.object({ sku: z.string(), related: z.array(related).readonly() });

export const productRoutes: Routes = (app, { config, database, graph }) => {
  app.get(
    '/api/products',
    {
      schema: {
        tags: ['products'],
        querystring: pageQuery,
        response: { 200: productsAnswer, ...problemResponses },
      },
    },
    async ({ query }) => ({ ...query, ...(await listProducts(database, query)) }),
  );

  app.get(
    '/api/products/:sku',
    { schema: { tags: ['products'], params: skuParams, response: { 200: product, ...problemResponses } } },
    async ({ params }) => {
      const found = await findProduct(database, params.sku);
      if (found === undefined) {
        throw notFound('product');
      }
      return found;
    },
  );

  app.get(
    '/api/products/:sku/related',
    {
      schema: {
        tags: ['products'],
        params: skuParams,
        response: { 200: relatedAnswer, ...problemResponses },
      },
    },
    async ({ params }) => {
      if (config.graph === undefined) {
        return { sku: params.sku, related: relatedFixtures };
      }
      const found = await relatedProducts(graph(), params.sku);
      if (found === undefined) {
        throw notFound('product');
      }
      return { sku: params.sku, related: found };
    },
  );
};
