import type { ProofSurface } from '../ports.ts';

/** Which declared exceptions applied: each is asked for where it may excuse something, and what was never asked for with success is unused. */
export interface Exceptions {
  readonly constant: (target: string, field: string) => string | undefined;
  readonly degraded: (target: string, marker: string | undefined) => boolean;
  readonly storeless: (target: string) => string | undefined;
  readonly aside: (target: string) => string | undefined;
  readonly budgetMs: number;
  /** One sentence for each exception that never applied. */
  readonly unused: () => readonly string[];
}

/** An answer that comes later hangs, when the configuration names no other budget. */
const CALL_BUDGET_MS = 10_000;

export function exceptionsOf(surface: ProofSurface | undefined): Exceptions {
  const used = new Set<unknown>();
  const use = <T>(found: T | undefined): T | undefined => {
    if (found !== undefined) used.add(found);
    return found;
  };
  const { constants = [], degraded = [], storeless = [], aside = [], budgetMs = CALL_BUDGET_MS } = surface ?? {};
  return {
    constant: (target, field) => use(constants.find((each) => each.target === target && covers(each.field, field)))?.reason,
    degraded: (target, marker) => use(degraded.find((each) => each.target === target && marker !== undefined && (each.marker === marker || marker.startsWith(each.marker)))) !== undefined,
    storeless: (target) => use(storeless.find((each) => each.target === target))?.reason,
    aside: (target) => use(aside.find((each) => each.target === target))?.reason,
    budgetMs,
    unused: () => [
      ...constants.filter((each) => !used.has(each)).map(({ target, field }) => `proof.constants declares ${field} of ${target}: no answer held such a constant`),
      ...degraded.filter((each) => !used.has(each)).map(({ target, marker }) => `proof.degraded declares the marker ${marker} of ${target}: no answer carried it`),
      ...storeless.filter((each) => !used.has(each)).map(({ target }) => `proof.storeless declares ${target}: it was not asked, or it asks a store`),
      ...aside.filter((each) => !used.has(each)).map(({ target }) => `proof.aside sets ${target} aside: there is no such endpoint`),
    ],
  };
}

/** A declared field is that field, or all below it where it ends in `/*`. */
const covers = (declared: string, field: string): boolean => (declared.endsWith('/*') ? field.startsWith(declared.slice(0, -1)) : declared === field);
