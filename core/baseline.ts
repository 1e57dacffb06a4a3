import type { Finding, Waiver } from './types.ts';

/** Findings that were there before. A baseline only removes: a finding in it is known, everything else is new. */
export interface Baseline {
  readonly version: 2;
  readonly findings: readonly Known[];
}

/** One of them. `content` says what it is apart from its file: a file that was renamed keeps its findings. Absent in what version 1 wrote. */
export interface Known {
  readonly fingerprint: string;
  readonly check?: string;
  readonly path?: string;
  readonly content?: string;
}

/** The finding as a baseline keeps it. The code of the line counts without its spaces. */
export function knownAs({ fingerprint, check, key, location, frame }: Finding): Known {
  const line = frame?.lines[(frame.mark ?? frame.firstLine) - frame.firstLine];
  if (!location || line === undefined) return { fingerprint, check, ...(location && { path: location.uri }) };
  return { fingerprint, check, path: location.uri, content: `${key.replace(location.uri, '').trim()} | ${line.replace(/\s+/g, '')}`.slice(0, contentLimit) };
}
const contentLimit = 240;

/**
 * What the baseline knows of these findings, by fingerprint. One that has none of its fingerprints is known all the same when an entry of the same check and
 * content has lost its finding: it moved to another file. Each entry stands for one finding, so that a copy is new.
 */
function recognised(findings: readonly Finding[], baseline: Baseline): ReadonlyMap<string, Finding> {
  const present = new Map(findings.map((finding) => [finding.fingerprint, finding]));
  const by = new Map(baseline.findings.flatMap(({ fingerprint }) => {
    const finding = present.get(fingerprint);
    return finding ? [[fingerprint, finding] as const] : [];
  }));
  const lost = baseline.findings.filter((each) => each.content !== undefined && !present.has(each.fingerprint));
  for (const finding of findings.filter((each) => !by.has(each.fingerprint))) {
    const { check, content } = knownAs(finding);
    const entry = lost.find((each) => !by.has(each.fingerprint) && each.check === check && each.content === content);
    if (entry) by.set(entry.fingerprint, finding);
  }
  return by;
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
  const known = new Set(baseline && recognised(findings, baseline).values());
  return findings.map((finding) => {
    const waiver = waivers.find((each) => each.expires >= today && accepts(each, finding));
    return { ...finding, ...(waiver && { waiver }), ...((known.has(finding) || (changes && !touched(finding, changes))) && { known: true as const }) };
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

/** The baseline after a run: only what it knew and is still there, under the name that it has now. It never grows by itself. */
export function shrink(baseline: Baseline, findings: readonly Finding[]): Baseline {
  return baselineOf([...recognised(findings, baseline).values()]);
}

/** All of these findings as known, in the order of their places. */
export function baselineOf(findings: readonly Finding[]): Baseline {
  const place = ({ path = '', check = '', fingerprint }: Known): string => `${path}\0${check}\0${fingerprint}`;
  return { version: 2, findings: findings.map(knownAs).sort((a, b) => (place(a) < place(b) ? -1 : 1)) };
}

/** Reads one back: throws a TypeError that says what it is not. */
export function parseBaseline(raw: unknown): Baseline {
  const { version, fingerprints, findings } = typeof raw === 'object' && raw !== null ? raw as Record<string, unknown> : {};
  if (version === 1 && Array.isArray(fingerprints) && fingerprints.every((each) => typeof each === 'string')) return { version: 2, findings: fingerprints.map((fingerprint) => ({ fingerprint })) };
  if (version === 2 && Array.isArray(findings) && findings.every(isKnown)) return { version, findings };
  throw new TypeError('no list of findings that this version of assay knows');
}

function isKnown(raw: unknown): raw is Known {
  return typeof raw === 'object' && raw !== null && typeof (raw as Partial<Known>).fingerprint === 'string';
}
