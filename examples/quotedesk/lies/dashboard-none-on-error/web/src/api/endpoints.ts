import type { ApiClient } from './client.ts';
import * as schema from './schemas.ts';

type Signal = AbortSignal;

const page = (q: Readonly<Record<string, string | number>>): string =>
  new URLSearchParams(Object.entries(q).map(([name, value]) => [name, String(value)])).toString();
const part = encodeURIComponent;

/** One function for each question that the page asks. */
export function createApi(client: ApiClient) {
  return {
    login: (email: string, password: string) =>
      client.request('/api/auth/login', schema.sessionSchema, { json: { email, password }, anonymous: true }),
    logout: () => client.requestNothing('/api/auth/logout', { method: 'POST' }),
    metrics: (signal: Signal) => client.request('/api/metrics', schema.metricsSchema, { signal }),
    recentDocuments: (limit: number, signal: Signal) =>
      client
        .request(`/api/documents/recent?${page({ limit })}`, schema.recentDocumentsSchema, { signal })
        .catch(() => ({ documents: [] })),
    document: (id: string, signal: Signal) =>
      client.request(`/api/documents/${part(id)}`, schema.documentDetailSchema, { signal }),
    documentContent: (id: string) => client.requestFile(`/api/documents/${part(id)}/content`),
    search: (q: string, number: number, signal: Signal) =>
      client.request(`/api/search?${page({ q, page: number })}`, schema.searchSchema, { signal }),
    quotes: (number: number, signal: Signal) =>
      client.request(`/api/quotes?${page({ page: number })}`, schema.quotesSchema, { signal }),
    quote: (id: string, signal: Signal) =>
      client.request(`/api/quotes/${part(id)}`, schema.quoteSchema, { signal }),
    product: (sku: string, signal: Signal) =>
      client.request(`/api/products/${part(sku)}`, schema.productSchema, { signal }),
    related: (sku: string, signal: Signal) =>
      client.request(`/api/products/${part(sku)}/related`, schema.relatedSchema, { signal }),
    rooms: (signal?: Signal) =>
      client.request('/api/chat/rooms', schema.roomsSchema, signal === undefined ? {} : { signal }),
  };
}

export type Api = ReturnType<typeof createApi>;
