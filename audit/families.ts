import type { FileFacts, SourceTree } from './facts.ts';
import type { Graph } from './graph.ts';
import { folderOf } from './graph/resolve.ts';

/** Files beside each other whose names differ only by what people call a copy. */
export interface Family {
  readonly stem: string;
  readonly members: readonly FileFacts[];
  readonly live: readonly FileFacts[];
  readonly dead: readonly FileFacts[];
}

const copy = /([-_.]?(v\d+|new|old|final|fixed|fix|backup|bak|copy|simple|enhanced|improved|optimi[sz]ed|legacy|temp|tmp|working|original|refactored|updated|clean|minimal|complete|full|advanced|basic|alt|deprecated|real|production|prod|standalone|\d))+$/i;
/** Why the graph takes a file for an entry that nothing names. */
const byHand = /^(runs as a command|starts a server)$/;
/** Real forms of one file: platforms, locales, parts of a framework. */
const form = /\.(native|web|ios|android|server|client|test|spec|stories|d|config|module|schema|types|routes?|controller|service|model)$|^(page|layout|route|index|loading|error|main|mod|__init__)$/i;

/** Families of at least two files that name, export or import the same to a good part. */
export function familiesOf(tree: SourceTree, graph: Graph): readonly Family[] {
  const groups = new Map<string, FileFacts[]>();
  for (const file of tree.files) {
    if (graph.standing(file.path) === 'aside') continue;
    const name = file.path.slice(folderOf(file.path).length).replace(/^\//, '');
    const base = name.replace(/\.\w+$/, '');
    const stem = base.replace(copy, '');
    if (stem.length < 2 || form.test(stem)) continue;
    const key = `${folderOf(file.path)}/${stem.toLowerCase()}.${file.language}`;
    groups.set(key, [...(groups.get(key) ?? []), file]);
  }
  return [...groups].flatMap(([key, members]) => {
    const alike = members.filter((each) => members.some((other) => other !== each && likeness(each, other) >= 0.5));
    if (alike.length < 2 || isSeries(alike)) return [];
    const live = liveOf(alike, graph);
    return [{ stem: key.slice(0, key.lastIndexOf('.')), members: alike, live, dead: alike.filter((each) => !live.includes(each)) }];
  });
}

/** `day-1`, `day-2`, `day-3`: nothing stands under the plain name, they are parts of a row and no copies. */
function isSeries(members: readonly FileFacts[]): boolean {
  const numbers = members.map((each) => /[-_](\d+)\.\w+$/.exec(each.path)?.[1]);
  return members.length >= 3 && numbers.every((each) => each !== undefined) && new Set(numbers).size === members.length;
}

/** A file that could be started by hand is no sign of life beside one that is imported or that something starts. */
function liveOf(members: readonly FileFacts[], graph: Graph): readonly FileFacts[] {
  const started = (each: FileFacts, how: (because: string) => boolean): boolean => graph.entries.some((entry) => entry.path === each.path && how(entry.because));
  const used = members.filter((each) => started(each, (because) => !byHand.test(because)) || graph.importers(each.path).some((path) => graph.standing(path) !== 'aside'));
  return used.length > 0 ? used : members.filter((each) => started(each, () => true));
}

/** Share of names (functions, exports, routes, imports) that two files have in common. */
function likeness(a: FileFacts, b: FileFacts): number {
  const one = namesOf(a);
  const two = namesOf(b);
  const both = [...one].filter((each) => two.has(each)).length;
  const all = one.size + two.size - both;
  return all < 3 ? 0 : both / all;
}

function namesOf(file: FileFacts): ReadonlySet<string> {
  return new Set([
    ...file.functions.filter((each) => each.name !== '').map((each) => `fn ${each.owner ?? ''}.${each.name}`), ...file.exports.map((each) => `ex ${each.name}`),
    ...file.routes.map((each) => `rt ${each.method} ${each.path}`), ...file.imports.map((each) => `im ${each.from}`),
  ]);
}
