import { above, anywhere, chain, walk, type Ir } from '../ir.ts';
import { kindOfCall } from './calls.ts';
import type { Extraction } from './context.ts';

/** The statements that follow the one that failed, from the innermost block out to its function or loop. */
export function* followers(of: Ir): Generator<Ir> {
  let each: Ir = of.k === 'catch' ? (of.up ?? of) : of;
  while (each.up && each.up.k !== 'fn' && each.up.k !== 'module' && each.up.k !== 'loop') {
    if (each.up.k === 'block') yield* each.up.kids.slice(each.up.kids.indexOf(each) + 1);
    each = each.up;
  }
}

/** What follows the handler refuses: it always throws, or answers “no” where the guarded code answers something else. */
export function endsIn(of: Ir, guarded: Ir | undefined): boolean {
  for (const next of followers(of)) {
    if (next.k === 'throw' || (next.k === 'return' && rejects(next.kids[0]))) return true;
    if (next.k === 'return') return isNo(next.kids[0]) && anywhere(guarded, (each) => each.k === 'return' && each.kids[0] !== undefined && !isNo(each.kids[0]), 'fn');
    if (next.k !== 'call' && next.k !== 'await' && next.k !== 'pass') return false;
  }
  return false;
}

/** `Promise.reject(error)`, `new Promise((resolve, reject) => reject(error))`. */
function rejects(of: Ir | undefined): boolean {
  if (of?.k === 'call') return chain(of.kids[0]) === 'Promise.reject';
  const body = of?.k === 'new' && chain(of.kids[0]) === 'Promise' && of.kids[1]?.k === 'fn' ? of.kids[1] : undefined;
  const refuse = body?.fn?.params[1];
  return refuse !== undefined && body?.kids.at(-1)?.kids.length === 1 && anywhere(body, (each) => each.k === 'call' && chain(each.kids[0]) === refuse) && !anywhere(body, (each) => each.k === 'if' || each.k === 'cond');
}

function isNo(of: Ir | undefined): boolean {
  return of?.k === 'const' && /^(false|null|undefined)$/.test(of.v);
}

/** The guarded code leaves when it worked, and what follows reaches out: another way to the same end. */
export function otherWay(of: Ir, guarded: Ir, into: Extraction): boolean {
  const end = guarded.kids.at(-1);
  if (of.k !== 'catch' || (end?.k === 'block' && end.v === 'else' ? end.kids.at(-1) : end)?.k !== 'return') return false;
  for (const next of followers(of)) if (anywhere(next, (each) => (each.k === 'call' || each.k === 'new') && /^(network|store|message|process|project|unknown)$/.test(kindOfCall(each, into.scope)), 'fn')) return true;
  return false;
}

/** Where it works, a mark is set that is asked for later: `emailSent = true`, `allFailed = false`. Without it the failure is told by its absence. */
export function marksSuccess(good: Ir | undefined, of: Ir, into: Extraction): boolean {
  const marks = new Set<string>();
  if (good) walk(good, (each) => {
    const list = each.k === 'call' && each.kids[0]?.k === 'get' && /^(append|push|add)$/.test(each.kids[0].v) ? each.kids[0].kids[0] : undefined;
    if (list?.k === 'name' && marksDone(each, of)) marks.add(list.v);
    // `sent++`: what worked is counted.
    const counted = each.k === 'un' && each.v === '++' && each.kids[0]?.k === 'name' ? each.kids[0] : undefined;
    const counter = counted ? into.scope.meaning(counted) : undefined;
    if (counted && counter?.kind === 'local' && counter.decl.k === 'let' && counter.decl.kids[0]?.v === '0') marks.add(counted.v);
    const target = each.k === 'assign' && each.v === '=' && each.kids[1]?.k === 'const' && /^(true|false)$/.test(each.kids[1].v) ? each.kids[0] : undefined;
    const meaning = target?.k === 'name' ? into.scope.meaning(target) : undefined;
    if (target && meaning?.kind === 'local' && meaning.decl.k === 'let' && meaning.decl.kids[0]?.k === 'const' && meaning.decl.kids[0].v !== each.kids[1]?.v) marks.add(target.v);
    return each.k !== 'fn';
  });
  return marks.size > 0 && anywhere(above(of, 'fn'), (each) => each.k === 'name' && marks.has(each.v) && each.at > of.end && asks(each));
}

