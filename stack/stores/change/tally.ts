import type { Shaken } from '../../../core/ports.ts';

/** What a shake has done so far; it is handed on as `Shaken`. */
export type Tally = { readonly [K in keyof Shaken]: Record<string, Shaken[K][string]> };

export function newTally(): Tally {
  return { changed: {}, removed: {}, added: {}, stayed: {} };
}
