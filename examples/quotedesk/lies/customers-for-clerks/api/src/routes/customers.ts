import { z } from 'zod';
import type { Routes } from '../app.ts';
import { listCustomers } from '../data/listings.ts';
import { problemResponses } from '../problems.ts';

const customer = z.object({
  id: z.guid(),
  name: z.string(),
  city: z.string().nullable(),
  quotes: z.number().int(),
  quoted_value: z.number(),
});
const customersAnswer = z.object({ total: z.number().int(), customers: z.array(customer).readonly() });

export const customerRoutes: Routes = (app, { database }) => {
  app.get(
    '/api/customers',
    {
      schema: { tags: ['customers'], response: { 200: customersAnswer, ...problemResponses } },
    },
    () => listCustomers(database),
  );
};
