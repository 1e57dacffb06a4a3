import { anywhere, chain, named, type Ir } from '../ir.ts';
import type { Extraction } from './context.ts';

const verbs = /^(get|post|put|patch|delete|options|head|all|del)$/i;

/** What calls a function: a route, a page, an event, a queue. Undefined for a plain function. */
export function roleOf(of: Ir, into: Extraction): string | undefined {
  return routeRole(of, into) ?? decoratorRole(of) ?? conventionRole(of, into) ?? eventRole(of) ?? componentRole(of, into);
}

/** `app.get('/path', …, handler)`, `router.route('/x').get(handler)`, `fastify.route({ method, url, handler })`. */
function routeRole(of: Ir, into: Extraction): string | undefined {
  // A queue takes a job for done when its callback comes back.
  if (of.up?.k === 'new' && /Worker$/.test(chain(of.up.kids[0]))) return 'consumer';
  if (of.up?.k === 'call' && /\.(consume|process|createWorker|subscribe)$/.test(chain(of.up.kids[0])) && of.up.kids.indexOf(of) > 0) return 'consumer';
  const call = of.up?.k === 'call' && /^(asyncHandler|catchAsync|wrap|wrapAsync|withAuth|expressAsyncHandler|handler|defineEventHandler)$/.test(chain(of.up.kids[0])) ? of.up.up : of.up;
  if (call?.k === 'call') {
    const route = routeOfCall(call);
    if (route && call.kids.indexOf(of.up === call ? of : (of.up ?? of)) > 0) return `route ${route.method} ${route.path}`;
    const callee = chain(call.kids[0]);
    if (/\.(registerTool|tool)$/.test(callee) && call.kids[1]?.k === 'str') return `tool ${call.kids[1].v}`;
    if (/\.(query|mutation|subscription)$/.test(callee) && /procedure/i.test(callee)) return `route TRPC ${of.v}`;
    if (/(^|\.)(on|subscribe|process|consume|schedule|addJob|cron)$/.test(callee) && call.kids[1]?.k === 'str' && call.kids[1] !== of) return `job ${call.kids[1].v}`;
  }
  if (of.up?.k === 'pair' && of.up.v === 'handler' && of.up.up?.k === 'obj') {
    const url = of.up.up.kids.find((kid) => kid.v === 'url' || kid.v === 'path')?.kids[0];
    const method = of.up.up.kids.find((kid) => kid.v === 'method')?.kids[0];
    if (url?.k === 'str') return `route ${(method?.v ?? 'ALL').toUpperCase()} ${url.v}`;
  }
  return into.file.directive === 'use server' && of.fn?.exported && of.fn.async ? 'action' : inlineAction(of);
}

const makesRouter = /^(new )?(\w+\.)*(Router|Hono|OpenAPIHono|Elysia)$/;

export function routeOfCall(call: Ir): { readonly method: string; readonly path: string } | undefined {
  const callee = call.kids[0];
  if (callee?.k !== 'get' || !verbs.test(callee.v)) return undefined;
  const first = call.kids[1];
  const owner = chain(callee.kids[0]);
  if (first?.k === 'str' && first.v.startsWith('/') && call.kids.length > 2 && (/^(app|router|server|fastify|api|r|route|routes|instance|web|\w*[rR]outer|\w*[aA]pp|this\.(app|router|server))$/.test(owner) || isMadeRouter(owner, call))) return { method: callee.v.toUpperCase(), path: first.v };
  const chained = /\.route\(\)/.test(owner) ? routePathOf(callee.kids[0]) : undefined;
  return chained === undefined ? undefined : { method: callee.v.toUpperCase(), path: chained };
}

/** `const cart = Router()` at the top of the file: a router by any name. */
function isMadeRouter(name: string, call: Ir): boolean {
  let root = call;
  while (root.up) root = root.up;
  return /^\w+$/.test(name) && root.kids.some((each) => each.k === 'let' && each.v === name && each.kids.some((made) => (made.k === 'call' || made.k === 'new') && makesRouter.test(chain(made.kids[0]))));
}

