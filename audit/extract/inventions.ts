import { above, anywhere, awaited, chain, takerOf, type Ir } from '../ir.ts';
import { saysFiction } from '../predicates/fiction.ts';
import { kindOfCall } from './calls.ts';
import type { Extraction, Odd } from './context.ts';

/** `self.client = MockBroker()`: an object whose class is called a stand-in is made for use, and nothing decides about it here. */
export function standInMade(of: Ir, into: Extraction): Odd | undefined {
  const callee = of.kids[0];
  const name = chain(callee);
  if (callee?.k !== 'name' || !/^(Mock|Fake|Dummy|Stub|Simulated)[A-Z][a-z]\w*$/.test(name) || /(Error|Exception|Config|Settings|Mode|Type|Request|Response|Schema|Model)$/.test(name)) return undefined;
  const meaning = into.scope.meaning(callee);
  if (meaning.kind === 'global' || (meaning.kind === 'import' && /^(unittest|mock|faker|pytest)/.test(meaning.from))) return undefined;
  if (givesNothing(name, into) || onlyAtFirst(of, into)) return undefined;
  for (let each = of.up; each; each = each.up) {
    // A choice is another rule's matter; what is made inside a stand-in belongs to it.
    if (['if', 'cond', 'or', 'switch', 'catch'].includes(each.k) || ((each.k === 'fn' || each.k === 'class') && /(mock|fake|demo|simulat|stub|dummy|sample|test)/i.test(each.v))) return undefined;
  }
  const holder = of.up?.k;
  return holder === 'let' || holder === 'assign' || holder === 'return' || holder === 'pair' || holder === 'call' || holder === 'slot' ? { what: 'stand-in-made', text: name.slice(0, 60) } : undefined;
}

/** `{ mutateAsync: async (data) => Promise.resolve(data) }`: what is called as if it changed something gives back what it was given. */
export function echoingAction(of: Ir): Odd | undefined {
  const fn = of.kids[0];
  if (of.k !== 'pair' || fn?.k !== 'fn' || !fn.fn?.async || !/^(mutate(Async)?|(save|update|delete|remove|create|send|submit|upload|publish|sync)([A-Z]\w*)?)$/.test(of.v)) return undefined;
  const [only, more] = fn.kids.at(-1)?.kids ?? [];
  const given = only?.k === 'return' && more === undefined ? awaited(only.kids[0]) : undefined;
  const value = given?.k === 'call' && chain(given.kids[0]) === 'Promise.resolve' ? given.kids[1] : given;
  if (value?.k !== 'name' || !fn.fn.params.includes(value.v)) return undefined;
  for (let each = of.up; each; each = each.up) if (['let', 'fn', 'class'].includes(each.k) && /(mock|fake|noop|stub|demo|test|default|adapter|storage|middleware)/i.test(each.v)) return undefined;
  const holder = above(of, 'let');
  return holder?.k === 'let' && holder.v !== '' && above(of, 'fn') !== undefined ? { what: 'stand-in-made', text: `${holder.v}.${of.v}`.slice(0, 60) } : undefined;
}

/** `source: Wallet = fake_wallet` until the start sets another: what is put into the place of it is what counts. */
function onlyAtFirst(of: Ir, into: Extraction): boolean {
  const held = of.up;
  if (held?.k !== 'let' || held.up?.k !== 'module' || held.v === '') return false;
  if (isReplaced(held, into)) return true;
  const uses = into.file.nodes.filter((each) => each.k === 'name' && each.v === held.v && into.scope.meaning(each).kind === 'module');
  return uses.length > 0 && uses.every((each) => each.up?.k === 'let' && each.up.up?.k === 'module' && isReplaced(each.up, into));
}

