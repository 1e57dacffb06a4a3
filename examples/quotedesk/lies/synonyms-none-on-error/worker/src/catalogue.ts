import type { Graph } from '@quotedesk/shared/graph.ts';
import type { Queryable } from '@quotedesk/shared/postgres.ts';
import { Matcher, type CatalogueEntry, type Synonym } from './match/matcher.ts';

const SYNONYMS = 'MATCH (term:Term)-[:MEANS]->(product:Product) RETURN term.text AS text, product.sku AS sku';

/** Read for each document, so that a new price list counts at once. */
export async function loadMatcher(database: Queryable, graph: Graph | undefined): Promise<Matcher> {
  const products = await database.query<CatalogueEntry & Record<string, unknown>>(
    'SELECT sku, name, unit FROM products ORDER BY sku',
  );
  const synonyms = graph === undefined ? [] : await graph.read<Synonym>(SYNONYMS).catch(() => []);
  return new Matcher(products, synonyms);
}
