import type { Effect, FunctionFact } from '../facts.ts';
import { chain, named, walk, type Ir } from '../ir.ts';
import { asksOf } from './asks.ts';
import { kindOfCall } from './calls.ts';
import { confessionIn } from './confession.ts';
import type { Extraction } from './context.ts';
import { claimsIn } from './claims.ts';
import { saysFiction } from '../predicates/fiction.ts';
import { roleOf } from './roles.ts';
import { stubOf } from './stubs.ts';
import { constructsOnly } from './constructs.ts';

/** Most callees that one function keeps. */
const callLimit = 60;

export interface FunctionIndex {
  readonly of: (node: Ir) => number;
  readonly facts: FunctionFact[];
}

/**
 * Functions that have a name or a role, in order of appearance. What unnamed callbacks do counts for the function around them:
 * an effect is never missed, at worst it is granted too early.
 */
export function indexFunctions(into: Extraction): FunctionIndex {
  const nodes = new Map<Ir, number>();
  const facts: FunctionFact[] = [];
  const around = (of: Ir): number => {
    for (let each: Ir | undefined = of; each; each = each.up) {
      const index = nodes.get(each);
      if (index !== undefined) return index;
    }
    return -1;
  };
  for (const each of into.file.nodes) {
    if (each.k !== 'fn' || !each.fn) continue;
    const role = roleOf(each, into);
    if (each.v === '' && role === undefined) continue;
    const outer = around(each);
    nodes.set(each, facts.length);
    facts.push(factOf(each, role, outer, into));
  }
  return { of: around, facts };
}

function factOf(of: Ir, role: string | undefined, outer: number, into: Extraction): FunctionFact {
  const body = of.kids.at(-1);
  const shape = bodyShape(of, body);
  const admits = body && confessionIn(of, into);
  const { effects, calls } = effectsOf(of, admits === undefined, into);
  const claims = claimsIn(of);
  const returns = returnsOf(of);
  const first = into.lines.at(of.at);
  const stub = stubOf(of, into);
  if (claims.length > 0 || admits || stub.stub || role === 'action' || role?.startsWith('route') || saysFiction(of.v) || /startup|bootstrap|lifespan|onModuleInit/i.test(of.v)) into.lines.keep({ line: first, endLine: first });
  return {
    ...into.lines.span(of), name: of.v, params: of.fn?.params ?? [], effects, calls,
    ...(of.fn?.owner !== undefined && { owner: of.fn.owner }), ...(of.fn?.exported && { exported: true as const }), ...(of.fn?.async && { async: true as const }),
    ...(role !== undefined && { role }), ...(of.fn?.result && { result: of.fn.result }), ...(shape && { body: shape }), ...(claims.length > 0 && { claims }), ...(inherits(of) && { inherits: true as const }), ...injectedInto(of), ...(refusesSomewhere(of) && { throws: true as const }), ...(returns > 1 && { returns }), ...(admits && { admits }), ...stub, ...askedOf(of, role, into), ...(saysFiction(of.v) && constructsOnly(of, into) && { constructs: true as const }), ...(outer >= 0 && { within: outer }),
  };
}

const takesRequest = /^(?:req|request|ctx|context|c)$/;

/** Only of what a route of another file may name as its handler. */
function askedOf(of: Ir, role: string | undefined, into: Extraction): Pick<FunctionFact, 'asks'> {
  if (of.v === '' || role !== undefined || of.fn?.params.some((name) => takesRequest.test(name)) !== true) return {};
  const asks = asksOf(of, into);
  return asks ? { asks } : {};
}

function effectsOf(of: Ir, earnest: boolean, into: Extraction): { readonly effects: readonly Effect[]; readonly calls: readonly string[] } {
  const effects = new Set<Effect>();
  const calls = new Set<string>();
  walk(of, (each) => {
    // A session or a cookie outlives the request.
    if (each.k === 'assign' && /(^|\.)(session|cookies?)(\.|\[\])/.test(chain(each.kids[0]))) effects.add('store');
    if (each.k === 'call' && /(^|\.)(cookie|clearCookie|setCookie|set_cookie|delete_cookie|cookies\(\)\.(set|delete))$/.test(chain(each.kids[0]))) effects.add('store');
    // Handed over to another program, unless its author says that it is only for show.
    if (earnest && each.k === 'assign' && /(^|\.)location(\.href)?$/.test(chain(each.kids[0]))) effects.add('process');
    if (each.k !== 'call' && each.k !== 'new') return;
    const kind = kindOfCall(each, into.scope);
    if (kind === 'project') {
      if (calls.size < callLimit) calls.add(`${each.k === 'new' ? 'new ' : ''}${chain(each.kids[0]).slice(0, 80)}`);
      else effects.add('unknown');
    } else if (kind !== 'pure') effects.add(kind);
  });
  return { effects: [...effects].sort(), calls: [...calls] };
}

/** What stands around a method answers in its place: a guard that leads to the login of another service, a redirect, a template. */
const aroundIt = /^(UseGuards|UseInterceptors|Redirect|Render)$/;

/** What an odd body is: nothing at all, only a throw, or a wait and then a literal. */
function bodyShape(of: Ir, body: Ir | undefined): FunctionFact['body'] | undefined {
  if (of.fn?.bodiless) return 'bodiless';
  const statements = (body?.kids ?? []).filter((each) => each.k !== 'pass' && each.k !== 'str');
  if (statements.length === 0) return of.fn?.decorators.some((each) => aroundIt.test(chain(each.k === 'call' ? each.kids[0] : each)) || (each.k === 'call' && named(each, 'dependencies') !== undefined)) ? 'bodiless' : 'empty';
  if (statements.length === 1 && statements[0]?.k === 'throw') return 'throws';
  return undefined;
}

function inherits(of: Ir): boolean {
  const owner = of.up?.k === 'class' ? of.up : of.up?.up?.k === 'class' ? of.up.up : undefined;
  return owner !== undefined && (/^(Abstract|Base|Null|Noop|NoOp|System|Dummy|Mock|Fake)|(Base|Interface|Mixin|Protocol)$/.test(owner.v) || owner.kids.some((kid) => kid.k === 'get' && kid.v === 'extends'));
}

/** `user: User = Depends(current_user)`: what it hands on was asked for before it began. */
function injectedInto(of: Ir): Pick<FunctionFact, 'injected'> {
  const makers = of.kids.slice(0, -1).flatMap((slot) => (slot.k === 'slot' && slot.kids[0]?.k === 'call' && /^(\w+\.)?(Depends|Security|Provide|Inject)$/.test(chain(slot.kids[0].kids[0])) ? [slot.kids[0].kids[1]] : []));
  if (makers.length === 0) return {};
  const asks = (maker: Ir | undefined): boolean => /(^|[._])(require|current|verify|authenticate|check|permission|login|admin)|user|permission|auth/i.test(chain(maker).replace('()', ''));
  return { injected: makers.some(asks) ? 'login' : 'value' };
}

/** Statements that give a value back, those of functions inside left out. */
function returnsOf(of: Ir): number {
  let count = 0;
  walk(of, (each) => {
    if (each !== of && each.k === 'fn') return false;
    if (each.k === 'return' && each.kids[0] && !(each.kids[0].k === 'const' && /^(null|undefined)$/.test(each.kids[0].v))) count++;
    return true;
  });
  return count;
}

function refusesSomewhere(of: Ir): boolean {
  let found = false;
  walk(of, (each) => {
    if (each !== of && (each.k === 'fn' || each.k === 'catch')) return false;
    if (each.k === 'throw') found = true;
    return !found;
  });
  return found;
}
