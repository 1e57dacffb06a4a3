import type { Problem } from '../../core/types.ts';
import type { FileFacts, LiteralFact } from '../facts.ts';
import { inProduction, problemAt } from '../finding.ts';
import type { Graph } from '../graph.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  id: 'hardcoded-principal',
  alias: 'H05',
  title: 'A person is written into the code to decide what they may do',
  category: 'Hardcoding',
  explain: {
    means: 'A mail address of one person is compared with in code, or stands in a list of administrators.',
    why: 'Whoever gets that address gets the rights, and taking them away needs a release.',
    fix: 'Keep the role with the user, where it can be changed and is logged.',
    examples: [{ wrong: "const role = user.email === 'boss@acme.com' ? 'admin' : user.role;", right: 'const { role } = user;' }],
  },
  judge: (tree, graph) => inProduction(tree.files, graph, (file) => file.literals.flatMap((literal) => {
    if (literal.what === 'principal' && !literal.guard && (literal.use === 'constant' || literal.use === 'default')) return invented(literal, file, graph);
    if (literal.what === 'principal' && literal.use === 'property' && !literal.guard) return [problemAt({ file, span: literal, key: `${literal.into} ${literal.text}`, label: literal.into }, {
      what: `${literal.into} is always ${literal.text}: whoever acts, it is recorded as this one.`, why: 'Everybody acts as the same customer, and nobody can tell later who it was.',
      fix: 'Take it from the session.', severity: 'high', confidence: literal.call === undefined ? 'possible' : 'likely',
    }, graph)];
    if (literal.what !== 'principal' || literal.guard || !(literal.use === 'comparison' || (literal.use === 'list' && /admin|owner|super|allow|staff/i.test(literal.into)))) return [];
    return [problemAt({ file, span: literal, key: literal.text, label: literal.text }, {
      what: `${literal.text} is written into the code and decides what its owner may do.`, why: 'Whoever gets that address gets the rights, and taking them away needs a release.',
      fix: 'Keep the role with the user.', severity: 'high', confidence: decides(file.functions[literal.fn]?.name ?? '') || decides(literal.into) || /admin|owner|super|allow|staff/i.test(literal.into) ? 'likely' : 'possible',
    }, graph)];
  })),
});

/** Nobody by that name exists; what is done under it is nobody's. */
function invented(literal: LiteralFact, file: FileFacts, graph: Graph): readonly Problem[] {
  const name = file.functions[literal.fn]?.name ?? '';
  return [problemAt({ file, span: literal, key: `${name} ${literal.into} ${literal.text}`, label: literal.into }, {
    what: `${literal.into} is “${literal.text}”${literal.use === 'default' ? ' when nobody says who asks' : ''}: what is done is done and noted as somebody who does not exist.`, why: 'Users get each other’s data, and nobody can tell later who it was.',
    fix: 'Take it from the session, and refuse who has none.', severity: 'high', confidence: literal.parameter || /(seed|demo|sample|test|example|mock|preview)/i.test(name) ? 'possible' : 'likely',
  }, graph)];
}

/** A second witness: the function around is about who may do what. */
function decides(name: string): boolean {
  return /(admin|owner|super|staff|role|permission|permit|allow|authori[sz]|access|privilege|can[A-Z_])/i.test(name) && !/(seed|init|create|demo)/i.test(name);
}
