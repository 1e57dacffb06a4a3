import type { Value } from '../facts.ts';
import { above, chain, walk, type Ir } from '../ir.ts';
import { maskText } from './mask.ts';
import type { Scope } from './scope.ts';

/** Deepest level, most members and most items that a value keeps. */
const depthLimit = 4;
const partLimit = 24;
const itemLimit = 4;
const textLimit = 120;
const dependencyLimit = 10;

/** Sums up a value: its literal skeleton and what it depends on. Local constants are seen through. */
export function valueOf(of: Ir | undefined, scope: Scope, depth = 0): Value {
  if (!of) return { form: 'none' };
  switch (of.k) {
    case 'const': return of.v === 'null' || of.v === 'undefined' ? { form: 'null', text: of.v } : { form: 'boolean', text: of.v };
    case 'num': return { form: 'number', text: of.v };
    case 'str': return { form: 'text', text: maskText(of.v).slice(0, textLimit) };
    case 'fn': return { form: 'function' };
    case 'jsx': return { form: 'markup', text: of.v };
    case 'obj': return objectOf(of, scope, depth);
    case 'arr': return arrayOf(of, scope, depth);
    case 'tpl': return { form: 'template', text: templateText(of), ...depends(of, scope) };
    case 'await': return valueOf(of.kids[0], scope, depth);
    case 'cond': return eitherWay(of, scope, depth) ?? { form: 'computed', ...depends(of, scope) };
    case 'name': return nameOf(of, scope, depth);
    case 'new': return builtFrom(of, scope, depth) ?? { form: 'call', text: `new ${chain(of.kids[0])}`, ...depends(of, scope) };
    case 'call': return builtFrom(of, scope, depth) ?? { form: 'call', text: chain(of.kids[0]).slice(0, textLimit), ...depends(of, scope) };
    default: return { form: 'computed', ...(of.k === 'get' && { text: chain(of).slice(0, textLimit) }), ...depends(of, scope) };
  }
}

function objectOf(of: Ir, scope: Scope, depth: number): Value {
  if (depth >= depthLimit) return { form: 'object', size: of.kids.length, ...depends(of, scope) };
  const parts = of.kids.slice(0, partLimit).map((kid): readonly [string, Value] => (kid.k === 'spread' ? ['...', valueOf(kid.kids[0], scope, depth + 1)] : [kid.v, valueOf(kid.kids[0], scope, depth + 1)]));
  return { form: 'object', parts, ...(of.kids.length > partLimit && { size: of.kids.length }), ...merged(parts.map(([, value]) => value), of.kids.length > partLimit ? depends(of, scope).on : []) };
}

function arrayOf(of: Ir, scope: Scope, depth: number): Value {
  if (depth >= depthLimit) return { form: 'array', size: of.kids.length, ...depends(of, scope) };
  const parts = of.kids.slice(0, itemLimit).map((kid): readonly [string, Value] => (kid.k === 'spread' ? ['...', valueOf(kid.kids[0], scope, depth + 1)] : ['', valueOf(kid, scope, depth + 1)]));
  return { form: 'array', parts, size: of.kids.length, ...merged(parts.map(([, value]) => value), of.kids.length > itemLimit ? depends(of, scope).on : []) };
}

/** What is left of a constant after `filter`, `slice`, `map`: still what is written in the source. */
function throughMethods(of: Ir, scope: Scope, depth: number): Value | undefined {
  let each: Ir | undefined = of;
  let steps = 0;
  while (each && (each.k === 'call' || each.k === 'get' || each.k === 'index') && steps < 8) {
    if (each.k === 'call' && !/^(filter|slice|map|find|sort|toSorted|toReversed|reverse|at|concat|flat|flatMap|values)$/.test(each.kids[0]?.k === 'get' ? each.kids[0].v : '')) return undefined;
    each = each.k === 'call' ? each.kids[0]?.kids[0] : each.kids[0];
    steps++;
  }
  if (each?.k !== 'name' || steps === 0) return undefined;
  const meaning = scope.meaning(each);
  const inside = meaning.kind === 'local' && meaning.decl.k === 'let' && meaning.decl.v === each.v && meaning.decl.kids[0]?.k === 'arr' && !scope.changes(meaning.decl) ? meaning.decl.kids[0] : undefined;
  if (inside && inside.kids.length > 0) return valueOf(inside, scope, depth + 1);
  const data = meaning.kind === 'module' && meaning.decl.k === 'let' && (meaning.decl.kids[0]?.k === 'arr' || meaning.decl.kids[0]?.k === 'obj') && !scope.changes(meaning.decl);
  return data ? { form: 'name', text: each.v, on: [`module:${each.v}`] } : undefined;
}

/** `brand ? ROWS.filter(…) : ROWS`: records written in the source, whichever way it goes. */
function eitherWay(of: Ir, scope: Scope, depth: number): Value | undefined {
  const [one, other] = [valueOf(of.kids[1], scope, depth), valueOf(of.kids[2], scope, depth)];
  const fixed = [one, other].every((each) => each.form === 'array' && (each.parts?.length ?? 0) > 0 && each.on === undefined);
  return fixed ? one : undefined;
}

