import { z } from 'zod';

/** What the API answers. An answer of another form is an error, not a page with gaps. */
export const user = z.object({ id: z.string(), email: z.string(), name: z.string(), role: z.enum(['clerk', 'admin']) });
export const loggedIn = z.object({ token: z.string(), user });
export const metrics = z.object({
  total_customers: z.number(), total_documents: z.number(), total_quotes: z.number(), quoted_value: z.number(), unreadable_documents: z.number(),
});
export const documentSummary = z.object({
  id: z.string(), filename: z.string(), bytes: z.number(), status: z.enum(['received', 'processing', 'quoted', 'unreadable', 'failed']),
  reason: z.string().nullable(), customer: z.string().nullable(), quote_id: z.string().nullable(), created_at: z.string(), processed_at: z.string().nullable(),
});
export const documentList = z.array(documentSummary);
export const received = z.object({ id: z.string(), known: z.boolean() });
export const found = z.object({ query: z.string(), documents: documentList });
export const quoteSummary = z.object({
  id: z.string(), document_id: z.string(), customer: z.string(), currency: z.string(), total: z.number(), created_at: z.string(),
});
export const quoteList = z.array(quoteSummary);
export const quote = quoteSummary.extend({
  lines: z.array(z.object({
    position: z.number(), sku: z.string().nullable(), description: z.string(), quantity: z.number(),
    unit_price: z.number().nullable(), line_total: z.number().nullable(), note: z.string().nullable(),
  })),
});
export const chatMessage = z.object({ id: z.string(), seq: z.number(), client_id: z.string(), author: z.string(), body: z.string(), created_at: z.string() });

export type User = z.infer<typeof user>;
export type DocumentSummary = z.infer<typeof documentSummary>;
export type QuoteSummary = z.infer<typeof quoteSummary>;
export type Quote = z.infer<typeof quote>;
export type ChatMessage = z.infer<typeof chatMessage>;
