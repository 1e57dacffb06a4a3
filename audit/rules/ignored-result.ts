import { inProduction, problemAt } from '../finding.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  id: 'ignored-result',
  alias: 'E04',
  title: 'The outcome of an action is dropped before success is told',
  category: 'Error handling',
  explain: {
    means: 'An action gives back how it went, the answer is put into a variable, and nobody looks at it.',
    why: 'The caller tells success whatever happened.',
    fix: 'Look at the outcome and answer with an error when it is one.',
    examples: [{ wrong: 'result = await broker.cancel_order(id)\nreturn {"status": "cancelled"}', right: 'result = await broker.cancel_order(id)\nreturn {"status": result.status}' }],
  },
  judge: (tree, graph) => inProduction(tree.files, graph, (file) => file.oddities.flatMap((each) => (each.what !== 'ignored-result' || each.guard ? [] : [problemAt(
    { file, span: each, key: `${file.functions[each.fn]?.name ?? ''} ${each.text}`, label: each.text },
    {
      what: `What ${each.text} answers is never looked at, and the code goes on as if it had worked.`, why: 'An action that failed without throwing is told as done.',
      fix: 'Look at the outcome and fail when it is a failure.', severity: 'medium', confidence: 'likely',
    }, graph)]))),
});
