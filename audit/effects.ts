import type { Effect, FileFacts, FunctionFact, ImportFact, SourceTree } from './facts.ts';
import type { Graph } from './graph.ts';

/** What a function does, with what it calls. `unknown` is among them as soon as one callee cannot be followed. */
export type Reached = ReadonlySet<Effect>;

const depthLimit = 12;
const tables = new WeakMap<SourceTree, Map<FunctionFact, Reached>>();

/** Effects by which something is asked of, or handed to, what is outside of the program's own memory. */
export const outward: readonly Effect[] = ['network', 'store', 'read', 'file', 'process', 'message'];

/** Sums up the effects of a function over the calls that can be followed in this tree. */
export function effectsOf(fn: FunctionFact, file: FileFacts, tree: SourceTree, graph: Graph): Reached {
  let table = tables.get(tree);
  if (!table) {
    table = new Map();
    tables.set(tree, table);
  }
  return sumUp(fn, file, graph, table, new Set(), 0);
}

function sumUp(fn: FunctionFact, file: FileFacts, graph: Graph, table: Map<FunctionFact, Reached>, open: Set<FunctionFact>, depth: number): Reached {
  const known = table.get(fn);
  if (known) return known;
  const found = new Set<Effect>(fn.effects);
  if (depth > depthLimit) return found.add('unknown');
  if (open.has(fn)) return found;
  open.add(fn);
  for (const callee of fn.calls) {
    const target = targetOf(callee, fn, file, graph);
    if (!target && isPlainClass(callee, file, graph)) continue;
    if (!target) found.add('unknown');
    else for (const effect of sumUp(target.fn, target.file, graph, table, open, depth + 1)) found.add(effect);
  }
  open.delete(fn);
  if (depth === 0) table.set(fn, found);
  return found;
}

/** A class of this project without a constructor of its own: making one does nothing. */
function isPlainClass(callee: string, file: FileFacts, graph: Graph): boolean {
  if (!callee.startsWith('new ')) return false;
  const name = callee.slice(4);
  if (file.functions.some((fn) => fn.owner === name)) return true;
  const imported = file.imports.find((each) => each.names.some(([local]) => local === name));
  const target = imported && graph.resolve(file, imported.from);
  return /(Error|Problem|Exception)$/.test(name) || (target?.kind === 'file' && graph.file(target.path)?.language === 'typescript' && graph.file(target.path)?.exports.some((each) => each.name === name && each.from === undefined) === true);
}

/** Last names of what functions of these files call. */
export function namesCalled(files: readonly FileFacts[], counts: (fn: FunctionFact) => boolean = () => true): ReadonlySet<string> {
  const names = new Set<string>();
  for (const file of files) for (const fn of file.functions) if (counts(fn)) for (const callee of fn.calls) names.add(callee.split('.').at(-1) ?? '');
  return names;
}

export interface Target {
  readonly fn: FunctionFact;
  readonly file: FileFacts;
}

/** The function that a callee names: in this file, a method of the same class, or an export of another file. */
export function targetOf(callee: string, from: FunctionFact, file: FileFacts, graph: Graph, hops = 0): Target | undefined {
  const clean = callee.replace(/\(\)/g, '').replace(/^new /, '');
  const parts = clean.split('.');
  const first = parts[0] ?? '';
  const last = parts.at(-1) ?? '';
  if ((first === 'this' || first === 'self') && parts.length === 2) return here(file, (fn) => fn.name === last && fn.owner === from.owner);
  if (callee.startsWith('new ') && parts.length === 1) {
    const made = here(file, (fn) => fn.name === 'constructor' && fn.owner === first);
    if (made) return made;
  } else if (parts.length === 1) {
    const local = here(file, (fn) => fn.name === first && (fn.owner === undefined || fn.name === 'constructor'));
    if (local) return local;
  }
  const imported = file.imports.find((each) => each.names.some(([local]) => local === first));
  if (imported && hops < 4) {
    const target = graph.resolve(file, imported.from);
    const module = parts.length > 1 && file.language === 'python' ? moduleNamed(imported, first, file, graph) : undefined;
    const other = module ?? (target.kind === 'file' ? graph.file(target.path) : undefined);
    if (!other) return undefined;
    const original = imported.names.find(([local]) => local === first)?.[1] ?? first;
    return exportedFrom(other, parts.length > 1 ? last : original, from, graph, hops + 1);
  }
  // `service.method` of an object literal or an instance of this file: the only function of that name here.
  return parts.length > 1 && first !== 'this' && first !== 'self' ? only(file, last, from) : undefined;
}

/** `from app.services import assets`: the name is a module of the package. */
function moduleNamed(imported: ImportFact, name: string, file: FileFacts, graph: Graph): FileFacts | undefined {
  const original = imported.names.find(([local]) => local === name)?.[1] ?? name;
  const target = original === '*' ? undefined : graph.resolve(file, `${imported.from}${imported.from.endsWith('.') ? '' : '.'}${original}`);
  return target?.kind === 'file' ? graph.file(target.path) : undefined;
}

function exportedFrom(file: FileFacts, name: string, from: FunctionFact, graph: Graph, hops: number): Target | undefined {
  const wanted = name === 'default' ? (file.exports.find((each) => each.name === 'default')?.local ?? 'default') : (file.exports.find((each) => each.name === name)?.local ?? name);
  const found = here(file, (fn) => fn.name === wanted);
  if (found) return found;
  if (hops > 4) return undefined;
  for (const each of file.exports) {
    if (each.from === undefined || (each.name !== '*' && each.name !== name)) continue;
    const target = graph.resolve(file, each.from);
    const other = target.kind === 'file' ? graph.file(target.path) : undefined;
    const deeper = other && exportedFrom(other, each.name === '*' ? name : each.local, from, graph, hops + 1);
    if (deeper) return deeper;
  }
  return undefined;
}

function here(file: FileFacts, fits: (fn: FunctionFact) => boolean): Target | undefined {
  const fn = file.functions.find(fits);
  return fn && { fn, file };
}

function only(file: FileFacts, name: string, from: FunctionFact): Target | undefined {
  const all = file.functions.filter((fn) => fn.name === name);
  // `service.clear()` inside a function `clear` calls somebody else.
  return all.length === 1 && all[0] && all[0] !== from ? { fn: all[0], file } : undefined;
}
