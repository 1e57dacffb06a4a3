import type { FailureFact, Value } from '../facts.ts';
import { above, anywhere, chain, walk, type Ir } from '../ir.ts';
import { endsIn, marksSuccess, otherWay } from './after.ts';
import { kindOfCall, type CallKind } from './calls.ts';
import { claimsIn } from './claims.ts';
import type { Extraction } from './context.ts';
import { devOnly } from './guards.ts';
import { deedsOf, outcomeOf, type HandlerOutcome } from './handler.ts';
import { isRich, leavesOf } from '../predicates/values.ts';
import { isSilentReturn, missingClient, missingSender, presentClient, restOf, restWithoutSender } from './missing.ts';
import { askedElsewhere, asksFailed, asksGood, filledWhenGood, type Question } from './outcomes.ts';
import { responseOf } from './responses.ts';
import { valueOf } from './value.ts';

/** Catches, `.catch`, the second function of `.then`, error callbacks and tests of a status: what they are of, what they do, what comes out. */
export function collectFailures(of: Ir, into: Extraction): void {
  if (of.k === 'catch') return add(of, { form: 'catch', guarded: of.up?.kids[0], handler: of.kids.at(-1), bound: of.v }, into);
  const refused = promiseHandler(of);
  if (refused) {
    const { of: asked, handler } = refused;
    if (handler.k === 'fn') return add(of, { form: 'promise', guarded: asked, handler: handler.kids.at(-1), bound: handler.fn?.params[0] ?? '' }, into);
    return undefined;
  }
  if (of.k === 'if' && of.kids[1]) {
    const missing = missingClient(of);
    if (missing) add(of, { form: 'absent', guarded: undefined, handler: of.kids[1], bound: missing }, into);
    const sender = missingSender(of);
    if (sender) add(of, { form: 'absent', guarded: undefined, handler: of.kids[1], bound: sender }, into);
    const unsent = sender ? undefined : restWithoutSender(of, into);
    if (unsent) add(unsent, { form: 'absent', guarded: undefined, handler: unsent, bound: chain(of.kids[0]) }, into);
    const failed = asksFailed(of.kids[0], into);
    if (!failed && !missing && !sender && isSilentReturn(of)) add(of, { form: 'absent', guarded: undefined, handler: of.kids[1], bound: chain(of.kids[0]?.kids[0]) }, into);
    if (failed) add(of, { form: 'status', guarded: undefined, handler: of.kids[1], bound: failed.subject, ...(failed.call && { call: failed.call }) }, into);
    tested(of, into);
  }
  if (of.k === 'cond') alternative(of, into);
  if (of.k === 'let') unasked(of, into);
  return undefined;
}

/** `if (res.ok) { … }`: its `else`, what follows at once, or what stays as it was. */
function tested(of: Ir, into: Extraction): void {
  const [test, then, other] = of.kids;
  const good = asksGood(test, into);
  if (other) {
    if (good) add(other, { form: 'status', guarded: undefined, handler: other, bound: good.subject, ...(good.call && { call: good.call }) }, into);
    return;
  }
  const rest = restOf(of);
  const asked = rest ? good?.subject ?? presentClient(test) : undefined;
  if (rest && asked !== undefined) return add(rest, { form: 'status', guarded: undefined, handler: rest, bound: asked, ...(good?.call && { call: good.call }) }, into);
  if (!good || !then || (!good.call && (into.language !== 'python' || isGiven(of, good.subject, into))) || askedElsewhere(good.subject, of, into)) return;
  const filled = filledWhenGood(then, into);
  const setter = filled ? undefined : stateSetter(then);
  if (filled) record(of, good, { outcome: 'assigned', value: valueOf(filled.value, into.scope) }, into);
  else if (setter !== undefined) record(of, good, { outcome: 'state', value: { form: 'none', text: setter } }, into);
}

/** `result.success ? result.rows : []`: nothing takes the place of what failed, and nobody else asks. */
function alternative(of: Ir, into: Extraction): void {
  const good = asksGood(of.kids[0], into);
  const failed = good ? undefined : asksFailed(of.kids[0], into);
  const question = good ?? failed;
  const other = good ? of.kids[2] : of.kids[1];
  if (!question?.call || !other || !['arr', 'obj', 'num'].includes(other.k) || askedElsewhere(question.subject, of, into)) return;
  record(of, question, { outcome: of.up?.k === 'return' ? 'answer' : 'assigned', value: valueOf(other, into.scope) }, into);
}

