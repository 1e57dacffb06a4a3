import { count, kindOf, listOf, maybe, recordOf, text } from '../shape.ts';
import type { Kind, Location } from '../types.ts';
import type { ProofData, Target } from './evidence.ts';

/** What the live proof needs of the source facts: which function serves which route. The same evidence as the audit's, read as far as this. */
export interface SourceRoutes {
  readonly notProduction: readonly { readonly path: string }[];
  readonly files: readonly {
    readonly path: string;
    readonly routes: readonly { readonly method: string; readonly path: string; readonly line: number; readonly fn: number }[];
    readonly functions: readonly { readonly line: number; readonly endLine?: number }[];
  }[];
}

export const sourceRoutes: Kind<SourceRoutes> = kindOf('source-tree', recordOf<SourceRoutes>({
  notProduction: listOf(recordOf({ path: text })),
  files: listOf(recordOf<SourceRoutes['files'][number]>({
    path: text,
    routes: listOf(recordOf({ method: text, path: text, line: count, fn: count })),
    functions: listOf(recordOf<{ readonly line: number; readonly endLine?: number }>({ line: count, endLine: maybe(count) })),
  })),
}));

/**
 * Where a target is served, when exactly one route of the source fits: the same method, and the same path with parameters left blank, or its end where the
 * source mounts it below a prefix. Several that fit say nothing.
 */
export function handlerOf(target: Target, sources: readonly SourceRoutes[]): Location | undefined {
  if (target.kind !== 'http') return undefined;
  const wanted = blank(target.path);
  const all = sources.flatMap((source) => production(source).flatMap((file) => file.routes.filter((route) => methodFits(route.method, target.method)).map((route) => ({ file, route, path: blank(route.path) }))));
  const exact = all.filter(({ path }) => path === wanted);
  const mounted = all.filter(({ path }) => path.length > 1 && wanted.endsWith(path));
  const longest = Math.max(0, ...mounted.map(({ path }) => path.length));
  const fitting = exact.length > 0 ? exact : mounted.filter(({ path }) => path.length === longest);
  const [only, ...others] = fitting;
  if (!only || others.length > 0) return undefined;
  const span = only.file.functions[only.route.fn];
  return { uri: only.file.path, line: only.route.line, ...(span?.endLine !== undefined && { endLine: span.endLine }) };
}

/** The proof's targets with the functions that serve them, where the source tells. */
export function withHandlers(data: ProofData, sources: readonly SourceRoutes[]): ProofData {
  const targets = data.targets.map((target) => {
    const handler = target.handler ?? handlerOf(target, sources);
    return handler ? { ...target, handler } : target;
  });
  return { ...data, targets };
}

function production({ files, notProduction }: SourceRoutes): SourceRoutes['files'] {
  const aside = notProduction.map(({ path }) => `${path.replace(/\/$/, '')}/`);
  return files.filter(({ path }) => !aside.some((each) => path.startsWith(each)));
}

function methodFits(declared: string, wanted: string): boolean {
  const method = declared.toUpperCase();
  return method === wanted || method === 'ALL' || method === 'ANY';
}

/** `/api/quotes/:id`, `/api/quotes/{id}`, `/api/quotes/[id]` and `/api/quotes/<int:id>` are one path. */
function blank(path: string): string {
  const plain = path.replaceAll(/\{[^}]*\}|:[A-Za-z_]\w*|\[[^\]]*\]|<[^>]*>/g, '{}').replace(/\/+$/, '');
  return plain.startsWith('/') ? plain : `/${plain}`;
}
