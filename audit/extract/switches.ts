import { above, anywhere, chain, walk, type Ir } from '../ir.ts';
import type { Extraction } from './context.ts';
import { devOnly } from './guards.ts';

const flag = /(^|\.)(\w+_)?(is|use|enable|should|with)?_?(USE_|IS_|ENABLE_)?(Mock|MOCK|mock|Demo|DEMO|demo|Fake|FAKE|fake|Simulated|SIMULATED|simulated|Stub|STUB)(_?(Mode|MODE|mode|Data|DATA|Api|API|Enabled|ENABLED|enabled|s))?(\(\))?$/;

/** Branches on a flag that says mock, demo or simulation. */
export function collectSwitches(of: Ir, into: Extraction): void {
  const test = of.k === 'if' || of.k === 'cond' ? of.kids[0] : undefined;
  if (!test) return;
  let name = '';
  walk(test, (each) => {
    // What kind of object it is, not how the program runs.
    if (each.k === 'call' && /^(isinstance|issubclass|type|hasattr)$/.test(chain(each.kids[0]))) return false;
    if (name === '' && !(each.up?.k === 'index' && each.up.kids[0] === each) && (each.k === 'name' || each.k === 'get' || each.k === 'call')) {
      const text = chain(each);
      if (flag.test(text)) name = text;
    }
    return name === '';
  });
  if (name === '') return substituted(of, test, into);
  if (isGiven(of, name, into)) return;
  // A mark on what was answered is the honest part.
  if (/^(response|res|result|data|body|payload|json|balance|row|item|record|entry|\w+Response|\w+Data)\b.*\.|\.data\./.test(name) || !serves(of)) return;
  const span = into.lines.span(of);
  into.facts.switches.push({ ...span, name: name.slice(0, 60), ...(devOnly(of, into.scope) && { guard: 'development' as const }), fn: into.functionOf(of) });
  into.lines.keep({ line: span.line, endLine: Math.min(span.endLine, span.line + 6) });
}

/** A parameter without a default, or with one that says no, is the caller's decision and no switch. */
function isGiven(of: Ir, name: string, into: Extraction): boolean {
  const fn = above(of, 'fn');
  if (into.language !== 'python' || !fn?.fn?.params.includes(name)) return false;
  const slot = fn.kids.find((kid) => kid.k === 'slot' && kid.v === name);
  return slot?.kids[0] === undefined || (slot.kids[0].k === 'const' && slot.kids[0].v !== 'true');
}

/** What is answered says itself that it is off: `ok=False`, an error that is none of nothing. */
function tellsOff(value: Ir | undefined): boolean {
  const members = value?.k === 'call' ? value.kids.slice(1) : value?.k === 'obj' ? value.kids : [];
  return members.some((kid) => kid.k === 'pair' && ((/^(ok|success)$/.test(kid.v) && kid.kids[0]?.v === 'false') || (/^(error|reason)$/.test(kid.v) && (kid.kids[0]?.k === 'str' || kid.kids[0]?.k === 'tpl'))));
}

const substitute = /^(new )?(\w+\.)*(In_?Memory|Memory|Mock|Fake|Dummy|Stub|Simulated)[A-Z]\w*$/;

/** `Real(key) if key else Mock()`: a class whose name says that it is a stand-in takes over where something is not configured. */
function substituted(of: Ir, test: Ir, into: Extraction): void {
  if (choosesByName(test)) return;
  const [, first, second] = of.kids;
  const other = second ?? (of.k === 'if' && of.up?.k === 'block' ? of.up.kids[of.up.kids.indexOf(of) + 1] : undefined);
  const made = [first, other].map((each) => each && madeIn(each));
  const stands = made.find((each) => each !== undefined && substitute.test(each));
  if (stands === undefined || !made.some((each) => each !== undefined && !substitute.test(each))) return;
  // What a browser keeps for one user is a convenience either way.
  if (made.some((each) => each !== undefined && /(Local|Session|Web|Browser|Cookie)_?Storage/i.test(each))) return;
  const span = into.lines.span(of);
  into.facts.switches.push({ ...span, name: stands.slice(0, 60), stands: stands.slice(0, 60), ...(devOnly(of, into.scope) && { guard: 'development' as const }), fn: into.functionOf(of) });
  into.lines.keep({ line: span.line, endLine: Math.min(span.endLine, span.line + 6) });
}

/** Whoever runs it names the driver: `if settings.store == 'memory'`. */
function choosesByName(test: Ir): boolean {
  return anywhere(test, (each) => each.k === 'bin' && /^(===?|in|is)$/.test(each.v) && each.kids.some((kid) => (kid.k === 'str' && kid.v !== '') || kid.k === 'get' && /^[A-Z_]+$/.test(kid.v)));
}

/** The class of which the branch gives or keeps an instance, as its last step. */
function madeIn(branch: Ir): string | undefined {
  const last = branch.k === 'block' ? branch.kids.at(-1) : branch;
  const value = last?.k === 'return' || last?.k === 'let' ? last.kids[0] : last?.k === 'assign' ? last.kids[1] : last;
  if (value?.k !== 'call' && value?.k !== 'new') return undefined;
  const callee = chain(value.kids[0]);
  return /(^|\.)[A-Z]\w*$/.test(callee) && !/(Error|Exception|Response)$/.test(callee) ? callee : undefined;
}

/** The branch behind the flag gives or does something: no bare return, no throw, no plain true or false. */
function serves(of: Ir): boolean {
  const test = of.kids[0];
  const branch = test?.k === 'un' ? of.kids[2] : of.kids[1];
  if (!branch) return false;
  // A word or a mark that says “mock” on the page is the honest part.
  if (of.k === 'cond') return !['const', 'str', 'tpl', 'jsx'].includes(branch.k);
  const [first] = branch.kids;
  if (first?.k === 'return' && tellsOff(first.kids[0])) return false;
  if (!first || (branch.kids.length === 1 && (first.k === 'throw' || first.k === 'jump' || (first.k === 'return' && (!first.kids[0] || first.kids[0].k === 'const'))))) return false;
  return test?.k !== 'or' && (test?.k !== 'bin' || test.v !== '||');
}
