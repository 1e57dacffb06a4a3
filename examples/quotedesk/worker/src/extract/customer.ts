import type { Customer } from './types.ts';

export const CUSTOMER_LABELS = ['customer', 'kunde', 'company', 'firma'] as const;
export const CITY_LABELS = ['city', 'ort', 'stadt', 'town'] as const;

const labelled = (labels: readonly string[]): RegExp =>
  new RegExp(`^[\\s>#*-]*(?:${labels.join('|')})\\s*[:;\\t]\\s*(.+)$`, 'imu');

const CUSTOMER_LINE = labelled(CUSTOMER_LABELS);
const CITY_LINE = labelled(CITY_LABELS);

/** `Customer: Name, City`, or the city on a line of its own. Undefined when the document does not name a customer. */
export function findCustomer(text: string): Customer | undefined {
  const named = clean(text.match(CUSTOMER_LINE)?.[1]);
  if (named === undefined) {
    return undefined;
  }
  const comma = named.lastIndexOf(', ');
  const ownLine = clean(text.match(CITY_LINE)?.[1]);
  if (comma < 0) {
    return { name: named, city: ownLine ?? null };
  }
  return { name: named.slice(0, comma).trim(), city: named.slice(comma + 2).trim() };
}

function clean(value: string | undefined): string | undefined {
  const text = value?.replace(/[;\t\s"]+$/, '').replace(/^["\s]+/, '');
  return text === '' ? undefined : text;
}
