import { above, anywhere, awaited, chain, walk, type Ir } from '../ir.ts';
import { kindOfCall } from './calls.ts';
import type { Extraction } from './context.ts';
import { declOf } from './scope.ts';

/** What a test asks: how it went with the answer that `subject` names, and the call that gave it, where it is at hand. */
export interface Question {
  readonly subject: string;
  readonly call?: Ir;
}

/** `!res.ok`, `res.status !== 200`, `error` of `{ data, error }`, `result.error`, `!result.success`: the test holds when the call failed. */
export function asksFailed(test: Ir | undefined, into: Extraction): Question | undefined {
  if (!test) return undefined;
  if (test.k === 'un' && (test.v === '!' || test.v === 'not')) return asksGood(test.kids[0], into);
  if (test.k === 'bin' && (test.v === '||' || test.v === '&&' || test.v === 'or' || test.v === 'and')) return asksFailed(test.kids[0], into);
  if (test.k === 'bin' && isStatus(test.kids[0]) && test.kids[1]?.k === 'num') {
    const code = Number(test.kids[1].v);
    if ((/^!==?$/.test(test.v) && code < 300) || (/^>=?$/.test(test.v) && code >= 299 && code <= 400)) return questionOf(test.kids[0]?.kids[0], into);
  }
  if (test.k === 'bin' && /^!==?$/.test(test.v) && isReturnCode(test.kids[0]) && test.kids[1]?.v === '0') return questionOf(holderOfCode(test.kids[0]), into);
  return errorOf(test, into);
}

/** `res.ok`, `response.status_code == 200`, `result.success`: what stands in its `else` is the failure. */
export function asksGood(test: Ir | undefined, into: Extraction): Question | undefined {
  if (!test) return undefined;
  if (test.k === 'un' && (test.v === '!' || test.v === 'not')) return errorOf(test.kids[0], into);
  if (test.k === 'bin' && /^(&&|and)$/.test(test.v)) return asksGood(test.kids[0], into);
  if (test.k === 'bin' && /^===?$/.test(test.v) && isStatus(test.kids[0]) && test.kids[1]?.k === 'num' && Number(test.kids[1].v) < 300) return questionOf(test.kids[0]?.kids[0], into);
  if (test.k === 'bin' && /^===?$/.test(test.v) && isReturnCode(test.kids[0]) && test.kids[1]?.v === '0') return questionOf(holderOfCode(test.kids[0]), into);
  if (test.k === 'get' && /^(ok|is_success)$/.test(test.v) && into.language === 'typescript') return questionOf(test.kids[0], into);
  return toldByMember(test, into);
}

/** `result.success`, `result.get("ok")`: a result that tells by a member of its own how it went. Python mostly does not wait for what gave it. */
function toldByMember(of: Ir, into: Extraction): Question | undefined {
  const asked = of.k === 'call' && of.kids[0]?.k === 'get' && of.kids[0].v === 'get' && of.kids[1]?.k === 'str';
  const key = asked ? (of.kids[1]?.v ?? '') : of.k === 'get' ? of.v : '';
  const holder = asked ? of.kids[0]?.kids[0] : of.kids[0];
  if (!/^(ok|success|succeeded|is_success)$/.test(key)) return undefined;
  return answered(holder, into) ?? (into.language === 'python' && (holder?.k === 'name' || (of.k === 'get' && /^(ok|is_success)$/.test(key))) ? { subject: chain(holder) } : undefined);
}

function isStatus(of: Ir | undefined): boolean {
  return of?.k === 'get' && /^(status|status_code|statusCode)$/.test(of.v) && (of.kids[0]?.k === 'let' || chain(of) !== '');
}

/** `response['retCode']`, `data.get("errcode")`: zero says that it went well. */
function isReturnCode(of: Ir | undefined): boolean {
  const key = of?.k === 'index' ? of.kids[1] : of?.k === 'call' && of.kids[0]?.k === 'get' && of.kids[0].v === 'get' ? of.kids[1] : undefined;
  return /^(ret|return|err|error|status|result)_?(code|no)$/i.test(key?.k === 'str' ? key.v : of?.k === 'get' ? of.v : '');
}

