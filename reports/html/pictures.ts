import type { RunView } from '../../core/fold.ts';
import type { Digest, EvidenceRef } from '../../core/types.ts';
import type { Lookup } from '../renderer.ts';
import type { FlowView } from '../words/records.ts';

/** Bytes of pictures inside the page, as base64. What goes beyond is named and lies beside the report. */
const pictureBudget = 3_200_000;
const base64Growth = 4 / 3;
/** Only what a browser decodes as an image: an SVG would be a document. */
const pictureTypes: ReadonlySet<string> = new Set(['image/png', 'image/jpeg', 'image/webp']);

/** The pictures that fit, as data addresses by digest. The first flows come first, so hand in those that went wrong before the others. */
export function picturesOf(run: RunView, lookup: Lookup, flows: readonly FlowView[]): ReadonlyMap<string, string> {
  const refs = new Map<string, EvidenceRef>(run.evidence.map(({ ref }) => [ref.digest, ref]));
  const wanted = flows.flatMap((flow) => flow.steps.flatMap((step) => (step.screenshot === undefined ? [] : [step.screenshot])));
  const pictures = new Map<string, string>();
  let used = 0;
  for (const [digest, uses] of Map.groupBy(wanted, (each) => each)) {
    const type = refs.get(digest)?.mediaType ?? '';
    const bytes = pictureTypes.has(type) ? lookup.bytes(digest as Digest) : undefined;
    const cost = (bytes?.length ?? 0) * base64Growth * uses.length;
    if (!bytes || used + cost > pictureBudget) continue;
    used += cost;
    pictures.set(digest, `data:${type};base64,${Buffer.from(bytes).toString('base64')}`);
  }
  return pictures;
}
