import type { FailureFact, Value } from '../facts.ts';
import { above, anywhere, awaited, chain, takerOf, walk, type Ir } from '../ir.ts';
import { endsIn, marksSuccess, onFailingPath, otherWay } from './after.ts';
import { kindOfCall } from './calls.ts';
import { claimsIn } from './claims.ts';
import type { Extraction } from './context.ts';
import { answersIn, callsIn, changesIn, ioOf, marksTimeOnly, sendsIn, tidiesUp } from './guarded.ts';
import { devOnly } from './guards.ts';
import { deedsOf, outcomeOf, type HandlerOutcome } from './handler.ts';
import { isSilentReturn, missingClient, missingConfiguration, missingSender, presentClient, restOf, restWithoutSender } from './missing.ts';
import { askedElsewhere, asksFailed, asksGood, filledWhenGood, type Question } from './outcomes.ts';
import { reasonFor } from './reasons.ts';
import { declarationOf, left, partialOf, staleOf, stateSetter } from './unfilled.ts';
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
    const missing = missingClient(of, into);
    if (missing) add(of, { form: 'absent', guarded: undefined, handler: of.kids[1], bound: missing }, into);
    const sender = missingSender(of);
    if (sender) add(of, { form: 'absent', guarded: undefined, handler: of.kids[1], bound: sender }, into);
    const unsent = sender ? undefined : restWithoutSender(of, into);
    if (unsent) add(unsent, { form: 'absent', guarded: undefined, handler: unsent, bound: chain(of.kids[0]) }, into);
    const without = missing || sender ? undefined : missingConfiguration(of, into);
    if (without) add(of, { form: 'absent', guarded: undefined, handler: of.kids[1], bound: without }, into);
    const failed = asksFailed(of.kids[0], into);
    if (!failed && !missing && !sender && isSilentReturn(of, into)) add(of, { form: 'absent', guarded: undefined, handler: of.kids[1], bound: chain(of.kids[0]?.kids[0]) }, into);
    if (failed) add(of, ofStatus(failed, of.kids[1]), into);
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
    if (good) add(other, ofStatus(good, other), into);
    return;
  }
  const rest = restOf(of);
  const client = rest && !good ? presentClient(test) : undefined;
  const asked = good ?? (client === undefined ? undefined : { subject: client });
  if (rest && asked) return add(rest, ofStatus(asked, rest), into);
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
  const span = into.lines.span(of);
  const comment = into.commentNear(of)?.text;
  into.facts.failures.push({
    ...span, form: 'status', of: [call ? chain(call.kids[0]).slice(0, 60) : askedBy(question.subject, of, into)], io: call ? ioOf(kindOfCall(call, into.scope)) : 'yes', does: [], ...outcome, fn: into.functionOf(of),
    ...(comment && { comment: comment.slice(0, 160) }), ...(devOnly(of, into.scope) && { guard: 'development' as const }),
  });
  into.lines.keep(span);
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

function ofStatus({ subject, call }: Question, handler: Ir): Parts {
  return { form: 'status', guarded: undefined, handler, bound: subject, ...(call && { call }) };
}

