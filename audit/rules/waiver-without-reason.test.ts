import { describe, expect, it } from 'vitest';
import { settle, unusedWaivers } from '../../core/baseline.ts';
import { problemsIn, treeFrom } from '../cases.ts';
import { proveRule, py } from '../testing/prove.ts';
import swallowed from './swallowed-failure.ts';
import rule from './waiver-without-reason.ts';

proveRule(rule, {
  fires: {
    'no reason': '// assay-allow swallowed-failure\nexport const a = 1;',
    'one word': 'export const a = 1; // assay-allow swallowed-failure: because',
    'Python': py('a = 1  # assay-allow failure-as-empty:\n'),
  },
  quiet: {
    'a reason': '// assay-allow swallowed-failure: the next sweep deletes it\nexport const a = 1;',
    'the words in a text': "export const a = 'assay-allow swallowed-failure';",
    'a comment in a text': "export const a = '// assay-allow swallowed-failure';",
    'another comment': '// assay checks this\nexport const a = 1;',
  },
});

const code = (comment: string, at: 'above' | 'beside' | 'elsewhere'): string => `${at === 'elsewhere' ? `${comment}\nexport const before = 1;\n` : ''}export async function sendMail(m) {
  try {
    await mailer.send(m);
${at === 'above' ? `  ${comment}\n` : ''}  } catch (e) {${at === 'beside' ? ` ${comment}` : ''}
    console.error(e);
  }
}`;

function settledOf(text: string): { readonly waived: boolean; readonly unused: number } {
  const findings = problemsIn(swallowed, text).map((problem) => ({ ...problem, check: 'swallowed-failure', fingerprint: 'f' }) as never);
  const waivers = rule.check?.waives?.({ all: () => [{ body: treeFrom({ 'src/main.ts': text }) }] as never }) ?? [];
  return { waived: settle(findings, undefined, waivers, '2026-01-01').every((each) => each.waiver !== undefined), unused: unusedWaivers(findings, waivers, '2026-01-01').length };
}

describe('a comment that waives', () => {
  const comment = '// assay-allow swallowed-failure: the outbox sends it again';
  it('accepts the finding in its line', () => expect(settledOf(code(comment, 'beside'))).toEqual({ waived: true, unused: 0 }));
  it('accepts the finding in the line below', () => expect(settledOf(code(comment, 'above'))).toEqual({ waived: true, unused: 0 }));
  it('accepts nothing elsewhere, and is unused', () => expect(settledOf(code(comment, 'elsewhere'))).toEqual({ waived: false, unused: 1 }));
  it('accepts nothing of another rule', () => expect(settledOf(code('// assay-allow failure-as-empty: the outbox sends it again', 'beside'))).toEqual({ waived: false, unused: 1 }));
  it('accepts nothing without a reason', () => expect(settledOf(code('// assay-allow swallowed-failure', 'beside'))).toEqual({ waived: false, unused: 0 }));
});
