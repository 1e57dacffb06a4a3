import type { Problem } from '../../core/types.ts';
import { effectsOf, targetOf } from '../effects.ts';
import type { FailureFact, FileFacts, FunctionFact, SourceTree } from '../facts.ts';
import { inProduction, problemAt } from '../finding.ts';
import type { Graph } from '../graph.ts';
import { ends, isExpected, isHarmlessByReason, isProbe, isReasoned, keepsCopies, nameAround, ownsUp, reachesOut, saidAround } from '../predicates/failures.ts';
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
  judge: (tree, graph) => inProduction(tree.files, graph, (file) => file.failures.flatMap((failure) => judge({ ...failure, io: reachesOut(failure, file, tree, graph) }, file, graph, consumersOf(tree, graph), tree))),
});

const action = /(^|[._])(send\w*|deliver\w*|publish\w*|notify\w*|save\w*|create\w*|update\w*|delete\w*|insert\w*|upload\w*|charge\w*|pay\w*|refund\w*|transfer\w*|submit\w*|enqueue\w*|produce|persist\w*|store\w*|post|put|patch|execute\w*|add|approve\w*|record\w*)$/i;
const keeping = /^_*(save|store|persist|write)(_|[A-Z]|$)/i;
/** Functions whose name promises that something arrives. */
const delivery = /^_*(send|deliver|publish|notify|dispatch|produce|enqueue|charge|pay|refund|transfer)/i;
const observing = /(usage_report|track|analytic|telemetry|tracing|recorder|beacon|metrics)/i;
/** Calls on a store or client that change something. */
const changes = /\w\.(\w+\.)*(send|save|create|update|delete|insert|remove|upload|charge|refund|transfer|submit|enqueue|persist|store|publish|create_one|rmtree|write|commit|create_many|update_one|delete_one|upsert)(_\w+|Many|One|All)?$/i;
/** Making an editor, a chart or an answer of a model changes nothing that is kept. */
const making = /(^|\.)create_(async_)?(engine|session|client|pool|connection|task|app)\w*$|((?<![a-zA-Z.])\w*_?(data|dict|kwargs|context|params|headers|meta|merged|results?|payload|seen|visited)\.(update|add)$)|(Generator|[eE]ditor|[cC]hart|Factory|Builder|Snippet\w*|nodes\.\w+|completions|embeddings|responses|images|transcriptions|speech|chat|Object|StyleSheet|URL|axios|i18n|Ajv|pino|winston)\.(create|update|add)$/;
/** Taking away what is on this machine, a cookie that ends anyway, a stored file that nothing names any more. */
const tidy = /(^|[._])\w*(storage|bucket|blob|s3|r2|files?|media|cloudinary|minio|disk)\w*\.(delete|remove|destroy|del)\w*$|^\w*\.replace$|^(os\.(remove|unlink|rmdir)|\w+\.unlink|fs\.(unlink|rm)|\w*\.?delete_cookie|os\.path\.\w+|\w+\.exists)$/;
/** A call that leaves the process, by the library that it is of. */
const remote = /(^|[._])(requests|httpx|smtp|session|http|fetch|client|api|s3|sns|sqs|ses)([._]|$)/i;
/** Bringing data over is an action, too. */
const moving = /(^|[._])(sync|import|ingest|process)_?\w*$/i;
/** Lines of a function that does one thing only. */
const oneThing = 10;
/** Functions that come round again by themselves and then do the whole of it. */
const recurring = /(^|_)(auto_?sync|sync_all|periodic(ally)?|cron|scheduler)(_|$)/i;
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