/** `const { data } = await db.from('rows').select()` and `data ?? []`: the error beside the data is left where it is, and nothing is taken for an answer. */
function unasked(of: Ir, into: Extraction): void {
  const call = of.kids[0]?.k === 'await' ? of.kids[0].kids[0] : undefined;
  if (of.v !== '' || call?.k !== 'call' || !/\.(from|rpc)\(\)(\.|$)|\.rpc$/.test(chain(call.kids[0])) || !/^(read|store|unknown|project)$/.test(kindOfCall(call, into.scope))) return;
  const slots = of.kids.filter((kid) => kid.k === 'slot');
  const data = slots.find((slot) => chain(slot) === 'data' || chain(slot) === 'count');
  if (!data || slots.some((slot) => chain(slot) === 'error')) return;
  const fn = above(of, 'fn');
  let empty: Ir | undefined;
  if (fn) walk(fn, (each) => {
    const [read, other] = each.kids;
    // The whole answer or its length: a member that a row may lack has a default of its own.
    const whole = read?.k === 'get' && read.v === 'length' ? read.kids[0] : read;
    if (each.k === 'or' && other && ['arr', 'num'].includes(other.k) && whole?.k === 'name' && whole.v === data.v && each.at > of.end) empty ??= other;
    return empty === undefined;
  });
  if (empty) record(of, { subject: data.v, call }, { outcome: 'assigned', value: valueOf(empty, into.scope) }, into);
}

/** A failure whose handling is that there is none. */
function record(of: Ir, question: Question, outcome: Pick<FailureFact, 'outcome' | 'value'>, into: Extraction): void {
  const call = question.call;
  const kind = call && kindOfCall(call, into.scope);
  const span = into.lines.span(of);
  const comment = into.commentNear(of)?.text;
  into.facts.failures.push({
    ...span, form: 'status', of: [call ? chain(call.kids[0]).slice(0, 60) : askedBy(question.subject, of, into)], io: call ? ioOf(kind) : 'yes', does: [], ...outcome, fn: into.functionOf(of),
    ...(comment && { comment: comment.slice(0, 160) }), ...(devOnly(of, into.scope) && { guard: 'development' as const }),
  });
  into.lines.keep(span);
}

function ioOf(kind: CallKind | undefined): FailureFact['io'] {
  return kind !== undefined && /^(network|store|read|process|message|file)$/.test(kind) ? 'yes' : 'unknown';
}

/** What is done when a promise is refused: `.catch(handler)`, `.then(go, handler)`. */
function promiseHandler(of: Ir): { readonly of: Ir | undefined; readonly handler: Ir } | undefined {
  const [callee, first, second] = of.kids;
  if (of.k !== 'call' || callee?.k !== 'get') return undefined;
  const handler = callee.v === 'catch' ? first : callee.v === 'then' ? second : undefined;
  return handler && { of: callee.kids[0], handler };
}

interface Parts {
  readonly form: FailureFact['form'];
  readonly guarded: Ir | undefined;
  readonly handler: Ir | undefined;
  readonly bound: string;
  /** The call whose answer is asked how it went. */
  readonly call?: Ir;
}