/** A variable of the module that a function is there to set: it says `global`, and assigns. */
function isReplaced(held: Ir, into: Extraction): boolean {
  return into.file.nodes.some((each) => each.k === 'assign' && each.v === '=' && each.kids[0]?.k === 'name' && each.kids[0].v === held.v && each.at > held.end && above(each, 'fn') !== undefined && into.scope.meaning(each.kids[0]).kind === 'module');
}

/** A class of this file whose methods call others and answer nothing hands on: it invents no data. */
function givesNothing(name: string, into: Extraction): boolean {
  const methods = into.file.nodes.findLast((each) => each.k === 'class' && each.v === name)?.kids.filter((kid) => kid.k === 'fn' && !/^(__init__|constructor)$/.test(kid.v)) ?? [];
  return methods.length > 0 && methods.every((fn) => !anywhere(fn, (each) => each.k === 'return' && each.kids.length > 0) && anywhere(fn, (each) => each.k === 'call' && !/^(print|console|logger|log|logging)\b|^pass$/.test(chain(each.kids[0]))));
}

/** A call of a function that its own name calls a mock, whose answer is used: given back, bound, handed over. */
export function inventedCall(of: Ir, into: Extraction): Odd | undefined {
  const callee = chain(of.kids[0]);
  const last = callee.split('.').at(-1) ?? '';
  if (!/^[_a-z]/.test(last) || !saysFiction(last) || /^_?fallback/i.test(last)) return undefined;
  const holder = takerOf(of);
  // A statement of its own makes something; only what is used as data takes the place of data.
  if (!holder || holder.k === 'block' || holder.k === 'module' || holder.k === 'if') return undefined;
  for (let fn = above(of, 'fn', 'class'); fn; fn = above(fn, 'fn', 'class')) if (saysFiction(fn.v) || /(mock|fake|demo|simulat|stub|dummy|sample|test)/i.test(fn.v)) return undefined;
  return above(of, 'catch', 'fn')?.k === 'catch' ? undefined : { what: 'invented-call', text: callee.slice(0, 60), ...(underTest(of, into) && { guard: 'development' as const }) };
}

/** `testMode ? getMockQueue() : getQueue()`, where the caller says so by a parameter that nobody has to give. */
function underTest(of: Ir, into: Extraction): boolean {
  for (let each: Ir = of; each.up && each.up.k !== 'fn'; each = each.up) {
    const test = each.up.k === 'cond' || each.up.k === 'if' ? each.up.kids[0] : undefined;
    if (test?.k === 'name' && test !== each && /^(is_?)?(test|mock|dry|demo|fake|stub)/i.test(test.v) && into.scope.meaning(test).kind === 'param') return true;
  }
  return false;
}

const fallsBack = /\b(fall(ing)?[- ]?back to|using|returning|serving|generating|switching to|running in) (an? |the |some )?(mock(ed)?|simulated|synthetic|dummy|fake|fabricated|demo|sample|placeholder|hard-?coded|paper|stub)\b(?! (key|token|password|user|account|credentials|tracer|logger|client secret))/i;

/** A log line by which the code says that what follows is not real. */
export function admittedInLog(of: Ir, into: Extraction): Odd | undefined {
  const first = of.kids[1];
  const text = first?.k === 'str' ? first.v : first?.k === 'tpl' ? first.kids.map((kid) => (kid.k === 'str' ? kid.v : '…')).join('') : '';
  if (text === '' || !fallsBack.test(text) || /\b(not|never|no longer|instead of|without|refus\w*) (\w+ ){0,2}(mock|fake|dummy|demo)/i.test(text) || kindOfCall(of, into.scope) !== 'log') return undefined;
  const handler = above(of, 'catch', 'fn');
  // In a handler the failure itself is told; a line at the start of a program tells its mode to who runs it.
  if (handler?.k !== 'fn' || !above(of, 'fn')) return undefined;
  const next = of.up?.kids[of.up.kids.indexOf(of) + 1];
  return next ? { what: 'admitted', text: text.slice(0, 120), place: { ...of, end: next.end } } : undefined;
}
