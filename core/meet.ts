import type { Proof, ProofVerdict } from './proof/evidence.ts';
import type { Finding, Location } from './types.ts';

/** Lies that a finding of each category can be the cause of. */
const causes: Readonly<Partial<Record<Finding['category'], readonly ProofVerdict[]>>> = {
  'Mock data': ['invented', 'fallback'],
  'Fallback data': ['fallback', 'empty-lie', 'stale-lie', 'wrong-blame', 'write-lie', 'health-lie'],
};

/**
 * The meeting of source and stack: a finding on the way of a handler whose target lied in the way that the finding foretells is certain, and one on the way of a
 * target that proved honest in every pass and outage falls to possible. Only what the audit found is moved, and only by targets whose handler is known.
 */
export function meet(finding: Finding, proofs: readonly Proof[]): Finding {
  const foretold = causes[finding.category];
  if (finding.family !== 'audit' || !foretold) return finding;
  const here = proofs.filter(({ target }) => target.handler !== undefined && onTheWay(finding, target.handler));
  const lie = here.flatMap((proof) => proof.verdicts.filter((each) => foretold.includes(each.verdict) && each.confidence !== 'possible').map((each) => ({ proof, each })))[0];
  if (lie) return { ...finding, confidence: 'certain', confirmedBy: `${lie.proof.target.name}: ${lie.each.verdict}` };
  const honest = here.filter(({ verdict }) => verdict === 'proven');
  if (honest.length === 0 || honest.length < here.length) return finding;
  return { ...finding, confidence: 'possible', refutedBy: honest.map(({ target }) => `${target.name}: proven`).join(', ') };
}

function onTheWay({ location, path = [] }: Finding, handler: Location): boolean {
  return [...(location ? [location] : []), ...path].some((each) => within(each, handler));
}

function within(place: Location, handler: Location): boolean {
  if (place.uri !== handler.uri || place.line === undefined || handler.line === undefined) return false;
  return place.line >= handler.line && place.line <= (handler.endLine ?? handler.line);
}
