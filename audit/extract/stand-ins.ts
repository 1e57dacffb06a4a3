import { chain, type Ir } from '../ir.ts';
import { measureKey } from '../predicates/values.ts';
import type { Extraction } from './context.ts';
import { valueOf } from './value.ts';

const judged = /(risk|severity|rating|grade|score|confidence|priority_score|health|credit|trust|verdict|quality)/i;

/** Literals that stand in for a missing measure: `x.price ?? 9.99`, `row.risk_level || 'medium'`, `d.get('price', 100)`. */
export function collectStandIns(of: Ir, into: Extraction): void {
  const pair = of.k === 'or' ? [of.kids[0], of.kids[1]] as const : of.k === 'call' ? getDefault(of) : undefined;
  if (!pair) return;
  const [subject, fallback] = pair;
  if (!subject || !fallback || (fallback.k !== 'num' && fallback.k !== 'str')) return;
  const key = of.k === 'call' ? (of.kids[1]?.v ?? '') : keyOf(subject);
  if (key === '' || (fallback.k === 'num' ? !measureKey.test(key) : !judged.test(key))) return;
  if (fallback.k === 'str' && (fallback.v === '' || fallback.v === '—' || fallback.v === '-' || /^(n\/?a|none|unknown|0|pending)$/i.test(fallback.v))) return;
  const span = into.lines.span(of);
  into.facts.standIns.push({ ...span, key, value: valueOf(fallback, into.scope), fn: into.functionOf(of) });
  into.lines.keep(span);
}

/** `row.get('price', 0)` on something that is no request and no environment. */
function getDefault(of: Ir): readonly [Ir | undefined, Ir | undefined] | undefined {
  if (of.kids[0]?.k !== 'get' || of.kids[0].v !== 'get' || of.kids.length !== 3 || of.kids[1]?.k !== 'str') return undefined;
  return /environ|config|settings|request|args|params|headers|session|kwargs|options|opts/i.test(chain(of.kids[0].kids[0])) ? undefined : [of.kids[0].kids[0], of.kids[2]];
}

/** The field that is read: the last member, or the first argument of `get`. Parameters and settings are none. */
function keyOf(of: Ir): string {
  const chained = chain(of);
  if (/^(props|options|opts|config|settings|params|args|query|req|request|this\.(options|config|props)|process|searchParams|env|import)\b/.test(chained)) return '';
  if (of.k === 'get') return of.v;
  if (of.k === 'or') return keyOf(of.kids[1] ?? of);
  if (of.k === 'call' && of.kids[1] && /^(Number|parseFloat|parseInt|float|int|toNumber)$/.test(chained.replace('()', ''))) return keyOf(of.kids[1]);
  return '';
}
