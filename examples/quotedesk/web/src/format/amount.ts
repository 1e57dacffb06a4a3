import type { Amount } from '../api/schemas.ts';

/**
 * Shows an amount with the reader's separators and the currency's digits. What is no number is shown as it came:
 * a wrong figure must be seen, not hidden.
 */
export function money(amount: Amount, currency: string, locale?: string): string {
  const value = Number(amount);
  if (amount === '' || !Number.isFinite(value)) return `${amount} ${currency}`.trim();
  return new Intl.NumberFormat(locale, { style: 'currency', currency }).format(value);
}

/** A quantity keeps the digits that it has ("2.5", not "2.500"). */
export function quantity(amount: Amount, unit: string | null, locale?: string): string {
  const value = Number(amount);
  const shown = Number.isFinite(value)
    ? new Intl.NumberFormat(locale, { maximumFractionDigits: 3 }).format(value)
    : String(amount);
  return unit === null || unit === '' ? shown : `${shown} ${unit}`;
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
