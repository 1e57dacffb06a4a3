import { inProduction, problemAt } from '../finding.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  id: 'check-switched-off',
  alias: 'S01',
  title: 'A check of certificates is switched off',
  category: 'Security',
  explain: {
    means: 'Production code accepts any certificate: `rejectUnauthorized: false`, `verify=False`, `NODE_TLS_REJECT_UNAUTHORIZED=0`.',
    why: 'Anyone between the two ends can read and change what is sent.',
    fix: 'Trust the right authority by its certificate instead.',
    examples: [{ wrong: 'new Pool({ ssl: { rejectUnauthorized: false } });', right: 'new Pool({ ssl: { ca: readFileSync(caFile) } });' }],
  },
  judge: (tree, graph) => inProduction(tree.files, graph, (file) => file.oddities.flatMap((each) => {
    if ((each.what !== 'tls-off' && each.what !== 'open-outside-production') || each.guard) return [];
    const open = each.what === 'open-outside-production';
    return [problemAt({ file, span: each, key: `${file.functions[each.fn]?.name ?? ''} ${each.text}`, label: each.text }, {
      what: open ? `${each.text} answers “yes” to everybody wherever nobody says that this is production.` : `${each.text}: certificates are not checked.`,
      why: open ? 'A forgotten variable opens the door without a word.' : 'Anyone in between can read and change what is sent.',
      fix: open ? 'Let development name what it allows, and refuse everything else.' : 'Trust the right authority instead.', severity: 'high', confidence: 'possible',
    }, graph)];
  })),
});