function judge(failure: FailureFact, file: FileFacts, graph: Graph, queued: ReadonlySet<FunctionFact>, tree: SourceTree): readonly Problem[] {
  if (failure.io !== 'yes' || ownsUp(failure) || ends(failure) || failure.does.includes('narrows') || isExpected(failure)) return [];
  const name = nameAround(failure, file);
  const state = failure.outcome === 'state' && failure.value?.form === 'none';
  if (failure.outcome !== 'continues' && failure.outcome !== 'ends' && failure.form !== 'absent' && !state) return [];
  if (saidAround(failure, file)) return [];
  if (isProbe(failure, file) || failure.does.includes('cleans-up') || isHarmless(name, failure.of)) return [];
  // A page about figures shows them; what sends them is another matter.
  if ((observing.test(file.path) && !(state && /\.[jt]sx$/.test(file.path))) || keepsCopies(failure, file) || isHandlerOfLogs(file, failure)) return [];
  if (failure.form === 'absent' && (saysSuccess(failure.value) || !delivery.test(name) || /(config|key|enabled|policy|settings?|url|webhook|token|client|transport(er)?|provider|plugin|integration|extension)\w*$/i.test(failure.of.join(' ')))) return [];
  const fn = file.functions[failure.fn];
  const acknowledges = fn !== undefined && queued.has(fn) && failure.outcome === 'ends' && failure.form === 'catch';
  const claimed = fn?.claims !== undefined && failure.outcome === 'continues' && failure.does.length === 0;
  const calls = failure.of.filter((each) => !making.test(each));
  const acts = acknowledges || claimed || failure.sends === true || failure.changes === true || failure.form === 'absent' || calls.some((each) => action.test(each) || changesRows.test(each)) || enclosing.test(name);
  const reads = state && /\.[jt]sx?$/.test(file.path);
  if (!acts && !reads) return [];
  // A boundary whose next run repeats the work, and a program that a developer runs, may log and go on.
  const broad = ((fn?.role === 'job' || fn?.role?.startsWith('job ') === true || recurring.test(name)) && failure.outcome === 'ends') || /(^|\/)(cli|commands?|create-[\w-]+)\//.test(file.path) || (/(^|\/)crons?\//.test(file.path) && failure.outcome === 'ends');
  const source = failure.of.find((each) => action.test(each)) ?? failure.of[0] ?? 'the call';
  return [problemAt({ file, span: failure, key: `${name} ${failure.of.join(' ')}`, label: `failure of ${source}` }, {
    what: reads && !acts ? `When ${source} fails, the page stays as it was, which reads as “no data”.` : `When ${source} fails, the error is ${failure.does.includes('logs') ? 'only logged' : 'dropped'} and the code goes on as if it had worked.`,
    why: reads && !acts ? 'The user cannot tell an outage from an empty list.' : 'What was to be done is lost, and nobody tries again.',
    fix: reads && !acts ? 'Keep the error in a state that the page shows.' : 'Let the error through, or keep the item for a retry and say so.',
    severity: 'medium', confidence: confidenceOf(failure, { name, calls, acts, reads, acknowledges, claimed, broad, fn }, file, graph, tree),
  }, graph)];
}

interface Seen {
  readonly name: string;
  readonly calls: readonly string[];
  readonly acts: boolean;
  readonly reads: boolean;
  readonly acknowledges: boolean;
  readonly claimed: boolean;
  readonly broad: boolean;
  readonly fn: FunctionFact | undefined;
}

function confidenceOf(failure: FailureFact, seen: Seen, file: FileFacts, graph: Graph, tree: SourceTree): 'likely' | 'possible' {
  const { name, calls, acts, reads, acknowledges, claimed, broad, fn } = seen;
  if (failure.after === true || failure.marks === true || calls.some((each) => /(^|[._])(objectStore|indexedDB)\b/.test(each)) || calls.every((each) => tidy.test(each) || waiting.test(each)) || ofItsOwn(failure)) return 'possible';
  if (delivery.test(name) ? isHarmlessByReason(failure) : isReasoned(failure)) return 'possible';
  // One step of several that is kept with its whole trace was set apart on purpose; what should have reached somebody is gone all the same.
  if (failure.does.includes('traces') && !acknowledges && !claimed && !(failure.outcome === 'ends' && enclosing.test(name) && fn !== undefined && fn.endLine - fn.line <= oneThing) && !delivery.test(name) && !calls.some((each) => delivery.test(each.split('.').at(-1) ?? ''))) return 'possible';
  if (fn !== undefined && failure.form === 'catch' && failure.of.some((each) => writesDownItself(each, fn, file, graph))) return 'possible';
  if (failure.of.some((each) => /(websocket|(^|[._])ws|socket)\.send\w*$/i.test(each)) && failure.types !== undefined) return 'possible';
  // Nobody is told that it worked: silent, but no lie.
  if (failure.tells && failure.outcome !== 'state' && !acknowledges) return 'possible';
  if (acknowledges || claimed || (reads && !acts) || (failure.changes === true && !broad)) return 'likely';
  if (failure.sends === true && failure.form === 'catch' && !broad) return 'likely';
  if (delivery.test(name) && acts && (failure.form !== 'catch' || failure.sends === true || calls.some((each) => action.test(each) || remote.test(each)))) return 'likely';
  if (broad) return 'possible';
  if (fn !== undefined && failure.form !== 'promise' && calls.some((each) => (action.test(each) || moving.test(each)) && changesStore(each, fn, file, tree, graph))) return 'likely';
  if (keeping.test(name) && acts && failure.form === 'catch') return 'likely';
  return calls.some((each) => changesByName(each) && !/(headers|params|classList|dict|kwargs|data|config|state|settings|meta)\.\w+$/.test(each)) ? 'likely' : 'possible';
}

