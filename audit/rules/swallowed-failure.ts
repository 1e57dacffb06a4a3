import type { Problem } from '../../core/types.ts';
import { targetOf } from '../effects.ts';
import type { FailureFact, FileFacts, FunctionFact, SourceTree } from '../facts.ts';
import { inProduction, problemAt } from '../finding.ts';
import type { Graph } from '../graph.ts';
import { ends, isExpected, isHarmlessByReason, isProbe, isReasoned, keepsCopies, nameAround, ownsUp, reachesOut } from '../predicates/failures.ts';
import { saysSuccess } from '../predicates/values.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  id: 'swallowed-failure',
  alias: 'E01',
  title: 'A failed action is logged and the caller never hears of it',
  category: 'Error handling',
  explain: {
    means: 'Sending, saving or processing fails, the error is logged or dropped, and the code goes on as if it had worked.',
    why: 'The message, payment or record is lost. Nobody tries again, because nobody knows.',
    fix: 'Let the error through, or keep the item where a retry finds it and say so in the answer.',
    examples: [{ wrong: 'try { await mailer.send(mail); } catch (error) { console.error(error); }', right: 'await mailer.send(mail); // the queue tries again when this throws' }],
  },
  judge: (tree, graph) => inProduction(tree.files, graph, (file) => file.failures.flatMap((failure) => judge({ ...failure, io: reachesOut(failure, file, tree, graph) }, file, graph, consumersOf(tree, graph)))),
});

const action = /(^|[._])(send\w*|deliver\w*|publish\w*|notify\w*|save\w*|create\w*|update\w*|delete\w*|insert\w*|upload\w*|charge\w*|pay\w*|refund\w*|transfer\w*|submit\w*|enqueue\w*|produce|persist\w*|store\w*|post|put|patch|execute\w*|add|approve\w*|record\w*)$/i;
const keeping = /^_*(save|store|persist|write)(_|[A-Z]|$)/i;
/** Functions whose name promises that something arrives. */
const delivery = /^_*(send|deliver|publish|notify|dispatch|produce|enqueue|charge|pay|refund|transfer)/i;
const observing = /(track|analytic|telemetry|recorder|beacon|metrics)/i;
/** Calls on a store or client that change something. */
const changes = /\w\.(\w+\.)*(send|save|create|update|delete|insert|remove|upload|charge|refund|transfer|submit|enqueue|persist|store|publish|create_one|rmtree|write|commit|create_many|update_one|delete_one|upsert)(_\w+|Many|One|All)?$/i;
/** Making an editor, a chart or an answer of a model changes nothing that is kept. */
const making = /(Generator|[eE]ditor|[cC]hart|Factory|Builder|Snippet\w*|nodes\.\w+|completions|embeddings|responses|images|transcriptions|speech|chat|Object|StyleSheet|URL|axios|i18n|Ajv|pino|winston)\.(create|update|add)$/;
const enclosing = /^_*(send|deliver|publish|notify|save|create|update|delete|upload|charge|pay|refund|transfer|submit|enqueue|persist|process|sync|dispatch|record|approve|import|export|handle[A-Z]\w*(Submit|Save|Payment|Webhook)|connect)/i;

const consumers = new WeakMap<SourceTree, ReadonlySet<FunctionFact>>();

/** Callbacks of queues, and what they call: a queue takes a job for done when its callback comes back. */
function consumersOf(tree: SourceTree, graph: Graph): ReadonlySet<FunctionFact> {
  const known = consumers.get(tree);
  if (known) return known;
  const found = new Set<FunctionFact>();
  for (const file of tree.files) for (const fn of file.functions) {
    if (fn.role !== 'consumer') continue;
    found.add(fn);
    for (const callee of fn.calls) {
      const target = targetOf(callee, fn, file, graph);
      if (target) found.add(target.fn);
    }
  }
  consumers.set(tree, found);
  return found;
}

