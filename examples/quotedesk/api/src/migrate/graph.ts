import type { Graph } from '@quotedesk/shared/graph.ts';
import type { Catalogue } from './catalogue.ts';

const CONSTRAINTS = [
  'CREATE CONSTRAINT product_sku IF NOT EXISTS FOR (p:Product) REQUIRE p.sku IS UNIQUE',
  'CREATE CONSTRAINT supplier_name IF NOT EXISTS FOR (s:Supplier) REQUIRE s.name IS UNIQUE',
  'CREATE CONSTRAINT term_text IF NOT EXISTS FOR (t:Term) REQUIRE t.text IS UNIQUE',
];

const SUPPLIERS = 'UNWIND $rows AS row MERGE (s:Supplier {name: row.name}) SET s.city = row.city';

const PRODUCTS = `
  UNWIND $rows AS row
  MERGE (p:Product {sku: row.sku})
  SET p.name = row.name, p.category = row.category, p.unit = row.unit
  MERGE (s:Supplier {name: row.supplier})
  MERGE (p)-[:SUPPLIED_BY]->(s)`;

const TERMS = `
  UNWIND $rows AS row
  MATCH (p:Product {sku: row.sku})
  UNWIND row.synonyms AS synonym
  MERGE (t:Term {text: synonym})
  MERGE (t)-[:MEANS]->(p)`;

const FITS = `
  UNWIND $rows AS row
  MATCH (part:Product {sku: row.sku}), (whole:Product {sku: row.fits_sku})
  MERGE (part)-[fits:FITS_WITH]->(whole)
  SET fits.relation = row.relation`;

/** The price is left to the price list. Here: products, what else they are called, who supplies them, and what fits with what. */
export async function fillGraph(graph: Graph, catalogue: Catalogue): Promise<void> {
  for (const constraint of CONSTRAINTS) {
    await graph.write(constraint);
  }
  await graph.write(SUPPLIERS, { rows: catalogue.suppliers });
  await graph.write(PRODUCTS, { rows: catalogue.products });
  await graph.write(TERMS, { rows: catalogue.products });
  await graph.write(FITS, { rows: catalogue.fits });
}
