/** An amount of money with the reader's separators. */
export function money(amount: number, currency: string, locale?: string): string {
  return new Intl.NumberFormat(locale, { style: 'currency', currency }).format(amount);
}

/** A price whose currency the API does not tell. */
export function price(amount: number, locale?: string): string {
  return new Intl.NumberFormat(locale, { minimumFractionDigits: 2 }).format(amount);
}

/** How the units of the price list are written beside a number; any other unit is written as it is. */
const unitSigns: ReadonlyMap<string, string> = new Map([
  ['piece', 'pcs'],
  ['metre', 'm'],
  ['litre', 'l'],
]);

/** A quantity keeps the digits that it has ("2.5", not "2.500"). */
export function quantity(amount: number, unit: string | null, locale?: string): string {
  const shown = new Intl.NumberFormat(locale, { maximumFractionDigits: 3 }).format(amount);
  return unit === null ? shown : `${shown} ${unitSigns.get(unit) ?? unit}`;
}

const UNITS = ['B', 'KB', 'MB', 'GB'] as const;

export function bytes(count: number, locale?: string): string {
  let value = count;
  let step = 0;
  while (value >= 1024 && step < UNITS.length - 1) {
    value /= 1024;
    step += 1;
  }
  const digits = step === 0 || value >= 100 ? 0 : 1;
  return `${new Intl.NumberFormat(locale, { maximumFractionDigits: digits }).format(value)} ${UNITS[step]}`;
}

export function plural(count: number, one: string, many: string): string {
  return `${count} ${count === 1 ? one : many}`;
}
