import type { Problem } from '../../core/types.ts';
import { namesCalled } from '../effects.ts';
import type { FileFacts, FunctionFact } from '../facts.ts';
import { inProduction, problemAt } from '../finding.ts';
import type { Graph } from '../graph.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  id: 'stub-on-live-path',
  alias: 'M08',
  title: 'A function that production calls was never written',
  category: 'Mock data',
  explain: {
    means: 'The body of a function holds nothing but a note that it is to be written, and perhaps an empty answer; or a route has no body at all. Something that runs for users calls it.',
    why: 'It compiles and its tests pass with a double in its place. In production nothing happens, and nobody is told.',
    fix: 'Write it, or throw “not implemented” until it is written, so that the first use fails loudly.',
    examples: [
      { wrong: 'export async function syncInvoices(ids) { // TODO: implement\n}', right: "export async function syncInvoices() { throw new Error('syncInvoices is not implemented'); }" },
      { wrong: '@app.post("/refund")\nasync def refund(order_id: str):\n    pass', right: '@app.post("/refund")\nasync def refund(order_id: str):\n    raise HTTPException(501, "not implemented")' },
    ],
  },
  judge(tree, graph) {
    const called = namesCalled(tree.files.filter((file) => graph.standing(file.path) === 'live'));
    return inProduction(tree.files, graph, (file) => file.functions.flatMap((fn) => judge(fn, file, called, graph)));
  },
});

/** A route that does nothing is seen by whoever asks. Of functions inside, those met in code that nobody knew did nothing on purpose: they are shown and fail nothing. */
function judge(fn: FunctionFact, file: FileFacts, called: ReadonlySet<string>, graph: Graph): readonly Problem[] {
  if (fn.inherits || fn.body === 'bodiless' || fn.body === 'throws' || contract.test(`${fn.owner ?? ''} ${fn.name}`)) return [];
  const route = fn.role?.startsWith('route') === true || fn.role === 'action';
  const empty = fn.body === 'empty' && route;
  if (!fn.stub && !empty) return [];
  // What nobody calls is not yet on any path; a callback may be meant to do nothing.
  if (!route && (fn.name === '' || fn.role !== undefined && /^(handler|callback|component|test)/.test(fn.role) || !called.has(fn.name))) return [];
  // Names that are left unused say that a step of a contract has nothing to do here.
  if (!route && fn.params.length > 0 && fn.params.every((each) => each.startsWith('_'))) return [];
  return [problemAt({ file, span: { line: fn.line, endLine: fn.endLine }, key: `stub ${fn.owner ?? ''}.${fn.name}${fn.name ? '' : fn.role ?? ''}`, label: fn.name || (fn.role ?? '') }, {
    what: `${fn.name || fn.role || 'The function'} ${empty && !fn.stub ? 'has no body' : 'is still to be written, as a note in it says'}, and ${route ? 'requests reach it' : 'production calls it'}.`,
    why: 'Nothing happens where something was asked for, and nobody is told.', fix: 'Write it, or fail with “not implemented” until it is written.',
    severity: route ? 'high' : 'medium', confidence: route ? 'likely' : 'possible',
  }, graph)];
}

/** Doing nothing is what they are for. */
const contract = /noop|no_op|(^|\s)(null|dummy|fake|mock|stub|base|abstract)|(Base|Interface|Protocol|Mixin|Noop|Null|Mock|Stub)\b/i;