/** `new Set([…])`, `Object.freeze({…})`, `Promise.resolve(…)`, `[…].map(…)` are the literal they are made from. */
function builtFrom(of: Ir, scope: Scope, depth: number): Value | undefined {
  const callee = chain(of.kids[0]);
  if (callee === 'JSON.stringify' && of.kids[1]) return valueOf(of.kids[1], scope, depth);
  const through = of.k === 'call' ? throughMethods(of, scope, depth) : undefined;
  if (through) return through;
  if (/^(Object\.freeze|Promise\.resolve|Array\.from|structuredClone|useMemo|String|Number)$/.test(callee) || (of.k === 'new' && /^(Set|Map)$/.test(callee))) {
    const first = of.kids[1];
    if (first && (first.k === 'obj' || first.k === 'arr' || first.k === 'str' || first.k === 'num')) return valueOf(first, scope, depth);
    if (!first && of.k === 'new') return { form: 'object', parts: [] };
  }
  // `status.model_dump()`, where `status = HealthStatus(status='healthy')`.
  const record = of.k === 'call' && of.kids.length === 1 && of.kids[0]?.k === 'get' && /^(model_dump|dict|to_dict|_asdict|model_dump_json)$/.test(of.kids[0].v) && of.kids[0].kids[0] ? valueOf(of.kids[0].kids[0], scope, depth) : undefined;
  if (record?.form === 'object') return record;
  return of.k === 'call' ? constructed(of, callee, scope, depth) : undefined;
}

/** Python's records and scalars: `Quote(id=1, total=9.5)` is the object of its members, `UUID('…')` and `datetime(2026, 10, 12)` are what is written in them. */
function constructed(of: Ir, callee: string, scope: Scope, depth: number): Value | undefined {
  const given = of.kids.slice(1);
  const [first] = given;
  // A table without rows.
  if (/^(pd|pandas|pl|polars)\.(DataFrame|Series)$/.test(callee) && given.length === 0) return { form: 'array', parts: [], size: 0 };
  if (/^(uuid\.)?UUID$|^(decimal\.)?Decimal$|^(pydantic\.)?SecretStr$/.test(callee) && given.length === 1 && (first?.k === 'str' || first?.k === 'num')) return valueOf(first, scope, depth);
  if (/^(datetime\.)?(datetime|date)$/.test(callee) && given.length > 0 && given.every((each) => each.k === 'num' || each.k === 'pair')) return { form: 'text', text: given.filter((each) => each.k === 'num').map((each) => each.v.padStart(2, '0')).join('-') };
  if (!/(^|\.)[A-Z][a-z]\w*$/.test(callee) || /(Response|Error|Exception|Problem)$/.test(callee) || given.length < 2 || !given.every((each) => each.k === 'pair')) return undefined;
  return objectOf({ ...of, k: 'obj', kids: given }, scope, depth);
}

function nameOf(of: Ir, scope: Scope, depth: number): Value {
  const meaning = scope.meaning(of);
  const decl = meaning.kind === 'local' || meaning.kind === 'module' ? meaning.decl : undefined;
  const value = decl?.k === 'let' && decl.v ? decl.kids[0] : undefined;
  // What is assigned again later is no constant: only the name and its dependencies are told.
  if (decl && value?.k === 'obj' && value.kids.length >= 3 && meaning.kind === 'local' && scope.changes(decl) && depth < depthLimit && gainsOnlyLiterals(decl, scope)) return valueOf(value, scope, depth + 1);
  if (decl && value && scope.changes(decl)) return { form: 'name', text: of.v, on: [`local:${of.v}`, ...dependenciesOf(of, scope)] };
  if (value && depth < depthLimit && ['str', 'num', 'const', 'obj', 'arr', 'tpl', 'call', 'new', 'await', 'or', 'cond'].includes(value.k) && decl) {
    if (meaning.kind === 'module') {
      const inner = ['str', 'num', 'const'].includes(value.k) ? valueOf(value, scope, depthLimit) : undefined;
      return { ...(inner ?? { form: 'name' }), ...(!inner && { text: of.v }), on: [`module:${of.v}`] };
    }
    return valueOf(value, scope, depth + 1);
  }
  return { form: 'name', text: of.v, on: [...dependenciesOf(of, scope)] };
}

/** Everything that is put into an object after its declaration is written in the source as well. */
function gainsOnlyLiterals(decl: Ir, scope: Scope): boolean {
  const home = above(decl, 'fn');
  let fixed = home !== undefined;
  if (home) walk(home, (each) => {
    if (each.k !== 'assign' || !fixed) return fixed;
    let target = each.kids[0];
    while (target && (target.k === 'get' || target.k === 'index')) target = target.kids[0];
    if (target?.k !== 'name' || target.v !== decl.v) return true;
    if (each.v !== '=' || target === each.kids[0] || !each.kids[1] || [...dependenciesOf(each.kids[1], scope)].some((on) => on !== 'clock' && on !== 'random')) fixed = false;
    return fixed;
  });
  return fixed;
}

