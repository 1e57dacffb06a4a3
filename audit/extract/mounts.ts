import type { MountFact } from '../facts.ts';
import { chain, named, takerOf, type Ir } from '../ir.ts';
import type { Extraction } from './context.ts';

/** Before the module of a router that is required where it is put on. */
export const byRequire = 'require ';

const adds = /(^|\.)(use|route|register|include_router|register_blueprint|mount)$/;
const makes = /^(new )?(\w+\.)*(APIRouter|Router|Blueprint|Hono|express\.Router|OpenAPIHono|Elysia)$/;

/**
 * Where routers are put below a path: `app.use('/api', router)`, `app.include_router(quotes.router, prefix='/api')`, `app.register(routes, { prefix })`,
 * and the path that a router is made with: `APIRouter(prefix='/quotes')`, `Blueprint(…, url_prefix=…)`, `@Controller('quotes')`.
 */
export function collectMounts(of: Ir, into: Extraction): void {
  if (of.k === 'class') controller(of, into);
  else if (of.k === 'call' || of.k === 'new') {
    if (of.k === 'call' && of.kids[0]?.k === 'get') added(of, into);
    made(of, into);
  }
}

/** Nest's: the methods of the class are below its path. */
function controller(of: Ir, into: Extraction): void {
  const decorator = of.kids.find((kid) => kid.k === 'call' && chain(kid.kids[0]) === 'Controller');
  if (!decorator) return;
  const first = decorator.kids[1];
  const path = first?.k === 'obj' ? first.kids.find((kid) => kid.v === 'path')?.kids[0] : first;
  if (first === undefined || path?.k === 'str') keep({ on: '', prefix: path?.v ?? '', to: of.v }, of, into);
}

function added(call: Ir, into: Extraction): void {
  const callee = call.kids[0];
  if (callee?.k !== 'get' || !adds.test(`.${callee.v}`)) {
    if (callee?.k === 'get' && callee.v === 'setGlobalPrefix' && call.kids[1]?.k === 'str') keep({ on: '', prefix: call.kids[1].v, to: '*' }, call, into);
    return;
  }
  const on = chain(callee.kids[0]);
  const values = call.kids.slice(1).filter((kid) => kid.k !== 'pair');
  const first = values[0];
  const prefix = prefixOf(call, values);
  if (prefix === undefined) return;
  const router = first?.k === 'str' ? values.slice(1) : values.slice(0, 1);
  for (const each of router) {
    const to = required(each) ?? (/^\w/.test(chain(each)) ? chain(each).replaceAll('()', '') : '');
    if (to !== '') keep({ on, prefix, to }, call, into);
  }
}

/** `app.use('/quotes', require('./quotes'))`, or one of what that module holds: the module's own name stands for it. */
function required(router: Ir): string | undefined {
  const [call, part] = router.k === 'get' && router.kids[0]?.k === 'call' ? [router.kids[0], router.v] as const : [router, ''] as const;
  if (call.k !== 'call' || chain(call.kids[0]) !== 'require' || call.kids[1]?.k !== 'str') return undefined;
  return `${byRequire}${call.kids[1].v}${part === '' || part === 'default' ? '' : `#${part}`}`;
}

/** The path that the call names; nothing where it is computed, and the empty one where none is named. */
function prefixOf(call: Ir, values: readonly Ir[]): string | undefined {
  const keyword = named(call, 'prefix') ?? named(call, 'url_prefix');
  const options = values.find((each) => each.k === 'obj')?.kids.find((kid) => kid.v === 'prefix')?.kids[0];
  const given = keyword ?? options ?? (values[0]?.k === 'str' || values[0]?.k === 'tpl' ? values[0] : undefined);
  if (given === undefined) return '';
  return given.k === 'str' ? given.v : undefined;
}

function made(of: Ir, into: Extraction): void {
  if (!makes.test(chain(of.kids[0]))) return;
  const prefix = named(of, 'prefix') ?? named(of, 'url_prefix');
  const holder = takerOf(of);
  if (prefix?.k === 'str' && holder?.k === 'let' && holder.v !== '') keep({ on: '', prefix: prefix.v, to: holder.v }, of, into);
}

function keep(mount: Omit<MountFact, 'line'>, of: Ir, into: Extraction): void {
  into.facts.mounts.push({ ...mount, line: into.lines.at(of.at) });
}
