import { above, awaited, chain, walk, type Ir } from '../ir.ts';
import { saysFailure } from '../predicates/values.ts';
import { kindOfCall } from './calls.ts';
import type { Extraction, Odd } from './context.ts';
import { asksFailed } from './outcomes.ts';
import { responseOf } from './responses.ts';
import { valueOf } from './value.ts';

/** `result = cancel(order)` whose result nobody reads, or only a log line does: the outcome of an effect is dropped. */
export function ignoredResult(of: Ir): Odd | undefined {
  if (of.k !== 'let' || of.v === '' || of.v.startsWith('_')) return undefined;
  const value = awaited(of.kids[0]);
  const fn = above(of, 'fn');
  if (value?.k !== 'call' || !fn || !(acting.test(chain(value.kids[0])) || (/^(success|ok|result|res|response|sent|done|deleted|updated|saved)$/.test(of.v) && changing.test(chain(value.kids[0]))))) return undefined;
  let read = false;
  walk(fn, (each) => {
    if (each.k === 'name' && each.v === of.v && !insideLog(each)) read = true;
    if (each.k === 'assign' && each.kids[0]?.k === 'name' && each.kids[0].v === of.v) read = true;
    return !read;
  });
  return read ? undefined : { what: 'ignored-result', text: chain(value.kids[0]).slice(0, 60) };
}

const acting = /(^|[._])(send|cancel|place|submit|pay|charge|refund|transfer|deliver|publish|execute_trade|close_position|upload|sync|process_payment)(_\w+|[A-Z]\w*)?$/;

const changing = /\.(clear|delete|remove|update|save|create|add|set|reset|apply|commit|write|store|restart|stop|start|scale)(_\w+|[A-Z]\w*)?$/;

function insideLog(of: Ir): boolean {
  for (let each = of.up; each && each.k !== 'block'; each = each.up) if (each.k === 'call' && /^(console|logger|log|logging|print)\b|\.(logger|log)\./.test(chain(each.kids[0]))) return true;
  return false;
}

/** `await cancel(order);` as a statement: whatever it answers is dropped. Clean-up, and what is done on the way to a refusal, is left alone. */
export function droppedResult(of: Ir, into: Extraction): Odd | undefined {
  const block = of.up?.k === 'await' ? of.up.up : undefined;
  if (block?.k !== 'block' || of.up === undefined) return undefined;
  const callee = chain(of.kids[0]);
  const changesRows = /\.from\(\)\.(insert|update|upsert|delete)(\(\)|$)/.test(callee);
  if (!changesRows && (!doing.test(callee.replace(/\(\)/g, '').split('.').at(-1) ?? '') || kindOfCall(of, into.scope) !== 'project')) return undefined;
  if (/^(catch|finally)$/.test(above(of, 'catch', 'finally', 'fn')?.k ?? '') || refusesAfter(of.up, block, into) || afterFailure(of, into)) return undefined;
  return { what: 'dropped-result', text: changesRows ? `${callee.slice(0, 60)} ${tableOf(of)}` : callee.slice(0, 60) };
}

/** The block ends in a refusal: what was written down before it went on was a note about it. */
function refusesAfter(of: Ir, block: Ir, into: Extraction): boolean {
  const last = block.kids.at(-1);
  if (last === undefined || last === of) return false;
  if (last.k === 'throw') return true;
  const value = last.k === 'return' ? awaited(last.kids[0]) : last;
  const status = value && responseOf(value, into.scope)?.status;
  return (status !== undefined && status >= 400) || (value !== undefined && last.k === 'return' && saysFailure(valueOf(value, into.scope)));
}

/** It stands where something else has failed already: a roll-back. */
function afterFailure(of: Ir, into: Extraction): boolean {
  for (let each: Ir = of; each.up && each.k !== 'fn'; each = each.up) if (each.up.k === 'if' && each.up.kids[1] === each && asksFailed(each.up.kids[0], into)) return true;
  return false;
}

/** The text that `from` is given in a chain of calls. */
function tableOf(of: Ir): string {
  let table = '';
  walk(of, (each) => {
    if (each.k === 'call' && each.kids[0]?.k === 'get' && each.kids[0].v === 'from' && each.kids[1]?.k === 'str') table ||= each.kids[1].v;
  });
  return table;
}

const doing = /^_*(send|cancel|place|submit|pay|charge|refund|transfer|deliver|publish|upload|sync|create|update|delete|remove|insert|save|store|mark|approve|reject|revoke|assign|notify|release)([A-Z_]|$)/;

/** Members by which callers ask how it went. */
const outcome = /^(error|errors|err|ok|success|succeeded|status|status_code|statusCode|failed|is_error|isError|code|message|detail|reason|raise_for_status)$/;

/** `account = client.get_account()` whose fields are read though nobody asks whether it is an error. */
export function uncheckedAnswer(of: Ir): Odd | undefined {
  if (of.k !== 'let' || of.v === '' || of.v.startsWith('_')) return undefined;
  const value = awaited(of.kids[0]);
  const fn = above(of, 'fn');
  if (value?.k !== 'call' || !fn || chain(value.kids[0]) === '') return undefined;
  let read: Ir | undefined;
  let asked = false;
  walk(fn, (each) => {
    if (each.k !== 'name' || each.v !== of.v || asked) return !asked;
    const use = useOfAnswer(each);
    if (use === 'asked') asked = true;
    if (use === 'read') read ??= above(each, 'pair', 'let', 'return', 'call') ?? each;
    return !asked;
  });
  return read && !asked ? { what: 'unchecked-answer', text: chain(value.kids[0]).slice(0, 60), place: read } : undefined;
}

/** A test, or handing the whole on, leaves the question to others; a field that is read does not ask. */
function useOfAnswer(of: Ir): 'asked' | 'read' | 'other' {
  const member = memberOf(of);
  if (member !== undefined && outcome.test(member)) return 'asked';
  for (let each = of.up, below: Ir = of; each && each.k !== 'block' && each.k !== 'fn'; below = each, each = each.up) {
    if ((each.k === 'if' || each.k === 'cond' || each.k === 'loop' || each.k === 'switch') && each.kids[0] === below) return 'asked';
    if (each.k === 'bin' && /^(&&|and|in|===?|!==?|is|is not|not in)$/.test(each.v)) return 'asked';
    if (each.k === 'un' && /^(!|not)$/.test(each.v)) return 'asked';
  }
  if (member !== undefined) return /^(last_?updated|updated_?at|timestamp|created_?at|id|name)$/i.test(member) ? 'other' : 'read';
  return of.up?.k === 'spread' && claimsSuccess(of.up.up) ? 'read' : 'asked';
}

/** `{ ok: true, ...answer }`. */
function claimsSuccess(of: Ir | undefined): boolean {
  return of !== undefined && (of.k === 'obj' || of.k === 'call') && of.kids.some((kid) => kid.k === 'pair' && /^(ok|success)$/.test(kid.v) && kid.kids[0]?.v === 'true');
}

function memberOf(of: Ir): string | undefined {
  const up = of.up;
  if (up?.k === 'get' && up.kids[0] === of) return up.v === 'get' && up.up?.k === 'call' && up.up.kids[1]?.k === 'str' ? up.up.kids[1].v : up.v;
  return up?.k === 'index' && up.kids[0] === of && up.kids[1]?.k === 'str' ? up.kids[1].v : undefined;
}
