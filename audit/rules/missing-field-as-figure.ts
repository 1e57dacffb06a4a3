import { inProduction, problemAt } from '../finding.ts';
import { inWords } from '../predicates/values.ts';
import { defineRule } from '../rule.ts';

/** Words of measures that somebody decides by. */
const figures = /(^|_)(buying_?power|cash|equity|portfolio|price|prices|score|confidence|balance|risk|rate|temperature|amount|probability|accuracy|percent(age)?)(_|$)/;

export default defineRule({
  id: 'missing-field-as-figure',
  alias: 'F07',
  title: 'A missing measure is replaced by a figure',
  category: 'Fallback data',
  explain: {
    means: 'A price, score, rate or risk that is not there is replaced by a literal that looks like a real one.',
    why: 'Missing becomes free, healthy or average, and is calculated with.',
    fix: 'Require the field, or show that it is missing.',
    examples: [{ wrong: "risk: profile?.risk_level ?? 'medium'", right: "risk: profile ? profile.risk_level : 'unknown'" }],
  },
  judge: (tree, graph) => inProduction(tree.files, graph, (file) => file.standIns.flatMap((each) => {
    const figure = each.value.form === 'number' ? Number(each.value.text) : undefined;
    if (figure !== undefined && (figure <= 1 && figure >= 0 && Number.isInteger(figure) || figure < 0 || (figure === 100 && !/(^|_)(price|cash|balance|equity|amount|buying_?power)(_|$)/.test(inWords(each.key))))) return [];
    if (figure !== undefined && !figures.test(inWords(each.key))) return [];
    // How full a little picture is drawn.
    if (/(^|\/)\w*Icon\.[jt]sx$|(^|\/)icons?\//i.test(file.path)) return [];
    // A name in capitals is a setting, and a setting may have a default.
    if (/^[A-Z][A-Z0-9_]+$/.test(each.key)) return [];
    if (/temperature/i.test(each.key) && /(model|llm|prompt|compose|chat|agent|generat)/i.test(`${each.key} ${file.functions[each.fn]?.name ?? ''} ${file.path}`)) return [];
    if (/(scroll|limit|max|min|page|size|timeout|threshold|default|step|sample|frame|refresh|debounce|poll|bit|heart|exchange_?rate_?limit|font|zoom|scale|opacity|volume|playback)/i.test(each.key)) return [];
    return [problemAt({ file, span: each, key: `${file.functions[each.fn]?.name ?? ''} ${each.key}`, label: each.key }, {
      what: `${each.key} becomes ${each.value.text ?? 'a literal'} when it is missing.`,
      why: 'The figure was never measured, and what is calculated from it looks sound.', fix: 'Require the field, or say that it is missing.',
      // What a submitter may leave out of an alert is classed as ordinary; nobody measured anything.
      severity: 'medium', confidence: /severity$/i.test(each.key) && /^(normal|info|default|notice)$/i.test(each.value.text ?? '') ? 'possible' : 'likely',
    }, graph)];
  })),
});
