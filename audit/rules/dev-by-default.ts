import type { EnvFact } from '../facts.ts';
import { configFile, deploys, inProduction, problemAt } from '../finding.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  id: 'dev-by-default',
  alias: 'C06',
  title: 'What is deployed starts for development',
  category: 'Hardcoding',
  explain: {
    means: 'A container file or compose file starts the program with a reloader or a debugger, or says that this is development; or a switch for debugging is on unless somebody turns it off.',
    why: 'Debug pages show source and secrets, reloaders lose requests, and every check that is only made in production is not made.',
    fix: 'Start the production server, and let debugging be off unless somebody asks for it.',
    examples: [
      { wrong: 'CMD ["uvicorn", "app.main:app", "--reload"]', right: 'CMD ["uvicorn", "app.main:app"]' },
      { wrong: 'DEBUG = os.getenv("DEBUG", "True") == "True"', right: 'DEBUG = os.getenv("DEBUG") == "1"' },
    ],
  },
  judge: (tree, graph) => [
    // One line that several services share is one finding.
    ...tree.config.filter((config) => deploys(config.path) && !/\.(dev|local|test)\w*$|(^|[._-])(dev|develop|development|local|test)[._-]/i.test(config.path)).flatMap((config) => (config.development ?? []).filter((each, index, all) => all.findIndex((one) => one.line === each.line) === index).map((each) => problemAt(
      { file: configFile(config.path), span: { line: each.line, endLine: each.line }, key: each.text, label: each.text }, {
        what: `${each.text}: what is deployed starts for development.`, why: 'Debug pages show source and secrets, and what is only checked in production is not checked.', fix: 'Start the production server.',
        severity: 'medium', confidence: 'likely',
      }, graph))),
    ...inProduction(tree.files, graph, (file) => file.env.flatMap((env) => (isOn(env) ? [problemAt({ file, span: env, key: env.keys.join('|'), label: env.keys.join('|') }, {
      what: `${env.keys.join(' or ')} is on unless somebody turns it off.`, why: 'One forgotten variable, and everybody sees the inside of the program when it fails.', fix: 'Let it be off by default.',
      severity: 'medium', confidence: 'possible',
    }, graph)] : []))),
  ],
});

function isOn(env: EnvFact): boolean {
  return env.guard === undefined && env.keys.some((key) => /^((APP|FLASK|DJANGO|FASTAPI|SERVER|API)_)?DEBUG$/.test(key)) && /^(true|1|yes|on)$/i.test(env.default?.text ?? '');
}
