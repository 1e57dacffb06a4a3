import type { Step } from '../core/types.ts';
import type { FileFacts, ImportFact, SourceTree } from './facts.ts';
import { entriesOf, type Entry } from './graph/entries.ts';
import { resolverOf, type Target } from './graph/resolve.ts';

/** How a file stands to production: it runs there, nothing leads to it, or it is aside (a test, a seed …). */
export type Standing = 'live' | 'unreached' | 'aside';

export interface Graph {
  readonly file: (path: string) => FileFacts | undefined;
  readonly resolve: (from: FileFacts, specifier: string) => Target;
  readonly standing: (path: string) => Standing;
  /** The shortest way from an entry point to the file, the file itself last; empty where none is known. */
  readonly way: (path: string) => readonly Step[];
  /** Files that import this one for its values. */
  readonly importers: (path: string) => readonly string[];
  readonly entries: readonly Entry[];
  /** Imports that lead nowhere that can be seen: what they reach is unknown, never dead. */
  readonly unresolved: readonly { readonly path: string; readonly line: number; readonly from: string }[];
}

const graphs = new WeakMap<SourceTree, Graph>();

/** Who imports whom, what starts, and what that reaches. Built once for a tree. */
export function graphOf(tree: SourceTree): Graph {
  const known = graphs.get(tree);
  if (known) return known;
  const made = build(tree);
  graphs.set(tree, made);
  return made;
}

interface Edge {
  readonly to: string;
  readonly line: number;
}

function build(tree: SourceTree): Graph {
  const files = new Map(tree.files.map((file) => [file.path, file]));
  const resolve = resolverOf(tree, files);
  const edges = new Map<string, Edge[]>();
  const importers = new Map<string, string[]>();
  const unresolved: { path: string; line: number; from: string }[] = [];
  for (const file of tree.files) {
    const out: Edge[] = [];
    for (const each of file.imports) {
      if (each.typeOnly) continue;
      for (const [, name] of file.language === 'python' ? each.names : []) {
        const inner = resolve(file, `${each.from}${each.from.endsWith('.') ? '' : '.'}${name}`);
        if (inner.kind === 'file') link(out, importers, file.path, inner.path, each);
      }
      const target = resolve(file, each.from);
      if (target.kind === 'unknown' && !file.own) unresolved.push({ path: file.path, line: each.line, from: each.from });
      if (target.kind !== 'file') continue;
      link(out, importers, file.path, target.path, each);
    }
    edges.set(file.path, out);
  }
  const entries = entriesOf(tree, files);
  const reached = spread(entries, edges);
  const open = unknownFolders(unresolved, tree);
  const aside = (file: FileFacts): boolean => file.own !== undefined || tree.notProduction.some(({ path }) => file.path === path || file.path.startsWith(`${path.replace(/\/$/, '')}/`));
  const standing = (path: string): Standing => {
    const file = files.get(path);
    if (!file || aside(file)) return 'aside';
    return entries.length === 0 || reached.has(path) || open.some((folder) => path.startsWith(folder)) ? 'live' : 'unreached';
  };
  const standings = new Map<string, Standing>();
  return {
    file: (path) => files.get(path),
    resolve, entries, unresolved,
    importers: (path) => importers.get(path) ?? [],
    standing(path) {
      const known = standings.get(path) ?? standing(path);
      standings.set(path, known);
      return known;
    },
    way: (path) => wayTo(path, reached),
  };
}

function link(out: Edge[], importers: Map<string, string[]>, from: string, to: string, each: ImportFact): void {
  if (!each.devOnly) out.push({ to, line: each.line });
  const list = importers.get(to);
  if (list) list.push(from);
  else importers.set(to, [from]);
}

interface Reached {
  readonly from: string | undefined;
  readonly line: number;
  readonly label: string;
}

function spread(entries: readonly Entry[], edges: ReadonlyMap<string, readonly Edge[]>): ReadonlyMap<string, Reached> {
  const reached = new Map<string, Reached>();
  const queue: string[] = [];
  for (const { path, because } of entries) {
    if (reached.has(path)) continue;
    reached.set(path, { from: undefined, line: 1, label: because });
    queue.push(path);
  }
  for (let at = 0; at < queue.length; at++) {
    const path = queue[at] ?? '';
    for (const { to, line } of edges.get(path) ?? []) {
      if (reached.has(to)) continue;
      reached.set(to, { from: path, line, label: 'imports' });
      queue.push(to);
    }
  }
  return reached;
}

function wayTo(path: string, reached: ReadonlyMap<string, Reached>): readonly Step[] {
  const steps: Step[] = [];
  let current: string | undefined = path;
  let line = 1;
  while (current !== undefined && steps.length < 30) {
    const here = reached.get(current);
    if (!here) break;
    steps.unshift({ uri: current, line: here.from === undefined ? 1 : line, role: here.from === undefined ? 'entry' : 'via', label: here.label });
    line = here.line;
    current = here.from;
  }
  return steps;
}

/** A computed import may load anything of its package: there, nothing is called dead. */
function unknownFolders(unresolved: readonly { readonly path: string; readonly from: string }[], tree: SourceTree): readonly string[] {
  const packages = tree.config.filter((each) => each.kind === 'package').map((each) => each.path.slice(0, -'package.json'.length)).sort((a, b) => b.length - a.length);
  // Files of Vue, Svelte and Astro are not read: what they import is as unknown as a computed import.
  const unread = tree.config.filter((each) => each.kind === 'component');
  return [...unresolved.filter(({ from }) => from === '?'), ...unread].map(({ path }) => packages.find((folder) => path.startsWith(folder)) ?? path.slice(0, path.lastIndexOf('/') + 1));
}
