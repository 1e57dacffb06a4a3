import type { ProofSurface } from '../../../core/ports.ts';
import type { Json } from '../../../core/types.ts';

/** The declared marker of degradation that stands in an answer, as its JSON pointer (RFC 6901); undefined when none does. */
export function markedBy(degraded: ProofSurface['degraded'], target: string, body: Json | undefined): string | undefined {
  return degraded.find((each) => {
    if (each.target !== target) return false;
    const found = atPointer(body, each.marker);
    return each.value === undefined ? found !== undefined && found !== null && found !== false : JSON.stringify(found) === JSON.stringify(each.value);
  })?.marker;
}

/** What stands at a JSON pointer (RFC 6901). */
export function atPointer(body: Json | undefined, pointer: string): Json | undefined {
  return pointer.split('/').slice(1).map((name) => name.replaceAll('~1', '/').replaceAll('~0', '~'))
    .reduce<Json | undefined>((inside, name) => (inside !== null && typeof inside === 'object' ? (inside as Readonly<Record<string, Json>>)[name] : undefined), body);
}
