/** Thousands by comma, at most three decimals. Intl is not used: its output depends on the machine's locale data. */
export function grouped(n: number): string {
  const [whole = '0', rest] = String(Math.round(n * 1000) / 1000).split('.');
  const parted = whole.replace(/\B(?=(\d{3})+(?!\d))/g, ',');
  return rest === undefined || whole.includes('e') ? parted : `${parted}.${rest}`;
}
