import { inProduction, problemAt } from '../finding.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  id: 'mock-switch',
  alias: 'M13',
  title: 'A switch serves mocks and can be on in production',
  category: 'Mock data',
  explain: {
    means: 'A flag chooses between the real implementation and a mock or demo one, and nothing keeps it off in production; worse, it is on when nothing is configured.',
    why: 'One variable that is unset or copied from a laptop swaps the system for a fake.',
    fix: 'Tie the mock to the development build alone, or take it out.',
    examples: [{ wrong: "const USE_MOCK = process.env.USE_MOCK !== 'false';", right: 'if (import.meta.env.DEV) await import("./mocks/browser");' }],
  },
  judge: (tree, graph) => inProduction(tree.files, graph, (file) => [
    ...file.env.filter((env) => env.guard !== 'development' && env.keys.some((key) => /(^|_)(MOCKS?|DEMO|FAKE|STUB|SIMULAT\w*|IN_?MEMORY)(_|$)/.test(key)) && onByDefault(env.compared, env.default?.text)).map((env) => problemAt(
      { file, span: env, key: `on ${env.keys.join('|')}`, label: env.keys.join('|') },
      {
        what: `${env.keys.join(' or ')} is on unless somebody switches it off: where nothing is configured, mocks are served.`,
        why: 'The system looks complete with nothing behind it.', fix: 'Let it be off by default and impossible in a production build.',
        severity: 'critical', confidence: 'certain',
      }, graph)),
    ...file.env.filter((env) => env.guard !== 'development' && /^(mock(ed)?|fake|dummy|simulat(ed|or|ion)|stub)$/i.test(env.default?.text ?? '') && !/(LOG|THEME|NAME|TEST|LABEL|KEY|TOKEN|SECRET|PASSWORD|_ID)/.test(env.keys.join(' '))).map((env) => problemAt(
      { file, span: env, key: `default ${env.keys.join('|')}`, label: env.keys.join('|') },
      {
        what: `${env.keys.join(' or ')} is “${env.default?.text ?? ''}” where nobody sets it: the real thing is only used on request.`,
        why: 'One forgotten variable, and everything goes to a stand-in while it looks as if it had been done.', fix: 'Take the default away and stop at start-up, naming the variable.',
        severity: 'critical', confidence: 'likely',
      }, graph)),
    ...file.switches.filter((each) => !each.guard && each.stands !== undefined && !passing.test(each.stands)).map((each) => problemAt(
      { file, span: { line: each.line, endLine: each.endLine }, key: `${file.functions[each.fn]?.name ?? ''} ${each.name}`, label: each.name },
      {
        what: `${each.name} takes the place of the real one when something is not configured or not there.`,
        why: 'It looks as if all worked; what is kept in it is lost, and what it answers is made up.', fix: 'Refuse to start, naming what is missing.',
        severity: 'high', confidence: /test/i.test(file.functions[each.fn]?.name ?? '') ? 'possible' : 'likely',
      }, graph)),
    ...file.switches.filter((each) => !each.guard && each.stands === undefined && !/^(req|request|params|query|props|options)\./.test(each.name)).map((each) => problemAt(
      { file, span: { line: each.line, endLine: Math.min(each.endLine, each.line + 5) }, key: `${file.functions[each.fn]?.name ?? ''} ${each.name}`, label: each.name },
      {
        what: `${each.name} chooses between the real thing and a mock, and may be on in production.`,
        why: 'Whoever is behind the switch gets invented data or actions that never happen.', fix: 'Tie it to the development build, or take the mock out.',
        severity: 'medium', confidence: /demo/i.test(each.name) ? 'possible' : 'likely',
      }, graph)),
  ]),
});

/** What may live in memory, as its source can be asked again or its loss is by design. */
const passing = /(cache|limit|throttl|lock|session|bus|broker|queue|channel|event|metric|exporter|span|tracer|transport|file|stream|buffer|upload|zip|dataset|index|vector|checkpoint|saver|history)/i;

function onByDefault(compared: string | undefined, fallback: string | undefined): boolean {
  return (compared !== undefined && /^(!==?|!=) (false|0|no|off)$/i.test(compared)) || (fallback !== undefined && /^(true|1|yes|on)$/i.test(fallback));
}
