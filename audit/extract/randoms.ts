import { above, chain, walk, type Ir } from '../ir.ts';
import type { Extraction } from './context.ts';
import { isRandom } from './value.ts';

/** Random numbers with the name that they end up under. */
export function collectRandoms(of: Ir, into: Extraction): void {
  if (of.k !== 'call') return;
  const source = chain(of.kids[0]);
  if (!isRandom(source)) return;
  if (besideTime(of)) return;
  const span = into.lines.span(of);
  into.facts.randoms.push({ ...span, source, into: takerOf(of), fn: into.functionOf(of) });
  into.lines.keep(span);
}

/** `${Date.now()}-${Math.random()}` alone, and nothing of a record around it: a mark that no two have in common. */
function besideTime(of: Ir): boolean {
  const whole = of.up?.k === 'tpl' ? of.up : undefined;
  return whole !== undefined && (whole.up?.k === 'let' || whole.up?.k === 'or') && whole.kids.every((kid) => (kid.k === 'str' ? /^[-_.:]?$/.test(kid.v) : kid.k === 'call')) && whole.kids.some((kid) => kid.k === 'call' && /^Date\.now$|^performance\.now$/.test(chain(kid.kids[0])));
}

function takerOf(of: Ir): string {
  const names: string[] = [];
  for (let each = of.up, below: Ir = of; each; below = each, each = each.up) {
    if ((each.k === 'pair' || each.k === 'let') && each.v) names.push(each.v);
    if (each.k === 'let' && each.v && figure.test(chain(of.kids[0]))) names.push(...madeFrom(each, 0));
    if (each.k === 'assign' && each.kids[1] === below) names.push(chain(each.kids[0]));
    if ((each.k === 'call' || each.k === 'new') && each.kids[0] !== below && !/^(Math|Number|String|parse|round|int|float)/.test(chain(each.kids[0]))) names.push(`${chain(each.kids[0])}()`);
    if (each.k === 'bin' || each.k === 'index' || each.k === 'if' || each.k === 'cond') names.push(each.k === 'bin' && /[<>]/.test(each.v) ? 'comparison' : each.k);
    if (each.k === 'return') names.push(`return ${fnName(each)}`);
    if (each.k === 'block' || each.k === 'module') break;
  }
  return names.slice(0, 9).join(' < ');
}

/** Sources of a figure, not of a choice among things. */
const figure = /(^|\.)(uniform|gauss|normal|normalvariate|randint|randrange|random|triangular|betavariate|integers|rand|randn)$/;
/** Steps from one variable to the next that are followed. */
const hops = 2;

/** Names of what is calculated from a variable in its function: `current = round(base * (1 + variation), 2)`. */
function madeFrom(decl: Ir, depth: number): string[] {
  const fn = above(decl, 'fn');
  const found: string[] = [];
  if (fn) walk(fn, (each) => {
    if (each.k !== 'name' || each.v !== decl.v || each.at < decl.end || found.length > 3) return;
    const taker = calculatedInto(each);
    if (!taker?.v || taker === decl) return;
    found.push(taker.v);
    if (taker.k === 'let' && depth + 1 < hops) found.push(...madeFrom(taker, depth + 1));
  });
  return found;
}

/** What takes a name through arithmetic and rounding alone. */
function calculatedInto(of: Ir): Ir | undefined {
  for (let each = of.up, below: Ir = of; each; below = each, each = each.up) {
    if (each.k === 'let' || each.k === 'pair') return each;
    const arithmetic = (each.k === 'bin' && /^[-+*/%]{1,2}$/.test(each.v)) || each.k === 'un' || each.k === 'tpl' || each.k === 'obj' && below.k === 'pair';
    const rounding = each.k === 'call' && each.kids[0] !== below && /^(round|int|float|abs|max|min|Math\.\w+|Number)$/.test(chain(each.kids[0]));
    if (!arithmetic && !rounding) return undefined;
  }
  return undefined;
}

function fnName(of: Ir): string {
  for (let each = of.up; each; each = each.up) if (each.k === 'fn' && each.v) return each.v;
  return '';
}
