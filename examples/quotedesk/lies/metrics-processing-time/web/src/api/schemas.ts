import * as z from 'zod/mini';

// The page's Content-Security-Policy forbids eval, which zod would otherwise try.
z.config({ jitless: true });

export const userSchema = z.object({
  id: z.string(),
  email: z.string(),
  name: z.string(),
  role: z.enum(['admin', 'clerk']),
});

export const sessionSchema = z.object({ token: z.string(), user: userSchema });

export const documentStatus = z.enum(['received', 'processing', 'quoted', 'unreadable', 'failed']);

export const metricsSchema = z.object({
  total_customers: z.number(),
  total_documents: z.number(),
  total_quotes: z.number(),
  quoted_value: z.number(),
  unreadable_documents: z.number(),
  average_lines_per_quote: z.nullable(z.number()),
  average_processing_seconds: z.number(),
  documents_by_status: z.record(z.string(), z.number()),
});

export const documentSchema = z.object({
  id: z.string(),
  filename: z.string(),
  status: documentStatus,
  reason: z.nullable(z.string()),
  bytes: z.number(),
  customer: z.nullable(z.string()),
  created_at: z.string(),
  processed_at: z.nullable(z.string()),
});

export const recentDocumentsSchema = z.object({ documents: z.array(documentSchema) });

export const quoteLineSchema = z.object({
  position: z.number(),
  sku: z.nullable(z.string()),
  description: z.string(),
  quantity: z.nullable(z.number()),
  unit: z.nullable(z.string()),
  unit_price: z.nullable(z.number()),
  line_total: z.nullable(z.number()),
  matched: z.boolean(),
  note: z.nullable(z.string()),
});

export const quoteSchema = z.object({
  id: z.string(),
  document_id: z.string(),
  customer: z.string(),
  currency: z.string(),
  total: z.number(),
  created_at: z.string(),
  lines: z.array(quoteLineSchema),
});

export const documentDetailSchema = z.extend(documentSchema, {
  media_type: z.string(),
  uploaded_by: z.string(),
  quote: z.nullable(quoteSchema),
});

export const uploadedSchema = z.object({ id: z.string(), status: documentStatus });

export const quotesSchema = z.object({
  total: z.number(),
  page: z.number(),
  page_size: z.number(),
  quotes: z.array(
    z.object({
      id: z.string(),
      document_id: z.string(),
      customer: z.string(),
      total: z.number(),
      currency: z.string(),
      lines: z.number(),
      created_at: z.string(),
    }),
  ),
});

export const searchSchema = z.object({
  query: z.string(),
  total: z.number(),
  page: z.number(),
  page_size: z.number(),
  results: z.array(
    z.object({
      kind: z.enum(['document', 'product', 'quote']),
      id: z.string(),
      title: z.string(),
      snippet: z.string(),
    }),
  ),
});

export const productSchema = z.object({
  sku: z.string(),
  name: z.string(),
  category: z.string(),
  unit: z.string(),
  price: z.number(),
  supplier: z.string(),
});

export const relatedSchema = z.object({
  sku: z.string(),
  related: z.array(
    z.object({ sku: z.string(), name: z.string(), relation: z.string(), supplier: z.nullable(z.string()) }),
  ),
});

export const roomsSchema = z.object({
  rooms: z.array(z.object({ id: z.string(), slug: z.string(), title: z.string() })),
});

export type User = z.infer<typeof userSchema>;
export type Session = z.infer<typeof sessionSchema>;
export type DocumentStatus = z.infer<typeof documentStatus>;
export type Metrics = z.infer<typeof metricsSchema>;
export type DocumentSummary = z.infer<typeof documentSchema>;
export type DocumentDetail = z.infer<typeof documentDetailSchema>;
export type Quote = z.infer<typeof quoteSchema>;
export type QuoteLine = z.infer<typeof quoteLineSchema>;
export type QuotePage = z.infer<typeof quotesSchema>;
export type SearchPage = z.infer<typeof searchSchema>;
export type Product = z.infer<typeof productSchema>;
export type Related = z.infer<typeof relatedSchema>;
export type Room = z.infer<typeof roomsSchema>['rooms'][number];
