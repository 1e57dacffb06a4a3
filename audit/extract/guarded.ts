import type { FailureFact } from '../facts.ts';
import { above, anywhere, chain, takerOf, walk, type Ir } from '../ir.ts';
import { inWords } from '../predicates/values.ts';
import { kindOfCall, type CallKind } from './calls.ts';
import type { Extraction } from './context.ts';

/** Calls that the guarded code makes, and whether one of them can fail because of the world outside. */
export function callsIn(guarded: Ir, into: Extraction): { readonly names: readonly string[]; readonly io: FailureFact['io'] } {
  const names = new Set<string>();
  let io: FailureFact['io'] = 'no';
  walk(guarded, (each) => {
    if (isElse(each) || handsOver(each)) return false;
    if (each.k === 'await' && io !== 'yes') io = awaitedIo(each, into);
    if (each.k !== 'call' && each.k !== 'new') return true;
    const kind = kindOfCall(each, into.scope);
    if (isFilling(each, into) || kind === 'pure' || kind === 'log' || kind === 'state' || kind === 'notice' || kind === 'random' || kind === 'timer') return true;
    if (names.size < 8) names.add(chain(each.kids[0]).slice(0, 60));
    if (ioOf(kind) === 'yes') io = 'yes';
    else if (into.language === 'python' && remote.test(chain(each.kids[0]))) io = 'yes';
    else if (io === 'no') io = 'unknown';
    return true;
  });
  return { names: [...names], io };
}

/** The `else` of a Python `try`: what goes wrong in it is not caught. */
export function isElse(of: Ir): boolean {
  return of.k === 'block' && of.v === 'else';
}

/** `create_task(work())`: the work runs later, and its failure ends elsewhere. */
function handsOver(of: Ir): boolean {
  return of.k === 'call' && of.up?.k === 'call' && of.up.kids[0] !== of && /(^|\.)(create_task|ensure_future|run_coroutine_threadsafe)$/.test(chain(of.up.kids[0]));
}

/** Whether a call of this kind can fail because of the world outside. */
export function ioOf(kind: CallKind): FailureFact['io'] {
  return /^(network|store|read|process|message|file)$/.test(kind) ? 'yes' : 'unknown';
}

/** `found.update(part)` on a value of this function: nothing that could fail because of the world outside. */
function isFilling(call: Ir, into: Extraction): boolean {
  const callee = call.kids[0];
  if (into.language !== 'python' || callee?.k !== 'get' || !/^(update|add|append|extend|insert|setdefault|pop|remove)$/.test(callee.v) || callee.kids[0]?.k !== 'name' || /(client|conn|session|api|service|repo|db|store|manager|queue|collection|table|index)/i.test(callee.kids[0].v)) return false;
  return into.scope.meaning(callee.kids[0]).kind === 'local';
}

/** Python mostly does not await: a verb on something held (`self.client.get_orders`) is taken to leave the process. */
const remote = /\.(get|fetch|list|load|save|create|update|delete|post|put|send|query|execute|request|search|download|upload|submit|place|cancel|insert|find|commit|connect|select|sync|invoke|retrieve|publish|push|pull|predict|generate)(_\w+)?$/;

/** What is awaited leaves the process, unless it only reads a body or a form. */
function awaitedIo(of: Ir, into: Extraction): FailureFact['io'] {
  const call = of.kids[0];
  const callee = chain(call?.k === 'call' ? call.kids[0] : call);
  if (/\.(json|text|formData|blob|arrayBuffer|clone\(\)\.json)$|^(import|params|cookies|headers)$|(jwt|jose)\w*|verify|decode|compare|import\b/i.test(callee)) return 'unknown';
  return call && (call.k === 'call' || call.k === 'new') && kindOfCall(call, into.scope) === 'timer' ? 'no' : 'yes';
}

/** A request that changes something, as a statement of its own. */
export function sendsIn(guarded: Ir, into: Extraction): boolean {
  return anywhere(guarded, (each) => {
    const holder = each.k === 'call' ? takerOf(each) : undefined;
    if (holder?.k === 'block' && /\.(post|put|patch|delete)$/.test(chain(each.kids[0])) && into.language === 'python' && kindOfCall(each, into.scope) === 'network') return true;
    return holder?.k === 'block' && /^(requests|httpx|self\.(_?session|_?client|_?http(_client)?)|session|client|http_client|axios)\.(post|put|patch|delete)$/.test(chain(each.kids[0]));
  }, 'fn');
}

