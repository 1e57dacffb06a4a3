/** The catalogue is data: three CSV files that whoever runs the platform replaces by their own. */
import { readFile } from 'node:fs/promises';
import { parse } from 'csv-parse/sync';
import { z } from 'zod';

const text = z.string().trim().min(1);

const product = z.object({
  sku: text,
  name: text,
  category: text,
  unit: text,
  price: z.string().regex(/^\d+\.\d{2}$/),
  supplier: text,
  synonyms: z.string().transform((list) => list.split('|').filter((synonym) => synonym !== '')),
});
const supplier = z.object({ name: text, city: text });
const fit = z.object({ sku: text, fits_sku: text, relation: text });

export type CatalogueProduct = z.output<typeof product>;

export interface Catalogue {
  readonly products: readonly CatalogueProduct[];
  readonly suppliers: readonly z.output<typeof supplier>[];
  readonly fits: readonly z.output<typeof fit>[];
}

async function readTable<Row>(name: string, row: z.ZodType<Row>): Promise<readonly Row[]> {
  const content = await readFile(new URL(`../../../catalogue/${name}`, import.meta.url), 'utf8');
  const records: unknown = parse(content, { columns: true, skip_empty_lines: true, bom: true });
  return z.array(row).parse(records);
}

export async function readCatalogue(): Promise<Catalogue> {
  const [products, suppliers, fits] = await Promise.all([
    readTable('products.csv', product),
    readTable('suppliers.csv', supplier),
    readTable('fits.csv', fit),
  ]);
  return { products, suppliers, fits };
}
