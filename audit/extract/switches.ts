import { chain, walk, type Ir } from '../ir.ts';
import type { Extraction } from './context.ts';
import { devOnly } from './guards.ts';

const flag = /(^|\.)(\w+_)?(is|use|enable|should|with)?_?(USE_|IS_|ENABLE_)?(Mock|MOCK|mock|Demo|DEMO|demo|Fake|FAKE|fake|Simulated|SIMULATED|simulated|Stub|STUB)(_?(Mode|MODE|mode|Data|DATA|Api|API|Enabled|ENABLED|enabled|s))?(\(\))?$/;

/** Branches on a flag that says mock, demo or simulation. */
export function collectSwitches(of: Ir, into: Extraction): void {
  const test = of.k === 'if' || of.k === 'cond' ? of.kids[0] : undefined;
  if (!test) return;
  let name = '';
  walk(test, (each) => {
    if (name === '' && !(each.up?.k === 'index' && each.up.kids[0] === each) && (each.k === 'name' || each.k === 'get' || each.k === 'call')) {
      const text = chain(each);
      if (flag.test(text)) name = text;
    }
    return name === '';
  });
  // A mark on what was answered is the honest part.
  if (name === '' || /^(response|res|result|data|body|payload|json|balance|row|item|record|entry|\w+Response|\w+Data)\b.*\.|\.data\./.test(name) || !serves(of)) return;
  const span = into.lines.span(of);
  into.facts.switches.push({ ...span, name: name.slice(0, 60), ...(devOnly(of, into.scope) && { guard: 'development' as const }), fn: into.functionOf(of) });
  into.lines.keep({ line: span.line, endLine: Math.min(span.endLine, span.line + 6) });
}

/** The branch behind the flag gives or does something: no bare return, no throw, no plain true or false. */
function serves(of: Ir): boolean {
  const test = of.kids[0];
  const branch = test?.k === 'un' ? of.kids[2] : of.kids[1];
  if (!branch) return false;
  // A word or a mark that says “mock” on the page is the honest part.
  if (of.k === 'cond') return !['const', 'str', 'tpl', 'jsx'].includes(branch.k);
  const [first] = branch.kids;
  if (!first || (branch.kids.length === 1 && (first.k === 'throw' || first.k === 'jump' || (first.k === 'return' && (!first.kids[0] || first.kids[0].k === 'const'))))) return false;
  return test?.k !== 'or' && (test?.k !== 'bin' || test.v !== '||');
}
