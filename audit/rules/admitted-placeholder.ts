import { inProduction, problemAt } from '../finding.ts';
import { defineRule } from '../rule.ts';

/** What makes examples is meant to make them up. */
const makesExamples = /(^|\/)(examples?|samples?)[-_][\w-]*\.[jt]sx?$/i;

export default defineRule({
  id: 'admitted-placeholder',
  alias: 'M11',
  title: 'A comment admits that the value beside it is not real',
  category: 'Mock data',
  explain: {
    means: 'The author wrote that in production this would be read, called or computed, and a literal still stands there.',
    why: 'It was meant to be replaced before anybody relied on it, and it runs.',
    fix: 'Put the real thing in its place, or fail until it is there.',
    examples: [{ wrong: 'drought_severity=4,  # this would come from weather data', right: 'drought_severity=await weather.drought(county),' }],
  },
  judge: (tree, graph) => inProduction(tree.files, graph, (file) => file.oddities.flatMap((each) => (each.what !== 'admitted' || each.guard || makesExamples.test(file.path) || /unuse?d|unsed|type check|placeholder (for|text)|skeleton|\bblur/i.test(each.text) ? [] : [problemAt(
    { file, span: each, key: `${file.functions[each.fn]?.name ?? ''} ${each.text.slice(0, 40)}`, label: 'admitted' },
    {
      what: `A literal stands where its author says that it does not belong: “${each.text}”.`, why: 'What was to be replaced before anybody relied on it is live.',
      fix: 'Put the real thing in its place, or fail until it is there.', severity: 'high', confidence: 'likely',
    }, graph)]))),
});
