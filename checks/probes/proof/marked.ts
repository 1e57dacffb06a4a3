import type { ProofSurface } from '../../../core/ports.ts';
import type { Json } from '../../../core/types.ts';
import { atPointer } from '../../../core/pointer.ts';

/** The declared marker of degradation that stands in an answer, as its JSON pointer (RFC 6901); undefined when none does. */
export function markedBy(degraded: ProofSurface['degraded'], target: string, body: Json | undefined): string | undefined {
  return degraded.find((each) => {
    if (each.target !== target) return false;
    const found = atPointer(body, each.marker);
    return each.value === undefined ? found !== undefined && found !== null && found !== false : JSON.stringify(found) === JSON.stringify(each.value);
  })?.marker;
}
