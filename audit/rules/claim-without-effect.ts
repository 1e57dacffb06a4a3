import type { Problem } from '../../core/types.ts';
import { effectsOf } from '../effects.ts';
import type { AnswerFact, Effect, FileFacts, FunctionFact, OddityFact, SourceTree, Value } from '../facts.ts';
import { inProduction, problemAt } from '../finding.ts';
import type { Graph } from '../graph.ts';
import { emptiness, inWords, leavesOf, saysFailure, saysSuccess } from '../predicates/values.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  id: 'claim-without-effect',
  alias: 'M07',
  title: 'A function says that it did something and does nothing',
  category: 'Mock data',
  explain: {
    means: 'The name, the answer or the message of a function claims an action (sent, saved, verified, paid), and nothing that it calls can have that effect: no store, no request, no queue, no file.',
    why: 'The caller and the user go on as if it had happened.',
    fix: 'Do it, or fail with “not implemented” until it is done.',
    examples: [
      { wrong: 'async function sendInvoice(id) { await sleep(1500); return { success: true }; }', right: 'async function sendInvoice(id) { await mailer.send(await render(id)); return { sent: id }; }' },
      { wrong: 'updateAgent(id, changes) { return { id, ...changes, updated_at: new Date() }; }', right: 'updateAgent(id, changes) { return db.agents.update(id, changes); }' },
    ],
  },
  judge: (tree, graph) => inProduction(tree.files, graph, (file) => {
    const found = file.functions.flatMap((fn, index) => judge(fn, index, file, tree, graph));
    return [...found, ...file.oddities.flatMap((each) => told(each, file, graph)).filter((each) => !found.some((one) => one.location?.line === each.location?.line))];
  }),
});

/** One branch of several that only tells success, and a check that looks at nothing. */
function told(each: OddityFact, file: FileFacts, graph: Graph): readonly Problem[] {
  if ((each.what !== 'told-branch' && each.what !== 'check-of-nothing') || each.guard) return [];
  const fn = file.functions[each.fn];
  const branch = each.what === 'told-branch';
  return [problemAt({ file, span: each, key: `${fn?.owner ?? ''}.${fn?.name ?? ''} ${each.text}`, label: each.text }, {
    what: branch ? `For ${each.text}, ${fn?.name ?? 'the function'} answers success and does nothing, while it acts in its other branches.` : `${each.text} says that all is well and looks at nothing.`,
    why: branch ? 'Whoever asked for it goes on as if it had been done.' : 'What is wrong gets through, and everybody relies on the check.', fix: 'Do it, or fail with “not implemented” until it is done.',
    severity: branch ? 'high' : 'critical', confidence: 'likely',
  }, graph)];
}

const acts = /^_*(send|save|store|persist|submit|charge|pay|refund|transfer|deploy|publish|sync|upload|delete|remove|update|create|insert|register|subscribe|unsubscribe|schedule|enqueue|queue|process|execute|approve|reject|cancel|escalate|backup|restore|revoke|grant|assign|archive|invite|notify|mark|record|book|place|rollback|provision|activate|deactivate|enable|disable|receive|accept|ingest|retry|clean_?up|purge|rotate|extract|logout|signOut|close)([A-Z_]|$)/;
const checks = /^_*(verify|validate|authenticate|authorize|attest|audit|reconcile|screen|scan)([A-Z_]|$)/;
const reads = /^_*(get|list|fetch|find|load|query|search|retrieve|compare|compute|calculate|analy[sz]e)([A-Z_]|$)/;
/** Names of things that only live in the program: a builder, a state, a message. */
const inner = /(State|Config|Options|Schema|Context|Provider|Store$|Reducer|Action|Selector|Element|Node|Component|Client|Instance|Logger|Error|Handler|Middleware|Router|Server|App|Factory|Builder|Stream|Event|Emitter|Query|Filter|Url|Path|Key|Hash|Token|Id|Slug|Title|Label|Message|Payload|Request|Response|Header|Theme|Style|Class|Icon|Date|Time|Range|Index|Cursor|Buffer|Parser|Plugin|Hook|Callback|Listener|Promise|Map|Set|List|Array|Tree|Graph|Chart|Table|Row|Column|Cell|Form|Field|Input|Value|Type|Enum|Rule|Step|Variant|Template|Layout|Transform|Matrix|Props|Ref|Signal|Timer|Proxy|Mock|Loader|Object|Model|Entity|Dto|DTO|Workflow|Spec|Link|Entry|Params|Args|Body|Point|Line|Snapshot|Summary)s?$/;
const real: readonly Effect[] = ['network', 'store', 'file', 'process', 'message', 'unknown', 'metric'];

