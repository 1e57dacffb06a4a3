/** Every page there is. The server answers 404 to any other path, so the list is shared with it. */
export const paths = {
  login: '/login',
  dashboard: '/',
  documents: '/documents',
  document: '/documents/:id',
  search: '/search',
  quotes: '/quotes',
  quote: '/quotes/:id',
  product: '/products/:sku',
  chat: '/chat',
} as const;

export const documentPath = (id: string): string => `/documents/${encodeURIComponent(id)}`;
export const quotePath = (id: string): string => `/quotes/${encodeURIComponent(id)}`;
export const productPath = (sku: string): string => `/products/${encodeURIComponent(sku)}`;
