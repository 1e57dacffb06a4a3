import { describe, expect, it } from 'vitest';
import { meet } from './meet.ts';
import type { Proof } from './proof/evidence.ts';
import type { Finding } from './types.ts';

const finding: Finding = {
  number: 1, check: 'constant-among-figures', category: 'Mock data', family: 'audit', fingerprint: 'f', key: 'k', what: 'w', why: 'w', fix: 'f', severity: 'high', confidence: 'likely',
  location: { uri: 'api/data/metrics.ts', line: 9 }, path: [{ uri: 'api/routes/metrics.ts', line: 20, role: 'entry', label: 'GET /api/metrics' }],
};
const proof = (verdict: Proof['verdict'], lines: readonly [number, number] = [17, 24]): Proof => ({
  target: { name: 'GET /api/metrics', kind: 'http', service: 'api', method: 'GET', path: '/api/metrics', writes: false, foundBy: ['openapi'], handler: { uri: 'api/routes/metrics.ts', line: lines[0], endLine: lines[1] } },
  verdict, confidence: 'certain', verdicts: verdict === 'proven' ? [] : [{ verdict, confidence: 'certain', sentence: 's' }], leaves: 1, traced: 1, unsourced: [], outages: [], passes: {}, evidence: [],
});

describe('meet', () => {
  it('makes a finding certain whose handler told the lie that it foretells', () => {
    expect(meet(finding, [proof('invented')])).toMatchObject({ confidence: 'certain', confirmedBy: 'GET /api/metrics: invented' });
  });

  it('lets a finding fall to possible whose handler proved honest', () => {
    expect(meet(finding, [proof('proven')])).toMatchObject({ confidence: 'possible', refutedBy: 'GET /api/metrics: proven' });
  });

  it.each([
    ['another handler of the same file', [proof('proven', [30, 40])], finding],
    ['a handler that could not be proven', [proof('unproven')], finding],
    ['two handlers of which one could not be proven', [proof('proven'), proof('unproven')], finding],
    ['a lie that it does not foretell', [proof('hang')], finding],
    ['a finding of another family', [proof('proven')], { ...finding, family: 'check' as const }],
    ['a finding that is no invention', [proof('proven')], { ...finding, category: 'Security' as const }],
  ])('leaves a finding alone for %s', (_why, proofs, given) => {
    expect(meet(given, proofs)).toEqual(given);
  });
});
