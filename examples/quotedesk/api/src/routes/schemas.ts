import { z } from 'zod';

export const idParams = z.object({ id: z.guid() });

export const documentStatus = z.enum(['received', 'processing', 'quoted', 'unreadable', 'failed']);

export const documentSummary = z.object({
  id: z.guid(),
  filename: z.string(),
  status: documentStatus,
  reason: z.string().nullable(),
  bytes: z.number().int(),
  customer: z.string().nullable(),
  created_at: z.iso.datetime(),
  processed_at: z.iso.datetime().nullable(),
});

const quoteLine = z.object({
  position: z.number().int(),
  sku: z.string().nullable(),
  description: z.string(),
  quantity: z.number().nullable(),
  unit: z.string().nullable(),
  unit_price: z.number().nullable(),
  line_total: z.number().nullable(),
  matched: z.boolean(),
  note: z.string().nullable(),
});

const quoteHead = z.object({
  id: z.guid(),
  document_id: z.guid(),
  customer: z.string(),
  currency: z.string(),
  total: z.number(),
  created_at: z.iso.datetime(),
});

export const quote = quoteHead.extend({ lines: z.array(quoteLine).readonly() });

/** In a list a quote says how many lines it has. */
export const quoteSummary = quoteHead.extend({ lines: z.number().int() });

export const documentDetail = documentSummary.extend({
  media_type: z.string(),
  sha256: z.string(),
  attempts: z.number().int(),
  uploaded_by: z.string(),
  quote: quote.nullable(),
});

export const product = z.object({
  sku: z.string(),
  name: z.string(),
  category: z.string(),
  unit: z.string(),
  price: z.number(),
  supplier: z.string(),
});
