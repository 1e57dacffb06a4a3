import type { Waiver } from '../../core/types.ts';
import type { AllowFact, FileFacts } from '../facts.ts';
import { problemAt } from '../finding.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  id: 'waiver-without-reason',
  alias: 'W01',
  title: 'A comment waives a finding without saying why',
  category: 'Code clean-up',
  explain: {
    means: '`assay-allow <rule>: <reason>` beside the code accepts what that rule says about the line. Without a reason it accepts nothing, and is a finding itself.',
    why: 'Nobody can tell later whether the reason still holds.',
    fix: 'Write the reason after a colon, in words that the next reader can check.',
    examples: [{ wrong: '// assay-allow swallowed-failure', right: '// assay-allow swallowed-failure: the next sweep deletes it, see cleanUp()' }],
  },
  judge: (tree, graph) => tree.files.flatMap((file) => (file.allows ?? []).filter((each) => !isReason(each)).map((each) => problemAt({ file, span: { line: each.line, endLine: each.line }, key: `allow ${each.rule}`, label: each.rule }, {
    what: `assay-allow ${each.rule} gives no reason, so it accepts nothing.`, why: 'Nobody can tell later whether the reason still holds.', fix: `Write assay-allow ${each.rule}: and why.`,
    severity: 'medium', confidence: 'certain', keeps: true,
  }, graph))),
  waives: (tree) => tree.files.flatMap(waivers),
});

/** What the whole run accepts; a comment has no end but the line that it stands at. */
function waivers(file: FileFacts): readonly Waiver[] {
  return (file.allows ?? []).filter(isReason).map((each) => ({ check: each.rule, path: file.path, lines: each.lines, reason: each.reason, owner: `the comment in line ${each.line}`, expires: '9999-12-31' }));
}

function isReason(each: AllowFact): boolean {
  return /\S+\s+\S+/.test(each.reason) && each.reason.length >= 8;
}
