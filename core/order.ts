import type { Confidence, Finding, Severity } from './types.ts';

const severityRank: Readonly<Record<Severity, number>> = { critical: 3, high: 2, medium: 1, low: 0 };
const confidenceRank: Readonly<Record<Confidence, number>> = { certain: 2, likely: 1, possible: 0 };

/** True when a severity is at least the other. */
export function reaches(severity: Severity, atLeast: Severity): boolean {
  return severityRank[severity] >= severityRank[atLeast];
}

/** Order for people: findings that count before those that do not, worst first, then by place. */
export function worstFirst(a: Finding, b: Finding): number {
  return (
    Number(Boolean(a.waiver)) - Number(Boolean(b.waiver)) ||
    Number(a.confidence === 'possible') - Number(b.confidence === 'possible') ||
    severityRank[b.severity] - severityRank[a.severity] ||
    confidenceRank[b.confidence] - confidenceRank[a.confidence] ||
    compare(a.location?.uri ?? a.subject ?? '', b.location?.uri ?? b.subject ?? '') ||
    (a.location?.line ?? 0) - (b.location?.line ?? 0) ||
    compare(a.check, b.check) ||
    compare(a.key, b.key)
  );
}

/** Order by code units: the same on every machine, unlike a locale's. */
export function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