function add(of: Ir, parts: Parts, into: Extraction): void {
  const { form, guarded, handler, bound } = parts;
  if (!handler) return;
  const calls = guarded ? callsIn(guarded, into)
    : parts.call ? { names: [chain(parts.call.kids[0]).slice(0, 60)], io: ioOf(kindOfCall(parts.call, into.scope)) }
    : { names: [form === 'status' ? askedBy(bound, of, into) : bound], io: form === 'status' && isGiven(of, bound, into) ? 'unknown' as const : 'yes' as const };
  // What is written down on the way out of another failure is clean-up.
  const late = form === 'promise' && above(of, 'catch', 'fn')?.k === 'catch';
  const does: FailureFact['does'] = [...new Set([...deedsOf(handler, bound, into), ...(late ? ['cleans-up' as const] : []), ...(guarded && otherWay(of, guarded, into) ? ['retries' as const] : []), ...(marksSuccess(guarded ?? (of.up?.k === 'if' && of.up.kids[2] === of ? of.up.kids[1] : undefined), of, into) ? ['counts' as const] : []), ...(form === 'status' && handedOn(bound, of) ? ['reports' as const] : [])])];
  const outcome = left(dropped(outcomeOf(handler, of, into), of, form), of, guarded, into);
  const value: Value | undefined = outcome.value;
  const comment = into.commentNear(handler)?.text ?? promised(of);
  const fact: FailureFact = {
    ...into.lines.span(form === 'promise' ? handler : of), form, of: calls.names, io: form === 'promise' && calls.io === 'unknown' ? 'yes' : calls.io, does,
    outcome: outcome.outcome, ...(outcome.from && { at: into.lines.at(outcome.from.at) }), fn: into.functionOf(of),
    ...(of.k === 'catch' && of.kids.length > 1 && { types: of.kids.slice(0, -1).map(chain) }), ...(value && { value }), ...(outcome.status !== undefined && { status: outcome.status }), ...(comment && { comment: comment.slice(0, 160) }),
    ...((devOnly(of, into.scope) || (outcome.from && devOnly(outcome.from, into.scope))) && { guard: 'development' as const }), ...partialOf(of, guarded, outcome, into),
    ...(guarded && value?.form === 'text' && value.text && answersIn(guarded, value.text) && { same: true as const }), ...insteadOf(handler, into), ...(guarded && (outcome.outcome === 'continues' || outcome.outcome === 'ends') && staleOf(of, guarded, into)),
    ...(of.k === 'catch' && of.up && /^(catch|finally)$/.test(above(of.up, 'catch', 'finally', 'fn')?.k ?? '') && { after: true as const }),
    ...(guarded && sendsIn(guarded) && { sends: true as const }),
    ...(changesIn(guarded, calls.names, of, into) && { changes: true as const }),
    ...(guarded && claimsIn(guarded).length > 0 && { tells: true as const }),
    ...((outcome.outcome === 'continues' || outcome.outcome === 'ends') && endsIn(of, guarded) && { refused: true as const }),
  };
  into.facts.failures.push(fact);
  if (!does.includes('throws')) into.lines.keep(fact);
}

/** What the documentation of the function says of its failures: `Failures degrade to an empty ranking.` */
function promised(of: Ir): string | undefined {
  const body = above(of, 'fn')?.kids.at(-1);
  const text = body?.kids[0]?.k === 'str' ? body.kids[0].v : '';
  return text.split(/(?<=[.!?])\s+|\n\s*\n/).map((each) => each.replace(/\s+/g, ' ').trim()).find((each) => /\b(fail\w*|errors?|unavailable|outage)\b/i.test(each) && /\b(degrad\w*|best[- ]effort|non-?(critical|fatal)|optional|never (raises?|blocks?|breaks?))\b/i.test(each))?.slice(0, 160);
}

/** Calls that the guarded code makes, and whether one of them can fail because of the world outside. */
function callsIn(guarded: Ir, into: Extraction): { readonly names: readonly string[]; readonly io: FailureFact['io'] } {
  const names = new Set<string>();
  let io: FailureFact['io'] = 'no';
  walk(guarded, (each) => {
    if (each.k === 'await' && io !== 'yes') io = awaitedIo(each, into);
    if (each.k !== 'call' && each.k !== 'new') return;
    const kind = kindOfCall(each, into.scope);
    if (isFilling(each, into) || kind === 'pure' || kind === 'log' || kind === 'state' || kind === 'notice' || kind === 'random' || kind === 'timer') return;
    if (names.size < 8) names.add(chain(each.kids[0]).slice(0, 60));
    if (kind === 'network' || kind === 'store' || kind === 'read' || kind === 'process' || kind === 'message') io = 'yes';
    else if (kind === 'file') io = 'yes';
    else if (into.language === 'python' && remote.test(chain(each.kids[0]))) io = 'yes';
    else if (io === 'no') io = 'unknown';
  });
  return { names: [...names], io };
}

