/** The page in an address: 1 when there is none, and for what is no page number. */
export function pageNumber(text: string | null): number {
  const number = Number(text);
  return Number.isInteger(number) && number >= 1 ? number : 1;
}
