import { inProduction, problemAt } from '../finding.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  id: 'duplicate-route',
  alias: 'D03',
  title: 'A route is registered twice',
  category: 'Code clean-up',
  explain: {
    means: 'The same method and path are registered twice on the same router.',
    why: 'Only the first one runs: whoever mends the other mends nothing.',
    fix: 'Keep one.',
    examples: [{ wrong: "router.get('/users', a); router.get('/users', b);", right: "router.get('/users', a);" }],
  },
  judge: (tree, graph) => inProduction(tree.files, graph, (file) => {
    const seen = new Map<string, number>();
    return file.routes.filter((route) => !route.decorated).flatMap((route) => {
      const key = `${route.on} ${route.method} ${route.path.replace(/:\w+/g, ':')}`;
      const first = seen.get(key);
      if (first === undefined) {
        seen.set(key, route.line);
        return [];
      }
      return route.method === 'ALL' ? [] : [problemAt({ file, span: { line: route.line, endLine: route.line }, key, label: `${route.method} ${route.path}` }, {
        what: `${route.method} ${route.path} was already registered on line ${first}; this one never runs.`,
        why: 'A change to it changes nothing.', fix: 'Keep one of the two.', severity: 'medium', confidence: 'possible',
      }, graph)];
    });
  }),
});
