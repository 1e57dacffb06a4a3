import type { AskedFor } from '../../core/proof/routes.ts';
import { args, awaited, chain, walk, type Ir } from '../ir.ts';
import type { Extraction } from './context.ts';

type Part = 'query' | 'body';

const queries = /^(?:\w+\.)*(?:req|request|ctx|context|c|event)\.(?:query|args|query_params|queryParams|GET|nextUrl\.searchParams|url\.searchParams)$|(?:^|\.)searchParams$/;
const bodies = /^(?:\w+\.)*(?:req|request)\.(?:body|json|form|POST|data)$|^(?:\w+\.)*(?:req|request)\.(?:get_json|json|form|formData)\(\)$/;
const forms = /\.(?:form|POST|formData)(?:\(\))?$/;
const whole = /^(?:req|request|ctx|context|c)$/;
/** Methods by which one value is taken out. */
const taking = /^(?:get|getlist|getAll|getOne|has|pop)$/;
const checking = /^(?:parse|safeParse|parseAsync|safeParseAsync|validate|validateAsync|validateSync|load|loads)$/;
const counting = /^(?:int|float|Number|parseInt|parseFloat|Decimal|Math\.\w+|Number\.(?:isInteger|isFinite|isSafeInteger|parseInt|parseFloat))$/;
/** Helpers in helpers: deeper than this nobody hides a body. */
const mostHops = 2;

/** The names that a handler takes out of the query and the body of its request, and which of them it makes numbers of. */
export function asksOf(handler: Ir | undefined, into: Extraction): AskedFor | undefined {
  const fn = handlerIn(handler, into, 0);
  if (!fn) return undefined;
  const found: Found = { query: new Set(), body: new Set(), numbers: new Set(), form: { is: false } };
  readsOf(fn, into, found, 0);
  return { query: [...found.query], body: [...found.body], numbers: [...found.numbers], ...(found.form.is && { form: true as const }) };
}

interface Found {
  readonly query: Set<string>;
  readonly body: Set<string>;
  readonly numbers: Set<string>;
  readonly form: { is: boolean };
}

/** The function itself, the one that is wrapped (`go(async (req, res) => …)`), or the one of this file that is named. */
function handlerIn(of: Ir | undefined, into: Extraction, hops: number): Ir | undefined {
  if (of === undefined || hops > mostHops) return undefined;
  if (of.k === 'fn') return of;
  if (of.k === 'call') return args(of).map((each) => handlerIn(each, into, hops + 1)).find((each) => each !== undefined);
  if (of.k !== 'name') return undefined;
  const decl = into.scope.module.get(of.v);
  return decl?.k === 'let' ? handlerIn(decl.kids[0], into, hops + 1) : decl?.k === 'fn' ? decl : undefined;
}

function readsOf(fn: Ir, into: Extraction, found: Found, hops: number): void {
  walk(fn, (each) => {
    if (each.k === 'get' || each.k === 'index') member(each, into, found);
    else if (each.k === 'call') called(each, into, found, hops);
    else if (each.k === 'let') takenApart(each, into, found);
    else if (each.k === 'bin' && each.v === 'in' && each.kids[0]?.k === 'str') keep(each.kids[0].v, partOf(each.kids[1], into, 0), each, found);
  });
}

function member(of: Ir, into: Extraction, found: Found): void {
  const name = of.k === 'get' ? of.v : of.kids[1]?.k === 'str' ? of.kids[1].v : '';
  // A method that is called is no field.
  if (name === '' || (of.up?.k === 'call' && of.up.kids[0] === of)) return;
  keep(name, partOf(of.kids[0], into, 0), of, found);
}

function called(call: Ir, into: Extraction, found: Found, hops: number): void {
  const [callee] = call.kids;
  const [first] = args(call);
  if (callee?.k === 'get' && first?.k === 'str') {
    if (taking.test(callee.v)) keep(first.v, partOf(callee.kids[0], into, 0), call, found);
    else if (queries.test(chain(callee))) keep(first.v, 'query', call, found);
  }
  if (counting.test(chain(callee))) for (const each of args(call)) if (each.k === 'name') found.numbers.add(each.v);
  if (callee?.k === 'get' && checking.test(callee.v) && partOf(first, into, 0) === 'body') for (const key of shapeOf(callee.kids[0], into)) found.body.add(key);
  const helper = callee?.k === 'name' ? into.scope.module.get(callee.v) : undefined;
  const inside = helper?.k === 'let' ? helper.kids[0] : helper;
  if (inside?.k !== 'fn' || hops >= mostHops) return;
  const parts = args(call).map((each) => partOf(each, into, 0));
  if (!parts.some((part) => part !== undefined) && !args(call).some((each) => whole.test(chain(each)))) return;
  given.set(inside, new Map((inside.fn?.params ?? []).flatMap((name, place) => (parts[place] === undefined ? [] : [[name, parts[place]]]))));
  readsOf(inside, into, found, hops + 1);
}

