import { isRich, leavesOf } from '../predicates/values.ts';
import { above, anywhere, chain, walk, type Ir } from '../ir.ts';
import { followers, marksDone } from './after.ts';
import type { Extraction } from './context.ts';
import { isElse } from './guarded.ts';
import { answerOf, type HandlerOutcome } from './handler.ts';
import { valueOf } from './value.ts';

/**
 * A handler that only lets the code go on leaves what the guarded code was to fill as it was: the first value of a variable
 * that is read later, or the first state of a page.
 */
export function left(outcome: HandlerOutcome, of: Ir, guarded: Ir | undefined, into: Extraction): HandlerOutcome {
  if (!guarded || of.k !== 'catch' || (outcome.outcome !== 'continues' && outcome.outcome !== 'ends')) return outcome;
  const name = afterOf(of, guarded, into);
  const decl = name === undefined ? undefined : declarationOf(name, of, into);
  if (decl?.kids[0] && decl.kids[0].k !== 'pass') return { outcome: 'assigned', value: valueOf(decl.kids[0], into.scope) };
  const setter = stateSetter(guarded);
  const next = setter === undefined ? fallsInto(of, guarded, into) : undefined;
  if (next) return next;
  return setter === undefined ? outcome : { outcome: 'state', value: { form: 'none', text: setter } };
}

/** After a handler that only lets the code go on, figures written in the source are answered: `catch { log } return { limit: 5, … }`; or nothing, where the guarded code answers something. */
function fallsInto(of: Ir, guarded: Ir | undefined, into: Extraction): HandlerOutcome | undefined {
  for (const next of followers(of)) {
    if (['if', 'loop', 'try', 'switch', 'throw', 'block'].includes(next.k)) return undefined;
    const answer = answerOf(next, into);
    if (answer && next.k === 'return' && isBlank(next.kids[0]) && guarded && anywhere(guarded, (each) => each.k === 'return' && each.kids[0] !== undefined && !isBlank(each.kids[0]), 'fn')) return answer;
    if (answer) return isRich(answer.value) && leavesOf(answer.value ?? { form: 'none' }).figures >= 3 && (answer.value?.on ?? []).every((on) => on === 'param' || on === 'clock') ? answer : undefined;
  }
  return undefined;
}

/** `[]`, `{}` or nought. */
function isBlank(of: Ir | undefined): boolean {
  return of !== undefined && (((of.k === 'arr' || of.k === 'obj') && of.kids.length === 0) || (of.k === 'num' && Number(of.v) === 0));
}

