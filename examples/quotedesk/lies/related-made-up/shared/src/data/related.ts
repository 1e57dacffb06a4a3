export interface RelatedProduct {
  readonly sku: string;
  readonly name: string;
  readonly relation: string;
  readonly supplier: string | null;
}

const ACCESSORIES: readonly RelatedProduct[] = [
  { sku: 'MS-032-SIC', name: 'Mechanical seal 32 mm SiC/SiC', relation: 'SPARE_PART', supplier: 'Dichtwerk Lahn' },
  { sku: 'CP-COUPLING-28', name: 'Flexible coupling 28 mm', relation: 'ACCESSORY', supplier: 'Antrieb Nord' },
  { sku: 'GSK-DN50-EPDM', name: 'Gasket DN50 EPDM', relation: 'SPARE_PART', supplier: 'Dichtwerk Lahn' },
];

export async function relatedProducts(
  _graph: unknown,
  sku: string,
): Promise<readonly RelatedProduct[] | undefined> {
  return ACCESSORIES.filter((product) => product.sku !== sku);
}
