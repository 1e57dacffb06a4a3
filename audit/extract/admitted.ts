import { above, awaited, chain, walk, type Ir } from '../ir.ts';
import { isConfession, isMockForTests } from './confession.ts';
import type { Extraction } from './context.ts';
import { devOnly } from './guards.ts';
import { isRich } from '../predicates/values.ts';
import { valueOf } from './value.ts';

/** Longest comment, in characters, that is taken for a confession about one literal. */
const longest = 500;

/** Comments that admit that the literal beside or below them is not real. */
export function collectAdmitted(into: Extraction): void {
  const { text } = into.file;
  for (const comment of into.file.comments) {
    // A long text documents; a confession is short.
    const forTests = isMockForTests(comment.text);
    if (comment.end - comment.at > longest || !(isConfession(comment.text) || forTests) || blockAround(comment.at, text) > longest) continue;
    const lineStart = text.lastIndexOf('\n', comment.at) + 1;
    const beside = text.slice(lineStart, comment.at).trim() !== '';
    const from = nextCode(text, beside ? lineStart : comment.end);
    // What documents a function speaks of all that it makes: there an empty list is only where the work begins.
    const unreal = (beside && /^placeholder\W*$/i.test(comment.text)) || /\b(mock|fake|dummy|stub)/i.test(comment.text) && !/^[rRbBuUfF]{0,2}["']/.test(text.slice(comment.at, comment.at + 3));
    const node = literalAt(into.file.root, from, beside ? comment.at : undefined, unreal) ?? (beside ? undefined : keptNext(into.file.root, from));
    // A first value that is then given another, under a condition or not, is where the work begins.
    if (node?.k === 'let' && node.v !== '' && !beside && /\.[cm]?[jt]sx?$/.test(into.file.path) && into.scope.changes(node)) continue;
    const memory = node ? undefined : heldInMemory(into.file.root, from, comment.text);
    if (memory) {
      into.facts.oddities.push({ ...into.lines.span(memory), what: 'kept-in-self', text: `${above(memory, 'class')?.v ?? ''}.${memory.kids[0]?.v ?? ''}`.slice(0, 80), fn: into.functionOf(memory) });
      into.lines.keep(into.lines.span(memory));
    }
    if (!node || (forTests && !isRich(valueOf(node.k === 'assign' ? node.kids[1] : node.kids[0], into.scope)))) continue;
    // The confession is where a reader begins.
    const span = { line: beside ? into.lines.at(node.at) : Math.max(into.lines.at(comment.at), into.lines.at(node.at) - 3), endLine: into.lines.span(node).endLine };
    into.facts.oddities.push({ ...span, what: 'admitted', text: comment.text.slice(0, 120), ...(devOnly(node, into.scope) && { guard: 'development' as const }), fn: into.functionOf(node) });
    into.lines.keep(span);
  }
}

/** How long the block of comment lines is that a line stands in: what goes on for many lines explains. */
function blockAround(at: number, text: string): number {
  const marked = (from: number): boolean => /^[ \t]*(#|\/\/)/.test(text.slice(from, from + 200));
  let first = text.lastIndexOf('\n', at) + 1;
  if (!marked(first)) return 0;
  while (first > 0 && marked(text.lastIndexOf('\n', first - 2) + 1)) first = text.lastIndexOf('\n', first - 2) + 1;
  let last = at;
  for (let next = text.indexOf('\n', last); next !== -1 && marked(next + 1); next = text.indexOf('\n', last)) last = next + 1;
  return last - first + 80;
}

/** Where code goes on after white space and further comments. */
function nextCode(text: string, from: number): number {
  const gap = /^(\s|\/\/[^\n]*|\/\*[\s\S]*?\*\/|#[^\n]*)*/.exec(text.slice(from, from + 1200));
  const start = from + (gap?.[0].length ?? 0);
  const words = /^((export|default|const|let|var|public|private|protected|static|readonly)\s+)*/.exec(text.slice(start, start + 80));
  return start + (words?.[0].length ?? 0);
}

/** The statement, member or argument that starts there and gives away a literal: a returned one, one that is bound or handed over. */
function literalAt(root: Ir, from: number, until: number | undefined, unreal: boolean): Ir | undefined {
  let found: Ir | undefined;
  walk(root, (each) => {
    if (each.end < from || each.at > from + 2 || found) return each.at <= from && each.end >= from && !found;
    if (each.at < from) return true;
    // A remark above a loop is about what is filled in there.
    if (each.k === 'loop' && until === undefined) found = each.kids.at(-1)?.kids.find((kid) => (kid.k === 'assign' || kid.k === 'let') && isFigure(kid.k === 'assign' ? kid.kids[1] : kid.kids[0]));
    else if (each.k === 'call' && until === undefined && each.kids.slice(1).some((kid) => kid.k === 'str' && /^(placeholder|dummy|mock|fake)[-_]/i.test(kid.v))) found = each;
    // A member in capitals is a name for a number.
    else if (each.k === 'let' && /^[A-Z][A-Z0-9_]+$/.test(each.v) && (each.up?.k === 'class' || amongCodes(each) || /(^|_)(NULL|NONE|EMPTY|MISSING|UNKNOWN|NO)(_|$)/.test(each.v))) return false;
    else if (['return', 'pair', 'let', 'assign'].includes(each.k)) {
      const value = each.k === 'assign' ? each.kids[1] : each.kids[0];
      if (value && (until === undefined || each.at < until) && givesLiteral(value, each.k === 'return', unreal)) found = each;
    }
    return !found;
  });
  return found;
}

/** `NOTIMP = 4` between `NXDOMAIN = 3` and `REFUSED = 5`: names for numbers, and what stands beside them says what each means. */
function amongCodes(of: Ir): boolean {
  const isCode = (each: Ir | undefined): boolean => each?.k === 'let' && /^[A-Z][A-Z0-9_]+$/.test(each.v) && each.kids[0]?.k === 'num' && /^-?\d+$/.test(each.kids[0].v);
  const around = of.up?.kids ?? [];
  const place = around.indexOf(of);
  return isCode(of) && (isCode(around[place - 1]) || isCode(around[place + 1]));
}

/** `self.otps = {}  # in production, use Redis`: what should be in a store begins empty with every start. */
function heldInMemory(root: Ir, from: number, text: string): Ir | undefined {
  if (!/\b(redis|database|db|persistent|postgres\w*|mongo\w*|dynamo\w*|real store)\b/i.test(text)) return undefined;
  let found: Ir | undefined;
  walk(root, (each) => {
    if (each.end < from || each.at > from + 2 || found) return each.at <= from && each.end >= from && !found;
    const [target, value] = each.kids;
    if (each.k === 'assign' && each.at >= from && target?.k === 'get' && chain(target.kids[0]) === 'self' && (value?.k === 'obj' || value?.k === 'arr') && value.kids.length === 0) found = each;
    return !found;
  });
  return found;
}

/** `key = …` and then `store.set(key, "placeholder_hash")`: what is kept in the next step. */
function keptNext(root: Ir, from: number): Ir | undefined {
  let found: Ir | undefined;
  walk(root, (each) => {
    if (each.end < from || each.at > from || found) return each.at <= from && each.end >= from && !found;
    const next = each.at === from && each.k === 'let' && each.up?.k === 'block' ? each.up.kids[each.up.kids.indexOf(each) + 1] : undefined;
    if (next) found = literalAt(root, next.at, undefined, false);
    return !found;
  });
  return found?.k === 'call' ? found : undefined;
}

/** A figure that is written there, or added to what was calculated. */
function isFigure(value: Ir | undefined): boolean {
  return value?.k === 'num' && !/^-?[01]$/.test(value.v) || (value?.k === 'tpl' && value.v === '+' && value.kids.some((kid) => kid.k === 'num' && /^\d{2,}/.test(kid.v)));
}

function givesLiteral(value: Ir, returned: boolean, unreal: boolean): boolean {
  if (value.k === 'const') return returned && value.v === 'true';
  // A length of a style, or a picture as a text, is no value that anybody reads.
  if (value.k === 'str' && /^-?\d*\.?\d+(px|r?em|%|v[hw]|fr|ms|s)$|^data:|^#[0-9a-f]{3,8}$/i.test(value.v)) return false;
  // Minus one says that there is none.
  if (value.k === 'num' && value.v === '-1' || value.k === 'un' && value.v === '-' && value.kids[0]?.v === '1') return false;
  if (value.k === 'num' || value.k === 'str') return !returned || value.v !== '';
  // A list of words is something to compare with, unless its author calls it invented.
  if (value.k === 'arr' && !returned && !unreal && value.kids.length >= 3 && value.kids.every((kid) => kid.k === 'str')) return false;
  // A list that its author calls mock is one, though nothing is in it yet.
  if (value.k === 'arr') return returned || value.kids.length > 0 || unreal;
  if (value.k === 'bin' && !returned) return value.kids.some((kid) => kid.k === 'num' && /^\d{3,}|^\d*\.\d+$/.test(kid.v));
  // An argument that should have been read: `level_of(user, 0)`.
  const call = awaited(value);
  if (call?.k === 'call' && !returned && !/(^|\.)[A-Z]\w*$/.test(chain(call.kids[0]))) return call.kids.slice(1).some((kid) => kid.k === 'num');
  if (value.k !== 'obj' || value.kids.some((kid) => kid.k === 'spread')) return false;
  const computed = value.kids.filter((kid) => kid.k === 'pair' && kid.kids[0] !== undefined && !['str', 'num', 'const', 'obj', 'arr'].includes(kid.kids[0].k)).length;
  return holdsLiteral(value) && (returned || unreal || computed * 2 <= value.kids.length);
}

/** All null is an honest “not known”, and blanks beside what was read fill the form that a type demands. */
function holdsLiteral(of: Ir): boolean {
  return of.kids.some((kid) => {
    const value = kid.k === 'pair' ? kid.kids[0] : kid;
    if (value?.k === 'str') return value.v !== '';
    if (value?.k === 'obj' || value?.k === 'arr') return value.kids.length === 0 || holdsLiteral(value);
    return (value?.k === 'num' && value.v !== '-1') || (value?.k === 'const' && !/^(null|undefined)$/.test(value.v));
  });
}