/** The variable that the guarded code was to set and that is read after it. */
function afterOf(of: Ir, guarded: Ir, into: Extraction): string | undefined {
  const end = of.up?.end ?? of.end;
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

function holdsCall(of: Ir | undefined): boolean {
  return anywhere(of, (each) => each.k === 'call' || each.k === 'await');
}

/** The first declaration of a name in the function around a node. */
export function declarationOf(name: string, of: Ir, into: Extraction): Ir | undefined {
  const fn = above(of, 'fn') ?? into.file.root;
  let found: Ir | undefined;
  walk(fn, (each) => {
    if (each.k === 'let' && each.v === name) found ??= each;
    return found === undefined;
  });
  return found;
}

/** A React state that the guarded code fills with what it read. */
export function stateSetter(guarded: Ir): string | undefined {
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

/** `try { latest = await read() } catch { log } return latest`, where `latest` belongs to the module. */
export function staleOf(of: Ir, guarded: Ir, into: Extraction): { readonly stale?: string } {
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
export function partialOf(of: Ir, guarded: Ir | undefined, outcome: HandlerOutcome, into: Extraction): { readonly partial?: string; readonly used?: true } {
  if (outcome.outcome === 'answer' && outcome.from?.k === 'return') return droppedByItem(of, outcome.from) ?? filledSoFar(of, outcome.from, into);
  if (!guarded || of.k !== 'catch' || (outcome.outcome !== 'continues' && outcome.outcome !== 'ends')) return {};
  const fn = above(of, 'fn');
  const end = of.up?.end ?? of.end;
  if (!fn) return {};
  const added = new Set<string>();
  walk(guarded, (each) => {
    if (isElse(each)) return false;
    const callee = each.k === 'call' ? each.kids[0] : undefined;
    if (callee?.k === 'get' && callee.kids[0]?.k === 'name' && /^(push|append|extend|add|update|set)$/.test(callee.v) && !/(^|_)(db|session|conn|connection|tx)$/i.test(callee.kids[0].v) && !marksDone(each, of)) added.add(callee.kids[0].v);
    const keyed = into.language === 'python' && each.k === 'assign' && each.kids[0]?.k === 'index' ? each.kids[0].kids[0] : undefined;
    if (keyed?.k === 'name' && above(of, 'loop', 'fn')?.k === 'loop') added.add(keyed.v);
    if (each.k === 'let') added.delete(each.v);
    return true;
  });
  // What held something before the try is whole without what is added.
  for (const name of [...added]) if (beginsFull(declarationOf(name, of, into)?.kids[0])) added.delete(name);
  let partial: string | undefined;
  let used: string | undefined;
  walk(fn, (each) => {
    if (each.k !== 'name' || each.at < end || !added.has(each.v)) return partial === undefined;
    // After the failure something else is put in its place.
    if (each.up?.k === 'get' && /^(push|append|add)$/.test(each.up.v) && each.up.up?.k === 'call' && follows(each, of)) { added.delete(each.v); return true; }
    // What is cut out of it lacks the same.
    const taker = above(each, 'let', 'return', 'fn', 'if', 'loop');
    if (taker?.k === 'let' && taker.v !== '' && taker.kids[0]?.k === 'call') added.add(taker.v);
    if (taker?.k === 'return') partial ??= tellsBeside(taker, each.v, of) ? undefined : each.v;
    else if (into.language === 'python' && workedOn(each)) used ??= each.v;
    return partial === undefined;
  });
  if (partial !== undefined) return { partial };
  return used === undefined ? {} : { partial: used, used: true };
}

/** It stands in the block of the `try`, after it: both happen in one turn of a loop. */
function follows(each: Ir, of: Ir): boolean {
  const block = of.up?.up;
  let inside: Ir | undefined = each;
  while (inside && inside.up !== block) inside = inside.up;
  return inside !== undefined && block?.k === 'block' && above(block, 'loop', 'fn')?.k === 'loop';
}

/** `except: failed = names` and `return found, failed`: what is missing is told beside what is there. */
function tellsBeside(answer: Ir, partial: string, of: Ir): boolean {
  const set = new Set<string>();
  walk(of.kids.at(-1) ?? of, (each) => {
    const target = each.k === 'assign' && each.v === '=' ? each.kids[0] : undefined;
    if (target?.k === 'name' && target.v !== partial) set.add(target.v);
  });
  return anywhere(answer, (each) => each.k === 'name' && set.has(each.v));
}

/** The answer of a call, or an object with members: no collection that is only being filled. */
function beginsFull(first: Ir | undefined): boolean {
  if (first?.k === 'obj') return first.kids.length > 0;
  return first?.k === 'await' || (first?.k === 'call' && first.kids.length > 1) || (first?.k === 'call' && !/^(dict|list|set|defaultdict|OrderedDict|collections\.\w+)$/.test(chain(first.kids[0])));
}

/** It is gone through or handed to a function that works on it; a length, a test or a log line only look at it. */
function workedOn(name: Ir): boolean {
  let held = name;
  while (held.up && ['pair', 'obj', 'arr'].includes(held.up.k)) held = held.up;
  const up = held.up;
  if (up?.k === 'loop' || (up?.k === 'other' && up.v === 'for')) return true;
  return up?.k === 'call' && up.kids[0] !== held && !/^(len|print|bool|str|any|all|sum|min|max|sorted|set|list|tuple|isinstance|\w*log\w*\.\w+|.*\.(join|extend|append|add|update))$/i.test(chain(up.kids[0]));
}

/** `ids.map(async (id) => { try { return await ask(id) } catch { return null } })`, and then those that are null are left out. */
function droppedByItem(of: Ir, answer: Ir): { readonly partial: string } | undefined {
  const each = above(of, 'fn');
  const mapped = each?.up?.k === 'call' && each.up.kids[0]?.k === 'get' && each.up.kids[0].v === 'map' ? each.up : undefined;
  const outer = mapped && above(mapped, 'fn');
  const [value] = answer.kids;
  if (!each?.fn?.async || !outer || !(value === undefined || (value.k === 'const' && /^(null|undefined)$/.test(value.v)))) return undefined;
  const leftOut = anywhere(outer, (one) => one.k === 'call' && one.kids[0]?.k === 'get' && one.kids[0].v === 'filter' && one.end > mapped.end && (one.kids[1]?.k === 'fn' ? anywhere(one.kids[1], (inner) => inner.k === 'const' && /^(null|undefined)$/.test(inner.v)) : chain(one.kids[1]) === 'Boolean'));
  return leftOut ? { partial: 'the list' } : undefined;
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