function routePathOf(of: Ir | undefined): string | undefined {
  for (let each = of; each; each = each.kids[0]) {
    if (each.k === 'call' && each.kids[0]?.k === 'get' && each.kids[0].v === 'route' && each.kids[1]?.k === 'str') return each.kids[1].v;
  }
  return undefined;
}

function inlineAction(of: Ir): string | undefined {
  const first = of.kids.at(-1)?.kids[0];
  return first?.k === 'str' && first.v === 'use server' ? 'action' : undefined;
}

/** Nest's `@Get('x')`, FastAPI's and Flask's `@app.get('/x')`, Celery's `@shared_task`. */
function decoratorRole(of: Ir): string | undefined {
  for (const each of of.fn?.decorators ?? []) {
    const route = routeOfDecorator(each);
    if (route) return `route ${route.method} ${route.path}`;
    const name = nameOf(each);
    if (/^(shared_task|task|celery\.task|app\.task|Process|Processor|Cron|Interval|OnEvent|EventPattern|MessagePattern)$/.test(name)) return 'job';
    if (/(^|\.)tool$/.test(name)) return 'tool';
  }
  return undefined;
}

const nameOf = (decorator: Ir): string => chain(decorator.k === 'call' ? decorator.kids[0] : decorator);

/** A route that a decorator registers, and what it is registered on: the router's name, or nothing in a class that is one. */
export function routeOfDecorator(of: Ir): { readonly method: string; readonly methods: readonly string[]; readonly path: string; readonly on: string } | undefined {
  const name = nameOf(of);
  const last = name.slice(name.lastIndexOf('.') + 1);
  const path = of.k === 'call' && of.kids[1]?.k === 'str' ? of.kids[1].v : '';
  const on = name.slice(0, Math.max(0, name.lastIndexOf('.')));
  const listed = of.k === 'call' ? named(of, 'methods') : undefined;
  const names = listed?.kids.flatMap((kid) => (kid.k === 'str' ? [kid.v.toUpperCase()] : []));
  const verb = /^(Get|Post|Put|Patch|Delete|All|Query|Mutation|Subscription|ResolveField)$/.test(name) || (on !== '' && (verbs.test(last) || last === 'api_route') && (path.startsWith('/') || path === ''));
  if (verb) return { method: last.toUpperCase(), methods: names ?? [last.toUpperCase()], path, on };
  // Flask: `methods=['POST']`; without it a route only reads.
  if (on !== '' && last === 'route') return { method: listed === undefined ? 'GET' : listed.kids.length === 1 ? names?.[0] ?? 'ALL' : 'ALL', methods: names ?? ['GET'], path, on };
  return undefined;
}

function conventionRole(of: Ir, into: Extraction): string | undefined {
  if (!of.fn?.exported) return undefined;
  const path = into.file.path;
  if (/^(GET|POST|PUT|PATCH|DELETE|HEAD)$/.test(of.v) && /(^|\/)(route|\+server)\.[jt]sx?$|(^|\/)api\//.test(path)) return `route ${of.v} ${path}`;
  if (/(^|\/)pages\/api\//.test(path)) return `route ALL ${path}`;
  if (/^(loader|action)$/.test(of.v) && /(^|\/)routes\//.test(path)) return `route ${of.v} ${path}`;
  return undefined;
}

function eventRole(of: Ir): string | undefined {
  if (of.up?.k !== 'pair' || !/^on[A-Z]/.test(of.up.v) || of.up.up?.k !== 'jsx') return undefined;
  // What another component calls back is not the action itself.
  return /^[a-z]|^(Icon)?Button$|^Form$|MenuItem$/.test(of.up.up.v) ? `handler ${of.up.v}` : `callback ${of.up.v}`;
}

function componentRole(of: Ir, into: Extraction): string | undefined {
  if (into.language === 'python' || of.v === '') return undefined;
  if (/^use[A-Z]/.test(of.v)) return 'hook';
  if (!/\.[jt]sx$|\.js$/.test(into.file.path)) return undefined;
  if (!/^[A-Z]/.test(of.v)) return /^handle[A-Z]|^on[A-Z]/.test(of.v) ? `handler ${of.v}` : undefined;
  return anywhere(of, (each) => each.k === 'jsx') ? 'component' : undefined;
}
