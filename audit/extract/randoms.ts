import { chain, type Ir } from '../ir.ts';
import type { Extraction } from './context.ts';
import { isRandom } from './value.ts';

/** Random numbers with the name that they end up under. */
export function collectRandoms(of: Ir, into: Extraction): void {
  if (of.k !== 'call') return;
  const source = chain(of.kids[0]);
  if (!isRandom(source)) return;
  const span = into.lines.span(of);
  into.facts.randoms.push({ ...span, source, into: takerOf(of), fn: into.functionOf(of) });
  into.lines.keep(span);
}

function takerOf(of: Ir): string {
  const names: string[] = [];
  for (let each = of.up, below: Ir = of; each; below = each, each = each.up) {
    if ((each.k === 'pair' || each.k === 'let') && each.v) names.push(each.v);
    if (each.k === 'assign' && each.kids[1] === below) names.push(chain(each.kids[0]));
    if ((each.k === 'call' || each.k === 'new') && each.kids[0] !== below && !/^(Math|Number|String|parse|round|int|float)/.test(chain(each.kids[0]))) names.push(`${chain(each.kids[0])}()`);
    if (each.k === 'bin' || each.k === 'index' || each.k === 'if' || each.k === 'cond') names.push(each.k === 'bin' && /[<>]/.test(each.v) ? 'comparison' : each.k);
    if (each.k === 'return') names.push(`return ${fnName(each)}`);
    if (each.k === 'block' || each.k === 'module') break;
  }
  return names.slice(0, 6).join(' < ');
}

function fnName(of: Ir): string {
  for (let each = of.up; each; each = each.up) if (each.k === 'fn' && each.v) return each.v;
  return '';
}