function add(of: Ir, parts: Parts, into: Extraction): void {
  const { form, guarded, handler, bound } = parts;
  if (!handler) return;
  let calls: ReturnType<typeof callsIn> = guarded ? callsIn(guarded, into)
    : parts.call ? { names: [chain(parts.call.kids[0]).slice(0, 60)], io: ioOf(kindOfCall(parts.call, into.scope)) }
    : { names: [form === 'status' ? askedBy(bound, of, into) : bound], io: form === 'status' && isGiven(of, bound, into) ? 'unknown' as const : 'yes' as const };
  // What can be refused is a promise: no look-up in a map, however it is spelled.
  if (form === 'promise' && calls.io === 'no' && guarded?.k === 'call' && /\.get$/.test(chain(guarded.kids[0]))) calls = { names: [chain(guarded.kids[0]).slice(0, 60)], io: 'yes' };
  // What is written down on the way out of another failure is clean-up.
  const late = form === 'promise' && above(of, 'catch', 'fn')?.k === 'catch';
  const worked = guarded ?? (of.up?.k === 'if' && of.up.kids[2] === of ? of.up.kids[1] : undefined);
  const does = new Set(deedsOf(handler, bound, into));
  if (late || (guarded && tidiesUp(guarded))) does.add('cleans-up');
  if (guarded && otherWay(of, guarded, into)) does.add('retries');
  if (marksSuccess(worked, of, into)) does.add('counts');
  if (form === 'status' && handedOn(bound, of)) does.add('reports');
  const outcome = left(dropped(outcomeOf(handler, of, into), of, form), of, guarded, into);
  const value: Value | undefined = outcome.value;
  const comment = reasonFor(of, handler, into);
  const fact: FailureFact = {
    ...into.lines.span(form === 'promise' ? handler : of), form, of: calls.names, io: form === 'promise' && calls.io === 'unknown' ? 'yes' : calls.io, does: [...does],
    outcome: outcome.outcome, ...(outcome.from && { at: into.lines.at(outcome.from.at) }), fn: into.functionOf(of),
    ...(of.k === 'catch' && of.kids.length > 1 && { types: of.kids.slice(0, -1).map(chain) }), ...(value && { value }), ...(outcome.status !== undefined && { status: outcome.status }), ...(comment && { comment }),
    ...((devOnly(of, into.scope) || (outcome.from && devOnly(outcome.from, into.scope))) && { guard: 'development' as const }), ...partialOf(of, guarded, outcome, into),
    ...(guarded && value?.form === 'text' && value.text && answersIn(guarded, value.text) && { same: true as const }), ...insteadOf(handler, into), ...(guarded && (outcome.outcome === 'continues' || outcome.outcome === 'ends') && staleOf(of, guarded, into)),
    ...(onFailingPath(of, into) && { after: true as const }),
    ...(guarded && sendsIn(guarded, into) && { sends: true as const }),
    ...(changesIn(guarded, calls.names, of, into) && { changes: true as const }), ...(marksTimeOnly(guarded, into) && { marks: true as const }),
    ...(guarded && claimsIn(guarded).length > 0 && { tells: true as const }),
    ...((outcome.outcome === 'continues' || outcome.outcome === 'ends') && endsIn(of, guarded) && { refused: true as const }),
  };
  into.facts.failures.push(fact);
  if (!does.has('throws')) into.lines.keep(fact);
}

/** The call that gave the answer whose status is asked for: `response = await client.post(…)`. */
function askedBy(bound: string, of: Ir, into: Extraction): string {
  const decl = declarationOf(bound.split('.')[0] ?? '', of, into);
  const value = awaited(decl?.kids[0]);
  const callee = value?.k === 'call' ? chain(value.kids[0]).slice(0, 60) : '';
  return callee === '' ? bound : callee;
}

/** The answer, or how it went, goes on to the caller: `return response`, `return response.success`. */
function handedOn(bound: string, of: Ir): boolean {
  const name = bound.split('.')[0];
  const tells = (value: Ir | undefined): boolean => value?.k === 'name' ? value.v === name : value?.k === 'get' && /^(ok|success|status|status_code|is_success|is_error)$/.test(value.v) && tells(value.kids[0]);
  return anywhere(above(of, 'fn'), (each) => each.k === 'return' && tells(each.kids[0]) && each.at >= of.at);
}

/** The response came in as a parameter: who asked is elsewhere, and may look at it too. */
function isGiven(of: Ir, bound: string, into: Extraction): boolean {
  const test = of.k === 'if' ? of.kids[0] : undefined;
  return anywhere(test, (each) => each.k === 'name' && bound.startsWith(each.v) && into.scope.meaning(each).kind === 'param');
}

/** A promise whose handler only logs, or whose value nobody takes, answers nobody: the code goes on. */
function dropped(outcome: HandlerOutcome, of: Ir, form: FailureFact['form']): HandlerOutcome {
  if (form !== 'promise' || outcome.outcome !== 'answer') return outcome;
  const holder = takerOf(of);
  const unused = holder?.k === 'block' || holder?.k === 'module' || (holder?.k === 'un' && holder.v === 'void');
  const logs = outcome.value?.form === 'call' && /^(console|logger|log|logging)\.|\.(logger|log)\./.test(outcome.value.text ?? '');
  return unused || (logs && holder?.k !== 'return') ? { outcome: 'continues' } : outcome;
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
