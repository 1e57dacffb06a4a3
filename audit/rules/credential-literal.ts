import { configFile, deploys, inProduction, problemAt } from '../finding.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  id: 'credential-literal',
  alias: 'H02',
  title: 'A credential is written in the code',
  category: 'Hardcoding',
  explain: {
    means: 'A password, key or token is bound to a literal in production code.',
    why: 'Everybody who can read the code has it, and it cannot be changed without a release.',
    fix: 'Read it from the environment or a secret store, without a default.',
    examples: [{ wrong: "const client = connect({ user: 'app', password: 'Sup3r!' });", right: "const client = connect({ user: 'app', password: required('DB_PASSWORD') });" }],
  },
  judge: (tree, graph) => [...tree.config.filter((config) => deploys(config.path)).flatMap((config) => (config.secrets ?? []).filter((each) => each.from === 'literal').map((each) => problemAt(
    { file: configFile(config.path), span: { line: each.line, endLine: each.line }, key: `${each.service} ${each.key}`, label: each.key },
    {
      what: `${each.key} of ${each.service} is written in a compose file.`, why: 'Everybody who can read the file has it.', fix: `Write \${${each.key}:?set it} and keep the value out of the repository.`,
      severity: 'high', confidence: 'likely', keeps: true,
    }, graph))), ...inProduction(tree.files, graph, (file) => file.literals.flatMap((literal) => {
    if (literal.what !== 'credential' || literal.guard || literal.use === 'list' || literal.use === 'attribute') return [];
    if (file.env.some((env) => env.default && env.line <= literal.line && env.endLine >= literal.line)) return [];
    if (literal.use === 'comparison') return [problemAt({ file, span: literal, key: `${file.functions[literal.fn]?.name ?? ''} compared`, label: 'a known word' }, {
      what: `${file.functions[literal.fn]?.name ?? 'The check'} lets in whoever gives a word that is written in the source.`, why: 'Everybody who can read the code gets past, in production too.',
      fix: 'Take it out, and verify what was given against a secret that the environment holds.', severity: 'critical', confidence: 'likely', keeps: true,
    }, graph)];
    return [problemAt({ file, span: literal, key: literal.into, label: literal.into }, {
      what: `${literal.into} is a literal: the credential is in the source.`,
      why: 'Everybody who can read the code has it.', fix: 'Read it from the environment or a secret store, and change it.',
      severity: 'high', confidence: literal.sink ? 'likely' : 'possible', keeps: true,
    }, graph)];
  }))],
});
