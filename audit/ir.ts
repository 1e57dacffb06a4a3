/**
 * The tree that both languages are lowered to before facts are taken from it. It lives only inside one worker and one
 * file: uniform nodes with parents, so that every question ("who catches this?", "where does the value go?") is a climb.
 */
type IrKind =
  // Values.
  | 'str' | 'num' | 'const' | 'tpl' | 'name' | 'get' | 'index' | 'call' | 'new' | 'await' | 'obj' | 'pair' | 'spread' | 'arr' | 'or' | 'cond' | 'bin' | 'un'
  | 'fn' | 'jsx' | 'assign' | 'other'
  // Statements.
  | 'module' | 'block' | 'let' | 'slot' | 'return' | 'throw' | 'if' | 'try' | 'catch' | 'finally' | 'loop' | 'switch' | 'case' | 'class' | 'pass' | 'jump';

export interface Ir {
  readonly k: IrKind;
  /** Text of a literal, name of a name or declaration, key of a pair or member, operator of an operation. */
  readonly v: string;
  readonly at: number;
  readonly end: number;
  readonly kids: readonly Ir[];
  up: Ir | undefined;
  /** What `chain` answered for it; undefined until it was asked. Of a slot from the beginning: the member that it takes. */
  chained: string | undefined;
  readonly fn: FnShape | undefined;
}

/** What only functions have. Their kids are the default values of parameters, then the body. */
export interface FnShape {
  readonly params: readonly string[];
  readonly async: boolean;
  readonly exported: boolean;
  /** Decorators with their arguments, lowered as calls or names. */
  readonly decorators: readonly Ir[];
  /** The class around a method. */
  readonly owner?: string;
  /** The declared result, as written; empty when it is not. */
  readonly result: string;
  /** Abstract, overload or ambient: a body is not expected. */
  readonly bodiless: boolean;
  readonly generator: boolean;
}

export interface IrImport {
  readonly from: string;
  readonly at: number;
  readonly typeOnly: boolean;
  readonly dynamic: boolean;
  /** Local name and name in the module (`*` for the whole, `default`). */
  readonly names: readonly { readonly local: string; readonly name: string }[];
}

export interface IrExport {
  readonly name: string;
  readonly local: string;
  /** Set for `export … from`. */
  readonly from?: string;
}

export interface IrComment {
  readonly at: number;
  readonly end: number;
  readonly text: string;
}

/** One file, lowered. */
export interface IrFile {
  readonly path: string;
  readonly text: string;
  readonly root: Ir;
  /** The root and all below it, in the order of the source. */
  readonly nodes: readonly Ir[];
  readonly imports: readonly IrImport[];
  readonly exports: readonly IrExport[];
  readonly comments: readonly IrComment[];
  /** First words of the file that say how it runs: `'use client'`, `'use server'`, a hash-bang. */
  readonly directive: string;
}

export function node(k: IrKind, v: string, at: number, end: number, kids: readonly Ir[] = [], fn?: FnShape): Ir {
  // One shape for all nodes: the engine reads them fastest that way.
  const made: Ir = { k, v, at, end, kids, up: undefined, chained: undefined, fn };
  for (const kid of kids) kid.up = made;
  return made;
}

/** Calls `see` for the node and everything below it; where it answers false, what is below is left out. */
export function walk(root: Ir, see: (each: Ir) => boolean | void): void {
  const open: Ir[] = [root];
  for (let each = open.pop(); each !== undefined; each = open.pop()) {
    if (see(each) === false) continue;
    for (let index = each.kids.length - 1; index >= 0; index--) {
      const kid = each.kids[index];
      if (kid) open.push(kid);
    }
  }
}

/** The node and all below it, in the order of the source: for whoever looks at them more than once. */
export function allOf(root: Ir): readonly Ir[] {
  const all: Ir[] = [];
  walk(root, (each) => void all.push(each));
  return all;
}

/** Whether the node, or any below it, passes a test. What is below nodes of the `closed` kind is not looked at. */
export function anywhere(root: Ir | undefined, test: (each: Ir) => boolean, closed?: IrKind): boolean {
  const open: Ir[] = root ? [root] : [];
  for (let each = open.pop(); each !== undefined; each = open.pop()) {
    if (test(each)) return true;
    if (each.k !== closed) open.push(...each.kids);
  }
  return false;
}

export function mentions(of: Ir | undefined, name: string): boolean {
  return anywhere(of, (each) => each.k === 'name' && each.v === name);
}

/** The nearest node above (not the node itself) of one of these kinds. */
export function above(start: Ir, ...kinds: readonly IrKind[]): Ir | undefined {
  for (let each = start.up; each; each = each.up) if (kinds.includes(each.k)) return each;
  return undefined;
}

/** What is waited for, or the value itself where nothing waits. */
export function awaited(of: Ir | undefined): Ir | undefined {
  return of?.k === 'await' ? of.kids[0] : of;
}

/** What takes the value of a node, seen through `await`. */
export function takerOf(of: Ir): Ir | undefined {
  return of.up?.k === 'await' ? of.up.up : of.up;
}

/** A dotted chain as written, `this.db.query`; empty where something computed stands in it. `await` and calls inside are seen through as `()`. */
export function chain(of: Ir | undefined): string {
  if (!of) return '';
  of.chained ??= chainOf(of);
  return of.chained;
}

function chainOf(of: Ir): string {
  switch (of.k) {
    case 'name': return of.v;
    case 'get': {
      const left = chain(of.kids[0]);
      return left ? `${left}.${of.v}` : '';
    }
    case 'index': {
      const left = chain(of.kids[0]);
      return left ? `${left}[]` : '';
    }
    case 'call': {
      const left = chain(of.kids[0]);
      return left ? `${left}()` : '';
    }
    case 'new': return `new ${chain(of.kids[0])}`;
    case 'await': return chain(of.kids[0]);
    case 'str': return "''";
    default: return '';
  }
}

/** The first name of a chain: `this.db` for `this.db.query` is `this`. */
export function rootOf(of: Ir | undefined): Ir | undefined {
  let each = of;
  while (each && ['get', 'index', 'call', 'new', 'await'].includes(each.k)) each = each.kids[0];
  return each?.k === 'name' ? each : undefined;
}

export function args(call: Ir): readonly Ir[] {
  return call.kids.slice(1).filter((kid) => kid.k !== 'pair');
}

/** A keyword argument of a Python call. */
export function named(call: Ir, key: string): Ir | undefined {
  return call.kids.find((kid, index) => index > 0 && kid.k === 'pair' && kid.v === key)?.kids[0];
}
