import { describe, expect, it } from 'vitest';
import type { Finding } from '../../core/types.ts';
import type { Changes } from '../words/changes.ts';
import { changesPart } from './changes.ts';

const finding = (number: number): Finding => ({
  number, check: 'failure-as-empty', category: 'Fallback data', family: 'audit', fingerprint: String(number).padStart(32, '0'), key: `k${number}`, what: `Finding number ${number}.`, why: 'Because.', fix: 'Mend it.',
  severity: 'medium', confidence: 'likely', evidence: [], path: [],
});
const of = (opened: number, numbers: number): Changes => ({
  base: '20261201-100000000-aaaa', opened: Array.from({ length: opened }, (_, at) => finding(at + 1)), closed: [], still: [], moved: [], flaky: [],
  numbers: Array.from({ length: numbers }, (_, at) => ({ name: `figure ${at}`, unit: 'ms', from: at, to: at + 1, better: 'less' as const })),
});

const textOf = (changes: Changes): string => changesPart(changes).html;

describe('what changed since another run', () => {
  it('says how many findings and numbers it does not show', () => {
    const page = textOf(of(1130, 75));
    expect(page).toContain('Finding number 100.');
    expect(page).not.toContain('Finding number 101.');
    expect(page).toContain('and 1,030 opened more; the JSON report has them all');
    expect(page).toContain('and 15 moved more; the JSON report has them all');
  });

  it('says nothing of more where all are shown', () => {
    expect(textOf(of(100, 60))).not.toContain('the JSON report has them all');
  });
});
