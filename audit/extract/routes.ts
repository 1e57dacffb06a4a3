import type { RouteFact } from '../facts.ts';
import { chain, type Ir } from '../ir.ts';
import { asksOf } from './asks.ts';
import type { Extraction } from './context.ts';
import { routeOfCall, routeOfDecorator } from './roles.ts';

/** Registrations of routes, by a call with the handler that stands last or by a decorator; those by folder are roles of functions. */
export function collectRoutes(of: Ir, into: Extraction): void {
  if (of.k === 'fn') decorated(of, into);
  if (of.k !== 'call') return;
  const route = routeOfCall(of);
  if (!route) return;
  const handler = of.kids.at(-1);
  const fn = handler?.k === 'fn' ? into.functionOf(handler) : -1;
  into.lines.keep({ line: into.lines.at(of.at), endLine: into.lines.at(of.at) });
  into.facts.routes.push({ ...route, line: into.lines.at(of.at), fn, on: chain(of.kids[0]?.kids[0]), handler: handler?.k === 'fn' ? handler.v : chain(handler), ...asked(handler, into) });
}

/** Each decorator of its own, and Flask's one for each of its methods. */
function decorated(of: Ir, into: Extraction): void {
  for (const each of of.fn?.decorators ?? []) {
    const route = routeOfDecorator(each);
    if (!route || /^(QUERY|MUTATION|SUBSCRIPTION|RESOLVEFIELD)$/.test(route.method)) continue;
    const { path, on, methods } = route;
    for (const method of methods) into.facts.routes.push({ path, method, on: on === '' ? (of.fn?.owner ?? '') : on, line: into.lines.at(of.at), fn: into.functionOf(of), handler: of.v, decorated: true, ...asked(of, into) });
  }
}

function asked(handler: Ir | undefined, into: Extraction): Pick<RouteFact, 'asks'> {
  const asks = asksOf(handler, into);
  return asks ? { asks } : {};
}
