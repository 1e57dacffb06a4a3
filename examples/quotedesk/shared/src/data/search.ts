import { onlyRow, type Queryable } from '../postgres.ts';

export interface Hit {
  readonly kind: 'document' | 'product' | 'quote';
  readonly id: string;
  readonly title: string;
  readonly snippet: string;
}

export interface Hits {
  readonly total: number;
  readonly results: readonly Hit[];
}

/** The text around the first place where it was found, or its beginning when the hit was elsewhere. */
const around = (text: string): string =>
  `trim(regexp_replace(substring(${text} FROM greatest(strpos(lower(${text}), lower($1)) - 40, 1) FOR 160), '\\s+', ' ', 'g'))`;

const DOCUMENTS = `
  SELECT 'document' AS kind, documents.id::text AS id, filename AS title,
    coalesce(${around('documents.text')}, reason, status) AS snippet
  FROM documents LEFT JOIN customers ON customers.id = customer_id
  WHERE filename ILIKE $2 OR documents.text ILIKE $2 OR customers.name ILIKE $2`;

const PRODUCTS = `
  SELECT 'product', sku, name, category || ', ' || supplier
  FROM products
  WHERE sku ILIKE $2 OR name ILIKE $2 OR category ILIKE $2 OR supplier ILIKE $2`;

const QUOTES = `
  SELECT 'quote', quotes.id::text, customers.name, coalesce(string_agg(description, '; ' ORDER BY position), currency)
  FROM quotes
  JOIN customers ON customers.id = quotes.customer_id
  LEFT JOIN quote_lines ON quote_id = quotes.id AND (description ILIKE $2 OR sku ILIKE $2)
  GROUP BY quotes.id, customers.name
  HAVING customers.name ILIKE $2 OR count(quote_lines.id) > 0`;

const KINDS = {
  everything: [DOCUMENTS, PRODUCTS, QUOTES].join(' UNION ALL '),
  documents: DOCUMENTS,
} as const;

/** `%` and `_` in what somebody looks for are themselves, not wildcards. */
const pattern = (query: string): string => `%${query.replace(/[\\%_]/g, '\\$&')}%`;

export async function search(
  database: Queryable,
  kinds: keyof typeof KINDS,
  query: string,
  range: { readonly limit: number; readonly offset: number },
): Promise<Hits> {
  const hits = `SELECT * FROM (${KINDS[kinds]}) AS hits (kind, id, title, snippet) WHERE $1::text IS NOT NULL`;
  const values = [query, pattern(query)];
  const { total } = onlyRow(
    await database.query<{ total: number }>(
      `SELECT count(*)::int AS total FROM (${hits}) AS counted`,
      values,
    ),
  );
  const results = await database.query<Hit & Record<string, unknown>>(
    `${hits} ORDER BY kind, title, id LIMIT $3 OFFSET $4`,
    [...values, range.limit, range.offset],
  );
  return { total, results };
}
