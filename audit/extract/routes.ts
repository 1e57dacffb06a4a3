import { chain, type Ir } from '../ir.ts';
import type { Extraction } from './context.ts';
import { routeOfCall } from './roles.ts';

/** Registrations of routes by a call, with the handler that stands last; those by decorator or folder are roles of functions. */
export function collectRoutes(of: Ir, into: Extraction): void {
  if (of.k !== 'call') return;
  const route = routeOfCall(of);
  if (!route) return;
  const handler = of.kids.at(-1);
  const fn = handler?.k === 'fn' ? into.functionOf(handler) : -1;
  into.lines.keep({ line: into.lines.at(of.at), endLine: into.lines.at(of.at) });
  into.facts.routes.push({ ...route, line: into.lines.at(of.at), fn, on: chain(of.kids[0]?.kids[0]), handler: handler?.k === 'fn' ? handler.v : chain(handler) });
}
