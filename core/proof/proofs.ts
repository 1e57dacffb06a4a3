import type { Seen } from '../define.ts';
import type { Platform } from '../ports.ts';
import { proofData, proofOutages } from './kinds.ts';
import { traffic, withTraffic } from './traffic.ts';
import { prove } from './verdict.ts';

export type Proofs = ReturnType<typeof prove>;

/** Conclusions on every target of a run, over everything that was sealed of it. Throws a TypeError where evidence is not of its shape. */
export function proofsOf(seen: Seen, platform: Pick<Platform, 'api' | 'proof'>): Proofs {
  const [data] = seen.all(proofData);
  const [outages] = seen.all(proofOutages);
  return prove(data && withTraffic(data.body, seen.all(traffic).map(({ body }) => body), platform), outages?.body, platform.proof);
}