function judge(failure: FailureFact, file: FileFacts, graph: Graph, queued: ReadonlySet<FunctionFact>): readonly Problem[] {
  if (failure.io !== 'yes' || ownsUp(failure) || ends(failure) || failure.does.includes('narrows') || isExpected(failure)) return [];
  const name = nameAround(failure, file);
  const state = failure.outcome === 'state' && failure.value?.form === 'none';
  if (failure.outcome !== 'continues' && failure.outcome !== 'ends' && failure.form !== 'absent' && !state) return [];
  if (isProbe(failure, file) || failure.does.includes('cleans-up') || harmless.test(`${name} ${failure.of.join(' ')}`)) return [];
  if (observing.test(file.path) || keepsCopies(failure, file) || isHandlerOfLogs(file, failure)) return [];
  if (failure.form === 'absent' && (saysSuccess(failure.value) || !delivery.test(name) || /(config|key|enabled|policy|settings?|url|webhook|token|client|transport(er)?|provider)\w*$/i.test(failure.of.join(' ')))) return [];
  const fn = file.functions[failure.fn];
  const acknowledges = fn !== undefined && queued.has(fn) && failure.outcome === 'ends' && failure.form === 'catch';
  const claimed = fn?.claims !== undefined && failure.outcome === 'continues' && failure.does.length === 0;
  const calls = failure.of.filter((each) => !making.test(each));
  const acts = acknowledges || claimed || failure.form === 'absent' || calls.some((each) => action.test(each)) || enclosing.test(name);
  const reads = state && /\.[jt]sx?$/.test(file.path);
  if (!acts && !reads) return [];
  // A boundary whose next run repeats the work, and a program that a developer runs, may log and go on.
  const broad = fn?.role === 'job' || fn?.role?.startsWith('job ') === true || /(^|\/)(cli|commands?|create-[\w-]+)\//.test(file.path);
  const source = failure.of.find((each) => action.test(each)) ?? failure.of[0] ?? 'the call';
  return [problemAt({ file, span: failure, key: `${name} ${failure.of.join(' ')}`, label: `failure of ${source}` }, {
    what: reads && !acts ? `When ${source} fails, the page stays as it was, which reads as “no data”.` : `When ${source} fails, the error is ${failure.does.includes('logs') ? 'only logged' : 'dropped'} and the code goes on as if it had worked.`,
    why: reads && !acts ? 'The user cannot tell an outage from an empty list.' : 'What was to be done is lost, and nobody tries again.',
    fix: reads && !acts ? 'Keep the error in a state that the page shows.' : 'Let the error through, or keep the item for a retry and say so.',
    severity: 'medium', confidence: (delivery.test(name) ? isHarmlessByReason(failure) : isReasoned(failure)) || (failure.of.some((each) => /(websocket|(^|[._])ws|socket)\.send\w*$/i.test(each)) && failure.types !== undefined) || (failure.tells && failure.outcome !== 'state' && !acknowledges) ? 'possible' : acknowledges || claimed || (delivery.test(name) && acts) || (keeping.test(name) && acts && failure.form === 'catch' && !broad) || (reads && !acts) || (failure.form !== 'status' && calls.some((each) => changes.test(each) && !/(headers|params|classList|dict|kwargs|data|config|state|settings|meta)\.\w+$/.test(each)) && !broad) ? 'likely' : 'possible',
  }, graph)];
}

/** A log handler that cannot write has nowhere to say so. */
function isHandlerOfLogs(file: FileFacts, failure: FailureFact): boolean {
  return /(^|\/)(logs?|logging|logger)(\/|\.\w+$)/i.test(file.path) && /^(emit|handle|write|log|transport)/.test(nameAround(failure, file));
}

const harmless = /((?<![a-z])log(?!in|out|ic)|track|analytics|metric|telemetry|cache|prefetch|warm|clean|close|dispose|shutdown|disconnect|cursor|presence|typing|heartbeat|revalidate|invalidate|unsubscribe|seed|migrate|clipboard|share|play|fullscreen|lastSeen|last_seen|touch|stats|audit_?log)/i;
