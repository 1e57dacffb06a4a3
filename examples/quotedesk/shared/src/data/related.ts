import type { Graph } from '../graph.ts';

export interface RelatedProduct {
  readonly sku: string;
  readonly name: string;
  readonly relation: string;
  readonly supplier: string | null;
}

// A fit is stored once and holds both ways.
const RELATED = `
  MATCH (product:Product {sku: $sku})
  OPTIONAL MATCH (product)-[fits:FITS_WITH]-(other:Product)
  OPTIONAL MATCH (other)-[:SUPPLIED_BY]->(supplier:Supplier)
  RETURN other.sku AS sku, other.name AS name, fits.relation AS relation, supplier.name AS supplier
  ORDER BY relation, sku`;

/** Undefined when the graph does not know the product, which is not the same as a product that nothing fits with. */
export async function relatedProducts(
  graph: Graph,
  sku: string,
): Promise<readonly RelatedProduct[] | undefined> {
  const rows = await graph.read<RelatedProduct | { readonly sku: null }>(RELATED, { sku });
  return rows.length === 0 ? undefined : rows.filter((row): row is RelatedProduct => row.sku !== null);
}
