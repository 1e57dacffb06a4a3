import type { Kind, Location } from '../types.ts';
import type { Target } from './evidence.ts';

/** A route that the platform's source registers. */
export interface ServedRoute {
  /** `GET`; `ALL` where the source does not say. */
  readonly method: string;
  /** The template, `/api/quotes/{id}`. */
  readonly path: string;
  /** The path is known from the root on; otherwise it may lie below a prefix that the source computes. */
  readonly whole: boolean;
  readonly file: string;
  readonly line: number;
  /** Where its handler ends, if that is a function of the same file. */
  readonly endLine?: number;
  /** What its handler takes out of the request by name; absent where the handler is not known. */
  readonly asks?: AskedFor;
}

/** What a handler takes out of its request by name. */
export interface AskedFor {
  readonly query: readonly string[];
  readonly body: readonly string[];
  /** Those that it makes numbers of. */
  readonly numbers: readonly string[];
  /** The body is a form. */
  readonly form?: true;
}

/** The audit's facts of the source: named by checks of the proof so that the source is read in their runs. What it serves reaches probes as `ports.routes`. */
export const sourceFacts: Kind<unknown> = { name: 'source-tree', parse: (raw) => raw };

/** Where a target is served, when exactly one route (or one tool of that name) of the source fits: the same method and path, or the path's end where the source mounts it below a prefix. Several that fit say nothing. */
export function handlerOf({ kind, method, path }: Pick<Target, 'kind' | 'method' | 'path'>, served: readonly ServedRoute[]): Location | undefined {
  if (kind === 'websocket') return undefined;
  const wanted = blank(path);
  const all = served.filter((route) => methodFits(route.method, method)).map((route) => ({ route, path: blank(route.path) }));
  const exact = all.filter((each) => each.path === wanted);
  const mounted = kind === 'mcp' ? [] : all.filter((each) => each.path.length > 1 && wanted.endsWith(each.path));
  const longest = Math.max(0, ...mounted.map((each) => each.path.length));
  const fitting = exact.length > 0 ? exact : mounted.filter((each) => each.path.length === longest);
  const [only, ...others] = fitting;
  if (!only || others.length > 0) return undefined;
  const { file, line, endLine } = only.route;
  return { uri: file, line, ...(endLine !== undefined && { endLine }) };
}

/** Whether a route of the source is this endpoint, by method and by path with its parameters left blank. */
export function isServedAs(route: ServedRoute, { method, path }: Pick<Target, 'method' | 'path'>): boolean {
  const own = blank(route.path);
  const wanted = blank(path);
  return methodFits(route.method, method) && (own === wanted || (!route.whole && own.length > 1 && wanted.endsWith(own)));
}

function methodFits(declared: string, wanted: string): boolean {
  return declared === wanted || declared === 'ALL' || declared === 'ANY';
}

/** A path with its parameters left blank, without a slash at its end. */
export const blank = (path: string): string => path.replaceAll(/\{[^}]*\}/g, '{}').replace(/(?<=.)\/+$/, '');
