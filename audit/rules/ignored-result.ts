import type { Problem } from '../../core/types.ts';
import { targetOf, type Target } from '../effects.ts';
import type { FileFacts, OddityFact, SourceTree, Value } from '../facts.ts';
import type { Graph } from '../graph.ts';
import { inProduction, problemAt } from '../finding.ts';
import { emptiness, inWords, saysFailure } from '../predicates/values.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  id: 'ignored-result',
  alias: 'E04',
  title: 'The outcome of an action is dropped before success is told',
  category: 'Error handling',
  explain: {
    means: 'An action gives back how it went, the answer is put into a variable, and nobody looks at it.',
    why: 'The caller tells success whatever happened.',
    fix: 'Look at the outcome and answer with an error when it is one.',
    examples: [{ wrong: 'result = await broker.cancel_order(id)\nreturn {"status": "cancelled"}', right: 'result = await broker.cancel_order(id)\nreturn {"status": result.status}' }],
  },
  judge: (tree, graph) => inProduction(tree.files, graph, (file) => file.oddities.flatMap((each) => {
    if (each.what === 'dropped-result') return dropped(each, file, tree, graph);
    if ((each.what !== 'ignored-result' && each.what !== 'unchecked-answer') || each.guard) return [];
    const from = file.functions[each.fn];
    const target = from && (ofInstance(each.text, tree) ?? targetOf(each.text, from, file, graph));
    // What turns an error into words has nothing else to answer.
    if (each.what === 'unchecked-answer') return target && !/(error|exception|fault|problem)/i.test(target.fn.name) && answersError(target) ? [problemAt({ file, span: each, key: `${from?.name ?? ''} ${each.text} fields`, label: each.text }, {
      what: `${each.text} answers an error as a value, and its fields are used without asking for it.`, why: 'What stands in them after a failure is shown as if it had been read.',
      fix: 'Look whether it is an error before a field is read, and fail when it is.', severity: 'high', confidence: 'likely',
    }, graph)] : [];
    const told = target && tellsByAnswer(target);
    if (told === false) return [];
    return [problemAt({ file, span: each, key: `${from?.name ?? ''} ${each.text}`, label: each.text }, {
      what: `What ${each.text} answers is never looked at, and the code goes on as if it had worked.`, why: 'An action that failed without throwing is told as done.',
      fix: 'Look at the outcome and fail when it is a failure.', severity: 'medium', confidence: told || delivers.test(each.text) ? 'likely' : 'possible',
    }, graph)];
  })),
});

/** A statement that throws its answer away: rows of a client that answers errors as values, or a function of this project that does. */
function dropped(each: OddityFact, file: FileFacts, tree: SourceTree, graph: Graph): readonly Problem[] {
  const from = file.functions[each.fn];
  const rows = each.text.includes(' ');
  const target = rows || !from ? undefined : (ofInstance(each.text, tree) ?? targetOf(each.text, from, file, graph));
  if (each.guard || !(rows || (target !== undefined && answersError(target))) || remarks.test(`${each.text} ${from?.name ?? ''}`)) return [];
  const name = rows ? `the change of ${each.text.split(' ')[1] || 'the rows'}` : each.text;
  return [problemAt({ file, span: each, key: `${from?.name ?? ''} dropped ${each.text}`, label: each.text }, {
    what: `Whether ${name} worked is told by its answer, and the answer is thrown away.`, why: 'It does not throw: a change that failed is taken for done.',
    fix: 'Look at the error in the answer, and fail when there is one.', severity: 'medium', confidence: 'likely',
  }, graph)];
}

/** Notes beside the work itself. */
const remarks = /(log|audit|track|analytic|metric|telemetry|cache|activity|event|history|presence|seen|visit|heartbeat|usage|stat(istic)?s|cleanup|clean_?up|notification)/i;

/** The called function gives a failure back as a value: false, null, an error in an object. One that throws needs nobody to look. */
function tellsByAnswer({ fn, file }: Target): boolean {
  const index = file.functions.indexOf(fn);
  const failing = (value: Value | undefined): boolean => value !== undefined && (value.form === 'null' || (value.form === 'boolean' && value.text === 'false') || saysFailure(value) || emptiness(value) === 'empty');
  return file.failures.some((each) => each.fn === index && each.outcome === 'answer' && failing(each.value)) || file.answers.some((each) => each.fn === index && each.via === 'return' && failing(each.value));
}

/** One of its failure paths answers an object with an error in it. */
function answersError({ fn, file }: Target): boolean {
  const index = file.functions.indexOf(fn);
  return file.failures.some((each) => each.fn === index && each.outcome === 'answer' && each.value?.form === 'object' && saysFailure(each.value));
}

/** Libraries that answer a delivery or an order tell by the answer how it went. A queue takes it or throws. */
const delivers = /(^|[._])(send(?!_task)|cancel|place|pay|charge|refund|transfer|deliver|execute_trade|close_position)(_\w+|[A-Z]\w*)?$/;

/** `logs_service.clear` is the method of the class `LogsService`, if there is only one. */
function ofInstance(callee: string, tree: SourceTree): Target | undefined {
  const [instance, method] = callee.replace(/^(self|this)\._?/, '').split('.');
  if (!instance || !method) return undefined;
  const all = (methodsOf(tree).get(method) ?? []).filter(({ fn }) => fn.owner !== undefined && inWords(fn.owner) === inWords(instance));
  return all.length === 1 ? all[0] : undefined;
}

const methods = new WeakMap<SourceTree, ReadonlyMap<string, readonly Target[]>>();

/** The methods of a tree's classes by their names; put together once for a tree. */
function methodsOf(tree: SourceTree): ReadonlyMap<string, readonly Target[]> {
  const known = methods.get(tree);
  if (known) return known;
  const made = new Map<string, Target[]>();
  for (const file of tree.files) {
    for (const fn of file.functions) {
      if (fn.owner === undefined) continue;
      const list = made.get(fn.name);
      if (list) list.push({ fn, file });
      else made.set(fn.name, [{ fn, file }]);
    }
  }
  methods.set(tree, made);
  return made;
}
