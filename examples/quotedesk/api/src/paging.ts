import { z } from 'zod';

export const pageQuery = z.object({
  page: z.coerce.number().int().min(1).max(100_000).default(1),
  page_size: z.coerce.number().int().min(1).max(100).default(20),
});

export type Page = z.output<typeof pageQuery>;

export const pageFields = { total: z.number().int(), page: z.number().int(), page_size: z.number().int() };

export const offsetOf = (page: Page): number => (page.page - 1) * page.page_size;
