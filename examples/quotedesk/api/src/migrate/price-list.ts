import type { Database } from '@quotedesk/shared/postgres.ts';
import type { CatalogueProduct } from './catalogue.ts';

const UPSERT = `
  INSERT INTO products (sku, name, category, unit, price, supplier)
  SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::numeric[], $6::text[])
  ON CONFLICT (sku) DO UPDATE SET
    name = excluded.name, category = excluded.category, unit = excluded.unit,
    price = excluded.price, supplier = excluded.supplier`;

/** The files are the price list: what they say replaces what the table said. */
export async function fillPriceList(
  database: Database,
  products: readonly CatalogueProduct[],
): Promise<void> {
  await database.query(UPSERT, [
    products.map((product) => product.sku),
    products.map((product) => product.name),
    products.map((product) => product.category),
    products.map((product) => product.unit),
    products.map((product) => product.price),
    products.map((product) => product.supplier),
  ]);
}
