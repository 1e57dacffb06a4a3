import { inProduction, problemAt } from '../finding.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  id: 'seeded-at-start',
  alias: 'M13b',
  title: 'The server writes sample rows when it starts',
  category: 'Mock data',
  explain: {
    means: 'Start-up code of the server calls a function that seeds sample data, outside any test for development.',
    why: 'An empty production store fills with invented records, and every reader takes them for real.',
    fix: 'Seed by a command that somebody runs on purpose.',
    examples: [{ wrong: '@app.on_event("startup")\nasync def start():\n    await seed_sample_data()', right: 'if __name__ == "__main__":  # seed.py\n    asyncio.run(seed_sample_data())' }],
  },
  judge: (tree, graph) => inProduction(tree.files, graph, (file) => file.functions.flatMap((fn) => {
    if (!/^_*(on_?)?(startup|start_?up|lifespan|bootstrap|onModuleInit|onApplicationBootstrap|create_app|createApp|init_app|main)(_\w+|[A-Z]\w*)?$/.test(fn.name)) return [];
    const callee = fn.calls.find((each) => /(^|[._])(seed_(sample|demo|mock|test|initial_data)\w*|seed(Sample|Demo|Mock|Test|InitialData)\w*|(load|insert|create|populate)_?(sample|demo|mock|dummy|fake)_?\w*|(load|insert|create|populate)(Sample|Demo|Mock|Dummy|Fake)\w*)$/.test(each));
    // A program that loads the samples it is asked to look at is no server.
    if (!callee || (fn.name === 'main' && /(^|[._])load/.test(callee))) return [];
    return [problemAt({ file, span: { line: fn.line, endLine: Math.min(fn.endLine, fn.line + 6) }, key: `${fn.name} ${callee}`, label: fn.name }, {
      what: `${fn.name} calls ${callee}: the server fills its own store with samples when it starts.`, why: 'An empty production store gets invented records.',
      fix: 'Seed by a command that somebody runs on purpose.', severity: 'high', confidence: 'likely',
    }, graph)];
  })),
});