/** `found.update(part)` on a value of this function: nothing that could fail because of the world outside. */
function isFilling(call: Ir, into: Extraction): boolean {
  const callee = call.kids[0];
  if (into.language !== 'python' || callee?.k !== 'get' || !/^(update|add|append|extend|insert|setdefault|pop|remove)$/.test(callee.v) || callee.kids[0]?.k !== 'name' || /(client|conn|session|api|service|repo|db|store|manager|queue|collection|table|index)/i.test(callee.kids[0].v)) return false;
  return into.scope.meaning(callee.kids[0]).kind === 'local';
}

/** A request that changes something, as a statement of its own. */
function sendsIn(guarded: Ir): boolean {
  return anywhere(guarded, (each) => {
    const holder = each.k === 'call' ? (each.up?.k === 'await' ? each.up.up : each.up) : undefined;
    return holder?.k === 'block' && /^(requests|httpx|self\.(_?session|_?client|_?http(_client)?)|session|client|http_client|axios)\.(post|put|patch|delete)$/.test(chain(each.kids[0]));
  }, 'fn');
}

/** Verbs by which a store keeps something else afterwards. A value that is set may be a copy of what is kept elsewhere. */
const keeping = /\.(add|add_all|flush|commit|merge|bulk_\w+|insert\w*|update\w*|delete\w*|save\w*|create(_(?!engine|async|session|client|pool|connection|all|index|table)\w+)?|upsert\w*)$/;
/** A request that changes something over there. */
const posting = /(^|[._])(requests|httpx|https?|session|client)\.(post|put|patch|delete)$/;

/** The guarded code changes what a store keeps; or it posts to another service, in a function that gives nothing back. */
function changesIn(guarded: Ir | undefined, names: readonly string[], of: Ir, into: Extraction): boolean {
  if (guarded && anywhere(guarded, (each) => each.k === 'call' && keeping.test(chain(each.kids[0])) && kindOfCall(each, into.scope) === 'store', 'fn')) return true;
  const fn = above(of, 'fn');
  return into.language === 'python' && fn !== undefined && names.some((each) => posting.test(each)) && !anywhere(fn.kids.at(-1), (each) => each.k === 'return' && each.kids[0] !== undefined, 'fn');
}

/** Python mostly does not await: a verb on something held (`self.client.get_orders`) is taken to leave the process. */
const remote = /\.(get|fetch|list|load|save|create|update|delete|post|put|send|query|execute|request|search|download|upload|submit|place|cancel|insert|find|commit|connect|select|sync|invoke|retrieve|publish|push|pull|predict|generate)(_\w+)?$/;

/** The call that gave the answer whose status is asked for: `response = await client.post(…)`. */
function askedBy(bound: string, of: Ir, into: Extraction): string {
  const decl = declarationOf(bound.split('.')[0] ?? '', of, into);
  const value = decl?.kids[0]?.k === 'await' ? decl.kids[0].kids[0] : decl?.kids[0];
  const callee = value?.k === 'call' ? chain(value.kids[0]).slice(0, 60) : '';
  return callee === '' ? bound : callee;
}

/** The answer, or how it went, goes on to the caller: `return response`, `return response.success`. */
function handedOn(bound: string, of: Ir): boolean {
  const name = bound.split('.')[0];
  const tells = (value: Ir | undefined): boolean => value?.k === 'name' ? value.v === name : value?.k === 'get' && /^(ok|success|status|status_code|is_success|is_error)$/.test(value.v) && tells(value.kids[0]);
  return anywhere(above(of, 'fn'), (each) => each.k === 'return' && tells(each.kids[0]) && each.at >= of.at);
}

/** What is awaited leaves the process, unless it only reads a body or a form. */
function awaitedIo(of: Ir, into: Extraction): FailureFact['io'] {
  const call = of.kids[0];
  const callee = chain(call?.k === 'call' ? call.kids[0] : call);
  if (/\.(json|text|formData|blob|arrayBuffer|clone\(\)\.json)$|^(import|params|cookies|headers)$|(jwt|jose)\w*|verify|decode|compare|import\b/i.test(callee)) return 'unknown';
  return call && (call.k === 'call' || call.k === 'new') && kindOfCall(call, into.scope) === 'timer' ? 'no' : 'yes';
}

