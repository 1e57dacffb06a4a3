import type { ServedRoute } from '../../core/proof/routes.ts';
import { byRequire } from '../extract/mounts.ts';
import type { FileFacts, MountFact, RouteFact, SourceTree } from '../facts.ts';
import { graphOf, type Graph } from '../graph.ts';

/** Routers in routers: deeper than this nobody builds. */
const mostDeep = 6;
const mostHops = 3;

/** Every route of files that run in production, with its whole path as far as the source tells: below every router that it is put on. */
export function servedOf(tree: SourceTree): readonly ServedRoute[] {
  const graph = graphOf(tree);
  const live = tree.files.filter((file) => graph.standing(file.path) === 'live');
  const paths = prefixesOf(live, graph);
  return live.flatMap((file) => [
    // Without a handler it is a client's call: `api.get('/quotes', { params })`.
    ...file.routes.filter(({ fn, handler }) => fn >= 0 || handler !== '').flatMap((route) => registered(file, route, isUsed(file, graph) ? paths(file, ownerOf(route), 0) : undefined, route.asks ?? askedElsewhere(file, route, graph))),
    ...byFolder(file),
    ...toolsOf(file),
  ]);
}

/** A file of routes that lives by its folder's name alone may be left behind: something must import it, or start it. */
function isUsed(file: FileFacts, graph: Graph): boolean {
  return graph.importers(file.path).length > 0 || graph.entries.some(({ path, because }) => path === file.path && !because.includes('by its folder'));
}

const ownerOf = ({ on }: RouteFact): string => on.replace(/\.route\(\).*$/, '');

function registered(file: FileFacts, route: RouteFact, prefixes: readonly string[] | undefined, asks: RouteFact['asks']): readonly ServedRoute[] {
  const span = file.functions[route.fn];
  return (prefixes ?? ['']).map((prefix) => ({
    method: route.method === 'DEL' ? 'DELETE' : route.method === 'API_ROUTE' ? 'ALL' : route.method, path: joined(prefix, route.path), whole: prefixes !== undefined,
    file: file.path, line: route.line, ...(span && { endLine: span.endLine }), ...(asks && { asks }),
  }));
}

/** Of a handler that another file has: `controller.list`, a function that is imported by its name. */
function askedElsewhere(file: FileFacts, { handler }: RouteFact, graph: Graph): RouteFact['asks'] {
  const [head = '', ...rest] = handler.replaceAll('()', '').split('.');
  for (const each of file.imports) {
    const [, imported] = each.names.find(([local]) => local === head) ?? [];
    const target = imported === undefined ? undefined : graph.resolve(file, each.from);
    const name = rest.at(-1) ?? (imported === 'default' ? head : imported);
    if (target?.kind === 'file') return graph.file(target.path)?.functions.find((one) => one.name === name)?.asks;
  }
  return undefined;
}

/** Next.js and its like: the folder is the path. */
function byFolder(file: FileFacts): readonly ServedRoute[] {
  const app = /(?:^|\/)app\/(.*?)\/?route\.[jt]sx?$/.exec(file.path)?.[1];
  const pages = /(?:^|\/)pages\/(api\/.*?)(?:\/index)?\.[jt]sx?$/.exec(file.path)?.[1];
  const folder = app?.split('/').filter((part) => !/^\(.*\)$|^@/.test(part)).join('/') ?? pages;
  if (folder === undefined) return [];
  return file.functions.flatMap(({ role, line, endLine }) => {
    const method = /^route ([A-Z]+) /.exec(role ?? '')?.[1];
    return method === undefined ? [] : [{ method, path: joined('', folder), whole: true, file: file.path, line, endLine }];
  });
}

/** Tools of an MCP server, by their name. */
function toolsOf({ path: file, functions }: FileFacts): readonly ServedRoute[] {
  return functions.flatMap(({ role, name, line, endLine }) => {
    const tool = role === 'tool' ? name : /^tool (\S+)$/.exec(role ?? '')?.[1];
    return tool === undefined ? [] : [{ method: 'tool', path: tool, whole: true, file, line, endLine }];
  });
}

/** A mount, and the routers that it puts below its path; none of them: it is not known which. */
interface Mounted {
  readonly file: FileFacts;
  readonly mount: MountFact;
  readonly routers: readonly { readonly path: string; readonly name: string | undefined }[];
}

