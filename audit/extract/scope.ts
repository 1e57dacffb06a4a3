import type { CallKind } from './calls.ts';
import { above, walk, type Ir, type IrFile, type IrImport } from '../ir.ts';

/** What a name stands for. */
type Meaning =
  | { readonly kind: 'param'; readonly fn: Ir }
  | { readonly kind: 'local' | 'module'; readonly decl: Ir }
  | { readonly kind: 'import'; readonly from: string; readonly name: string }
  | { readonly kind: 'caught' }
  | { readonly kind: 'global' };

export interface Scope {
  readonly meaning: (name: Ir) => Meaning;
  /** True for a name that is given another value after its declaration: what it was first is not what it is. */
  readonly changes: (decl: Ir) => boolean;
  /** Kinds of calls that were already found out. */
  readonly kinds: Map<Ir, CallKind>;
  /** The declaration in the module, by name: a let, slot, function or class. */
  readonly module: ReadonlyMap<string, Ir>;
  readonly imports: ReadonlyMap<string, { readonly from: string; readonly name: string }>;
}

/** Answers what names mean in one file: in each function the declaration of the innermost block around the name. */
export function scopeOf(file: IrFile, extraImports: readonly IrImport[]): Scope {
  const imports = new Map<string, { from: string; name: string }>();
  for (const each of [...file.imports, ...extraImports]) for (const one of each.names) imports.set(one.local, { from: each.from, name: one.name });
  const module = declarationsIn(file.root);
  const tables = new Map<Ir, ReadonlyMap<string, Ir>>();
  const tableOf = (fn: Ir): ReadonlyMap<string, Ir> => {
    const known = tables.get(fn);
    if (known) return known;
    const made = declarationsIn(fn);
    tables.set(fn, made);
    return made;
  };
  const meaning = (name: Ir): Meaning => {
    for (let each: Ir | undefined = name.up; each; each = each.up) {
      if (each.k === 'catch' && each.v === name.v) return { kind: 'caught' };
      if (each.k !== 'fn') continue;
      const decl = tableOf(each).get(name.v);
      if (decl) return { kind: 'local', decl: nearest(decl, name) };
      if (each.fn?.params.includes(name.v)) return { kind: 'param', fn: each };
    }
    const imported = imports.get(name.v);
    const decl = module.get(name.v);
    // `try: import requests` and `except ImportError: requests = None`: where it is used, it is the import.
    if (decl && !(imported && above(decl, 'catch', 'fn')?.k === 'catch')) return { kind: 'module', decl };
    return imported ? { kind: 'import', ...imported } : { kind: 'global' };
  };
  const changed = new Map<Ir, ReadonlySet<string>>();
  const changes = (decl: Ir): boolean => {
    const home = above(decl, 'fn') ?? file.root;
    const known = changed.get(home) ?? assignedIn(home);
    changed.set(home, known);
    return known.has(decl.v);
  };
  return { meaning, changes, kinds: new Map(), module, imports };
}

/** Further declarations of the same name in one function, by the first of them. */
const again = new WeakMap<Ir, Ir[]>();

/** Of several declarations of a name the one in the innermost block around its use; the first where no block tells. */
function nearest(first: Ir, name: Ir): Ir {
  let best = first;
  let from = -1;
  for (const decl of [first, ...(again.get(first) ?? [])]) {
    const block = above(decl, 'block', 'loop', 'fn', 'case');
    if (block && block.at <= name.at && block.end >= name.end && block.at > from) [best, from] = [decl, block.at];
  }
  return best;
}

/** Names declared directly in a function or module, not in functions inside it. */
function declarationsIn(scope: Ir): Map<string, Ir> {
  const found = new Map<string, Ir>();
  walk(scope, (each) => {
    if (each === scope) return true;
    if (each.k === 'let' || each.k === 'slot') {
      if (!each.v || (each.k === 'slot' && each.up === scope) || (each.k === 'let' && each.up?.k === 'class')) return true;
      const first = found.get(each.v);
      if (!first) found.set(each.v, each);
      else if (scope.k === 'fn') again.set(first, [...(again.get(first) ?? []), each]);
      return true;
    }
    if (each.k === 'fn' || each.k === 'class') {
      const declared = each.v && (each.up?.k === 'block' || each.up?.k === 'module');
      if (declared && !found.has(each.v)) found.set(each.v, each);
      return each.k === 'class';
    }
    return true;
  });
  return found;
}

function assignedIn(home: Ir): ReadonlySet<string> {
  const found = new Set<string>();
  walk(home, (each) => {
    if (each.k === 'assign') {
      let target = each.kids[0];
      while (target && (target.k === 'get' || target.k === 'index')) target = target.kids[0];
      if (target?.k === 'name') found.add(target.v);
    }
    if (each.k === 'un' && /^(\+\+|--)$/.test(each.v) && each.kids[0]?.k === 'name') found.add(each.kids[0].v);
    const callee = each.k === 'call' ? each.kids[0] : undefined;
    if (callee?.k === 'get' && callee.kids[0]?.k === 'name' && /^(push|unshift|set|add|append|extend|update|insert|splice)$/.test(callee.v)) found.add(callee.kids[0].v);
  });
  return found;
}

/** What a name was declared as in this file; undefined for parameters, imports and what is not known. */
export function declOf(name: Ir, scope: Scope): Ir | undefined {
  const meaning = scope.meaning(name);
  return meaning.kind === 'local' || meaning.kind === 'module' ? meaning.decl : undefined;
}

/** The value that a constant name has, seen through one declaration; the node itself where nothing better is known. */
export function settled(of: Ir, scope: Scope): Ir {
  if (of.k !== 'name') return of;
  const decl = declOf(of, scope);
  const value = decl?.k === 'let' && decl.v && !scope.changes(decl) ? decl.kids[0] : undefined;
  return value && value.k !== 'pass' && value.k !== 'fn' ? value : of;
}