/**
 * A handler that only lets the code go on leaves what the guarded code was to fill as it was: the first value of a variable
 * that is read later, or the first state of a page.
 */
function left(outcome: HandlerOutcome, of: Ir, guarded: Ir | undefined, into: Extraction): HandlerOutcome {
  if (!guarded || of.k !== 'catch' || (outcome.outcome !== 'continues' && outcome.outcome !== 'ends')) return outcome;
  const name = afterOf(of, guarded, into);
  const decl = name === undefined ? undefined : declarationOf(name, of, into);
  if (decl?.kids[0] && decl.kids[0].k !== 'pass') return { outcome: 'assigned', value: valueOf(decl.kids[0], into.scope) };
  const setter = stateSetter(guarded);
  const next = setter === undefined ? fallsInto(of, into) : undefined;
  if (next) return next;
  return setter === undefined ? outcome : { outcome: 'state', value: { form: 'none', text: setter } };
}

/** After a handler that only lets the code go on, figures written in the source are answered: `catch { log } return { limit: 5, … }`. */
function fallsInto(of: Ir, into: Extraction): HandlerOutcome | undefined {
  let each: Ir = of.up ?? of;
  while (each.up && each.up.k !== 'fn' && each.up.k !== 'module' && each.up.k !== 'loop') {
    const siblings = each.up.k === 'block' ? each.up.kids.slice(each.up.kids.indexOf(each) + 1) : [];
    for (const next of siblings) {
      if (['if', 'loop', 'try', 'switch', 'throw', 'block'].includes(next.k)) return undefined;
      const answer = answerOf(next, into);
      if (answer) return isRich(answer.value) && leavesOf(answer.value ?? { form: 'none' }).figures >= 3 && (answer.value?.on ?? []).every((on) => on === 'param' || on === 'clock') ? answer : undefined;
    }
    each = each.up;
  }
  return undefined;
}

function answerOf(of: Ir, into: Extraction): HandlerOutcome | undefined {
  const value = of.k === 'return' ? of.kids[0] : of.k === 'call' ? of : undefined;
  const response = value && responseOf(value.k === 'await' ? (value.kids[0] ?? value) : value, into.scope);
  if (response) return { outcome: 'response', from: of, ...(response.status !== undefined && { status: response.status }), ...(response.body && { value: valueOf(response.body, into.scope) }) };
  return of.k === 'return' ? { outcome: 'answer', from: of, value: valueOf(value, into.scope) } : undefined;
}

function holdsCall(of: Ir | undefined): boolean {
  return anywhere(of, (each) => each.k === 'call' || each.k === 'await');
}

function declarationOf(name: string, of: Ir, into: Extraction): Ir | undefined {
  const fn = above(of, 'fn') ?? into.file.root;
  let found: Ir | undefined;
  walk(fn, (each) => {
    if (each.k === 'let' && each.v === name) found ??= each;
    return found === undefined;
  });
  return found;
}

/** A React state that the guarded code fills with what it read. */
function stateSetter(guarded: Ir): string | undefined {
  let found: string | undefined;
  const read = awaitedNames(guarded);
  walk(guarded, (each) => {
    const callee = each.k === 'call' ? chain(each.kids[0]) : '';
    const value = each.kids[1];
    if (/^set[A-Z]/.test(callee) && !/^set(\w*Load|\w*Err|\w*Open|\w*Submit|\w*Saving|\w*Pending|\w*Busy|Is[A-Z]|\w*Copied|\w*Status|Timeout|Interval)/.test(callee) && value && value.k !== 'const' && value.k !== 'str' && value.k !== 'num' && value.k !== 'fn' && comesFrom(value, read)) found ??= callee;
  });
  return found;
}

/** Names that hold what the guarded code waited for, or what was made of it; parameters of callbacks count. */
function awaitedNames(guarded: Ir): ReadonlySet<string> {
  const names = new Set<string>();
  walk(guarded, (each) => {
    const value = each.k === 'let' ? each.kids[0] : each.k === 'assign' ? each.kids[1] : undefined;
    if (value && comesFrom(value, names)) {
      names.add(each.k === 'let' ? each.v : chain(each.kids[0]));
      for (const slot of each.kids) if (slot.k === 'slot') names.add(slot.v);
    }
    if (each.k === 'fn') for (const param of each.fn?.params ?? []) names.add(param);
  });
  return names;
}

