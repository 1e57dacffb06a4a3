import type { Problem } from '../../core/types.ts';
import type { ConstantFact, FileFacts, Value } from '../facts.ts';
import { inProduction, problemAt } from '../finding.ts';
import type { Graph } from '../graph.ts';
import { saysFiction } from '../predicates/fiction.ts';
import { keysOf, looksLikeRecords } from '../predicates/records.ts';
import { holdsRecords, pretendsToAsk } from '../predicates/pretence.ts';
import { isRich, leavesOf } from '../predicates/values.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  id: 'invented-data-shown',
  alias: 'M04',
  title: 'A page or hook shows records that are written in its source',
  category: 'Mock data',
  explain: {
    means: 'A list of records or figures (people, orders, rates, notifications) stands as a constant in the code and is rendered, returned or put into state as if it had been read.',
    why: 'Every user sees the same invented people and numbers, and takes them for theirs.',
    fix: 'Ask the API for them. Until it exists, show that there is nothing.',
    examples: [{ wrong: "const KPIS = [{ month: 'Jan', amount: 45000 }]; return <Chart data={KPIS} />;", right: 'const { data } = useQuery(kpis); return <Chart data={data} />;' }],
  },
  judge: (tree, graph) => inProduction(tree.files, graph, (file) => [...file.constants.flatMap((constant) => judge(constant, file, graph)), ...typed(file, graph)]),
});

/** Pages that show an example on purpose. */
const staged = /(upsell|onboarding|preview|showcase|storybook|style-?guide|test-?console|playground|TestConsole|illustrations?[/._-]|(^|[/_-])graphics?[/._-])/i;
const shown = /^(render|return|state|initial|response|callback|iterate|bound |argument )/;

/** Words that can only mean invented. Demo, sample, fallback and hardcoded are also said of real links, parameters and first states. */
const surely = /mock|fake|dummy|simulated|fabricated|synthetic/i;

function judge(constant: ConstantFact, file: FileFacts, graph: Graph): readonly Problem[] {
  const admitted = constant.admits !== undefined && !/\.[jt]sx?$/.test(file.path);
  if (!isRich(constant.value) || (constant.mutated && !admitted && !pretendsToAsk(file)) || staged.test(file.path)) return [];
  // Where samples lie, not what is in them.
  if (!admitted && filesOnly(constant.value)) return [];
  if (admitted && constant.uses.some((use) => shown.test(use) || use === 'lookup') && looksLikeRecords(constant.value)) return [problemOf(constant, file, graph, true)];
  // What a plan costs or pays is decided here, nobody measured it.
  if (!saysFiction(constant.name) && keysOf(constant.value).some((key) => /^(plan|tier|package)(_?name)?$/i.test(key))) return [];
  const used = constant.uses.some((use) => shown.test(use));
  const named = saysFiction(constant.name) && (surely.test(constant.name) || looksLikeRecords(constant.value) && leavesOf(constant.value).record > 0);
  const bare = (constant.value.parts ?? []).every(([, part]) => part.form === 'text');
  const exportedFiction = named && !bare && constant.exported === true && graph.importers(file.path).some((path) => graph.standing(path) === 'live');
  if (answered(constant, used, file, graph) && holdsRecords(constant) && !isTable(constant.name)) return [{ ...problemOf(constant, file, graph, named), confidence: 'likely' }];
  if (!used && !exportedFiction && !(named && decided(constant))) return [];
  const isPage = /\.[jt]sx$/.test(file.path) || file.functions.some((fn) => fn.role === 'component' || fn.role === 'hook');
  const records = strongRecords(constant);
  if (!(named && (isPage || exportedFiction || records || decided(constant))) && !(isPage && records && constant.uses.some((use) => /^(render|initial|state|callback|bound |iterate)/.test(use)))) return [];
  if (constant.mutated || !named && isTable(constant.name)) return [];
  return [problemOf(constant, file, graph, named)];
}

