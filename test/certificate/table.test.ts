import { describe, expect, it } from 'vitest';
import { categories } from '../../core/types.ts';
import { asMarkdown, asText } from './render.ts';
import { gateReport, type GateReport } from './report.ts';
import { linesOf, type Line } from './table.ts';

type Part = Partial<Pick<GateReport, 'verdict' | 'checks' | 'findings' | 'faults'>>;

function report(part: Part, state: 'pass' | 'fail' | 'unproven' = 'pass'): GateReport {
  return gateReport.parse({
    run: 'r1', startedAt: '2026-01-01T00:00:00Z', verdict: 'pass', reason: 'a reason', durationMs: 1000, checks: [], findings: [], faults: [], ...part,
    readiness: categories.map((category) => ({ category, state, reason: '7 files', examined: 7, findings: 0, notes: [] })),
  });
}

const built = { id: 'build-variable-lost', family: 'check', category: 'Configuration', status: 'pass', examined: 4, evidence: ['sha256:0123456789abcdef'] } as const;
const walked = { id: 'log-in', family: 'e2e', category: 'User flows', status: 'pass', examined: 6 } as const;
const wrong = { number: 3, check: 'build-variable-lost', category: 'Configuration', severity: 'high', confidence: 'certain', what: 'The page of web was not built with the configured value of NEXT_PUBLIC_API_URL.' } as const;

const frontEnd = (of: GateReport): Line | undefined => linesOf(of).find((line) => line.name === 'Front end’s build');

describe('the table of the certificate', () => {
  it('has every category in its order, and the build of the front end', () => {
    expect(linesOf(report({})).map((line) => line.name)).toEqual([...categories, 'Front end’s build']);
  });

  it('calls the build of the front end proven only when files and browser were looked at', () => {
    expect(frontEnd(report({ checks: [built, walked] }))).toMatchObject({ state: 'pass', examined: 4, evidence: 'sha256:01234567…' });
    expect(frontEnd(report({ checks: [built, { ...walked, status: 'skipped' }] }))).toMatchObject({ state: 'unproven', examined: 0 });
    expect(frontEnd(report({ checks: [built] }))).toMatchObject({ state: 'unproven', examined: 0, words: expect.stringContaining('no browser') as string });
    expect(frontEnd(report({ checks: [] }))).toMatchObject({ state: 'unproven', examined: 0 });
  });

  it('tells what is wrong with it, in the built files and in the browser', () => {
    const asked = { ...wrong, number: 4, check: 'log-in', category: 'User flows', what: 'The page asks http://localhost:8000, which is not the platform’s API.' } as const;
    expect(frontEnd(report({ checks: [{ ...built, status: 'fail' }], findings: [wrong, asked] }))).toMatchObject({ state: 'fail', evidence: 'r1#3, r1#4' });
  });

  it('does not count what is only possible', () => {
    expect(frontEnd(report({ checks: [built, walked], findings: [{ ...wrong, confidence: 'possible' }] }))?.state).toBe('pass');
  });

  it('says what a container engine would show where the stack did not come up', () => {
    const lines = linesOf(report({ faults: [{ code: 'engine-absent', what: 'No container engine answers.' }] }, 'unproven'));
    expect(lines.find((line) => line.name === 'User flows')).toMatchObject({ state: 'unproven', examined: 0, words: expect.stringContaining('in a browser') as string });
    expect(lines.find((line) => line.name === 'Front end’s build')?.words).toContain('the files that were built');
  });

  it('prints each line with its verdict, and all runs side by side', () => {
    const tried = [{ name: 'honest', report: report({ checks: [built, walked] }) }, { name: 'dishonest', report: report({ checks: [{ ...built, status: 'fail' }], findings: [wrong], verdict: 'fail' }, 'fail') }];
    expect(asText(tried)).toMatch(/✗ Front end’s build +fail +4 examined/);
    expect(asMarkdown(tried).split('\n')).toHaveLength(2 + categories.length + 2);
    expect(asMarkdown(tried)).toContain('| Mock data | “zero mock data” | ✓ **pass** 7 examined: 7 files |');
  });
});