/** A call on a store or client that changes something, also where its conditions follow the verb: `db.from('rows').update(x).eq('id', id)`. */
function changesByName(callee: string): boolean {
  return changes.test(callee) || changesRows.test(callee);
}

const changesRows = /\.from\(\)\.(insert|update|upsert|delete)\(\)/;

/** A function of this project that changes what a store keeps, or sends something to another service. */
function changesStore(callee: string, from: FunctionFact, file: FileFacts, tree: SourceTree, graph: Graph): boolean {
  const target = targetOf(callee, from, file, graph);
  const effects = target && effectsOf(target.fn, target.file, tree, graph);
  return effects !== undefined && (effects.has('store') || (effects.has('network') && delivery.test(target?.fn.name ?? '')));
}

/** What is called notes its own failure before it throws on: the record says `failed`, and whoever calls may only log. */
function writesDownItself(callee: string, from: FunctionFact, file: FileFacts, graph: Graph): boolean {
  const target = targetOf(callee, from, file, graph);
  const index = target ? target.file.functions.indexOf(target.fn) : -1;
  return target?.file.failures.some((each) => each.fn === index && each.form === 'catch' && each.does.includes('throws') && each.does.some((deed) => deed === 'error-state' || deed === 'reports')) === true;
}

/** A log handler that cannot write has nowhere to say so. */
function isHandlerOfLogs(file: FileFacts, failure: FailureFact): boolean {
  return /(^|\/)(\w+_)?(logs?|logging|logger)(\/|\.\w+$)/i.test(file.path) && /^(emit|handle|write|log|transport)/.test(nameAround(failure, file));
}

/** What is caught is one refusal that the author named, not whatever may go wrong with a store or a line. */
function ofItsOwn(failure: FailureFact): boolean {
  return failure.types !== undefined && failure.types.length > 0 && !failure.types.some((each) => !/(^|\.)(Invalid|Unprocessable|Rejected|Denied|Declined|Forbidden|Conflict)\w*$/.test(each) && /(^|\.)(Exception|BaseException|Error|OSError|IOError|EnvironmentError)$|(Request|Connection|Connect|Timeout|Transport|Network|HTTP|Http|Client|Database|Operational|SQLAlchemy|Redis|Boto|Kafka|AMQP|SMTP|Mail|Publish|Service|API|Api|Storage|Socket|SSL|ServerDisconnected|Botocore|Unavailable|Unreachable|Refused|Offline)\w*(Error|Exception|Failure)?$/.test(each));
}

/** Closing what was opened says nothing about what was to be done with it. */
const closing = /(^|\.)(cursor|close|aclose|connect|disconnect|dispose|shutdown)$|^(sqlite3|psycopg2?|pymysql)\.connect$/;

function isHarmless(name: string, calls: readonly string[]): boolean {
  const own = calls.filter((each) => !closing.test(each)).map((each) => each.replace(/(^|\.)(cursor|cur)\./, '$1'));
  return harmless.test(`${name} ${(own.length > 0 ? own : calls).join(' ')}`);
}

/** Waiting for a state that may never come, on something that is only looked at. */
const waiting = /(^|\.)waitFor\w*$/;

const harmless = /((?<![a-z])log(?!in|out|ic)|track|analytics|metric|prometheus|telemetry|cache|prefetch|refetch|warm|clean|close|dispose|shutdown|disconnect|cursor|presence|typing|heartbeat|debug|client_?logs?|(record|report|log|track|capture|submit)\w*(error|exception|crash)|revalidate|invalidate|unsubscribe|seed|migrate|clipboard|share|play|fullscreen|lastSeen|last_seen|touch|stats|audit_?log|census|screenshot|phone_?home|usage_?report)/i;
