import { inProduction, problemAt } from '../finding.ts';
import { placeOf } from '../predicates/addresses.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  id: 'placeholder-content',
  alias: 'M10',
  title: 'A link to a domain of examples is made for a real thing',
  category: 'Mock data',
  explain: {
    means: 'An address under `example.com`, which belongs to nobody, is put together with a real id and given away or stored as if it led somewhere.',
    why: 'Whoever follows it finds nothing, and until then it looks as if the thing existed.',
    fix: 'Give the address that really exists, or none.',
    examples: [{ wrong: 'logs_url=f"https://logs.example.com/deployment-{deployment_id}"', right: 'logs_url=logs.address_of(deployment_id)' }],
  },
  judge: (tree, graph) => inProduction(tree.files, graph, (file) => file.literals.flatMap((literal) => {
    if (literal.what !== 'url' || !literal.template || literal.guard || literal.parameter || placeOf(literal.text, []) !== 'example' || !/(^|[./])example\.(com|org|net)(\/|:|$)/.test(literal.text)) return [];
    if ((literal.use !== 'property' && literal.use !== 'returned' && literal.use !== 'constant') || /placeholder|example|hint|sample|doc|schema|default/i.test(literal.into)) return [];
    return [problemAt({ file, span: literal, key: `${file.functions[literal.fn]?.name ?? ''} ${literal.into}`, label: literal.into }, {
      what: `${literal.into || 'A link'} leads to ${literal.text}…, a domain that belongs to nobody.`, why: 'It looks as if the thing existed; whoever follows it finds nothing.',
      fix: 'Give the address that really exists, or none.', severity: 'medium', confidence: literal.use === 'returned' ? 'possible' : 'likely',
    }, graph)];
  })),
});