function templateText(of: Ir): string {
  return maskText(of.kids.map((kid) => (kid.k === 'str' ? kid.v : '${}')).join('')).slice(0, textLimit);
}

function merged(values: readonly Value[], more: readonly string[] = []): { readonly on?: readonly string[] } {
  const all = new Set([...values.flatMap((each) => each.on ?? []), ...more]);
  return all.size > 0 ? { on: [...all].slice(0, dependencyLimit) } : {};
}

function depends(of: Ir, scope: Scope): { readonly on?: readonly string[] } {
  const all = dependenciesOf(of, scope);
  return all.size > 0 ? { on: [...all].slice(0, dependencyLimit) } : {};
}

/** What a value is computed from; local names are followed to what they were made of. */
export function dependenciesOf(of: Ir, scope: Scope): Set<string> {
  const found = new Set<string>();
  const seen = new Set<Ir>();
  const visit = (each: Ir, depth: number): void => {
    if (seen.has(each) || seen.size > 400) return;
    seen.add(each);
    if (each.k === 'call' || each.k === 'new') {
      const callee = chain(each.kids[0]);
      const known = sourceOfCall(callee, each);
      if (known) found.add(known);
      else if (callee && !isPure(callee) && !readsRequest(callee)) found.add(`call:${callee.slice(0, 60)}`);
      if (known === 'clock' || known === 'random') return;
    }
    if (each.k === 'get' && /^(process\.env|import\.meta\.env|Deno\.env|os\.environ)$/.test(chain(each.kids[0]))) found.add('env');
    if (each.k === 'name') addName(each, scope, found, (decl) => {
      if (depth < 6) for (const kid of decl.kids) visit(kid, depth + 1);
      if (decl.k === 'slot' && decl.up) visit(decl.up, depth + 1);
    });
    if (each.k !== 'fn' || depth < 3) for (const kid of each.kids) visit(kid, depth);
  };
  visit(of, 0);
  return found;
}

function addName(name: Ir, scope: Scope, found: Set<string>, follow: (decl: Ir) => void): void {
  const meaning = scope.meaning(name);
  if (meaning.kind === 'param') found.add('param');
  else if (meaning.kind === 'caught') found.add('caught');
  else if (meaning.kind === 'import') found.add(`import:${name.v}`);
  else if (meaning.kind === 'module') found.add(`module:${name.v}`);
  else if (meaning.kind === 'local') {
    if (meaning.decl.k === 'fn') found.add(`local:${name.v}`);
    else if (meaning.decl.k === 'let' && meaning.decl.kids[0]?.k === 'pass') found.add(`local:${name.v}`);
    else follow(meaning.decl);
  } else if (name.v === 'this' || name.v === 'self') found.add('state');
}

function sourceOfCall(callee: string, call: Ir): string | undefined {
  if (/^(new )?Date$|^Date\.now$|(^|\.)(utcnow|now|today)$|^(dayjs|moment)$|^performance\.now$|^time\.(time|monotonic)$/.test(callee)) return call.kids.length <= 1 || callee !== 'Date' ? 'clock' : undefined;
  if (isRandom(callee)) return 'random';
  return undefined;
}

export function isRandom(callee: string): boolean {
  return /^Math\.random$|^random\.\w+$|^(np|numpy)\.random\.\w+|^faker\.|(^|\.)(randomUUID|randomBytes|randomInt|getRandomValues|uuid4|uuidv4|nanoid|token_hex|token_urlsafe|token_bytes)$|^(uuid|nanoid|cuid|ulid)$|^Keypair\.random|^random(Int|Float|Bytes|UUID|Number)$/.test(callee);
}

/** What was asked for is a parameter, however it is read: `searchParams.get('id')`, `await req.json()`, `c.req.param()`. */
function readsRequest(callee: string): boolean {
  return /(^|\.)(searchParams|url\.searchParams|nextUrl\.searchParams)\.(get|getAll|has)$|^(req|request|c\.req|ctx\.req(uest)?|event\.request)\.(json|text|formData|param|query|header|get|headers\.get|cookies\.get|valid)$/.test(callee);
}

function isPure(callee: string): boolean {
  return /^(Math|JSON|Object|Array|String|Number|Boolean|parseInt|parseFloat|isNaN|Intl|BigInt|Symbol|encodeURIComponent|len|str|int|float|round|dict|list|set|tuple|bool|sorted|min|max|sum|range|abs)(\.|$)/.test(callee)
    || /\.(map|filter|reduce|slice|concat|join|toString|toFixed|toISOString|toLocaleString|isoformat|strftime|trim|split|flat|flatMap|sort|reverse|includes|keys|values|entries|padStart|replace|toLowerCase|toUpperCase|lower|upper|strip|format|items)$/.test(callee);
}
