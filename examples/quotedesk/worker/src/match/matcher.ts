import { isSlip, termsOf, type Terms } from './normalise.ts';

export interface CatalogueEntry {
  readonly sku: string;
  readonly name: string;
  readonly unit: string;
}

/** Another name for a product, from the graph. */
export interface Synonym {
  readonly text: string;
  readonly sku: string;
}

export type Match =
  | { readonly kind: 'found'; readonly product: CatalogueEntry; readonly alsoNamed: readonly string[] }
  | { readonly kind: 'ambiguous'; readonly skus: readonly string[] }
  | { readonly kind: 'none' };

interface Candidate {
  readonly product: CatalogueEntry;
  readonly terms: Terms;
}

const GOOD_ENOUGH = 0.55;
const SAME = 0.001;
const ASIDE = /\([^)]*\)/g;
const NO_MATCH: Match = { kind: 'none' };

/** Finds the product that a line of a request means: by its number, else by its names. */
export class Matcher {
  readonly #bySku: ReadonlyMap<string, CatalogueEntry>;
  readonly #candidates: readonly Candidate[];

  constructor(products: readonly CatalogueEntry[], synonyms: readonly Synonym[]) {
    this.#bySku = new Map(products.map((product) => [product.sku.toUpperCase(), product]));
    this.#candidates = [
      ...products.map((product) => ({ product, terms: termsOf(product.name) })),
      ...synonyms.flatMap(({ text, sku }) => {
        const product = this.#bySku.get(sku.toUpperCase());
        return product === undefined ? [] : [{ product, terms: termsOf(text) }];
      }),
    ];
  }

  /** The numbers of the catalogue that a text names, in its order. */
  skusIn(text: string): readonly CatalogueEntry[] {
    const tokens = text.toUpperCase().split(/[\s,;()]+/);
    const found = tokens.map((token) => this.#bySku.get(token.replace(/[.:]+$/, '')));
    return [...new Set(found)].filter((product) => product !== undefined);
  }

  find(text: string): Match {
    const [first, ...others] = this.skusIn(text);
    return first === undefined
      ? this.#findByName(text)
      : { kind: 'found', product: first, alsoNamed: others.map((product) => product.sku) };
  }

  #findByName(text: string): Match {
    const wanted = termsOf(text.replace(ASIDE, ' '));
    if (wanted.words.length === 0) {
      return NO_MATCH;
    }
    const best = new Map<CatalogueEntry, number>();
    for (const { product, terms } of this.#candidates) {
      best.set(product, Math.max(best.get(product) ?? 0, score(wanted, terms)));
    }
    const [top, second] = [...best].sort(([, left], [, right]) => right - left);
    if (top === undefined || top[1] < GOOD_ENOUGH) {
      return NO_MATCH;
    }
    if (second !== undefined && top[1] - second[1] < SAME) {
      const tied = [...best].filter(([, points]) => top[1] - points < SAME);
      return { kind: 'ambiguous', skus: tied.map(([product]) => product.sku).sort() };
    }
    return { kind: 'found', product: top[0], alsoNamed: [] };
  }
}

/** How much two names have in common (Dice), 0 when a measure that is asked for is not the product's. */
function score(wanted: Terms, offered: Terms): number {
  if (!wanted.measures.every((measure) => offered.measures.includes(measure))) {
    return 0;
  }
  const words = wanted.words.filter((word) => offered.words.some((other) => isSlip(word, other))).length;
  if (words === 0) {
    return 0;
  }
  const common = words + wanted.measures.length;
  const all = wanted.words.length + wanted.measures.length + offered.words.length + offered.measures.length;
  return (2 * common) / all;
}
