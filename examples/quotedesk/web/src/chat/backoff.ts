const FIRST_MS = 500;
const LONGEST_MS = 15_000;

/**
 * How long to wait before attempt n (from 1). Up to half of it is left to chance (`jitter`, 0 to 1),
 * so that the pages of a whole office do not all come back in the same moment.
 */
export function delayBefore(attempt: number, jitter: number): number {
  const full = Math.min(LONGEST_MS, FIRST_MS * 2 ** (attempt - 1));
  return Math.round(full * (1 - jitter / 2));
}