function prefixesOf(files: readonly FileFacts[], graph: Graph): (file: FileFacts, router: string, depth: number) => readonly string[] | undefined {
  const mounted = files.flatMap((file) => file.mounts.filter(({ on }) => on !== '').map((mount): Mounted => ({ file, mount, routers: routersOf(file, mount.to, graph) })));
  const everywhere = files.flatMap(({ mounts }) => mounts.filter(({ to }) => to === '*').map(({ prefix }) => prefix))[0];
  const own = (file: FileFacts, router: string): string => file.mounts.find(({ on, to }) => on === '' && to === router)?.prefix ?? '';
  const loose = (file: FileFacts): readonly Mounted[] => {
    const importers = new Set(graph.importers(file.path));
    return mounted.filter((each) => each.routers.length === 0 && importers.has(each.file.path));
  };
  const prefixes = (file: FileFacts, router: string, depth: number): readonly string[] | undefined => {
    if (depth > mostDeep) return undefined;
    const fitting = (named: string | undefined): readonly Mounted[] => mounted.filter((each) => each.routers.some(({ path, name }) => path === file.path && name === named));
    // What is put on by its name is not meant by a mount that only names its module.
    const exact = fitting(router).length > 0 ? fitting(router) : fitting(undefined);
    const guessed = exact.length > 0 ? [] : loose(file);
    // One of several mounts whose router is computed: which of them is not known.
    if (new Set(guessed.map(({ mount }) => mount.prefix)).size > 1) return undefined;
    const below = exact.length > 0 ? exact : guessed.slice(0, 1);
    const isController = everywhere !== undefined && file.mounts.some(({ on, to }) => on === '' && to === router);
    if (below.length === 0) return [joined(isController ? everywhere : '', own(file, router))];
    const all = below.map((each) => (each.file === file && each.mount.on === router ? [''] : prefixes(each.file, each.mount.on, depth + 1))?.map((prefix) => joined(joined(prefix, each.mount.prefix), own(file, router))));
    return all.some((each) => each === undefined) ? undefined : [...new Set(all.flatMap((each) => each ?? []))];
  };
  return prefixes;
}

/** Where a router that is named in a file is made: in it, or in a file that it imports, whose router of that name (or any, where it is the module or its default) is meant. */
function routersOf(file: FileFacts, to: string, graph: Graph): Mounted['routers'] {
  if (to.startsWith(byRequire)) {
    const [module = '', part] = to.slice(byRequire.length).split('#');
    const target = graph.resolve(file, module);
    return target.kind === 'file' ? through(target.path, part, graph, 0) : [];
  }
  const [head = '', ...rest] = to.split('.');
  const name = rest.at(-1);
  for (const each of file.imports) {
    const [, imported] = each.names.find(([local]) => local === head) ?? [];
    if (imported === undefined) continue;
    const module = file.language === 'python' ? graph.resolve(file, `${each.from}${each.from.endsWith('.') ? '' : '.'}${imported}`) : undefined;
    if (module?.kind === 'file') return [{ path: module.path, name }];
    const target = graph.resolve(file, each.from);
    if (target.kind !== 'file') return [];
    return through(target.path, imported === '*' || imported === 'default' ? name : imported, graph, 0);
  }
  return file.routes.some((route) => ownerOf(route) === head) ? [{ path: file.path, name: head }] : [];
}

/** Through files that only pass on what others export. */
function through(path: string, name: string | undefined, graph: Graph, hops: number): Mounted['routers'] {
  const file = graph.file(path);
  if (!file) return [];
  const passed = file.exports.find((each) => each.from !== undefined && (each.name === name || each.name === '*'));
  if (file.routes.length === 0 && passed?.from !== undefined && hops < mostHops) {
    const target = graph.resolve(file, passed.from);
    if (target.kind === 'file') return through(target.path, passed.local === 'default' ? undefined : passed.local, graph, hops + 1);
  }
  const owners = new Set([...file.routes.map(ownerOf), ...file.mounts.map(({ on }) => on)]);
  // A function that registers its routes on what it is given has a name of its own.
  return [{ path, name: name !== undefined && owners.has(name) ? name : undefined }];
}

/** `/api` and `quotes/:id` are `/api/quotes/{id}`. */
function joined(prefix: string, path: string): string {
  const parts = `${prefix}/${path}`.split('/').filter(Boolean).map((part) => part.replace(/^\[\[?(?:\.\.\.)?(\w+)\]?\]$/, '{$1}').replace(/<(?:\w+:)?(\w+)>/g, '{$1}').replace(/\{(\w+):[^}]*\}/g, '{$1}').replace(/:([A-Za-z_]\w*)\??(?:\([^)]*\))?/g, '{$1}'));
  return `/${parts.join('/')}`;
}