function judge(fn: FunctionFact, index: number, file: FileFacts, tree: SourceTree, graph: Graph): readonly Problem[] {
  if (fn.body || (fn.name === '' && !fn.role?.startsWith('route')) || fn.role === 'component' || (fn.admits === undefined && inner.test(fn.name) && !outwardly.test(fn.name)) || fn.role?.startsWith('callback')) return [];
  const effects = effectsOf(fn, file, tree, graph);
  if (deliversToLog(fn, effects)) return [problemAt({ file, span: { line: fn.line, endLine: fn.endLine }, key: `${fn.owner ?? ''}.${fn.name}`, label: fn.name }, {
    what: `${fn.name} delivers nothing: it writes into the log, and keeps a note as if it had.`, why: `Its author says so: “${fn.admits ?? ''}”`,
    fix: 'Deliver it, or keep it as not delivered.', severity: 'high', confidence: 'likely',
  }, graph)];
  const claim = routeClaim(fn, index, file) ?? claimOf(fn, index, file);
  if (!claim) return [];
  if (real.some((each) => effects.has(each))) return [];
  if (claim.needsNoState && effects.has('state') || (effects.has('read') && reads.test(fn.name))) return [];
  // A collection of the process may be what a service is about; not where it stands in for what its author has not connected.
  if (claim.kept === true && effects.has('state') && !(fn.async === true && (fn.admits !== undefined || unconnected(fn, file) || outwardly.test(fn.name)))) return [];
  // What is read and handed on is an answer to a question, whatever the function is called.
  if (effects.has('read') && claim.delivers !== true && claim.computed === true && !/^_*(backup|archive|send|delete|remove|save|store|deploy|publish|upload|pay|charge|refund|cancel|approve|reject)/.test(fn.name)) return [];
  return [problemAt({ file, span: claim.span, key: `${fn.owner ?? ''}.${fn.name}`, label: fn.name }, {
    what: `${fn.owner ? `${fn.owner}.` : ''}${fn.name || fn.role} ${claim.says}, and nothing that it calls reaches a store, another service, a queue or a file.`,
    why: fn.admits ? `Its author says so: “${fn.admits}”` : 'Whoever calls it goes on as if it had happened.',
    fix: 'Do what the name says, or fail with “not implemented” until it is done.',
    severity: claim.severity, confidence: claim.confidence,
  }, graph)];
}

interface Claim {
  readonly says: string;
  readonly span: { readonly line: number; readonly endLine: number };
  readonly severity: 'critical' | 'high' | 'medium';
  readonly confidence: 'likely' | 'possible';
  readonly needsNoState?: true;
  /** What it answers may be kept in a collection of the process. */
  readonly kept?: true;
  /** It says how much got out. */
  readonly delivers?: true;
  /** The answer carries more than literals, the clock and what came in. */
  readonly computed?: boolean;
}