function comesFrom(value: Ir | undefined, names: ReadonlySet<string>): boolean {
  return anywhere(value, (each) => each.k === 'await' || (each.k === 'name' && names.has(each.v)));
}

/** The variable that the guarded code was to set and that is read after it. */
function afterOf(of: Ir, guarded: Ir, into: Extraction, end = of.up?.end ?? of.end): string | undefined {
  const names = new Set<string>();
  walk(guarded, (each) => {
    if (each.k === 'assign' && each.v === '=' && each.kids[0]?.k === 'name' && holdsCall(each.kids[1])) names.add(each.kids[0].v);
    return each.k !== 'fn';
  });
  if (names.size === 0) return undefined;
  const fn = above(of, 'fn') ?? into.file.root;
  let after: string | undefined;
  walk(fn, (each) => {
    if (each.k === 'name' && names.has(each.v) && each.at > end && !(each.up?.k === 'assign' && each.up.kids[0] === each)) after ??= each.v;
    return after === undefined;
  });
  return after;
}

/** The response came in as a parameter: who asked is elsewhere, and may look at it too. */
function isGiven(of: Ir, bound: string, into: Extraction): boolean {
  const test = of.k === 'if' ? of.kids[0] : undefined;
  return anywhere(test, (each) => each.k === 'name' && bound.startsWith(each.v) && into.scope.meaning(each).kind === 'param');
}

/** A promise whose handler only logs, or whose value nobody takes, answers nobody: the code goes on. */
function dropped(outcome: HandlerOutcome, of: Ir, form: FailureFact['form']): HandlerOutcome {
  if (form !== 'promise' || outcome.outcome !== 'answer') return outcome;
  const holder = of.up?.k === 'await' ? of.up.up : of.up;
  const unused = holder?.k === 'block' || holder?.k === 'module' || (holder?.k === 'un' && holder.v === 'void');
  const logs = outcome.value?.form === 'call' && /^(console|logger|log|logging)\.|\.(logger|log)\./.test(outcome.value.text ?? '');
  return unused || (logs && holder?.k !== 'return') ? { outcome: 'continues' } : outcome;
}

function answersIn(guarded: Ir, text: string): boolean {
  return anywhere(guarded, (each) => each.k === 'return' && each.kids[0]?.k === 'str' && each.kids[0].v === text, 'fn');
}

/** `catch { local.set(key, value) }`: a collection of the module takes what the store did not. */
function insteadOf(handler: Ir, into: Extraction): Pick<FailureFact, 'instead'> {
  let instead: { readonly name: string; readonly writes: boolean } | undefined;
  walk(handler, (each) => {
    const callee = each.k === 'call' ? each.kids[0] : undefined;
    const written = each.k === 'assign' && each.kids[0]?.k === 'index' ? each.kids[0].kids[0] : undefined;
    const holder = written ?? (callee?.k === 'get' && /^(set|add|push|append|get|has|pop|setdefault|update)$/.test(callee.v) ? callee.kids[0] : undefined);
    if (holder?.k !== 'name') return;
    const meaning = into.scope.meaning(holder);
    const value = meaning.kind === 'module' && meaning.decl.k === 'let' ? meaning.decl.kids[0] : undefined;
    const holds = value && ((value.k === 'new' && /^(Map|Set)$/.test(chain(value.kids[0]))) || ((value.k === 'arr' || value.k === 'obj') && value.kids.length === 0) || (value.k === 'call' && /^(dict|defaultdict|list|set|OrderedDict)$/.test(chain(value.kids[0]))));
    if (holds) instead = { name: holder.v, writes: written !== undefined || /^(set|add|push|append|setdefault|update)$/.test(callee?.k === 'get' ? callee.v : '') };
  });
  return instead ? { instead } : {};
}

