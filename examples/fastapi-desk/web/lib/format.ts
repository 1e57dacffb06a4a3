const money = new Intl.NumberFormat('en', { style: 'currency', currency: 'EUR' });
const time = new Intl.DateTimeFormat('en', { dateStyle: 'medium', timeStyle: 'short' });

export function asMoney(amount: number | null): string {
  return amount === null ? '–' : money.format(amount);
}

export function asTime(iso: string): string {
  return time.format(new Date(iso));
}