/** A module that pretends to ask gives it out, this one or one that takes it from here. */
function answered(constant: ConstantFact, used: boolean, file: FileFacts, graph: Graph): boolean {
  if (pretendsToAsk(file)) return used;
  return constant.exported === true && !/\.[jt]sx$/.test(file.path) && graph.importers(file.path).some((path) => {
    const other = graph.file(path);
    return other !== undefined && pretendsToAsk(other) && other.imports.some((each) => each.names.some(([, name]) => name === constant.name));
  });
}

/** By its name it configures a program or a page. */
function isTable(name: string): boolean {
  return /\b(default|option|column|config|schema|plan|tier|pricing|feature|step|faq|nav|menu|link|testimonial|preset|template|example|theme|color|country|currenc|unit|month|day|language|categor|type|status|role|permission|filter|sort|field|chart_?config|range|level|tone|voice|style)/i.test(name.replace(/([a-z])([A-Z])/g, '$1 $2').replaceAll('_', ' '));
}

/** Every row names a file of the project. */
function filesOnly(value: Value): boolean {
  const rows = value.parts ?? [];
  return value.form === 'array' && rows.length > 0 && rows.every(([, row]) => [row, ...(row.parts ?? []).map(([, part]) => part)].some((each) => each.form === 'text' && /^[\w.-]+(\/[\w.-]+)+\.[a-z]{2,5}$/.test(each.text ?? '')));
}

function problemOf(constant: ConstantFact, file: FileFacts, graph: Graph, named: boolean): Problem {
  return problemAt({ file, span: constant, key: constant.name, label: constant.name }, {
    what: `${constant.name} holds ${named ? 'what its author calls invented' : 'records'}, and users get to see it.`,
    why: 'Nothing was read from anywhere: everybody sees the same made-up data and takes it for real.',
    fix: 'Ask for the data where it is kept, and show an empty or an error state until it is there.',
    severity: 'high', confidence: named || leavesOf(constant.value).record >= 3 ? 'likely' : 'possible',
  }, graph);
}

/** Rows that their own name calls mock, and that a service asks as if they were the register. */
function decided(constant: ConstantFact): boolean {
  const rows = (constant.value.parts ?? []).filter(([, part]) => part.form === 'object' && (part.parts?.length ?? 0) >= 2).length;
  return rows >= 2 && constant.uses.some((use) => /^(iterate|lookup|bound |return|response|callback)/.test(use)) && /(^|_)(MOCK|FAKE|DUMMY|SIMULATED)(_|S?$)|^(mock|fake|dummy|simulated)[A-Z]/.test(constant.name);
}

/** Among elements that show what was read, some that show what is written beside them. */
function typed(file: FileFacts, graph: Graph): readonly Problem[] {
  if (staged.test(file.path)) return [];
  return file.oddities.flatMap((each) => (each.what !== 'typed-figure' || each.guard ? [] : [problemAt({ file, span: each, key: `typed ${each.text}`, label: each.text }, {
    what: `${each.text} is written in the page, among figures of the same kind that are read.`,
    why: 'The real figures beside it vouch for the invented one: everybody sees it, and it never moves.',
    fix: 'Show what was measured, or leave it out.', severity: 'high', confidence: 'likely',
  }, graph)]));
}

/** Several objects, or one of figures, with keys and values that only things that happened have. */
function strongRecords(constant: ConstantFact): boolean {
  const { value } = constant;
  if (!looksLikeRecords(value)) return false;
  const leaves = leavesOf(value);
  const rows = value.form === 'array' ? (value.size ?? value.parts?.length ?? 0) : 0;
  return (rows >= 2 && keysOf(value).length >= 3 && leaves.record >= 3) || (rows === 0 && leaves.record + (leaves.figures >= 4 ? 1 : 0) >= 3 && leaves.computed === 0 && (value.parts ?? []).every(([, part]) => part.form === 'text' || part.form === 'number' || part.form === 'object'));
}
