import type { Finding, Waiver } from './types.ts';

/** Fingerprints of findings that were there before. A baseline only removes: a finding in it is known, everything else is new. */
export interface Baseline {
  readonly version: 1;
  readonly fingerprints: readonly string[];
}

/** Lines that are not as they were at some revision, by path; both ends count. */
export interface Changes {
  readonly since: string;
  readonly lines: Readonly<Record<string, readonly (readonly [from: number, to: number])[]>>;
}

/** A finding is new since a revision when it lies on a changed line, or when the way that leads to it goes over one: the change made it reachable. */
function touched(finding: Finding, changes: Changes): boolean {
  const on = (uri: string, from: number, to: number): boolean => (changes.lines[uri] ?? []).some(([first, last]) => first <= to && last >= from);
  const { location, path = [] } = finding;
  if (!location) return true;
  return on(location.uri, location.line ?? 1, location.endLine ?? location.line ?? Number.MAX_SAFE_INTEGER) || path.some((step) => on(step.uri, step.line ?? 0, step.line ?? 0));
}

/** Marks what the baseline knows and what a waiver accepts; nothing is dropped, so every report can still print it. `today` is YYYY-MM-DD. */
export function settle(findings: readonly Finding[], baseline: Baseline | undefined, waivers: readonly Waiver[], today: string, changes?: Changes): readonly Finding[] {
  const known = new Set(baseline?.fingerprints ?? []);
  return findings.map((finding) => {
    const waiver = waivers.find((each) => each.expires >= today && accepts(each, finding));
    return { ...finding, ...(waiver && { waiver }), ...((known.has(finding.fingerprint) || (changes && !touched(finding, changes))) && { known: true as const }) };
  });
}

/** A waiver needs a place or a fingerprint: one that accepted a whole check would hide what nobody has seen yet. */
function accepts(waiver: Waiver, finding: Finding): boolean {
  if (waiver.check !== finding.check) return false;
  if (waiver.lines !== undefined) return finding.location?.uri === waiver.path && (finding.location?.line ?? 0) <= waiver.lines[1] && (finding.location?.endLine ?? finding.location?.line ?? 0) >= waiver.lines[0];
  if (waiver.fingerprint !== undefined) return waiver.fingerprint === finding.fingerprint;
  return waiver.path !== undefined && (finding.location?.uri === waiver.path || finding.subject === waiver.path);
}

/** Waivers that accept nothing: out of date, or their finding is gone. They are reported, so that lists only shrink. */
export function unusedWaivers(findings: readonly Finding[], waivers: readonly Waiver[], today: string): readonly { readonly waiver: Waiver; readonly why: string }[] {
  return waivers.flatMap((waiver) => {
    if (waiver.expires < today) return [{ waiver, why: `it ended on ${waiver.expires}` }];
    return findings.some((finding) => accepts(waiver, finding)) ? [] : [{ waiver, why: 'no finding matches it' }];
  });
}

/** The baseline after a run: only what it knew and is still there. It never grows by itself. */
export function shrink(baseline: Baseline, findings: readonly Finding[]): Baseline {
  const present = new Set(findings.map((finding) => finding.fingerprint));
  return { version: 1, fingerprints: baseline.fingerprints.filter((fingerprint) => present.has(fingerprint)) };
}
