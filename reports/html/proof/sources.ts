import type { Field } from '../../../core/proof/evidence.ts';
import type { Source } from '../../../core/lineage/types.ts';

/** What a leaf is shown as: one of the sources, or several of its field that cannot be told apart here. */
export type Shade = Source | 'mixed';

/** Each source with the word that people read and what it means. `wire` is a value that came out of a store as it is. */
export const shades: Readonly<Record<Shade, { readonly word: string; readonly means: string }>> = {
  wire: { word: 'store', means: 'a store returned it during this call' },
  derived: { word: 'derived', means: 'computed from what stores returned' },
  earlier: { word: 'earlier', means: 'a store returned it before this call' },
  request: { word: 'request', means: 'echo of the request or its token' },
  clock: { word: 'clock', means: 'the time, or its calendar' },
  environment: { word: 'environment', means: 'a value that the service was given' },
  schema: { word: 'schema', means: 'a name of the store’s shape' },
  word: { word: 'word', means: 'an identifier, no data' },
  zero: { word: 'zero', means: 'a zero value or a mask' },
  mixed: { word: 'several', means: 'several sources in this field' },
  unsourced: { word: 'unsourced', means: 'nothing supplied it' },
};

/** The pointer with array positions left out, as fields are named: `/items/3/name` → `/items/-/name`. */
export function fieldOf(pointer: string): string {
  return pointer.replace(/\/\d+(?=\/|$)/g, '/-');
}

/** How a leaf is shaded: its field's source where there is one; where there are several, what its own match tells. */
export function shadeOf(field: Field | undefined, pointer: string, matched: boolean): Shade {
  if (!field) return 'mixed';
  const sources = (Object.entries(field.sources) as [Source, number][]).filter(([, n]) => n > 0).map(([source]) => source);
  const [only] = sources;
  if (sources.length === 1 && only) return only;
  if (matched && sources.includes('wire')) return 'wire';
  const rest = sources.filter((source) => source !== 'wire');
  if (rest.length === 1 && rest[0] && !matched) return rest[0];
  return pointer === field.pointer && sources.includes('unsourced') ? 'unsourced' : 'mixed';
}
