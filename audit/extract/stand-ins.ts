import { anywhere, chain, type Ir } from '../ir.ts';
import { inWords, measureKey } from '../predicates/values.ts';
import type { Extraction } from './context.ts';
import { settled } from './scope.ts';
import { dependenciesOf, valueOf } from './value.ts';

const judged = /(^|_)(risk|severity|rating|grade|score|confidence|health|credit|trust|verdict|quality)(_|s?$)/;

/** Literals that stand in for a missing measure: `x.price ?? 9.99`, `row.risk_level || 'medium'`, `d.get('price', 100)`. */
export function collectStandIns(of: Ir, into: Extraction): void {
  const found = standIn(of);
  if (!found || inLog(of)) return;
  if (insideMarkup(of) && found.fallback.k === 'str') return;
  if (isTable(of.kids[0], into) || (found.fallback.k === 'str' && forReaders(of))) return;
  if (of.k === 'or' && (isAsked(of.kids[0], into) || isFormState(of) || (found.fallback.k === 'str' && of.kids[0]?.k === 'name' && [...dependenciesOf(of.kids[0], into.scope)].every((on) => on === 'param')))) return;
  // A value that is left open on purpose is nothing that was measured: `held ?? (planned ? 'info' : undefined)`.
  if (found.fallback.k === 'str' && of.kids[0]?.k === 'name' && anywhere(settled(of.kids[0], into.scope), (each) => each.k === 'const' && each.v === 'undefined' && each.up?.k === 'cond')) return;
  const key = found.key !== '' ? found.key : of.k === 'or' && of.up && (of.up.k === 'let' || of.up.k === 'pair') ? of.up.v : '';
  const fallback = found.fallback.k === 'name' ? settled(found.fallback, into.scope) : found.fallback;
  if (fallback.k !== 'num' && fallback.k !== 'str' && !(fallback.k === 'tpl' && recordId.test(key))) return;
  if (key === '' || !(fallback.k === 'num' ? measureKey.test(key) : judged.test(inWords(key)) || recordId.test(key) || (/status$/i.test(key) && done.test(fallback.v)) || (/(^|_)(is_)?(abnormal|finding|verdict|diagnosis|compliance|safety)(_|$)/.test(inWords(key)) && /^(normal|ok|healthy|safe|clear|negative|passed|compliant|good|low)$/i.test(fallback.v)) || (/^(order_?|trade_?)?(side|action)$|^transaction_?type$/i.test(key) && /^(buy|sell|long|short)$/i.test(fallback.v)))) return;
  if (fallback.k === 'str' && (fallback.v === '' || fallback.v === '—' || fallback.v === '-' || /^(n\/?a|none|unknown|0|pending|tbd|unrated|unscored)$|^(unknown|unnamed|untitled|anonymous|not|no)\b|^[^a-z]*$/i.test(fallback.v))) return;
  const span = into.lines.span(of);
  into.facts.standIns.push({ ...span, key, value: valueOf(fallback, into.scope), fn: into.functionOf(of) });
  into.lines.keep(span);
}

/** `LEVELS[priority] ?? 'info'`: a table that is written here has an answer for what it does not list. */
function isTable(of: Ir | undefined, into: Extraction): boolean {
  return of?.k === 'index' && of.kids[0] !== undefined && settled(of.kids[0], into.scope).k === 'obj';
}

/** The name of a file, a title, a preview: read by people, calculated with by nobody. */
function forReaders(of: Ir): boolean {
  for (let each = of.up; each && each.k !== 'block'; each = each.up) if ((each.k === 'let' || each.k === 'pair') && /file_?name|(^|_)(title|subject|label|message|path)$|^preview/i.test(each.v)) return true;
  return false;
}

const recordId = /^(order|transaction|tx|payment|confirmation|tracking|invoice|receipt)_?(id|number|hash|ref)$/i;
const done = /^(submitted|ok|completed|success|filled|approved|paid|healthy|connected)$/i;

/** The first value of a form: what is edited, or a setting to begin with. */
function isFormState(of: Ir): boolean {
  for (let each = of.up; each && each.k !== 'block'; each = each.up) if (each.k === 'call') return /^(React\.)?useState$|^useForm$/.test(chain(each.kids[0]));
  return false;
}

