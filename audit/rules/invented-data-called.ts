import type { Problem } from '../../core/types.ts';
import { effectsOf, namesCalled, outward, targetOf } from '../effects.ts';
import type { FileFacts, FunctionFact, OddityFact, SourceTree } from '../facts.ts';
import { inProduction, problemAt, productionOf } from '../finding.ts';
import type { Graph } from '../graph.ts';
import { saysFiction } from '../predicates/fiction.ts';
import { emptiness } from '../predicates/values.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  id: 'invented-data-called',
  alias: 'M14',
  title: 'Production code takes its data from a function that its author calls a mock',
  category: 'Mock data',
  explain: {
    means: 'A function is named mock, fake, dummy or sample, asks nobody, and what it makes up is given back where data is expected.',
    why: 'Its author knew that it is not real. Whoever reads the answer does not.',
    fix: 'Ask the real source, or answer with an error until there is one.',
    examples: [{ wrong: 'if not rows:\n    return self._get_mock_quotes(symbol)', right: 'if not rows:\n    raise QuoteNotFound(symbol)' }],
  },
  judge: (tree, graph) => {
    // By functions of production which are no inventions themselves.
    const called = namesCalled(productionOf(tree.files, graph).filter((file) => !isStage(file.path)), (fn) => !saysFiction(fn.name));
    return inProduction(tree.files, graph, (file) => isStage(file.path) ? [] : [
      ...file.oddities.flatMap((each) => (each.what === 'invented-call' ? callSite(each, file, tree, graph) : [])),
      ...file.oddities.flatMap((each) => (each.what === 'stand-in-made' && !each.guard && !file.switches.some((one) => one.line <= each.line && one.endLine >= each.endLine) ? [standIn(each, file, graph)] : [])),
      ...file.functions.flatMap((fn) => (onlyForTests(fn.name, tree) ? [] : definition(fn, file, tree, graph, called))),
    ]);
  },
});

/** Wherever it is called, a parameter of the caller or the build says that this is a test. */
function onlyForTests(name: string, tree: SourceTree): boolean {
  const calls = tree.files.flatMap((file) => file.oddities.filter((each) => each.what === 'invented-call' && each.text.split('.').at(-1) === name));
  return calls.length > 0 && calls.every((each) => each.guard !== undefined);
}

function standIn(each: OddityFact, file: FileFacts, graph: Graph): Problem {
  return problemAt({ file, span: each, key: `${file.functions[each.fn]?.name ?? ''} ${each.text}`, label: each.text }, {
    what: `${each.text} stands where the real one belongs, whatever is configured.`, why: 'Its own name says that it only pretends; whoever relies on it cannot know.',
    fix: 'Make the real one, and refuse to start without what it needs.', severity: 'high', confidence: 'likely',
  }, graph);
}

/** A dummy that is created is mostly tried out on something; one that is got or loaded is given out. */
const surely = /(mock|fake|simulated|fabricated|hardcoded)|^_*(get|load|fetch|return|read)\w*dummy|^_*dummy_/i;
/** What somebody shows who asks others, or signs with: made up or not, it is no data that anybody reads. */
const shownByWhoAsks = /(headers?|credentials?|_?keys?|tokens?|cookies?|user_?agents?|signatures?|requests?|contexts?|sessions?|(priv|pub)key)$/i;
/** Places where making up is the job: examples, seeds, simulators, test tools. */
function isStage(path: string): boolean {
  return /(^|[/_.-])(mocks?|fakes?|demos?|simulat\w*|samples?|seed\w*|fixtures?|backtest\w*|playground|examples?|sandbox|factory|factories|testing|load_?test)([/_.-]|$)|[a-z](Mock|Fake|Demo|Simulator)\w*\.[jt]sx?$/i.test(path);
}

function callSite(each: OddityFact, file: FileFacts, tree: SourceTree, graph: Graph): readonly Problem[] {
  const fn = file.functions[each.fn];
  if (each.guard || file.switches.some((one) => one.line <= each.line && one.endLine >= each.endLine)) return [];
  const target = fn && targetOf(each.text, fn, file, graph);
  const made = target && asksNobody(target.fn, target.file, tree, graph);
  const last = each.text.split('.').at(-1) ?? '';
  return [problemAt({ file, span: each, key: `${fn?.name ?? ''} ${each.text}`, label: each.text }, {
    what: `What ${last} makes up is given out as data.`, why: 'Its own name says that it is not real; whoever gets the answer cannot know.',
    fix: 'Ask the real source, or answer with an error until there is one.', severity: 'high', confidence: made === true && target?.fn.constructs !== true && surely.test(last) && !shownByWhoAsks.test(last) ? 'likely' : 'possible',
  }, graph)];
}

function definition(fn: FunctionFact, file: FileFacts, tree: SourceTree, graph: Graph, called: ReadonlySet<string>): readonly Problem[] {
  if (!surely.test(fn.name) || shownByWhoAsks.test(fn.name) || !saysFiction(fn.name) || fn.body || /^_?fallback/i.test(fn.name) || fn.role === 'component' || saysFiction(fn.owner ?? '') || /(mock|fake|dummy|simulat)/i.test(fn.owner ?? '')) return [];
  if (!called.has(fn.name) || fn.constructs === true || !asksNobody(fn, file, tree, graph)) return [];
  return [problemAt({ file, span: { line: fn.line, endLine: fn.endLine }, key: `made ${fn.owner ?? ''}.${fn.name}`, label: fn.name }, {
    what: `${fn.name} makes up what it answers, as its name says, and production code calls it.`, why: 'Invented records reach whoever asks.',
    fix: 'Take it out of production code, and let its callers fail where there is no data.', severity: 'high', confidence: 'likely',
  }, graph)];
}

function asksNobody(fn: FunctionFact, file: FileFacts, tree: SourceTree, graph: Graph): boolean {
  const effects = effectsOf(fn, file, tree, graph);
  const index = file.functions.indexOf(fn);
  const answers = file.answers.filter((each) => each.fn === index && each.via === 'return');
  // What gives nothing invents nothing.
  return !outward.some((each) => effects.has(each)) && !(answers.length > 0 && answers.every((each) => emptiness(each.value) !== undefined));
}