/** It stands in a handler or a `finally`, or in a function of this file that is only called from such places. */
export function onFailingPath(of: Ir, into: Extraction): boolean {
  if (of.k === 'catch' && of.up && inHandler(of.up)) return true;
  const fn = above(of, 'fn');
  if (!fn || fn.v === '' || fn.fn?.exported || (fn.fn?.decorators.length ?? 0) > 0) return false;
  const uses = into.file.nodes.filter((each) => (each.k === 'name' || (each.k === 'get' && each.kids[0]?.k === 'name' && /^(this|self)$/.test(each.kids[0].v))) && each.v === fn.v && (each.at < fn.at || each.at > fn.end) && each.up?.k !== 'let');
  return uses.length > 0 && uses.every((each) => each.up?.k === 'call' && each.up.kids[0] === each && inHandler(each));
}

function inHandler(of: Ir): boolean {
  const around = above(of, 'catch', 'finally', 'fn');
  // What `.catch` is given is a handler as well.
  return around !== undefined && (around.k !== 'fn' || (around.up?.k === 'call' && around.up.kids[0]?.k === 'get' && around.up.kids[0].v === 'catch' && around.up.kids[1] === around));
}

/** `sent.append(identifier)` of the very item that the loop is at: a list of those with which it worked, which tells the others. */
export function marksDone(call: Ir, of: Ir): boolean {
  const loop = above(of, 'loop', 'fn');
  const given = call.kids[1];
  const heads = loop?.k === 'loop' ? loop.kids.slice(0, -1) : [];
  return given?.k === 'name' && call.kids.length === 2 && heads.some((head) => anywhere(head, (each) => each.k === 'let' && each.v === given.v)) && /(sent|success\w*|succeeded|done|delivered|completed|saved|created|updated|deleted|removed|notified|processed|imported|ok)(_|$|[A-Z])/i.test(call.kids[0]?.kids[0]?.v ?? '');
}

/** A condition asks for it, or the answer tells it: `return { saved, notified }`. */
function asks(of: Ir): boolean {
  for (let each = of.up, below: Ir = of; each && each.k !== 'block' && each.k !== 'call'; below = each, each = each.up) if (((each.k === 'if' || each.k === 'cond') && each.kids[0] === below) || each.k === 'return') return true;
  return false;
}

/** What was shown before the attempt is taken back: the same call with other arguments, or what was put aside is assigned again. */
export function takesBack(handler: Ir): boolean {
  const attempt = handler.up?.k === 'catch' ? handler.up.up : undefined;
  const block = attempt?.k === 'try' ? attempt.up : undefined;
  if (!attempt || block?.k !== 'block') return false;
  const before = block.kids.slice(0, block.kids.indexOf(attempt));
  return handler.kids.some((each) => {
    if (each.k === 'assign' && each.v === '=' && each.kids[1]?.k === 'name') {
      const [target, saved] = [chain(each.kids[0]), each.kids[1].v];
      return target.includes('.') && before.some((one) => anywhere(one, (inner) => inner.k === 'let' && inner.v === saved && chain(inner.kids[0]) === target, 'fn'));
    }
    const said = each.k === 'call' && /^this\.|^set[A-Z]/.test(chain(each.kids[0])) ? each : undefined;
    return said !== undefined && before.some((one) => one.k === 'call' && chain(one.kids[0]) === chain(said.kids[0]) && told(one) !== told(said)) && !/\b(success|succeeded|completed?|done|saved|sent|ok|ready)\b/i.test(told(said));
  });
}

/** The literals that a call is given. */
function told(call: Ir): string {
  const words: string[] = [];
  for (const kid of call.kids.slice(1)) walk(kid, (each) => { if (each.k === 'str' || each.k === 'const' || each.k === 'num') words.push(each.v); });
  return words.join(' ');
}
