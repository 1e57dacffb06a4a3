import { inProduction, problemAt } from '../finding.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  id: 'unchecked-response',
  alias: 'E05',
  title: 'The body of an answer is used without looking at its status',
  category: 'Error handling',
  explain: {
    means: 'A request is made with fetch, its body is read, and nobody asks whether the status was a success.',
    why: 'An error page or an error object becomes data.',
    fix: 'Throw unless `response.ok`, before the body is read.',
    examples: [{ wrong: 'const r = await fetch(url); setRows(await r.json());', right: 'const r = await fetch(url); if (!r.ok) throw new ApiError(r.status); setRows(await r.json());' }],
  },
  judge: (tree, graph) => inProduction(tree.files, graph, (file) => file.oddities.flatMap((each) => (each.what !== 'unchecked-response' || each.guard || (each.text === 'dropped' && file.functions[each.fn]?.claims === undefined) ? [] : [problemAt(
    { file, span: each, key: `${file.functions[each.fn]?.name ?? ''} ${each.text}`, label: each.text },
    {
      what: each.text === 'dropped' ? `A request that changes something is sent, nobody looks at its answer, and success is told.` : `The body of ${each.text} is read without looking at its status.`,
      why: each.text === 'dropped' ? 'A refused request is told as done.' : 'The answer of a failed request is taken for data.',
      fix: 'Throw unless the status is a success, before the body is read.', severity: 'medium', confidence: each.text === 'dropped' ? 'likely' : 'possible',
    }, graph)]))),
});