/** A route that is asked to change something and answers that it did. */
function routeClaim(fn: FunctionFact, index: number, file: FileFacts): Claim | undefined {
  if (!/^route (POST|PUT|PATCH|DELETE) /.test(fn.role ?? '') || /\/(login|signin|token|search|query|validate|preview|calculate|graphql|echo|webhook|csp)/i.test(fn.role ?? '')) return undefined;
  const answers = file.answers.filter((each) => each.fn === index && each.failure === undefined && !saysFailure(each.value));
  const answer = answers.findLast((each) => !each.conditional) ?? answers.at(-1);
  // A route that works something out from what it was given and answers that is asked, not told.
  const delivers = answer?.value.parts?.some(([key, part]) => /^(sent|delivered|notified|emailed|charged|published)(_?count)?$/i.test(key) && part.form !== 'boolean' && !(part.form === 'number' && part.text === '0')) === true;
  if (answer && fn.throws !== true && delivers) return { says: 'answers how many it sent', span: answer, severity: 'high', confidence: 'likely', delivers: true };
  return answer && fn.throws !== true && !workedOut(answer.value) ? { says: 'answers that it was done', span: answer, severity: 'high', confidence: 'likely', computed: leavesOf(answer.value).computed > 1 } : undefined;
}

function claimOf(fn: FunctionFact, index: number, file: FileFacts): Claim | undefined {
  const made = /^route GET /.test(fn.role ?? '') && fn.admits !== undefined ? file.answers.find((each) => each.fn === index && each.failure === undefined && !each.conditional && dependsOnNobody(each) && leavesOf(each.value).words >= 2 && !saysFailure(each.value)) : undefined;
  if (made) return { says: 'answers what it was asked with words of its own', span: made, severity: 'high', confidence: 'likely' };
  const span = { line: fn.line, endLine: fn.endLine };
  const answers = file.answers.filter((each) => each.fn === index && each.failure === undefined && (each.via === 'return' || each.via === 'response'));
  const isPage = /\.[jt]sx$/.test(file.path);
  if (isPage || fn.role?.startsWith('handler')) {
    const claims = fn.claims ?? [];
    const submits = /(submit|save|send|delete|upload|pay|checkout|subscribe|invite|approve|reject|export|create|update|publish|cancel|reset)/i.test(fn.name);
    return claims.length > 0 && submits && !/(validate|copy|clear|filter)|^(handle|on)?_?[aA]dd([A-Z]|$)/.test(fn.name) ? { says: `tells the user that it is done (${claims[0] ?? ''})`, span, severity: 'high', confidence: 'likely' } : undefined;
  }
  const worded = wordsOfItsOwn(fn, answers);
  if (worded) return worded;
  const examines = checks.test(fn.name);
  if ((examines || /^_*(check|confirm)[A-Z_]/.test(fn.name)) && fn.throws !== true) {
    const certificate = fn.async === true && fn.calls.length === 0 && fn.effects.every((each) => each === 'log' || each === 'timer') ? answers.find((each) => saysSuccess(each.value) && hasReference(each)) : undefined;
    if (certificate) return { says: 'makes up the reference of a check that nobody made', span: certificate, severity: 'critical', confidence: 'likely' };
    // A GET route without parts of its path has nothing to compare: who asks was checked on the way to it.
    if (!examines || (fn.role?.startsWith('route GET ') && !/[{<:]/.test(fn.role))) return undefined;
    // What answers in several ways has looked at something.
    if ((fn.returns ?? 1) > 1 && fn.admits === undefined || fn.params.length === 0) return undefined;
    // A step of a contract that has nothing to check says so by names that it leaves unused.
    if (fn.owner !== undefined && fn.admits === undefined && fn.params.every((each) => each.startsWith('_'))) return undefined;
    const passes = answers.find((each) => saysSuccess(each.value) && !each.conditional) ?? answers.find((each) => saysSuccess(each.value) && answers.length === 1 && each.value.form === 'object');
    return passes ? { says: 'answers that all is well without comparing anything', span: passes, severity: 'critical', confidence: 'likely' } : undefined;
  }
  const waits = fn.async === true && fn.effects.includes('timer');
  if (acts.test(fn.name) || waits || (fn.admits !== undefined && connecting.test(fn.name))) return actionClaim(fn, answers, span);
  const stub = fn.async === true && fn.calls.length === 0 && fn.effects.length === 0 && answers.length === 1 && answers[0]?.conditional !== true && fn.inherits !== true && fn.injected === undefined && !/(^|_)(noop|no_op|null|dummy)(_|$)/i.test(inWords(fn.name)) && !file.own;
  if (reads.test(fn.name) && ((fn.admits !== undefined && fn.inherits !== true && !/simplified/i.test(fn.admits)) || stub) && answers.length > 0 && answers.every((each) => emptyOrEcho(each) && !saysFailure(each.value))) return { says: 'answers without asking anything', span: answers[0] ?? span, severity: 'high', confidence: 'likely' };
  return undefined;
}

/** Its author says that it is not the real one, all that it does is a line in the log, and it answers with what is written in it. */
function wordsOfItsOwn(fn: FunctionFact, answers: readonly AnswerFact[]): Claim | undefined {
  if (fn.async !== true || fn.admits === undefined || fn.calls.length > 0 || !fn.effects.includes('log') || fn.effects.some((each) => each !== 'log' && each !== 'timer' && each !== 'random')) return undefined;
  const told = answers.find((each) => !each.conditional && dependsOnNobody(each) && (each.value.parts?.length ?? 0) >= 2 && leavesOf(each.value).words + leavesOf(each.value).flags > 0 && !saysFailure(each.value));
  return told && { says: 'answers with what is written in it', span: { line: fn.line, endLine: fn.endLine }, severity: 'high', confidence: 'likely' };
}

/** A function that delivers, by its name, writes a line into the log instead, as its author says; what it keeps about it makes it look delivered. */
function deliversToLog(fn: FunctionFact, effects: ReadonlySet<Effect>): boolean {
  return /^_*(send|deliver|notify|dispatch)([A-Z_]|$)/.test(fn.name) && fn.admits !== undefined && fn.calls.length === 0 && fn.effects.includes('log') && (/\b(integrate|send|call|use|connect)\b[^.]*\b(e-?mails?|sms|push|providers?|services?|gateway)\b/i.test(fn.admits) || effects.has('store') && !(['network', 'message', 'process', 'file', 'unknown'] as const).some((each) => effects.has(each)));
}

function actionClaim(fn: FunctionFact, answers: readonly AnswerFact[], span: Claim['span']): Claim | undefined {
  // An early way out (“there is nothing to send”) is no claim where the rest of the function refuses, and not the place where there is a later one.
  const claims = answers.filter((each) => (saysSuccess(each.value) || saysStarted(each)) && !saysFailure(each.value) && !(each.conditional && fn.throws === true && (fn.returns ?? 1) < 2));
  const told = claims.findLast((each) => !each.conditional) ?? claims.at(-1);
  const waited = fn.effects.includes('timer');
  const computed = told && leavesOf(told.value).computed > 1;
  if (told && (fn.async || waited || fn.admits !== undefined || fn.role !== undefined)) return { says: 'answers success', span: answers.length > 1 || fn.endLine - fn.line > 6 ? told : span, severity: 'high', confidence: 'likely', needsNoState: true, ...(computed && { computed }) };
  const echo = answers.find((each) => isEcho(each));
  // A plain function that creates gives its caller something to store.
  const factory = /^_*(create|build|make)/.test(fn.name) && fn.async !== true && fn.owner === undefined;
  if (echo && !(factory && fn.admits === undefined) && (fn.admits !== undefined || (fn.owner !== undefined || fn.params.length >= 2) && hasStamp(echo))) return { says: 'echoes what it was given as if it were stored', span, severity: 'high', confidence: 'likely', kept: true };
  const stamped = fn.async === true && outwardly.test(fn.name) ? answers.find((each) => each.value.form === 'object' && hasStamp(each) && !saysFailure(each.value)) : undefined;
  if (stamped) return { says: 'gives it a number and a time, and sends nothing', span: fn.endLine - fn.line > 12 ? span : stamped, severity: 'high', confidence: 'likely', kept: true };
  const made = answers.find((each) => each.value.form === 'object' && (each.value.parts?.length ?? 0) >= 2 && !saysFailure(each.value));
  const left = /\b(would|should|will) (\w+ ){0,2}(insert|store|save|persist|send|write|publish|enqueue|queue|update|delete|integrate|call|query)\b/i.test(fn.admits ?? '');
  if (left && (made || answers.length === 0) && fn.admits !== undefined && fn.effects.every((each) => each === 'log' || each === 'random' || each === 'timer')) return { says: 'answers as if it were done', span: made ?? span, severity: 'high', confidence: 'likely' };
  const talks = fn.calls.length === 0 && fn.effects.includes('log') && fn.effects.every((each) => each === 'log' || each === 'timer' || each === 'random' || (each === 'state' && connecting.test(fn.name)));
  if (fn.admits !== undefined && fn.async && talks && answers.length === 0) return { says: 'writes a line into the log', span, severity: 'high', confidence: 'likely' };
  if (fn.admits !== undefined && fn.async && waited && !/(delay|sleep|wait|pause|latency|backoff|throttle)$/i.test(fn.name)) return { says: 'only waits', span, severity: 'high', confidence: 'likely' };
  return undefined;
}

/** What cannot have happened inside of one process. */
const outwardly = /^_*(send|deliver|transfer|charge|pay|payout|refund|withdraw|deposit|mint|deploy|email|broadcastTransaction)([A-Z_]|$)/;
const connecting = /^_*(connect|init|initiali[sz]e|authenticate|login|setup|start|open)([A-Z_]|$)/;

/** The class says of itself that what it should talk to is not connected. */
function unconnected(fn: FunctionFact, file: FileFacts): boolean {
  return fn.owner !== undefined && file.functions.some((each) => each.owner === fn.owner && each.admits !== undefined && (connecting.test(each.name) || each.name === 'constructor'));
}

function saysStarted(answer: AnswerFact): boolean {
  return (answer.value.parts ?? []).some(([key, part]) => /^status$/i.test(key) && part.form === 'text' && /^(received|accepted|processed|processing|started|pending|submitted|scheduled|running|cancell?ed|in[_ ]progress|activated|recorded)$/i.test(part.text ?? ''));
}

/** It needs nothing but what came in, literals and settings. */
function dependsOnNobody(answer: AnswerFact): boolean {
  return answer.value.form === 'object' && (answer.value.on ?? []).every((each) => each === 'param' || each === 'clock' || each === 'random' || each === 'env' || each.startsWith('module:'));
}

/** Nothing but what came in, the clock and literals. */
function isEcho(answer: AnswerFact): boolean {
  const { value } = answer;
  return value.form === 'object' && (value.on ?? []).includes('param') && (value.on ?? []).every((each) => each === 'param' || each === 'clock' || each === 'random');
}

function hasStamp(answer: AnswerFact): boolean {
  return (answer.value.parts ?? []).some(([key, part]) => /(_at|At|timestamp)$/.test(key) && (part.on ?? []).includes('clock')) || ((answer.value.on ?? []).includes('random') && (answer.value.parts ?? []).some(([key]) => /id$/i.test(key)));
}

/** A reference of another system that is made of the clock or a random number. */
function hasReference(answer: AnswerFact): boolean {
  return (answer.value.parts ?? []).some(([key, part]) => /(ref|reference|id|number|hash|code|txn?)$/i.test(key) && (part.on ?? []).some((each) => each === 'clock' || each === 'random'));
}

function emptyOrEcho(answer: AnswerFact): boolean {
  const leaves = leavesOf(answer.value);
  return emptiness(answer.value) !== undefined || isEcho(answer) || (leaves.computed === 0 && answer.value.form === 'object') || (answer.value.parts ?? []).some(([, part]) => part.form === 'array' && part.size === 0);
}

/** A list, a count or the result of a call in the answer: figures of what was given. */
function workedOut(value: Value, depth = 0): boolean {
  if ((value.form === 'call' || value.form === 'computed') && depth > 0) return /\.(length|size|filter|map|reduce|sort|slice|flatMap)$|^(len|sum|sorted|list|max|min)$/.test(value.text ?? '') || (value.on ?? []).some((each) => /^call:(?!.*(uuid|nanoid|randomUUID|now|Date|id$))/i.test(each));
  return (value.parts ?? []).some(([, part]) => workedOut(part, depth + 1));
}
