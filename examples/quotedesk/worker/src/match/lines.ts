import type { RequestedItem } from '../extract/types.ts';
import type { Match, Matcher } from './matcher.ts';

/** A line as it will be quoted; what it costs is computed by PostgreSQL from the price list. */
export interface DraftLine {
  readonly position: number;
  readonly sku: string | null;
  readonly description: string;
  readonly quantity: number | null;
  readonly unit: string | null;
  /** Whether quantity times price is what the line costs. */
  readonly priced: boolean;
  readonly note: string | null;
}

export function draftLines(items: readonly RequestedItem[], matcher: Matcher): readonly DraftLine[] {
  return items.map((item, index) => draftLine(item, index + 1, matcher));
}

function findProduct({ number, description }: RequestedItem, matcher: Matcher): Match {
  const byNumber: Match = number === null ? { kind: 'none' } : matcher.find(number);
  return byNumber.kind === 'none' ? matcher.find(description) : byNumber;
}

function draftLine(item: RequestedItem, position: number, matcher: Matcher): DraftLine {
  const match = findProduct(item, matcher);
  const description = item.description === '' ? (item.number ?? '') : item.description;
  const asked = { position, description, quantity: item.quantity };
  if (match.kind !== 'found') {
    return { ...asked, sku: null, unit: item.unit, priced: false, note: unmatchedNote(item, match) };
  }
  const { product, alsoNamed } = match;
  const otherUnit = item.unit !== null && item.unit !== product.unit;
  const notes = [
    ...(item.quantity === null ? ['quantity missing'] : []),
    ...(otherUnit ? [`asked for by the ${item.unit}, priced by the ${product.unit}: to be clarified`] : []),
    ...(alsoNamed.length > 0 ? [`the line also names ${alsoNamed.join(', ')}`] : []),
  ];
  return {
    ...asked,
    sku: product.sku,
    unit: item.unit ?? product.unit,
    priced: item.quantity !== null && !otherUnit,
    note: notes.length === 0 ? null : notes.join('; '),
  };
}

function unmatchedNote(item: RequestedItem, match: Match): string {
  if (match.kind === 'ambiguous') {
    return `several products fit: ${match.skus.slice(0, 5).join(', ')}`;
  }
  return item.number === null
    ? 'no such product in the price list'
    : `no product with the number ${item.number}`;
}