/** What a caller may leave out, a setting or the start of a reckoning has a default by design. */
function isAsked(of: Ir | undefined, into: Extraction): boolean {
  const text = chain(of);
  if (/(params|searchParams|query|formData|headers|filters?|prefs|preferences|settings|config|kwargs|options|opts|cookies(\(\))?)\.get(All)?\(\)$/i.test(text)) return true;
  if (/(^|\.)(config|settings|params|parameters|options|opts|args|props|defaults|preferences|constraints|thresholds|limits|metadata|block|\w*[pP]arams\w*|env|form|formData|formValues|initial|draft|values|defaultValues|query)\.(\w+\.)*\w+$/i.test(text)) return true;
  const last = text.split('.').at(-1) ?? '';
  if (/^(initial|default|min|max|target|starting|paper|confidence_?level)/i.test(last)) return true;
  return of?.k === 'name' && into.scope.meaning(of).kind === 'param';
}

interface StandIn {
  readonly key: string;
  readonly fallback: Ir;
}

function standIn(of: Ir): StandIn | undefined {
  const [first, second, third] = of.kids;
  if (of.k === 'or' && first && second) return { key: keyOf(first), fallback: second };
  if (of.k === 'call') return defaultOf(of);
  // `price = rows[i] if i < len(rows) else 510`: the name says what is missing.
  if (of.k === 'cond' && second && third?.k === 'num' && second.k !== 'num' && (of.up?.k === 'let' || of.up?.k === 'pair')) return { key: of.up.v, fallback: third };
  if (of.k === 'assign' && of.v === '=' && second?.k === 'num' && first && inElse(of, chain(first))) return { key: first.v, fallback: second };
  return undefined;
}

/** An `else` that gives a literal to what the other branch read. */
function inElse(of: Ir, target: string): boolean {
  const block = of.up;
  const branch = block?.up;
  // A branch that decides several things is a case of its own, not a stand-in.
  if (branch?.k !== 'if' || !block || branch.kids[2] !== block || block.kids.some((each) => each.k !== 'pass' && !isVoid(each) && each.k === 'assign' && chain(each.kids[0]) !== target)) return false;
  return branch.kids[1]?.kids.some((each) => each.k === 'assign' && chain(each.kids[0]) === target && each.kids[1]?.k !== 'num') ?? false;
}

/** An assignment of nothing: `rows = []`. */
function isVoid(of: Ir): boolean {
  const value = of.kids[1];
  return of.k === 'assign' && value !== undefined && (((value.k === 'arr' || value.k === 'obj') && value.kids.length === 0) || value.k === 'const' || (value.k === 'str' && value.v === ''));
}

/** `row.get('price', 0)`, `getattr(account, 'cash', 95000)`, on something that is no request and no environment. */
function defaultOf(of: Ir): StandIn | undefined {
  const callee = chain(of.kids[0]);
  const isGetattr = callee === 'getattr';
  const key = of.kids[isGetattr ? 2 : 1];
  const fallback = of.kids[isGetattr ? 3 : 2];
  if (key?.k !== 'str' || !fallback || !(isGetattr || /\.get$/.test(callee))) return undefined;
  const owner = isGetattr ? chain(of.kids[1]) : callee;
  const name = key.v === 'id' && of.up?.k === 'pair' ? of.up.v : key.v;
  return /environ|config|settings|request|args|params|parameters|headers|session|kwargs|options|opts/i.test(owner) ? undefined : { key: name, fallback };
}

/** The field that is read: the last member, or the first argument of `get`. Parameters and settings are none. */
function keyOf(of: Ir): string {
  const chained = chain(of);
  if (/^(props|options|opts|config|settings|params|args|query|req|request|this\.(options|config|props)|process|searchParams|env|import)\b/.test(chained)) return '';
  if (of.k === 'get') return of.v;
  if (of.k === 'or') return keyOf(of.kids[1] ?? of);
  // `row.get("price") or 9.99`.
  if (of.k === 'call' && of.kids.length === 2 && of.kids[1]?.k === 'str' && of.kids[0]?.k === 'get' && of.kids[0].v === 'get') return /environ|request|args|session/i.test(chained) ? '' : of.kids[1].v;
  if (of.k === 'call' && of.kids[1] && /^(Number|parseFloat|parseInt|float|int|toNumber)$/.test(chained.replace('()', ''))) return keyOf(of.kids[1]);
  return '';
}

/** A word on a page is for a reader. */
function insideMarkup(of: Ir): boolean {
  for (let each = of.up; each && each.k !== 'block' && each.k !== 'fn'; each = each.up) if (each.k === 'jsx') return true;
  return false;
}

/** A word in a log line is for a reader, not for a calculation. */
function inLog(of: Ir): boolean {
  for (let each = of.up; each && each.k !== 'block'; each = each.up) if (each.k === 'call' && /^(console|logger|log|logging|print)\b|\.(logger|log)\./.test(chain(each.kids[0]))) return true;
  return false;
}
