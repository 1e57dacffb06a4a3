import type { AnswerFact, Value } from '../facts.ts';
import { above, anywhere, awaited, chain, mentions, rootOf, walk, type Ir } from '../ir.ts';
import { kindOfCall } from './calls.ts';
import { confessionIn } from './confession.ts';
import type { Extraction } from './context.ts';
import { devOnly } from './guards.ts';
import { responseOf } from './responses.ts';
import { dependenciesOf, valueOf } from './value.ts';

/** What functions give away: returned values, HTTP answers, first states, metrics. Only those with a literal in them are kept. */
export function collectAnswers(of: Ir, into: Extraction): void {
  if (of.k === 'return' && of.kids[0] && of.v !== 'export') {
    const value = awaited(of.kids[0]);
    if (!value || responseOf(value, into.scope)) return;
    if (of.v === 'arrow' && above(of, 'fn')?.v === '' && value.k !== 'obj' && value.k !== 'arr') return;
    add(of, 'return', '', value, undefined, into);
  } else if (of.k === 'assign' && of.v === '=' && of.kids[1]?.k === 'obj' && of.kids[0]?.k === 'name' && supposes(of.kids[1])) add(of, 'store', of.kids[0].v, of.kids[1], undefined, into);
  else if (of.k === 'call' || of.k === 'new') callAnswer(of, into);
  else if (of.k === 'cond' || of.k === 'or') alternative(of, into);
}

/** `rows.length > 0 ? rows : SAMPLES`, `data ?? SAMPLES`: what is written in the source beside what was read. */
function alternative(of: Ir, into: Extraction): void {
  const [first, second] = of.k === 'cond' ? [of.kids[1], of.kids[2]] : of.kids;
  for (const [fixed, read] of [[second, first], [first, second]] as const) {
    if (!fixed || !read || (of.k === 'or' && fixed === first) || read.k === 'name' && into.scope.meaning(read).kind === 'module') continue;
    if (fixed.k === 'call' && made(of, fixed, read, into)) return;
    // Where the other side is made of the same constant nothing takes the place of anything.
    if (fixed.k !== 'name' || mentions(read, fixed.v)) continue;
    const meaning = into.scope.meaning(fixed);
    if (meaning.kind !== 'module' && meaning.kind !== 'import') continue;
    const value = valueOf(fixed, into.scope);
    if (value.form !== 'name' || !readsSomething(read, into) || (of.k === 'cond' && !asksAbout(of.kids[0], read))) continue;
    const span = into.lines.span(of);
    into.facts.answers.push({ ...span, via: 'alternative', to: fixed.v, value, fn: into.functionOf(of), ...(devOnly(of, into.scope) && { guard: 'development' as const }) });
    into.lines.keep(span);
    return;
  }
}

/** Whether a test asks for what was read, or how reading it went; another test chooses a mode. */
function asksAbout(test: Ir | undefined, read: Ir): boolean {
  const names = new Set<string>();
  walk(read, (each) => { if (each.k === 'name' || each.k === 'get') names.add(each.v); });
  return anywhere(test, (each) => (each.k === 'name' || each.k === 'get') && (names.has(each.v) || /(err|fail|load|empty|success|ok$|status|has[A-Z]|found|data|result|length)/i.test(each.v)));
}

/** `scores || makeScores()`: the call is kept; whether it makes anything up is for the rules. */
function made(of: Ir, fixed: Ir, read: Ir, into: Extraction): boolean {
  const callee = chain(fixed.kids[0]);
  if (kindOfCall(fixed, into.scope) !== 'project' || mentions(read, callee) || !readsSomething(read, into)) return false;
  const span = into.lines.span(of);
  into.facts.answers.push({ ...span, via: 'alternative', to: callee, value: { form: 'call', text: callee }, fn: into.functionOf(of), ...(devOnly(of, into.scope) && { guard: 'development' as const }) });
  into.lines.keep(span);
  return true;
}

function readsSomething(read: Ir, into: Extraction): boolean {
  return [...dependenciesOf(read, into.scope)].some((each) => each.startsWith('call:') || each === 'state' || each.startsWith('import:'));
}

function callAnswer(of: Ir, into: Extraction): void {
  const response = responseOf(of, into.scope);
  if (response) {
    if (response.status !== undefined && response.status >= 400) return;
    if (response.body) add(of, 'response', chain(of.kids[0]), response.body, response.status, into);
    return;
  }
  const callee = chain(of.kids[0]);
  if (/^(React\.)?useState$/.test(callee) && of.kids[1]) {
    const slot = of.up?.k === 'let' ? (of.up.kids[1]?.v ?? '') : '';
    add(of, 'initial', slot, of.kids[1].k === 'fn' ? (of.kids[1].kids.at(-1)?.kids[0]?.kids[0] ?? of.kids[1]) : of.kids[1], undefined, into);
  } else if ((/(gauge|counter|histogram|metric)\w*(\.labels\(\))?\.(set|observe|inc|record)$/i.test(callee) || isInstrument(of, callee, into)) && of.kids.at(-1) && of.kids.length > 1) {
    const value = of.kids.at(-1);
    if (value) add(of, 'metric', callee, value, undefined, into);
  } else if (kindOfCall(of, into.scope) === 'store') stored(of, callee, into);
  else if (/^set[A-Z]/.test(callee) && of.kids[1] && (of.kids[1].k === 'obj' || of.kids[1].k === 'arr' || of.kids[1].k === 'name')) add(of, 'state', callee, of.kids[1], undefined, into);
}