/** What the parameters of a helper stand for, by its last caller. */
const given = new WeakMap<Ir, ReadonlyMap<string, Part>>();

/** `const { status, page } = ctx.query`. */
function takenApart(of: Ir, into: Extraction, found: Found): void {
  if (of.v !== '') return;
  const part = partOf(of.kids[0], into, 0);
  for (const slot of of.kids.slice(1)) if (slot.k === 'slot') keep(slot.chained ?? slot.v, part, slot, found);
}

function keep(name: string, part: Part | undefined, at: Ir, found: Found): void {
  if (part === undefined || !/^[A-Za-z_][\w.-]{0,60}$/.test(name)) return;
  found[part].add(name);
  if (part === 'body' && forms.test(chain(at.kids[0]?.k === 'get' ? at.kids[0].kids[0] : at.kids[0]))) found.form.is = true;
  for (let up = at.up, steps = 0; up && steps < 3; up = up.up, steps++) if (up.k === 'call' && counting.test(chain(up.kids[0]))) found.numbers.add(name);
  if (at.k === 'call' && at.kids.some((kid) => kid.k === 'pair' && kid.v === 'type' && /^(int|float)$/.test(chain(kid.kids[0])))) found.numbers.add(name);
}

/** Whether a value is the query or the body of a request, seen through `await`, what stands in for a missing one, names, helpers and checks of its form. */
function partOf(of: Ir | undefined, into: Extraction, hops: number): Part | undefined {
  const value = awaited(of);
  if (value === undefined || hops > mostHops + 2) return undefined;
  if (value.k === 'or') return partOf(value.kids[0], into, hops);
  const text = chain(value);
  if (queries.test(text)) return 'query';
  if (bodies.test(text) && !(value.k === 'call' && value.kids[0]?.k === 'get' && value.kids[0].v === 'json' && args(value).length > 0)) return 'body';
  if (value.k === 'name') return partOfName(value, into, hops);
  if (value.k === 'get' && value.v === 'data') return partOf(value.kids[0], into, hops + 1);
  if (value.k !== 'call') return undefined;
  const [callee] = value.kids;
  if (callee?.k === 'get' && checking.test(callee.v)) return partOf(args(value)[0], into, hops + 1);
  if (callee?.k !== 'name' || into.scope.meaning(callee).kind !== 'module') return undefined;
  const helper = into.scope.module.get(callee.v);
  return helper?.k === 'fn' ? givenBy(helper, into, hops) : undefined;
}

function partOfName(name: Ir, into: Extraction, hops: number): Part | undefined {
  const meaning = into.scope.meaning(name);
  if (meaning.kind === 'param') return given.get(meaning.fn)?.get(name.v);
  if (meaning.kind !== 'local') return undefined;
  const { decl } = meaning;
  if (decl.k === 'let') return decl.kids[0] === undefined || decl.kids[0] === name ? undefined : partOf(decl.kids[0], into, hops + 1);
  if (decl.k !== 'slot' || decl.up?.k !== 'let') return undefined;
  const text = `${chain(decl.up.kids[0])}.${decl.chained ?? decl.v}`;
  return queries.test(text) ? 'query' : bodies.test(text) ? 'body' : undefined;
}

/** What a helper of the file gives back. */
function givenBy(helper: Ir, into: Extraction, hops: number): Part | undefined {
  let part: Part | undefined;
  walk(helper, (each) => {
    if (each !== helper && each.k === 'fn') return false;
    if (each.k === 'return') part ??= partOf(each.kids[0], into, hops + 1);
    return part === undefined;
  });
  return part;
}

/** The keys of a schema that this file makes: `z.object({ title: z.string() })`. */
function shapeOf(schema: Ir | undefined, into: Extraction): readonly string[] {
  const decl = schema?.k === 'name' ? into.scope.module.get(schema.v) : undefined;
  const made = decl?.k === 'let' ? decl.kids[0] : schema;
  const keys: string[] = [];
  if (made) walk(made, (each) => {
    if (each.k !== 'call' || !/(^|\.)(object|strictObject|looseObject)$/.test(chain(each.kids[0]))) return true;
    for (const pair of args(each)[0]?.kids ?? []) if (pair.k === 'pair') keys.push(pair.v);
    return false;
  });
  return keys;
}
