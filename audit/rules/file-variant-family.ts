import { familiesOf } from '../families.ts';
import { problemAt } from '../finding.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  id: 'file-variant-family',
  alias: 'D01',
  title: 'Several variants of one file stand side by side',
  category: 'Code clean-up',
  explain: {
    means: 'Files whose names differ by what people call a copy (`v2`, `new`, `old`, `backup`, `fixed`) do the same, and not all of them run.',
    why: 'Repairs land in the wrong copy, and nobody knows which one answers.',
    fix: 'Keep the one that runs, under the plain name, and delete the others; git has them.',
    examples: [{ wrong: 'app.py, app_v2.py, app_new.py, app_backup.py; the container runs app_v2', right: 'app.py' }],
  },
  judge: (tree, graph) => familiesOf(tree, graph).flatMap((family) => {
    const [first] = family.dead;
    if (!first || family.live.length === 0) return [];
    const names = (files: readonly { readonly path: string }[]): string => files.map((each) => each.path.slice(each.path.lastIndexOf('/') + 1)).join(', ');
    const lines = family.dead.reduce((sum, each) => sum + each.lines, 0);
    return [problemAt({ file: first, span: { line: 1, endLine: 1 }, key: family.stem, label: names(family.members) }, {
      what: `${family.members.length} variants of ${family.stem}: ${names(family.live)} ${family.live.length === 1 ? 'runs' : 'run'}, nothing leads to ${names(family.dead)} (${lines} lines).`,
      why: 'Repairs land in the wrong copy, and nobody knows which one answers.',
      fix: `Delete ${names(family.dead)}; git keeps them.`, severity: 'medium', confidence: oneName(family.members) ? 'possible' : 'likely', keeps: true,
    }, graph)];
  }),
});

/** Files that differ by their ending alone: which of them an import means depends on who resolves it. */
function oneName(members: readonly { readonly path: string }[]): boolean {
  return new Set(members.map((each) => each.path.replace(/\.\w+$/, ''))).size === 1;
}