/** Verbs by which a store keeps something else afterwards. A value that is set may be a copy of what is kept elsewhere. */
const keeping = /\.(add|add_all|flush|commit|merge|bulk_\w+|insert\w*|update\w*|delete\w*|save\w*|create(_(?!engine|async|session|client|pool|connection|all|index|table)\w+)?|upsert\w*)$/;

/** A request that changes something over there. */
const posting = /(^|[._])(requests|httpx|https?|session|client)\.(post|put|patch|delete)$/;

/** The guarded code changes what a store keeps; or it posts to another service, in a function that gives nothing back. */
export function changesIn(guarded: Ir | undefined, names: readonly string[], of: Ir, into: Extraction): boolean {
  if (guarded && anywhere(guarded, (each) => each.k === 'call' && keeping.test(chain(each.kids[0])) && kindOfCall(each, into.scope) === 'store', 'fn')) return true;
  const fn = above(of, 'fn');
  return into.language === 'python' && fn !== undefined && names.some((each) => posting.test(each)) && !anywhere(fn.kids.at(-1), (each) => each.k === 'return' && each.kids[0] !== undefined, 'fn');
}

/** All that is changed is a time at which something was seen: `update({ where, data: { lastUsedAt: new Date() } })`, `row.emailedAt = new Date(); await row.save()`. */
export function marksTimeOnly(guarded: Ir | undefined, into: Extraction): boolean {
  let changed = 0;
  let other = false;
  const times = new Set<string>();
  if (guarded) walk(guarded, (each) => {
    if (each.k === 'assign' && each.kids[0]?.k === 'get') {
      if (isNow(each.kids[1]) && timeKey.test(each.kids[0].v)) times.add(chain(each.kids[0].kids[0]));
      else other = true;
    }
    if (each.k !== 'call' || !/\.(update\w*|save|set)$/.test(chain(each.kids[0])) || kindOfCall(each, into.scope) === 'state') {
      if (each.k === 'call' && /^(store|message|network|process)$/.test(kindOfCall(each, into.scope))) other = true;
      return;
    }
    const holder = chain(each.kids[0]?.kids[0]);
    const data = each.kids.slice(1).flatMap((kid) => (kid.k === 'obj' ? kid.kids.find((pair) => pair.v === 'data')?.kids[0] ?? kid : []));
    if (each.kids.length === 1 ? times.has(holder) : data.length > 0 && data.every((one) => one.k === 'obj' && one.kids.length > 0 && one.kids.every((pair) => pair.k === 'pair' && timeKey.test(pair.v) && isTime(pair.kids[0])))) changed++;
    else other = true;
  });
  return changed > 0 && !other;
}

const timeKey = /(At|_at|On|Date|Time|_time|[sS]een|[uU]sed|[aA]ctive|[vV]isited|[aA]ccess(ed)?)$/;

function isNow(of: Ir | undefined): boolean {
  return (of?.k === 'new' && chain(of.kids[0]) === 'Date' && of.kids.length === 1) || (of?.k === 'call' && /^(Date\.now|dayjs|moment|now)$|\.now$/.test(chain(of.kids[0])));
}

/** The clock, or a name that holds a time and nothing else. */
function isTime(of: Ir | undefined): boolean {
  return isNow(of) || (of?.k === 'name' && /^(now|\w*At|\w*Date|timestamp)$/.test(of.v));
}

/** The guarded code itself gives this text back. */
export function answersIn(guarded: Ir, text: string): boolean {
  return anywhere(guarded, (each) => each.k === 'return' && each.kids[0]?.k === 'str' && each.kids[0].v === text, 'fn');
}

const takesAway = /(^|[._])(delete|remove|unlink|rmtree|purge|discard)(_\w+)?$/;
const leftOver = /(^|[._])(old|prev|previous|orphan(s|ed)?|stale|temp|tmp|temporary|clean_?up|obsolete|unused)([._]|$)/i;

/** `store.delete(old_key)`: all that it does is take away what is left over; a failure leaves it lying there. */
export function tidiesUp(guarded: Ir): boolean {
  const calls: Ir[] = [];
  walk(guarded, (each) => {
    if (each.k === 'call' && each.up?.k !== 'call') calls.push(each);
    return each.k !== 'fn';
  });
  const loop = above(guarded, 'loop', 'fn');
  const overLeft = loop?.k === 'loop' && loop.kids.slice(0, -1).some((head) => anywhere(head, (each) => each.k === 'name' && leftOver.test(each.v)));
  return calls.length > 0 && calls.every((each) => takesAway.test(chain(each.kids[0])) && (overLeft || each.kids.slice(1).some((kid) => leftOver.test(inWords(chain(kid))))));
}