function holderOfCode(of: Ir | undefined): Ir | undefined {
  return of?.k === 'call' ? of.kids[0]?.kids[0] : of?.kids[0];
}

function questionOf(of: Ir | undefined, into: Extraction): Question {
  return { subject: of?.k === 'let' ? of.v : chain(of), ...answered(of, into) };
}

/** The error of an answer: taken out of it by name, or read as its member. */
function errorOf(of: Ir | undefined, into: Extraction): Question | undefined {
  if (of?.k === 'get') return of.v === 'error' ? answered(of.kids[0], into) : undefined;
  if (of?.k !== 'name') return undefined;
  const slot = declOf(of, into.scope);
  return slot?.k === 'slot' && chain(slot) === 'error' && slot.up?.k === 'let' ? toQuestion(of.v, slot.up.kids[0], into) : undefined;
}

/** The name stands for what an awaited call, or one that reaches out, gave. */
function answered(of: Ir | undefined, into: Extraction): Question | undefined {
  // `if (res := client.get(url)).ok`: the name and what gives it stand in one place.
  if (of?.k === 'let' && of.v !== '') return toQuestion(of.v, of.kids[0], into);
  if (of?.k !== 'name') return undefined;
  const decl = declOf(of, into.scope);
  return decl?.k === 'let' && decl.v !== '' ? toQuestion(of.v, decl.kids[0], into) : undefined;
}

/** Questions to a validator are no calls that fail: its “no” is the answer. */
const validates = /(^|[._])(\w*[pP]arse|validate\w*|verify\w*|check\w*|is[A-Z]\w*|authenticate\w*|authorize\w*|require\w*|rateLimit\w*|limit|consume|signIn\w*|login\w*|getUser|getSession|exchangeCodeForSession|compare\w*|decode\w*|test)(Async)?$/;

function toQuestion(subject: string, value: Ir | undefined, into: Extraction): Question | undefined {
  const call = awaited(value);
  if (call?.k !== 'call' || validates.test(chain(call.kids[0])) || /(^|\.)use[A-Z]/.test(chain(call.kids[0]))) return undefined;
  const kind = kindOfCall(call, into.scope);
  return value?.k === 'await' || /^(network|store|read|message|process)$/.test(kind) ? { subject, call } : undefined;
}

/** What was to be filled when it went well, and with what it begins: `let rows = []; if (res.ok) { rows = await res.json(); }`. */
export function filledWhenGood(block: Ir | undefined, into: Extraction): { readonly name: string; readonly value: Ir } | undefined {
  let found: { readonly name: string; readonly value: Ir } | undefined;
  if (block) walk(block, (each) => {
    const target = each.k === 'assign' && each.v === '=' && each.kids[0]?.k === 'name' ? each.kids[0] : undefined;
    const meaning = target && into.scope.meaning(target);
    const first = meaning?.kind === 'local' && meaning.decl.k === 'let' ? meaning.decl.kids[0] : undefined;
    if (target && first && first.k !== 'pass' && first.end < block.at && readAfter(target.v, block, into)) found ??= { name: target.v, value: first };
    return each.k !== 'fn' && found === undefined;
  });
  return found;
}

function readAfter(name: string, block: Ir, into: Extraction): boolean {
  return anywhere(above(block, 'fn') ?? into.file.root, (each) => each.k === 'name' && each.v === name && each.at > block.end);
}

/** Somebody else in the function asks how it went, or takes the whole answer along. */
export function askedElsewhere(subject: string, here: Ir, into: Extraction): boolean {
  return anywhere(above(here, 'fn') ?? into.file.root, (each) => each.k === 'name' && each.v === subject && (each.at < here.at || each.at > here.end) && each.up?.k !== 'let' && !(each.up?.k === 'get' && !/^(ok|success|succeeded|is_success|status|statusCode|status_code|error|errors|raise_for_status)$/.test(each.up.v)));
}
