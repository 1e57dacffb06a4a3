import type { Json } from '../types.ts';
import type { Scalar } from './normalise.ts';
import { escaped } from '../pointer.ts';

/** Most leaves of one answer that are looked at; the rest is counted. */
export const LEAF_BUDGET = 100_000;
const DEEPEST = 200;

/** One leaf and where it stands. `parent` is the pointer of the object or array that holds it. */
export interface Place {
  readonly pointer: string;
  readonly field: string;
  readonly parent: string;
  readonly key: string;
  /** Position in the nearest array above it. */
  readonly index?: number;
  readonly value: Scalar;
}

/** The leaves of an answer in the order in which they stand, at most `LEAF_BUDGET` of them, and how many there are. */
export function leavesOf(answer: Json): { readonly leaves: readonly Place[]; readonly total: number } {
  const leaves: Place[] = [];
  let total = 0;
  const walk = (value: Json, pointer: string, field: string, parent: string, key: string, index: number | undefined, depth: number): void => {
    if (value === null || typeof value !== 'object') {
      total++;
      if (leaves.length < LEAF_BUDGET) leaves.push({ pointer, field, parent, key, value, ...(index === undefined ? {} : { index }) });
    } else if (depth >= DEEPEST) total++;
    else if (isArray(value)) value.forEach((item, at) => { walk(item, `${pointer}/${at}`, `${field}/-`, pointer, key, at, depth + 1); });
    else for (const [name, item] of Object.entries(value)) walk(item, `${pointer}/${escaped(name)}`, `${field}/${dashed(name)}`, pointer, name, index, depth + 1);
  };
  walk(answer, '', '', '', '', undefined, 0);
  return { leaves, total };
}

export const isArray = (value: Json): value is readonly Json[] => Array.isArray(value);

const ID_KEY = /^(?:\d+|[0-9a-f]{8}-[0-9a-f-]{27}|\d{4}-\d{2}(?:-\d{2})?.*)$/i;
/** A key that is itself an id, a number or a date stands for any of them: one field, not one for each. */
const dashed = (name: string): string => (ID_KEY.test(name) ? '-' : escaped(name));

/** The field of a pointer: positions, and keys that are ids, numbers or dates, become a dash. */
export const fieldOf = (pointer: string): string =>
  pointer
    .split('/')
    .map((part) => (ID_KEY.test(part) ? '-' : part))
    .join('/');

/** The field of the object that a field stands in. */
export const parentOf = (field: string): string => field.slice(0, Math.max(0, field.lastIndexOf('/')));
