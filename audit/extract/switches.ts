import { chain, walk, type Ir } from '../ir.ts';
import type { Extraction } from './context.ts';
import { devOnly } from './guards.ts';

const flag = /(^|\.)(is|use|enable|should|with)?_?(USE_|IS_|ENABLE_)?(Mock|MOCK|mock|Demo|DEMO|demo|Fake|FAKE|fake|Simulat\w*|SIMULAT\w*|simulat\w*|Stub|STUB)(_?(Mode|MODE|mode|Data|DATA|Api|API|Enabled|ENABLED|enabled|s))?(\(\))?$/;

/** Branches on a flag that says mock, demo or simulation. */
export function collectSwitches(of: Ir, into: Extraction): void {
  const test = of.k === 'if' || of.k === 'cond' ? of.kids[0] : undefined;
  if (!test) return;
  let name = '';
  walk(test, (each) => {
    if (name === '' && (each.k === 'name' || each.k === 'get' || each.k === 'call')) {
      const text = chain(each);
      if (flag.test(text)) name = text;
    }
    return name === '';
  });
  if (name === '' || (of.k === 'if' && isRefusal(of.kids[1]))) return;
  const span = into.lines.span(of);
  into.facts.switches.push({ ...span, name: name.slice(0, 60), ...(devOnly(of, into.scope) && { guard: 'development' as const }), fn: into.functionOf(of) });
  into.lines.keep({ line: span.line, endLine: Math.min(span.endLine, span.line + 6) });
}

function isRefusal(block: Ir | undefined): boolean {
  return block?.kids.length === 1 && block.kids[0]?.k === 'throw';
}
