import { inProduction, problemAt } from '../finding.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  id: 'open-without-secret',
  alias: 'C02',
  title: 'A check is skipped when its secret is not set',
  category: 'Security',
  explain: {
    means: 'A request is compared with a secret from the environment only when that secret is set.',
    why: 'One forgotten variable, and everybody gets in. Nothing fails, so nobody notices.',
    fix: 'Refuse to start, or refuse every request, while the secret is not set.',
    examples: [{ wrong: 'if (SECRET && header !== SECRET) return reply.code(401).send();', right: 'if (header !== required("SECRET")) return reply.code(401).send();' }],
  },
  judge: (tree, graph) => inProduction(tree.files, graph, (file) => file.oddities.flatMap((each) => (each.what !== 'open-without-secret' || each.guard ? [] : [problemAt(
    { file, span: each, key: `${file.functions[each.fn]?.name ?? ''} ${each.text}`, label: each.text },
    {
      what: `Where ${each.text} is not set, this check lets everybody in.`, why: 'A forgotten variable opens the door without a word.',
      fix: `Refuse to start without ${each.text}, or refuse every request.`, severity: 'critical', confidence: 'likely',
    }, graph)]))),
});
