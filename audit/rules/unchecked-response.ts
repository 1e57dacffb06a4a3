import { inProduction, problemAt } from '../finding.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  id: 'unchecked-response',
  alias: 'E05',
  title: 'The body of an answer is used without looking at its status',
  category: 'Error handling',
  explain: {
    means: 'A request is made with fetch, its body is read, and nobody asks whether the status was a success; or, in Python, a request that changes something is sent and its answer is dropped.',
    why: 'An error page or an error object becomes data.',
    fix: 'Throw unless `response.ok`, before the body is read.',
    examples: [{ wrong: 'const r = await fetch(url); setRows(await r.json());', right: 'const r = await fetch(url); if (!r.ok) throw new ApiError(r.status); setRows(await r.json());' }],
  },
  judge: (tree, graph) => inProduction(tree.files, graph, (file) => file.oddities.flatMap((each) => (each.what !== 'unchecked-response' || each.guard || (each.text === 'dropped' && (file.language === 'python' ? observes(file.functions[each.fn]?.name ?? '', file.path) : file.functions[each.fn]?.claims === undefined)) ? [] : [problemAt(
    { file, span: each, key: `${file.functions[each.fn]?.name ?? ''} ${each.text}`, label: each.text },
    {
      what: each.text === 'dropped' ? `A request that changes something is sent, and nobody looks at its answer${file.language === 'python' ? ': no status throws by itself here' : ', and success is told'}.` : `The body of ${each.text} is read without looking at its status.`,
      why: each.text === 'dropped' ? 'A refused request is told as done.' : 'The answer of a failed request is taken for data.',
      fix: 'Throw unless the status is a success, before the body is read.', severity: 'medium', confidence: each.text === 'dropped' ? 'likely' : 'possible',
    }, graph)]))),
});

/** What is only watched, or told to whoever listens, may be lost. */
function observes(name: string, path: string): boolean {
  return /(track|telemetry|analytics|metric|log(?!in|out)|trace|beacon|heartbeat|ping|typing|warm|prefetch|cache|shutdown|close|cleanup)/i.test(`${name} ${path.split('/').at(-1) ?? ''}`);
}