/** `prisma.insight.create({ data: { … } })`: a row with a literal measure in it. */
function stored(of: Ir, callee: string, into: Extraction): void {
  const first = of.kids[1];
  const row = first?.k === 'obj' ? (first.kids.find((kid) => /^(data|values|set|create)$/.test(kid.v))?.kids[0] ?? first) : undefined;
  if (row?.k === 'obj' && supposes(row)) add(of, 'store', callee, row, undefined, into);
}

function supposes(row: Ir): boolean {
  return row.kids.some((kid) => /confidence/i.test(kid.v) && kid.kids[0]?.k === 'num');
}

/** `connections.set(10)` where `connections = Gauge(…)`. */
function isInstrument(of: Ir, callee: string, into: Extraction): boolean {
  if (!/\.(set|observe)$/.test(callee)) return false;
  const root = rootOf(of.kids[0]);
  const meaning = root && into.scope.meaning(root);
  const made = meaning && (meaning.kind === 'module' || meaning.kind === 'local') && meaning.decl.k === 'let' ? meaning.decl.kids[0] : undefined;
  return (made?.k === 'call' || made?.k === 'new') && /(^|\.)(Gauge|Histogram|Summary)$/.test(chain(made.kids[0]));
}

function add(of: Ir, via: AnswerFact['via'], to: string, body: Ir, status: number | undefined, into: Extraction): void {
  const value = valueOf(body, into.scope);
  const plain = value.form === 'boolean' && into.facts.functions[into.functionOf(of)]?.role?.startsWith('route') === true;
  const answered = via === 'response' && status !== undefined && status < 300;
  if (!plain && !answered && !worthKeeping(value, via)) return;
  const place = placeOf(body, of);
  const span = into.lines.span(place);
  const fn = above(of, 'fn');
  const comment = confessionIn(of, into) ?? (fn && fn.end - fn.at < 4000 ? confessionIn(fn, into) : undefined);
  into.facts.answers.push({
    ...span, via, to, value, fn: into.functionOf(of), ...(status !== undefined && { status }), ...(comment && { comment }),
    ...(devOnly(of, into.scope) && { guard: 'development' as const }), ...(inFailure(of) && { failure: 0 }), ...(isConditional(of, into) && { conditional: true as const }),
  });
  into.lines.keep(span);
}

/** An answer is interesting when something in it is fixed in the source: an object or a list with literals. */
function worthKeeping(value: Value, via: AnswerFact['via']): boolean {
  if (via === 'metric') return value.form === 'number' || (value.on ?? []).includes('random');
  if (via === 'initial' || via === 'state') return (value.form === 'array' || value.form === 'object') ? literalCount(value) >= 3 : value.form === 'name' && (value.on ?? []).some((each) => /^(module|import):/.test(each));
  if (value.form === 'object' || value.form === 'array') return literalCount(value) >= 1 || (value.parts ?? []).some(([, part]) => part.form === 'name' && (part.on ?? []).some((each) => each.startsWith('module:'))) || (value.on ?? []).length === 0 || via === 'response' || (via === 'return' && value.form === 'object' && (value.on ?? []).some((each) => each === 'clock' || each === 'random')) || (value.on ?? []).every((each) => each === 'param' || each === 'clock' || each === 'random');
  return value.form === 'name' && (value.on ?? []).some((each) => /^(module|import):/.test(each));
}

export function literalCount(value: Value): number {
  if (value.parts) return value.parts.reduce((sum, [, part]) => sum + literalCount(part), 0);
  return (value.form === 'text' && value.text !== '') || value.form === 'number' || value.form === 'boolean' ? 1 : 0;
}

function isRefusal(of: Ir, into: Extraction): boolean {
  const value = awaited(of.kids[0]);
  const status = value && responseOf(value, into.scope)?.status;
  return status !== undefined && status >= 400 && status !== 599;
}

/** The literal itself, where the answer is a name bound to it in this function. */
function placeOf(body: Ir, of: Ir): Ir {
  return body.k === 'obj' || body.k === 'arr' ? (of.k === 'return' ? of : body) : of;
}

function inFailure(of: Ir): boolean {
  return above(of, 'catch', 'fn')?.k === 'catch';
}

function isConditional(of: Ir, into: Extraction): boolean {
  for (let each = of.up; each && each.k !== 'fn'; each = each.up) if (['if', 'cond', 'switch', 'catch', 'loop'].includes(each.k)) return true;
  // What stands before the last statement of its function is one answer of several.
  const fn = above(of, 'fn');
  let returns = 0;
  if (fn) walk(fn, (each) => {
    // A refusal beside it, and what stands in a handler, are no other answer.
    if ((each.k === 'fn' && each !== fn) || each.k === 'catch') return false;
    if (each.k === 'return' && !isRefusal(each, into)) returns++;
    return true;
  });
  return returns > 1;
}
