import type { Json } from './types.ts';

/** A name as one step of a JSON pointer (RFC 6901), and back. */
export const escaped = (name: string): string => name.replaceAll('~', '~0').replaceAll('/', '~1');
export const unescaped = (step: string): string => step.replaceAll('~1', '/').replaceAll('~0', '~');

/** What stands at a JSON pointer; undefined where nothing does. */
export function atPointer(value: Json | undefined, pointer: string): Json | undefined {
  return descend(value, pointer.split('/').slice(1).map(unescaped));
}

/** What stands at names between dots: `data.items.0.id`. */
export function atPath(value: Json | undefined, path: string): Json | undefined {
  return descend(value, path.split('.'));
}

/** Only what a value holds itself: `constructor` is no field of an answer. */
function descend(value: Json | undefined, names: readonly string[]): Json | undefined {
  return names.reduce<Json | undefined>((inside, name) => (inside !== null && typeof inside === 'object' && Object.hasOwn(inside, name) ? (inside as Readonly<Record<string, Json>>)[name] : undefined), value);
}