/** `try { latest = await read() } catch { log } return latest`, where `latest` belongs to the module. */
function staleOf(of: Ir, guarded: Ir, into: Extraction): { readonly stale?: string } {
  const filled = new Set<string>();
  walk(guarded, (each) => {
    const target = each.k === 'assign' && each.v === '=' ? each.kids[0] : undefined;
    if (target?.k === 'name' && into.scope.meaning(target).kind === 'module' && holdsCall(each.kids[1])) filled.add(target.v);
  });
  const fn = above(of, 'fn');
  if (filled.size === 0 || !fn) return {};
  let stale: string | undefined;
  walk(fn, (each) => {
    if (each.k === 'return' && each.at > of.end && each.kids[0]?.k === 'name' && filled.has(each.kids[0].v)) stale ??= each.kids[0].v;
  });
  return stale === undefined ? {} : { stale };
}

/**
 * A list of the function around, declared before the try, that the guarded code fills and that is used after it; or one that was filled so far and
 * that the handler gives back as it is.
 */
function partialOf(of: Ir, guarded: Ir | undefined, outcome: HandlerOutcome, into: Extraction): { readonly partial?: string } {
  if (outcome.outcome === 'answer' && outcome.from?.k === 'return') return filledSoFar(of, outcome.from, into);
  if (!guarded || of.k !== 'catch' || (outcome.outcome !== 'continues' && outcome.outcome !== 'ends')) return {};
  const fn = above(of, 'fn');
  const end = of.up?.end ?? of.end;
  if (!fn) return {};
  const added = new Set<string>();
  walk(guarded, (each) => {
    const callee = each.k === 'call' ? each.kids[0] : undefined;
    if (callee?.k === 'get' && callee.kids[0]?.k === 'name' && /^(push|append|extend|add|update|set)$/.test(callee.v)) added.add(callee.kids[0].v);
    if (each.k === 'let') added.delete(each.v);
  });
  // What held something before the try is whole without what is added.
  for (const name of [...added]) if (beginsFull(declarationOf(name, of, into)?.kids[0])) added.delete(name);
  let partial: string | undefined;
  walk(fn, (each) => {
    if (each.k !== 'name' || each.at < end || !added.has(each.v)) return partial === undefined;
    // What is cut out of it lacks the same.
    const taker = above(each, 'let', 'return', 'fn', 'if', 'loop');
    if (taker?.k === 'let' && taker.v !== '' && taker.kids[0]?.k === 'call') added.add(taker.v);
    if (taker?.k === 'return' || (into.language === 'python' && workedOn(each))) partial ??= each.v;
    return partial === undefined;
  });
  return partial === undefined ? {} : { partial };
}

/** The answer of a call, or an object with members: no collection that is only being filled. */
function beginsFull(first: Ir | undefined): boolean {
  if (first?.k === 'obj') return first.kids.length > 0;
  return first?.k === 'await' || (first?.k === 'call' && !/^(dict|list|set|defaultdict|OrderedDict|collections\.\w+)$/.test(chain(first.kids[0])));
}

/** It is gone through or handed to a function that works on it; a length, a test or a log line only look at it. */
function workedOn(name: Ir): boolean {
  const up = name.up;
  if (up?.k === 'loop' || (up?.k === 'other' && up.v === 'for')) return true;
  return up?.k === 'call' && up.kids[0] !== name && !/^(len|print|bool|str|any|all|sum|min|max|sorted|set|list|tuple|isinstance|\w*log\w*\.\w+|.*\.(join|extend|append|add|update))$/i.test(chain(up.kids[0]));
}

/** `rows = []; for …: rows.append(…)`, and after a failure `return rows`: what there is so far, as if it were all. */
function filledSoFar(of: Ir, answer: Ir, into: Extraction): { readonly partial?: string } {
  const given = answer.kids[0];
  const fn = above(of, 'fn');
  if (given?.k !== 'name' || !fn) return {};
  const decl = declarationOf(given.v, of, into);
  const first = decl?.k === 'let' && decl.v === given.v ? decl.kids[0] : undefined;
  const empty = (first?.k === 'arr' || first?.k === 'obj') && first.kids.length === 0;
  return empty && decl && into.scope.changes(decl) ? { partial: given.v } : {};
}
